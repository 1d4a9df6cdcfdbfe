/**
 * Exchange Web Services of the local tenant: mailboxes on the organisation's own servers and public
 * folders, over the same store as Graph's mailboxes, with the schema, the refusals and the routing
 * that Exchange documents. Nothing here knows how our client is written.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference">EWS
 *     reference for Exchange</a> (read 2026-11-21)
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.ews;
