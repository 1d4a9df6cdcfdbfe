package dev.rollcall.state.table;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Versioned;
import java.util.Optional;

/** A checkpoint's head as a row. */
final class HeadColumns {

  private static final String APPLIED_SNAPSHOT = "AppliedSnapshot";
  private static final String APPLIED_POLICY = "AppliedPolicy";
  private static final String HELD = "Held";
  private static final String OPEN = "Open";
  private static final String GENERATION = "Generation";
  private static final String PLACE = "Place";
  private static final String DELTA_TOKEN = "DeltaToken";
  private static final String DRIFT_CHECKED_AT = "DriftCheckedAt";
  private static final String RETRY_AT = "RetryAt";
  private static final String FAILURES = "Failures";
  private static final String CLAIM_OWNER = "ClaimOwner";
  private static final String CLAIM_UNTIL = "ClaimUntil";
  private static final String PROGRESS_RUN = "ProgressRun";

  private HeadColumns() {}

  static NewRow write(CheckpointHead head, NewRow row) {
    row.print(APPLIED_SNAPSHOT, head.applied().map(CheckpointHead.Applied::snapshot))
        .print(APPLIED_POLICY, head.applied().map(CheckpointHead.Applied::policy))
        .number(HELD, head.held())
        .flag(OPEN, head.open())
        .number(GENERATION, head.generation())
        .time(DRIFT_CHECKED_AT, head.driftCheckedAt())
        .time(RETRY_AT, head.retryAt())
        .number(FAILURES, head.failures());
    head.place().ifPresent(place -> row.token(PLACE, place));
    head.deltaToken().ifPresent(token -> row.token(DELTA_TOKEN, token));
    head.claim()
        .ifPresent(claim -> row.token(CLAIM_OWNER, claim.owner()).time(CLAIM_UNTIL, claim.until()));
    head.progress()
        .ifPresent(
            progress -> {
              row.text(PROGRESS_RUN, progress.run().value());
              CountColumns.write(progress.counts(), row);
            });
    return row;
  }

  static Versioned<CheckpointHead> read(Row row) {
    Optional<CheckpointHead.Applied> applied =
        row.optionalPrint(APPLIED_SNAPSHOT)
            .map(snapshot -> new CheckpointHead.Applied(snapshot, policy(row)));
    Optional<CheckpointHead.Claim> claim =
        row.optionalToken(CLAIM_OWNER)
            .map(owner -> new CheckpointHead.Claim(owner, row.time(CLAIM_UNTIL)));
    Optional<CheckpointHead.Progress> progress =
        row.optionalText(PROGRESS_RUN)
            .map(
                run ->
                    new CheckpointHead.Progress(
                        row.parsed(PROGRESS_RUN, RunId::new), CountColumns.read(row)));
    return new Versioned<>(
        new CheckpointHead(
            new TargetId(row.id()),
            applied,
            row.number(HELD),
            row.flag(OPEN),
            row.bigNumber(GENERATION),
            row.optionalToken(PLACE),
            row.optionalToken(DELTA_TOKEN),
            row.optionalTime(DRIFT_CHECKED_AT),
            row.optionalTime(RETRY_AT),
            row.number(FAILURES),
            claim,
            progress),
        row.etag());
  }

  private static Fingerprint policy(Row row) {
    return row.print(APPLIED_POLICY);
  }
}
