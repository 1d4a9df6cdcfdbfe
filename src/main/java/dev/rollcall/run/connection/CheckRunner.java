package dev.rollcall.run.connection;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Problem;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.run.connection.Finding.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries out checks, side by side where none needs the other, and gives each up after its limit:
 * one that hangs or fails never stops the others, unless they need it.
 */
final class CheckRunner {

  /** How long all checks together take at most; a caller over HTTP waits about a minute. */
  static final Duration LIMIT = Duration.ofSeconds(55);

  private static final int SIDE_BY_SIDE = 8;

  private final Clock clock;

  CheckRunner(Clock clock) {
    this.clock = clock;
  }

  private record Begun(Future<Timed> future, long nanos) {}

  private record Timed(List<Finding> findings, Duration took) {}

  ConnectionReport run(EnvironmentId environment, List<ConnectionCheck> checks) {
    Instant begun = clock.instant();
    long end = System.nanoTime() + LIMIT.toNanos();
    Map<ConnectionCheck, Timed> settled = new HashMap<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            SIDE_BY_SIDE,
            work -> {
              Thread thread = new Thread(work, "connection-test");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<ConnectionCheck> left = new ArrayList<>(checks);
      while (!left.isEmpty()) {
        List<ConnectionCheck> ready = ready(left, checks, settled);
        left.removeAll(ready);
        Map<ConnectionCheck, Begun> wave = new LinkedHashMap<>();
        for (ConnectionCheck check : ready) {
          Optional<String> obstacle = obstacle(check, checks, settled, end);
          if (obstacle.isPresent()) {
            settled.put(check, skipped(check, obstacle.get()));
          } else {
            wave.put(check, new Begun(threads.submit(() -> timed(check)), System.nanoTime()));
          }
        }
        wave.forEach((check, work) -> settled.put(check, await(check, work, end)));
      }
    } finally {
      threads.shutdownNow();
    }
    List<ConnectionReport.Line> lines = new ArrayList<>();
    for (ConnectionCheck check : checks) {
      Timed timed = settled.get(check);
      timed.findings.forEach(finding -> lines.add(new ConnectionReport.Line(finding, timed.took)));
    }
    return new ConnectionReport(environment, lines, Duration.between(begun, clock.instant()));
  }

  private static List<ConnectionCheck> ready(
      List<ConnectionCheck> left, List<ConnectionCheck> all, Map<ConnectionCheck, Timed> settled) {
    List<ConnectionCheck> ready =
        left.stream()
            .filter(check -> needed(check, all).stream().allMatch(settled::containsKey))
            .toList();
    if (ready.isEmpty()) {
      throw new IllegalStateException("checks need each other: " + left.get(0).point());
    }
    return ready;
  }

  private static List<ConnectionCheck> needed(ConnectionCheck check, List<ConnectionCheck> all) {
    return all.stream().filter(other -> check.needs().contains(other.point())).toList();
  }

  /** Why a check cannot be made; empty if it can. */
  private static Optional<String> obstacle(
      ConnectionCheck check,
      List<ConnectionCheck> all,
      Map<ConnectionCheck, Timed> settled,
      long end) {
    Optional<Point> failed =
        needed(check, all).stream()
            .flatMap(other -> settled.get(other).findings.stream())
            .filter(
                finding -> finding.status() == Status.FAILED || finding.status() == Status.SKIPPED)
            .map(Finding::point)
            .findFirst();
    if (failed.isPresent()) {
      return failed.map(point -> "Not looked at, because '" + point + "' was not ok.");
    }
    return System.nanoTime() < end
        ? Optional.empty()
        : Optional.of("Not looked at: the test's " + LIMIT.toSeconds() + " seconds were over.");
  }

  private static Timed skipped(ConnectionCheck check, String why) {
    return new Timed(
        check.covers().stream().map(point -> Finding.skipped(point, why)).toList(), Duration.ZERO);
  }

  private Timed timed(ConnectionCheck check) {
    Instant begun = clock.instant();
    List<Finding> findings = check.look().get();
    return new Timed(findings, Duration.between(begun, clock.instant()));
  }

  private Timed await(ConnectionCheck check, Begun work, long end) {
    long until = Math.min(work.nanos + check.limit().toNanos(), end);
    try {
      return work.future.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      work.future.cancel(true);
      return failed(
          check,
          Problem.passing(
              "noAnswerInTime",
              "No answer within " + check.limit().toSeconds() + " seconds.",
              "Test again. If it stays, check the network, the firewall and the service's health.",
              "",
              Optional.empty()),
          check.limit());
    } catch (ExecutionException e) {
      return failed(check, Problems.of(e.getCause()), Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      work.future.cancel(true);
      return skipped(check, "Not looked at: the test was broken off.");
    }
  }

  /** What a check could not tell of beside its first point, it leaves open. */
  private static Timed failed(ConnectionCheck check, Problem problem, Duration took) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.failed(check.point(), problem));
    check.covers().stream()
        .filter(point -> !point.equals(check.point()))
        .map(
            point ->
                Finding.skipped(
                    point, "Not looked at, because '" + check.point() + "' was not ok."))
        .forEach(findings::add);
    return new Timed(findings, took);
  }
}
