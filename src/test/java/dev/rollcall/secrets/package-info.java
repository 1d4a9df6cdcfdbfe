/** Nothing secret, and nobody's name, leaves the places it is meant for. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.secrets;
