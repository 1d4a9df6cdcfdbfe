/** Documents: the schemas, the samples, and whatever somebody may send instead. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.policy;
