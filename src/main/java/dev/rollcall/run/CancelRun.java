package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Journal;
import java.util.Optional;

/**
 * Stops a run. What was written stays; slices under way settle what they began and stop within
 * seconds.
 */
public final class CancelRun {

  private static final int TRIES = 5;

  private final RunPorts ports;
  private final Lanes lanes;
  private final Lease lease;

  public CancelRun(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.lease = new Lease(ports);
  }

  /** What came of it. */
  public enum Result {
    /** The run is over, or will be as soon as its slices have settled. */
    CANCELLED,
    /** There is no such run. */
    NOT_FOUND,
    /** The run was over already; nothing was changed. */
    ALREADY_OVER
  }

  /** Cancels; doing it twice is the same as once. */
  public Result execute(PolicyId policy, RunId id, Journal journal) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Versioned<RunRecord>> found = ports.runs().get(policy, id);
      if (found.isEmpty()) {
        return Result.NOT_FOUND;
      }
      RunRecord run = found.get().value();
      if (run.status().isOver()) {
        return run.status() == RunStatus.CANCELLED ? Result.CANCELLED : Result.ALREADY_OVER;
      }
      boolean slicesUnderWay =
          run.status() == RunStatus.APPLYING || run.status() == RunStatus.CANCELLING;
      RunRecord next =
          run.moved(
              slicesUnderWay ? RunStatus.CANCELLING : RunStatus.CANCELLED, ports.clock().instant());
      if (ports.runs().update(found.get(), next).isPresent()) {
        journal.write(RunEvents.of(next, "RunCancelled"));
        if (slicesUnderWay) {
          // A lane may be waiting for a service for long; it is not made to wait for the end.
          lanes.resend(next);
        } else {
          lease.release(next);
        }
        return Result.CANCELLED;
      }
    }
    return Result.CANCELLED;
  }
}
