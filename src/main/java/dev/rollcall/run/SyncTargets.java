package dev.rollcall.run;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.target.Budget;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Does the next slice of a lane: up to 20 targets, within the time budget, then passes the lane on.
 *
 * <p>A message may come twice or late: one that is older than the lane's row only makes sure that
 * the lane's present message exists; of two alike the claims let one write.
 */
public final class SyncTargets {

  /** A cancelled run stops within this time. */
  private static final Duration CANCEL_CHECK = Duration.ofSeconds(5);

  private final RunPorts ports;
  private final Lanes lanes;
  private final Library library;

  public SyncTargets(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.library = new Library(ports);
  }

  /**
   * Does the slice the message names.
   *
   * @param invocation a name no other invocation has; the owner of its claims
   */
  public void execute(WorkMessage.SyncTargets message, String invocation, Journal journal) {
    Optional<Versioned<RunRecord>> found = ports.runs().get(message.policy(), message.run());
    Optional<Versioned<RunLane>> lane = ports.runs().lane(message.run(), message.lane());
    if (found.isEmpty() || lane.isEmpty()) {
      return;
    }
    RunRecord run = found.get().value();
    boolean inWork = run.status() == RunStatus.APPLYING || run.status() == RunStatus.CANCELLING;
    if (!inWork || message.seq() > lane.get().value().seq()) {
      return;
    }
    if (lane.get().value().finished()) {
      lanes.sendFinish(run);
    } else if (message.seq() < lane.get().value().seq()) {
      // The invocation that did this slice may have died before it sent what comes next.
      lanes.send(run, lane.get().value(), Duration.ZERO);
    } else if (run.status() == RunStatus.CANCELLING) {
      lanes.end(run, lane.get());
    } else {
      work(run, lane.get(), invocation, journal);
    }
  }

  private void work(RunRecord run, Versioned<RunLane> lane, String invocation, Journal journal) {
    Instant begun = ports.clock().instant();
    RunRecord.Work work = run.work().orElseThrow();
    TargetList targets =
        TargetList.decoded(
            ports
                .snapshots()
                .get(Snapshots.Kind.TARGETS, work.round().targets())
                .orElseThrow(() -> new StateUnreadable("the run's list of targets is gone")));
    int cursor = lane.value().cursor();
    LaneTargets own = LaneTargets.of(work.round(), targets, lane.value().number());
    List<TargetList.Entry> slice = own.slice(cursor, ports.limits().targetsPerSlice());
    List<TargetList.Entry> pending = unsettled(run, slice);
    CallMeter meter = new CallMeter();
    Slice.End end = Slice.End.WITHOUT_TROUBLE;
    if (!pending.isEmpty()) {
      Instant until = begun.plus(ports.limits().budget());
      Map<TargetId, Versioned<CheckpointHead>> claimed =
          ports
              .checkpoints()
              .claim(
                  run.policy(),
                  pending.stream().map(TargetList.Entry::id).toList(),
                  new CheckpointHead.Claim(invocation, until.plus(ports.limits().claim())),
                  begun);
      if (claimed.isEmpty()) {
        // Another invocation is at it, or died at it: looked at again when its claims may be over.
        lanes.send(run, lane.value(), ports.limits().claim());
        return;
      }
      try {
        end =
            perform(
                run,
                lane.value(),
                pending,
                claimed,
                new Budget(ports.clock(), until, cancelled(run)),
                meter,
                journal);
      } catch (RuntimeException | Error failure) {
        release(run, slice, invocation, begun, failure);
        throw failure;
      }
    }
    int next = firstUnsettled(run, slice);
    int reached = cursor + next;
    boolean stuck = next == 0 && end.pause().isEmpty() && !slice.isEmpty();
    Duration delay = end.pause().orElse(stuck ? Duration.ofSeconds(5) : Duration.ZERO);
    Instant now = ports.clock().instant();
    RunLane after =
        end.refused()
            .map(why -> lane.value().stopped(reached, now, meter.calls(), why))
            .orElseGet(
                () -> lane.value().advanced(reached, reached >= own.size(), now, meter.calls()))
            .withLetIn(end.letIn());
    boolean advanced = lanes.advance(run, lane, after, delay);
    journal.write(
        Event.info("SliceDone")
            .with(Field.RUN_ID, run.id().value())
            .with(Field.POLICY, run.policy().value())
            .with(Field.LANE, lane.value().number())
            .with(Field.SLICE, lane.value().seq())
            .with(Field.TARGETS, slice.size())
            .with(Field.CALLS, meter.calls())
            .with(Field.WAIT_MS, delay.toMillis())
            .with(Field.OUTCOME, advanced ? "advanced" : "overtaken")
            .with(Field.ELAPSED_MS, Duration.between(begun, ports.clock().instant()).toMillis()));
  }

