/**
 * Measurements that anyone can make: {@link dev.rollcall.bench.Bench}. Their figures stand in the
 * README. Each runs in a JVM of its own, against a stage that another process puts up.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.bench;
