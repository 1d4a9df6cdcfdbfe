/** Held against what somebody may send who is not the partner. */
@NullMarked
package dev.rollcall.client.offer;

import org.jspecify.annotations.NullMarked;
