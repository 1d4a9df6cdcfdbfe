/** Offers over real HTTP: taken whole from the one who is believed, or not at all. */
@NullMarked
package dev.rollcall.source.offer;

import org.jspecify.annotations.NullMarked;
