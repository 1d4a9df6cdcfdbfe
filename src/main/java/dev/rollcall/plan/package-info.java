/**
 * The decision: what a target should hold, what we wrote there, and what it holds now become a
 * plan, and guardrails judge it.
 *
 * <p>Pure: no clock, no logger, no input or output. The same arguments always give the same plan,
 * in the order of the keys, so that previews, tests and logs can be compared.
 */
@NullMarked
package dev.rollcall.plan;

import org.jspecify.annotations.NullMarked;
