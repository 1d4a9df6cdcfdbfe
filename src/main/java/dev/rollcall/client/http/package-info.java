/**
 * What all wire clients share: the one classification of their failures, and how long to wait
 * before another attempt.
 *
 * <p>Nothing here carries names, addresses, tokens or bodies: what leaves this package about a
 * failure is its status, the service's code, request id and time, our own words from the {@link
 * dev.rollcall.client.http.Catalogue}, and apart from these, not for logs, the service's message
 * with what may name people masked.
 */
@NullMarked
package dev.rollcall.client.http;

import org.jspecify.annotations.NullMarked;
