/**
 * What two installations of Rollcall say to each other: one fetches the records that the other
 * offers. Each knows the other by the thumbprint of its certificate, and by nothing else.
 *
 * <p>Request and answer are both signed (RFC 7515, compact form, PS256 and no other algorithm). A
 * request names whom it is for by the thumbprints that its sender believes, so it is of no use to
 * anybody else; an answer names the one who asked, the offer, and the request it answers, so that
 * one that is old, of another offer or for somebody else is refused, as is one that was altered or
 * cut. TLS keeps them from being read on the way.
 */
@NullMarked
package dev.rollcall.client.offer;

import org.jspecify.annotations.NullMarked;
