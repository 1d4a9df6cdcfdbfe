package dev.rollcall.state;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run did, or would do, to one target.
 *
 * @param target the target
 * @param status how it stands
 * @param counts items created, updated, deleted, unchanged, skipped, failed
 * @param held how many items of ours it held before
 * @param generation of the ledger the plan was made from
 * @param plan id of the planned writes, once planned
 * @param problem what stood in the way
 * @param at when it came to stand so; empty while it waits, and in runs of older versions
 */
public record RunTarget(
    TargetId target,
    Status status,
    Counts counts,
    int held,
    long generation,
    Optional<Fingerprint> plan,
    Optional<Problem> problem,
    Optional<Instant> at) {

  /** One of which nobody asks when. */
  public RunTarget(
      TargetId target,
      Status status,
      Counts counts,
      int held,
      long generation,
      Optional<Fingerprint> plan,
      Optional<Problem> problem) {
    this(target, status, counts, held, generation, plan, problem, Optional.empty());
  }

  /** The same, come to stand so at this time. */
  public RunTarget at(Instant time) {
    return new RunTarget(
        target, status, counts, held, generation, plan, problem, Optional.of(time));
  }

  /** How a target stands in a run. */
  public enum Status {
    /** Not settled yet. */
    PENDING,
    /** In the wanted state, or planned. Single records may have failed. */
    DONE,
    /** Could not be brought there. */
    FAILED,
    /** Its deletions exceed the policy's guardrail; nothing was written to it. */
    HELD,
    /** It moved since the preview that was to be carried out; nothing was written to it. */
    MOVED,
    /** The service wants to be left alone for longer than the run lasts; the next run goes on. */
    DEFERRED,
    /** The run was cancelled before it was settled. */
    CANCELLED
  }

  /** Numbers of one target. */
  public record Counts(
      int created, int updated, int deleted, int unchanged, int skipped, int failed) {

    /** Nothing. */
    public static Counts none() {
      return new Counts(0, 0, 0, 0, 0, 0);
    }

    /** Both together. */
    public Counts plus(Counts other) {
      return new Counts(
          created + other.created,
          updated + other.updated,
          deleted + other.deleted,
          unchanged + other.unchanged,
          skipped + other.skipped,
          failed + other.failed);
    }
  }

  /** A target whose turn has not come. */
  public static RunTarget pending(TargetId target) {
    return new RunTarget(
        target, Status.PENDING, Counts.none(), 0, 0L, Optional.empty(), Optional.empty());
  }
}
