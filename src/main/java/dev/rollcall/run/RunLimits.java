package dev.rollcall.run;

import java.time.Duration;

/**
 * How much one invocation does.
 *
 * @param targetsPerSlice how many targets a slice looks at; at most 20, one {@code $batch}
 * @param budget how long an invocation begins new writes; must leave room for one batch before the
 *     host's {@code functionTimeout}
 * @param claim how long a claim outlives the budget, for an invocation that died: the wait before
 *     its targets are taken up again
 * @param quiet after how long without progress the watchdog sends a run's messages again
 * @param patience how long after its start a run still waits for a service that wants to be left
 *     alone
 * @param shownChanges how many changes of one mailbox history keeps
 */
public record RunLimits(
    int targetsPerSlice,
    Duration budget,
    Duration claim,
    Duration quiet,
    Duration patience,
    int shownChanges) {

  /** Four minutes of work, of the ten that the host allows. */
  public static RunLimits defaults() {
    return new RunLimits(
        20,
        Duration.ofMinutes(4),
        Duration.ofMinutes(2),
        Duration.ofMinutes(15),
        Duration.ofHours(12),
        100);
  }

  public RunLimits {
    if (targetsPerSlice < 1 || targetsPerSlice > 20) {
      throw new IllegalArgumentException("a slice has 1 to 20 targets, not " + targetsPerSlice);
    }
  }
}
