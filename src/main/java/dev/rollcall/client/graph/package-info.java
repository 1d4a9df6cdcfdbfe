/**
 * Microsoft Graph on the wire: single requests and batches through the Graph SDK, with our own
 * retries.
 *
 * <p>Reads are retried within small bounds. Writes are sent once: what a failed write may have done
 * is for the caller to find out, by the {@link dev.rollcall.client.http.Disposition} of its
 * failure.
 */
@NullMarked
package dev.rollcall.client.graph;

import org.jspecify.annotations.NullMarked;
