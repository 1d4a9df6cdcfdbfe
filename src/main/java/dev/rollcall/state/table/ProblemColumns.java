package dev.rollcall.state.table;

import dev.rollcall.model.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A problem over columns of its own, so that people can look for it. */
final class ProblemColumns {

  private static final String CODE = "ProblemCode";
  private static final String CAUSE = "ProblemCause";
  private static final String REMEDY = "ProblemRemedy";
  private static final String SERVICE = "ProblemService";
  private static final String RETRY_AFTER = "ProblemRetryAfter";
  private static final String PASSING = "ProblemPassing";

  /** Missing in rows of older versions, and where there is none. */
  private static final String MESSAGE = "ProblemMessage";

  private ProblemColumns() {}

  static void write(Optional<Problem> problem, NewRow row) {
    problem.ifPresent(
        told ->
            row.text(CODE, told.code())
                .text(CAUSE, told.cause())
                .text(REMEDY, told.remedy())
                .text(SERVICE, told.service())
                .text(RETRY_AFTER, told.retryAfter().map(Duration::toString))
                .flag(PASSING, told.passing())
                .text(MESSAGE, Optional.of(told.message()).filter(text -> !text.isEmpty())));
  }

  static Optional<Problem> read(Row row) {
    return row.optionalText(CODE)
        .map(
            code ->
                new Problem(
                    code,
                    row.text(CAUSE),
                    row.text(REMEDY),
                    row.text(SERVICE),
                    retryAfter(row),
                    row.flag(PASSING),
                    row.optionalText(MESSAGE).orElse("")));
  }

  private static Optional<Duration> retryAfter(Row row) {
    try {
      return row.optionalText(RETRY_AFTER).map(Duration::parse);
    } catch (DateTimeParseException e) {
      throw row.wrong(RETRY_AFTER);
    }
  }
}
