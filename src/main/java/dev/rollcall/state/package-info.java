/**
 * What survives an invocation: documents, runs, checkpoints, snapshots and leases, as ports.
 * Adapters live one level down.
 *
 * <p>Every update names the version it was made from. A lost race is answered with an empty {@code
 * Optional}, never with an exception: it means that somebody else did the work. What is there but
 * cannot be read is {@link dev.rollcall.state.StateUnreadable}, never taken for absent.
 */
@NullMarked
package dev.rollcall.state;

import org.jspecify.annotations.NullMarked;
