package dev.rollcall.run;

import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import java.util.Locale;

/** What every event of a run says. */
final class RunEvents {

  private RunEvents() {}

  static Event of(RunRecord run, String name) {
    RunRecord.Counts counts = run.counts();
    return Event.of(severity(run), name)
        .with(Field.RUN_ID, run.id().value())
        .with(Field.POLICY, run.policy().value())
        .with(Field.MODE, run.request().mode().name().toLowerCase(Locale.ROOT))
        .with(Field.TRIGGER, run.request().trigger().name().toLowerCase(Locale.ROOT))
        .with(Field.STATUS, run.status().name())
        .with(Field.CREATED, counts.created())
        .with(Field.UPDATED, counts.updated())
        .with(Field.DELETED, counts.deleted())
        .with(Field.UNCHANGED, counts.unchanged())
        .with(Field.SKIPPED, counts.skipped())
        .with(Field.FAILED, counts.failed())
        .with(Field.FAILED_TARGETS, counts.targetsFailed())
        .with(Field.CALLS, counts.calls());
  }

  /** An event that is about a run, without its numbers. */
  static Event about(Event event, RunRecord run) {
    return event
        .with(Field.RUN_ID, run.id().value())
        .with(Field.POLICY, run.policy().value())
        .with(Field.STATUS, run.status().name());
  }

  private static Event.Severity severity(RunRecord run) {
    return switch (run.status()) {
      case FAILED, HELD -> Event.Severity.ERROR;
      case REFUSED, SKIPPED -> Event.Severity.WARN;
      case QUEUED, READING, APPLYING, CANCELLING, FINISHED, CANCELLED, SUPERSEDED ->
          run.counts().targetsFailed() > 0 || run.status() == RunStatus.HELD
              ? Event.Severity.WARN
              : Event.Severity.INFO;
    };
  }
}
