package dev.rollcall.run;

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

  /** Creates the rows of the lanes that do not exist yet. */
  void create(RunRecord run, int lanes) {
    Instant now = ports.clock().instant();
    List<RunLane> rows = new ArrayList<>(lanes);
    for (int number = 0; number < lanes; number++) {
      rows.add(new RunLane(number, 0, 0, false, now, 0));
    }
    ports.runs().createLanes(run.id(), rows);
  }

  /** The lanes that count: those the run was given when its work was worked out. */
  List<RunLane> of(RunRecord run) {
    int lanes = run.work().map(RunRecord.Work::lanes).orElse(0);
    return ports.runs().lanes(run.id()).stream().filter(lane -> lane.number() < lanes).toList();
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
   * @return whether this invocation moved it; otherwise somebody else did
   */
  boolean advance(
      RunRecord run,
      Versioned<RunLane> lane,
      int cursor,
      boolean finished,
      long calls,
      Duration delay) {
    RunLane old = lane.value();
    RunLane next =
        new RunLane(
            old.number(),
            old.seq() + 1,
            cursor,
            finished,
            ports.clock().instant(),
            old.calls() + calls);
    Optional<Versioned<RunLane>> moved = ports.runs().updateLane(run.id(), lane, next);
    if (moved.isEmpty()) {
      return false;
    }
    if (finished) {
      sendFinish(run);
    } else {
      send(run, next, delay);
    }
    return true;
  }
}
