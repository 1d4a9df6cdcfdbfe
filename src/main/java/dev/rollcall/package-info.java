/** Rollcall: keeps Microsoft 365 in step with the rest of a company's world. */
@org.jspecify.annotations.NullMarked
package dev.rollcall;
