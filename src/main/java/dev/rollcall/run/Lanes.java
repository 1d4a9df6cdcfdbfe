package dev.rollcall.run;

import dev.rollcall.model.RunId;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Versioned;
import dev.rollcall.work.WorkMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run's lanes: their rows, and the message each of them is waiting for. Doing any of it twice
 * does no harm.
 */
final class Lanes {

  private final RunPorts ports;

  Lanes(RunPorts ports) {
    this.ports = ports;
  }

  /** Creates the rows of a round's lanes, as far as they do not exist yet. */
  void create(RunId run, RunRecord.Round round) {
    Instant now = ports.clock().instant();
    List<RunLane> rows = new ArrayList<>(round.lanes());
    for (RunRecord.Share share : round.shares()) {
      for (int i = 0; i < share.lanes(); i++) {
        rows.add(RunLane.waiting(round.firstLane() + rows.size(), share.app(), now));
      }
    }
    ports.runs().createLanes(run, rows);
  }

  /** The lanes that count now: those of the run's round. */
  List<RunLane> of(RunRecord run) {
    if (run.work().isEmpty()) {
      return List.of();
    }
    RunRecord.Round round = run.work().get().round();
    int end = round.firstLane() + round.lanes();
    return ports.runs().lanes(run.id()).stream()
        .filter(lane -> lane.number() >= round.firstLane() && lane.number() < end)
        .toList();
  }

  /** A number that no lane of the run has yet, nor any after it. */
  int firstFree(RunId run) {
    return ports.runs().lanes(run).stream().mapToInt(RunLane::number).max().orElse(-1) + 1;
  }

  /** Sends again what the run is waiting for: each lane's message, or the one that closes it. */
  void resend(RunRecord run) {
    boolean waiting = false;
    for (RunLane lane : of(run)) {
      if (!lane.finished()) {
        waiting = true;
        send(run, lane, Duration.ZERO);
      }
    }
    if (!waiting) {
      sendFinish(run);
    }
  }

  /** Sends the message a lane is waiting for. */
  void send(RunRecord run, RunLane lane, Duration delay) {
    ports
        .queue()
        .send(
            new WorkMessage.SyncTargets(run.policy(), run.id(), lane.number(), lane.seq()), delay);
  }

  /** Sends the message that closes the run once all its lanes are finished. */
  void sendFinish(RunRecord run) {
    ports.queue().send(new WorkMessage.FinishRun(run.policy(), run.id()));
  }

  /**
   * Moves a lane on and sends what comes next: its next slice, or the run's end. Killed between the
   * two, the stale message that is redelivered sends it again.
   *
   * @param next the lane as it is then
   * @return whether this invocation moved it; otherwise somebody else did
   */
  boolean advance(RunRecord run, Versioned<RunLane> lane, RunLane next, Duration delay) {
    Optional<Versioned<RunLane>> moved = ports.runs().updateLane(run.id(), lane, next);
    if (moved.isEmpty()) {
      return false;
    }
    if (next.finished()) {
      sendFinish(run);
    } else {
      send(run, next, delay);
    }
    return true;
  }

  /** Ends a lane whatever it has left to do. */
  void end(RunRecord run, Versioned<RunLane> lane) {
    RunLane old = lane.value();
    advance(run, lane, old.advanced(old.cursor(), true, ports.clock().instant(), 0), Duration.ZERO);
  }
}
