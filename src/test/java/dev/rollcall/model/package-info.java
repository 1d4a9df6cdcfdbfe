/** The values that all stages share. */
@NullMarked
package dev.rollcall.model;

import org.jspecify.annotations.NullMarked;
