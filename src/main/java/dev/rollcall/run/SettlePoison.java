package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settles what the host gave up on: a message that failed five times. Its slice's targets are
 * marked failed and the lane goes on, so that one target which makes every invocation fail does not
 * stop the run.
 */
public final class SettlePoison {

  private final RunPorts ports;
  private final Lanes lanes;
  private final Lease lease;

  public SettlePoison(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.lease = new Lease(ports);
  }

  /** Settles the message; twice is the same as once. */
  public void execute(WorkMessage message, Journal journal) {
    journal.write(
        Event.error("MessagePoisoned")
            .with(Field.RUN_ID, message.run().value())
            .with(Field.POLICY, message.policy().value())
            .with(
                Field.STAGE,
                message.match(start -> "StartRun", sync -> "SyncTargets", end -> "FinishRun"))
            .with(Field.REASON, problem().code())
            .with(Field.REMEDY, problem().remedy()));
    Optional<Versioned<RunRecord>> run = ports.runs().get(message.policy(), message.run());
    if (run.isEmpty() || run.get().value().status().isOver()) {
      return;
    }
    message.match(
        start -> {
          fail(run.get(), journal);
          return start;
        },
        sync -> {
          skipSlice(run.get().value(), sync);
          return sync;
        },
        finish -> {
          fail(run.get(), journal);
          return finish;
        });
  }

  private void fail(Versioned<RunRecord> run, Journal journal) {
    RunRecord failed =
        run.value().withProblem(problem()).moved(RunStatus.FAILED, ports.clock().instant());
    if (ports.runs().update(run, failed).isPresent()) {
      lease.release(failed);
      journal.write(
          RunEvents.of(failed, "RunEnded")
              .with(Field.REASON, problem().code())
              .with(Field.REMEDY, problem().remedy()));
    }
  }

  private void skipSlice(RunRecord run, WorkMessage.SyncTargets message) {
    Optional<Versioned<RunLane>> lane = ports.runs().lane(run.id(), message.lane());
    boolean current =
        lane.isPresent()
            && lane.get().value().seq() == message.seq()
            && !lane.get().value().finished();
    if (!current || run.work().isEmpty()) {
      return;
    }
    RunRecord.Work work = run.work().get();
    Optional<TargetList> targets =
        ports
            .snapshots()
            .get(Snapshots.Kind.TARGETS, work.round().targets())
            .map(TargetList::decoded);
    if (targets.isEmpty()) {
      lanes.end(run, lane.get());
      return;
    }
    int cursor = lane.get().value().cursor();
    LaneTargets own = LaneTargets.of(work.round(), targets.get(), message.lane());
    List<TargetList.Entry> slice = own.slice(cursor, ports.limits().targetsPerSlice());
    Set<Object> settled = new HashSet<>();
    ports
        .runs()
        .targets(run.id(), slice.stream().map(TargetList.Entry::id).toList())
        .forEach(row -> settled.add(row.target()));
    ports
        .runs()
        .putTargets(
            run.id(),
            slice.stream()
                .filter(entry -> !settled.contains(entry.id()))
                .map(
                    entry ->
                        new RunTarget(
                                entry.id(),
                                RunTarget.Status.FAILED,
                                RunTarget.Counts.none(),
                                0,
                                0L,
                                Optional.empty(),
                                Optional.of(problem()))
                            .at(ports.clock().instant()))
                .toList());
    int reached = cursor + slice.size();
    RunLane next =
        lane.get().value().advanced(reached, reached >= own.size(), ports.clock().instant(), 0);
    lanes.advance(run, lane.get(), next, Duration.ZERO);
  }

  private static Problem problem() {
    return Problem.lasting(
        "invocationFailed",
        "The work on this failed several times in a row and was given up for this run.",
        "What was written before stays and is known. The next run looks at it in full and goes on."
            + " If it happens again, look for the exception in Application Insights under this"
            + " run's id.",
        "");
  }
}
