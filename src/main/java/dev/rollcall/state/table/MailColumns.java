package dev.rollcall.state.table;

import dev.rollcall.model.Problem;
import dev.rollcall.state.RunMail;
import java.util.Optional;

/** What became of a run's mail, over columns of its own; a row without them has none. */
final class MailColumns {

  private static final String STATE = "MailState";
  private static final String ATTEMPTS = "MailAttempts";
  private static final String AT = "MailAt";
  private static final String CODE = "MailProblemCode";
  private static final String CAUSE = "MailProblemCause";
  private static final String REMEDY = "MailProblemRemedy";
  private static final String SERVICE = "MailProblemService";

  private MailColumns() {}

  static void write(Optional<RunMail> mail, NewRow row) {
    mail.ifPresent(
        told -> {
          row.choice(STATE, told.state()).number(ATTEMPTS, told.attempts()).time(AT, told.at());
          told.problem()
              .ifPresent(
                  why ->
                      row.text(CODE, why.code())
                          .text(CAUSE, why.cause())
                          .text(REMEDY, why.remedy())
                          .text(SERVICE, why.service()));
        });
  }

  static Optional<RunMail> read(Row row) {
    return row.optionalText(STATE)
        .map(
            state ->
                new RunMail(
                    row.choice(STATE, RunMail.State.class),
                    row.number(ATTEMPTS),
                    row.optionalTime(AT),
                    row.optionalText(CODE)
                        .map(
                            code ->
                                Problem.lasting(
                                    code, row.text(CAUSE), row.text(REMEDY), row.text(SERVICE)))));
  }
}
