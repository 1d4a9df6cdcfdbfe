package dev.rollcall.state.table;

import dev.rollcall.state.RunTarget;

/** A target's numbers over columns of their own. */
final class CountColumns {

  private static final String CREATED = "Created";
  private static final String UPDATED = "Updated";
  private static final String DELETED = "Deleted";
  private static final String UNCHANGED = "Unchanged";
  private static final String SKIPPED = "Skipped";
  private static final String FAILED = "Failed";

  private CountColumns() {}

  static void write(RunTarget.Counts counts, NewRow row) {
    row.number(CREATED, counts.created())
        .number(UPDATED, counts.updated())
        .number(DELETED, counts.deleted())
        .number(UNCHANGED, counts.unchanged())
        .number(SKIPPED, counts.skipped())
        .number(FAILED, counts.failed());
  }

  static RunTarget.Counts read(Row row) {
    return new RunTarget.Counts(
        row.number(CREATED),
        row.number(UPDATED),
        row.number(DELETED),
        row.number(UNCHANGED),
        row.number(SKIPPED),
        row.number(FAILED));
  }
}