  private Slice.End perform(
      RunRecord run,
      RunLane lane,
      List<TargetList.Entry> pending,
      Map<TargetId, Versioned<CheckpointHead>> claimed,
      Budget budget,
      CallMeter meter,
      Journal journal) {
    Policy policy = library.policyOf(run);
    Environment environment = library.writing(policy);
    Optional<Environment> through = environment.through(lane.app());
    boolean replaceable = environment.apps().size() > 1;
    Slice.End end = Slice.End.refused(appGone());
    if (through.isPresent()) {
      Slice.Task task =
          new Slice.Task(
              run,
              policy,
              through.get(),
              replaceable,
              () -> wasLetIn(run, lane),
              snapshot(run.work().orElseThrow()));
      end = new Slice(ports, task, budget, meter, journal).perform(pending, claimed);
    } else {
      claimed
          .values()
          .forEach(
              head ->
                  ports
                      .checkpoints()
                      .update(policy.id(), head, head.value().withClaim(Optional.empty())));
    }
    end.refused()
        .ifPresent(
            why ->
                journal.write(
                    Event.of(Event.Severity.WARN, "AppRefused")
                        .with(Field.RUN_ID, run.id().value())
                        .with(Field.POLICY, run.policy().value())
                        .with(Field.ENVIRONMENT, environment.id().value())
                        .with(
                            Field.APP, through.map(known -> known.app().name()).orElse(lane.app()))
                        .with(Field.LANE, lane.number())
                        .with(Field.REASON, why.code())
                        .with(Field.REMEDY, why.remedy())
                        .with(Field.SERVICE, why.service())));
    return end;
  }

  /** Whether the lane's app was let into a target before, through whichever of its lanes. */
  private boolean wasLetIn(RunRecord run, RunLane lane) {
    return lane.letIn()
        || ports.runs().lanes(run.id()).stream()
            .anyMatch(other -> other.letIn() && other.app().equals(lane.app()));
  }

  private static Problem appGone() {
    return Problem.lasting(
        "appTakenOut",
        "The app was taken out of the environment while the run was under way.",
        "Nothing: the environment's other apps go on.",
        "");
  }

  /**
   * Lets go of what an invocation that fails has claimed. Otherwise the redelivered message would
   * find its targets claimed, wait as a new message, and never fail often enough to be given up.
   */
  private void release(
      RunRecord run,
      List<TargetList.Entry> slice,
      String invocation,
      Instant begun,
      Throwable failure) {
    try {
      List<TargetId> left = unsettled(run, slice).stream().map(TargetList.Entry::id).toList();
      CheckpointHead.Claim ended = new CheckpointHead.Claim(invocation, begun.minusSeconds(1));
      ports.checkpoints().claim(run.policy(), left, ended, ports.clock().instant());
    } catch (RuntimeException | Error second) {
      // The claims end by themselves.
      failure.addSuppressed(second);
    }
  }

  /** The targets of the slice that still have to be brought somewhere, in order. */
  private List<TargetList.Entry> unsettled(RunRecord run, List<TargetList.Entry> slice) {
    Set<TargetId> settled = new HashSet<>();
    for (RunTarget row :
        ports.runs().targets(run.id(), slice.stream().map(TargetList.Entry::id).toList())) {
      if (isSettled(run, row)) {
        settled.add(row.target());
      }
    }
    return slice.stream().filter(entry -> !settled.contains(entry.id())).toList();
  }

  /** Whether nothing is left to do for a target in this run. */
  static boolean isSettled(RunRecord run, RunTarget row) {
    boolean approved = run.hold().filter(RunRecord.Hold::approved).isPresent();
    return row.status() != RunTarget.Status.PENDING
        && !(row.status() == RunTarget.Status.HELD && approved);
  }

  private int firstUnsettled(RunRecord run, List<TargetList.Entry> slice) {
    List<TargetList.Entry> left = unsettled(run, slice);
    return left.isEmpty() ? slice.size() : slice.indexOf(left.get(0));
  }

  private Snapshot snapshot(RunRecord.Work work) {
    return ports
        .snapshots()
        .get(work.snapshot())
        .orElseThrow(() -> new StateUnreadable("the run's snapshot is gone"));
  }

  private BooleanSupplier cancelled(RunRecord run) {
    return new BooleanSupplier() {
      private Instant askedAt = ports.clock().instant();
      private boolean cancelled;

      @Override
      public boolean getAsBoolean() {
        Instant now = ports.clock().instant();
        if (!cancelled && !now.isBefore(askedAt.plus(CANCEL_CHECK))) {
          askedAt = now;
          cancelled =
              ports
                  .runs()
                  .get(run.policy(), run.id())
                  .map(current -> current.value().status() != RunStatus.APPLYING)
                  .orElse(true);
        }
        return cancelled;
      }
    };
  }
}
