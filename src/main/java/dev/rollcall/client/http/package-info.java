/**
 * What all wire clients share: the one classification of their failures, and how long to wait
 * before another attempt.
 *
 * <p>Nothing here carries names, addresses, tokens or bodies: what leaves this package about a
 * failure is its status, the service's code and request id, and our own words.
 */
@NullMarked
package dev.rollcall.client.http;

import org.jspecify.annotations.NullMarked;
