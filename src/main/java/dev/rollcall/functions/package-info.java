/**
 * The triggers: what the host sends is decoded, one use case is called, its answer is encoded. No
 * decision about synchronising is made here.
 *
 * <p>Functions are keyed, but for health. No function class does work when it is loaded: a failure
 * there would hang the invocation until the host gives up.
 */
@NullMarked
package dev.rollcall.functions;

import org.jspecify.annotations.NullMarked;
