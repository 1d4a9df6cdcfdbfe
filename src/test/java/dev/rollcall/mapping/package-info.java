/** From source records to desired records: what every field becomes, and what is said of it. */
@NullMarked
package dev.rollcall.mapping;

import org.jspecify.annotations.NullMarked;
