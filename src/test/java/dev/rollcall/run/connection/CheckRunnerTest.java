package dev.rollcall.run.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.run.connection.Finding.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("E9")
final class CheckRunnerTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Point A = new Point("first", "a");
  private static final Point B = new Point("second", "b");
  private static final Point C = new Point("third", "c");

  @Test
  void aCheckThatHangsIsGivenUpAndStopsNoOther() {
    CountDownLatch never = new CountDownLatch(1);

    ConnectionReport report =
        run(
            check(
                A,
                Set.of(),
                Duration.ofMillis(50),
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return Finding.ok(A, "late");
                }),
            check(B, Set.of(), LONG, () -> Finding.ok(B, "fine")),
            check(C, Set.of(A), LONG, () -> Finding.ok(C, "never")));

    assertEquals(List.of(Status.FAILED, Status.OK, Status.SKIPPED), statuses(report));
    assertEquals("noAnswerInTime", report.lines().get(0).finding().problem().orElseThrow().code());
    assertTrue(report.lines().get(2).finding().detail().contains("first a"));
  }

  @Test
  void aCheckThatThrowsIsALineOfItsOwn() {
    ConnectionReport report =
        run(
            check(
                A,
                Set.of(),
                LONG,
                () -> {
                  throw new IllegalArgumentException("a name that must not be shown");
                }),
            check(B, Set.of(), LONG, () -> Finding.ok(B, "fine")));

    assertEquals(List.of(Status.FAILED, Status.OK), statuses(report));
    assertTrue(report.text().lines().noneMatch(line -> line.contains("a name")), report.text());
  }

  @Test
  void whatIsSkippedSkipsWhatNeedsItInWhateverOrderTheyAreShown() {
    ConnectionReport report =
        run(
            check(C, Set.of(B), LONG, () -> Finding.ok(C, "never")),
            check(B, Set.of(A), LONG, () -> Finding.ok(B, "never")),
            check(
                A,
                Set.of(),
                LONG,
                () -> Finding.failed(A, Problems.of(new IllegalStateException()))));

    assertEquals(List.of(Status.SKIPPED, Status.SKIPPED, Status.FAILED), statuses(report));
  }

  @Test
  void aWarningStopsNothingAndANeedThatNobodyChecksDoesNotCount() {
    ConnectionReport report =
        run(
            check(A, Set.of(C), LONG, () -> Finding.warning(A, "look")),
            check(B, Set.of(A), LONG, () -> Finding.ok(B, "fine")));

    assertEquals(List.of(Status.WARNING, Status.OK), statuses(report));
    assertTrue(report.ok());
  }

  @Test
  void checksThatNeedEachOtherAreAMistake() {
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                check(A, Set.of(B), LONG, () -> Finding.ok(A, "")),
                check(B, Set.of(A), LONG, () -> Finding.ok(B, ""))));
  }

  @Test
  void noLineOfTheTableIsLongerThanAHundredWhateverIsInIt() {
    Point hostile = new Point("x".repeat(40), "a\nb\u202e\u0007" + "y".repeat(200));

    String text =
        run(check(hostile, Set.of(), LONG, () -> Finding.ok(hostile, "z".repeat(500)))).text();

    assertTrue(text.lines().allMatch(line -> line.length() <= TextTable.WIDTH), text);
    assertTrue(text.chars().noneMatch(c -> c == 0x202e || c == 7), text);
    assertEquals(500, text.chars().filter(c -> c == 'z').count());
  }

  private static ConnectionCheck check(
      Point point, Set<Point> needs, Duration limit, Supplier<Finding> look) {
    return ConnectionCheck.of(point, needs, limit, look);
  }

  private static ConnectionReport run(ConnectionCheck... checks) {
    return new CheckRunner(Clock.systemUTC()).run(new EnvironmentId("contoso"), List.of(checks));
  }

  private static List<Status> statuses(ConnectionReport report) {
    return report.lines().stream().map(line -> line.finding().status()).toList();
  }
}
