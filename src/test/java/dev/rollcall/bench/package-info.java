/** Benchmarks that anyone can run; their figures stand in the README. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.bench;
