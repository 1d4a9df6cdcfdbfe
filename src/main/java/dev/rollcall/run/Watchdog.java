package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends again what runs without progress are waiting for, and mails that are still due. Messages
 * get lost only when an invocation dies between a row and its message, or a queue is cleared by
 * hand; sending one too many does no harm.
 */
public final class Watchdog {

  /**
   * How many of a policy's latest runs are looked at: one is under way at most, others may wait to
   * be skipped.
   */
  private static final int LATEST = 20;

  private final RunPorts ports;
  private final Lanes lanes;
  private final TellRun tellRun;

  public Watchdog(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.tellRun = new TellRun(ports);
  }

  /** Looks at all policies. */
  public void execute(Journal journal) {
    Set<String> stored =
        ports.documents().list(Documents.Kind.POLICY).stream()
            .map(Documents.Stored::id)
            .collect(Collectors.toSet());
    // Also those that are removed: of their last run a mail may be due.
    for (PolicyId policy : ports.runs().policies()) {
      try {
        look(policy, stored.contains(policy.value()), journal);
      } catch (StateUnreadable e) {
        // One policy's damage is no reason to leave the others alone.
        journal.write(
            Event.error("HistoryUnreadable")
                .with(Field.POLICY, policy.value())
                .with(Field.REASON, "stateUnreadable")
                .with(Field.REMEDY, String.valueOf(e.getMessage())));
      }
    }
  }

  private void look(PolicyId policy, boolean stored, Journal journal) {
    for (RunRecord run : ports.runs().list(policy, Optional.empty(), LATEST)) {
      boolean stands = !run.status().isOver() && run.status() != RunStatus.HELD;
      if (stands && stored && isQuiet(run)) {
        wake(run, journal);
      } else if (tellRun.isOverdue(run)) {
        tellRun.execute(run.policy(), run.id(), journal);
      }
    }
  }

  private boolean isQuiet(RunRecord run) {
    Instant limit = ports.clock().instant().minus(ports.limits().quiet());
    return run.progressAt().isBefore(limit)
        && lanes.of(run).stream().map(RunLane::progressAt).allMatch(at -> at.isBefore(limit));
  }

  private void wake(RunRecord run, Journal journal) {
    journal.write(
        RunEvents.of(run, "RunWoken")
            .with(Field.REASON, "No progress for " + ports.limits().quiet()));
    if (run.status() == RunStatus.QUEUED || run.status() == RunStatus.READING) {
      ports.queue().send(new WorkMessage.StartRun(run.policy(), run.id()));
    } else {
      lanes.resend(run);
    }
  }
}
