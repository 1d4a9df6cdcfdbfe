package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Versioned;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest.Depth;
import java.time.Instant;
import java.util.Optional;

/**
 * One target on its way through a slice, and what its checkpoint becomes there. Pure.
 *
 * @param entry the target
 * @param head its checkpoint, claimed by us
 * @param ledger what we know of it
 * @param depth how much to look at; empty if the ledger is believed
 */
record Visit(
    TargetList.Entry entry, Versioned<CheckpointHead> head, Ledger ledger, Optional<Depth> depth) {

  TargetId id() {
    return entry.id();
  }

  boolean leaving() {
    return entry.leaving();
  }

  /** What an earlier slice of this run did here; empty if there was none. */
  Optional<RunTarget.Counts> progressOf(RunId run) {
    return head.value()
        .progress()
        .filter(progress -> progress.run().equals(run))
        .map(CheckpointHead.Progress::counts);
  }

  /**
   * The checkpoint from before the first write until after the last. It names the run already: what
   * follows, also after a crash, goes on with a plan that was judged.
   */
  CheckpointHead opened(Observation.Seen seen, CheckpointHead.Progress progress) {
    CheckpointHead known = head.value();
    return new CheckpointHead(
        known.target(),
        known.applied(),
        known.held(),
        true,
        known.generation(),
        seen.place(),
        seen.deltaToken(),
        known.driftCheckedAt(),
        known.retryAt(),
        known.failures(),
        known.claim(),
        Optional.of(progress));
  }

  /**
   * The checkpoint once the work here is done, or interrupted by the budget.
   *
   * @param applied what the target was brought to; empty if that is not all there is to do
   * @param lookedAt the run's own time, so that a run one day later to the second is due again
   */
  CheckpointHead left(
      Observation.Seen seen,
      Ledger known,
      Optional<CheckpointHead.Applied> applied,
      Instant lookedAt,
      CheckpointHead.Progress progress) {
    return new CheckpointHead(
        id(),
        applied,
        known.held(),
        false,
        head.value().generation(),
        seen.place(),
        seen.deltaToken(),
        depth.isPresent() ? Optional.of(lookedAt) : head.value().driftCheckedAt(),
        Settling.firstRetry(known),
        0,
        Optional.empty(),
        Optional.of(progress));
  }

  /**
   * The checkpoint of a target that is left alone for a while, longer each time.
   *
   * @param current the checkpoint as it is now
   * @param known what was written in spite of the problem; empty if nothing was
   */
  static CheckpointHead failed(
      CheckpointHead current,
      Optional<Ledger> known,
      Problem problem,
      Instant now,
      CheckpointHead.Progress progress) {
    int failures = current.failures() + 1;
    return new CheckpointHead(
        current.target(),
        Optional.empty(),
        known.map(Ledger::held).orElse(current.held()),
        current.open(),
        current.generation(),
        current.place(),
        current.deltaToken(),
        current.driftCheckedAt(),
        Optional.of(now.plus(Settling.pauseAfter(failures, problem))),
        failures,
        Optional.empty(),
        Optional.of(progress));
  }
}
