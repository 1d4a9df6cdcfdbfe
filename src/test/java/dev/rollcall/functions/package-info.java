/** The triggers as they are met from outside. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.functions;
