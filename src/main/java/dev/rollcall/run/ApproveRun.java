package dev.rollcall.run;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Journal;
import java.util.Optional;

/** Lets a held run go on, for exactly the plan that the approver saw. */
public final class ApproveRun {

  private static final int TRIES = 5;

  private final RunPorts ports;
  private final Lanes lanes;
  private final Lease lease;
  private final Takeover takeover;

  public ApproveRun(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.lease = new Lease(ports);
    this.takeover = new Takeover(ports);
  }

  /** What came of an approval. */
  public enum Result {
    /** The run goes on. */
    APPROVED,
    /** There is no such run. */
    NOT_FOUND,
    /** The run does not wait for approval (any more). */
    NOT_HELD,
    /** The run waits with another plan than the one named. */
    OTHER_PLAN,
    /** Another run of the policy is under way. */
    BUSY
  }

  /**
   * Approves.
   *
   * @param plan the plan's id, as the run shows it
   */
  public Result execute(PolicyId policy, RunId id, Fingerprint plan, Journal journal) {
    // Its mail may be noted on the run at the same time; that does not end the hold.
    for (int i = 0; i < TRIES; i++) {
      Optional<Result> result = approve(policy, id, plan, journal);
      if (result.isPresent()) {
        return result.get();
      }
    }
    return Result.BUSY;
  }

  /** One attempt; empty if the run was changed meanwhile. */
  private Optional<Result> approve(PolicyId policy, RunId id, Fingerprint plan, Journal journal) {
    Optional<Versioned<RunRecord>> found = ports.runs().get(policy, id);
    if (found.isEmpty()) {
      return Optional.of(Result.NOT_FOUND);
    }
    RunRecord run = found.get().value();
    if (run.status() != RunStatus.HELD || run.hold().isEmpty()) {
      return Optional.of(Result.NOT_HELD);
    }
    if (!run.hold().get().plan().equals(plan)) {
      return Optional.of(Result.OTHER_PLAN);
    }
    if (lease.take(run).isPresent()) {
      return Optional.of(Result.BUSY);
    }
    RunRecord reopened = Takeover.hasBegun(run) ? takeover.overAll(run) : reopenLanes(run);
    RunRecord approved =
        reopened
            .withHold(Optional.of(new RunRecord.Hold(plan, run.hold().get().reasons(), true)))
            .moved(RunStatus.APPLYING, ports.clock().instant());
    Optional<Versioned<RunRecord>> moved = ports.runs().update(found.get(), approved);
    if (moved.isEmpty()) {
      return Optional.empty();
    }
    journal.write(RunEvents.of(approved, "RunApproved"));
    lanes.resend(approved);
    return Optional.of(Result.APPROVED);
  }

  /**
   * Lanes that had come to their end before the run was held go over their targets once more; what
   * is settled is passed over.
   */
  private RunRecord reopenLanes(RunRecord run) {
    for (RunLane lane : lanes.of(run)) {
      if (lane.finished()) {
        Optional<Versioned<RunLane>> row = ports.runs().lane(run.id(), lane.number());
        row.ifPresent(
            read ->
                ports
                    .runs()
                    .updateLane(
                        run.id(),
                        read,
                        read.value().advanced(0, false, ports.clock().instant(), 0)));
      }
    }
    return run;
  }
}
