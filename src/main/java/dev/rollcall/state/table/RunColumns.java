package dev.rollcall.state.table;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Versioned;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as a row: what people look for in columns, and what belongs together (what was read, what
 * there is to do, why it is held) as JSON in the column {@code Details}.
 */
final class RunColumns {

  private static final String RUN = "Run";
  private static final String STATUS = "Status";
  private static final String MODE = "Mode";
  private static final String TRIGGER = "Trigger";
  private static final String CHECK_DRIFT = "CheckDrift";
  private static final String DECOMMISSION = "Decommission";
  private static final String PREVIEW = "Preview";
  private static final String STARTED_AT = "StartedAt";
  private static final String PROGRESS_AT = "ProgressAt";
  private static final String FINISHED_AT = "FinishedAt";
  private static final String PURGED_AT = "PurgedAt";
  private static final String TARGETS_DONE = "TargetsDone";
  private static final String TARGETS_FAILED = "TargetsFailed";
  private static final String TARGETS_HELD = "TargetsHeld";
  private static final String CREATED = "Created";
  private static final String UPDATED = "Updated";
  private static final String DELETED = "Deleted";
  private static final String UNCHANGED = "Unchanged";
  private static final String SKIPPED = "Skipped";
  private static final String FAILED = "Failed";
  private static final String CALLS = "Calls";
  private static final String PREDICTED_CALLS = "PredictedCalls";
  private static final String PREDICTED_SECONDS = "PredictedSeconds";
  private static final String DETAILS = "Details";

  private RunColumns() {}

  /** What is kept as JSON; null where the run has none. */
  private record Details(
      RunRecord.@Nullable Reading reading,
      RunRecord.@Nullable Work work,
      RunRecord.@Nullable Hold hold) {}

  static NewRow write(RunRecord run, NewRow row) {
    RunRecord.Request request = run.request();
    row.text(RUN, run.id().value())
        .choice(STATUS, run.status())
        .choice(MODE, request.mode())
        .choice(TRIGGER, request.trigger())
        .flag(CHECK_DRIFT, request.checkDrift())
        .flag(DECOMMISSION, request.decommission())
        .text(PREVIEW, request.preview().map(RunId::value))
        .time(STARTED_AT, run.id().startedAt())
        .time(PROGRESS_AT, run.progressAt())
        .time(FINISHED_AT, run.finishedAt())
        .time(PURGED_AT, run.purgedAt());
    writeCounts(run.counts(), row);
    ProblemColumns.write(run.problem(), row);
    MailColumns.write(run.mail(), row);
    Details details =
        new Details(run.reading().orElse(null), run.work().orElse(null), run.hold().orElse(null));
    return row.json(DETAILS, RowJson.write(details));
  }

  static Versioned<RunRecord> read(PolicyId policy, Row row) {
    Details details = row.json(DETAILS, Details.class);
    RunRecord.Request request =
        new RunRecord.Request(
            row.choice(MODE, RunRecord.Mode.class),
            row.choice(TRIGGER, RunRecord.Trigger.class),
            row.flag(CHECK_DRIFT),
            row.optionalText(PREVIEW).map(run -> row.parsed(PREVIEW, RunId::new)),
            row.flag(DECOMMISSION));
    return new Versioned<>(
        new RunRecord(
            policy,
            row.parsed(RUN, RunId::new),
            request,
            row.choice(STATUS, RunStatus.class),
            Optional.ofNullable(details.reading()),
            Optional.ofNullable(details.work()),
            Optional.ofNullable(details.hold()),
            readCounts(row),
            ProblemColumns.read(row),
            row.time(PROGRESS_AT),
            row.optionalTime(FINISHED_AT),
            row.optionalTime(PURGED_AT),
            MailColumns.read(row)),
        row.etag());
  }

  private static void writeCounts(RunRecord.Counts counts, NewRow row) {
    row.number(TARGETS_DONE, counts.targetsDone())
        .number(TARGETS_FAILED, counts.targetsFailed())
        .number(TARGETS_HELD, counts.targetsHeld())
        .number(CREATED, counts.created())
        .number(UPDATED, counts.updated())
        .number(DELETED, counts.deleted())
        .number(UNCHANGED, counts.unchanged())
        .number(SKIPPED, counts.skipped())
        .number(FAILED, counts.failed())
        .number(CALLS, counts.calls())
        .number(PREDICTED_CALLS, counts.predictedCalls())
        .number(PREDICTED_SECONDS, counts.predictedSeconds());
  }

  private static RunRecord.Counts readCounts(Row row) {
    return new RunRecord.Counts(
        row.number(TARGETS_DONE),
        row.number(TARGETS_FAILED),
        row.number(TARGETS_HELD),
        row.bigNumber(CREATED),
        row.bigNumber(UPDATED),
        row.bigNumber(DELETED),
        row.bigNumber(UNCHANGED),
        row.bigNumber(SKIPPED),
        row.bigNumber(FAILED),
        row.bigNumber(CALLS),
        row.bigNumber(PREDICTED_CALLS),
        row.bigNumber(PREDICTED_SECONDS));
  }
}
