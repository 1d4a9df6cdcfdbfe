/**
 * Exchange Web Services: contacts, folders and mail on an Exchange server of the organisation's
 * own, and public folders of Exchange Online.
 *
 * <p>SOAP is written and read with StAX: there are a dozen operations, and the one Java library for
 * them is no longer kept. Documents have no entities and no document types, and a size that is
 * bounded. What a server answers is classified in {@code client.http} and nowhere else.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/ews-operations-in-exchange">EWS
 *     operations</a> (read 2026-11-21)
 */
@NullMarked
package dev.rollcall.client.ews;

import org.jspecify.annotations.NullMarked;
