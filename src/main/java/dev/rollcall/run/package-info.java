/**
 * The use cases: start a run, do a slice of it, finish, approve, cancel it, start what is due,
 * watch what stands still.
 *
 * <p>Everything here goes through ports, and may happen twice, or stop anywhere. What makes that
 * harmless is the order of the writes, told at each use case:
 *
 * <ol>
 *   <li>{@link dev.rollcall.run.StartRun}: lease, source, snapshot, target list, lanes, status,
 *       then a message for each lane.
 *   <li>{@link dev.rollcall.run.SyncTargets}: claim, observe, plan, guard, open mark, writes,
 *       ledger, open mark off, target's row, claim off, lane's row, then the next message.
 *   <li>{@link dev.rollcall.run.FinishRun}: status, then the lease. If an app was refused, instead
 *       a further round through the others: list of what was left, lanes, the run's round,
 *       messages.
 *   <li>{@link dev.rollcall.run.Watchdog}: sends again what a run that stands still is waiting for.
 * </ol>
 */
@NullMarked
package dev.rollcall.run;

import org.jspecify.annotations.NullMarked;
