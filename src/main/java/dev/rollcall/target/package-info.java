/**
 * What is written to: the port {@link dev.rollcall.target.Target} and the values it answers with.
 *
 * <p>A target observes and writes what a plan says; it decides nothing. Adapters live one level
 * down.
 */
@NullMarked
package dev.rollcall.target;

import org.jspecify.annotations.NullMarked;
