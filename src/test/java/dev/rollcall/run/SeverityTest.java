package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.RunTarget.Counts;
import dev.rollcall.state.RunTarget.Status;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("R7")
class SeverityTest {

  private static final Optional<Problem> LASTING =
      Optional.of(Problem.lasting("mailboxFull", "It is full.", "Make room.", ""));
  private static final Optional<Problem> PASSING =
      Optional.of(Problem.passing("outage", "It is down.", "Wait.", "", Optional.empty()));

  @Test
  void whatSomebodyMustMendIsAnError() {
    assertEquals(Optional.of(Severity.ERROR), severity(Status.FAILED, Counts.none(), LASTING));
    assertEquals(
        Optional.of(Severity.ERROR), severity(Status.FAILED, Counts.none(), Optional.empty()));
    assertEquals(
        Optional.of(Severity.ERROR),
        severity(Status.DONE, new Counts(1, 0, 0, 0, 0, 1), Optional.empty()));
  }

  @Test
  void whatMayGoByItselfIsAWarning() {
    assertEquals(Optional.of(Severity.WARNING), severity(Status.FAILED, Counts.none(), PASSING));
    assertEquals(
        Optional.of(Severity.WARNING),
        severity(Status.DONE, new Counts(1, 0, 0, 0, 1, 0), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"HELD", "MOVED", "DEFERRED", "CANCELLED"})
  void whatWaitsIsAWarning(Status status) {
    assertEquals(Optional.of(Severity.WARNING), severity(status, Counts.none(), LASTING));
  }

  @Test
  void whatWentWellIsNeither() {
    assertEquals(
        Optional.empty(), severity(Status.DONE, new Counts(1, 2, 3, 4, 0, 0), Optional.empty()));
    assertEquals(Optional.empty(), severity(Status.PENDING, Counts.none(), Optional.empty()));
  }

  private static Optional<Severity> severity(
      Status status, Counts counts, Optional<Problem> problem) {
    return Severity.of(
        new RunTarget(new TargetId("u1"), status, counts, 0, 0L, Optional.empty(), problem));
  }
}
