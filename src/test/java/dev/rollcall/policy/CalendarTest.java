package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.policy.Schedule.Calendar;
import dev.rollcall.policy.Schedule.Days;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a policy with times of the day runs, over the changes of the clocks. */
@Tag("R3")
class CalendarTest {

  private static final Days WORKDAYS =
      new Days.Weekly(
          Set.of(
              DayOfWeek.MONDAY,
              DayOfWeek.TUESDAY,
              DayOfWeek.WEDNESDAY,
              DayOfWeek.THURSDAY,
              DayOfWeek.FRIDAY));

  @Test
  void workdaysAtHalfPastTwoAndEveryEightHoursAfter() {
    Calendar calendar = calendar(WORKDAYS, "02:30", "PT8H", "Europe/Berlin");

    // A Friday.
    assertEquals(
        List.of(
            Instant.parse("2026-11-20T17:30:00Z"),
            Instant.parse("2026-11-23T01:30:00Z"),
            Instant.parse("2026-11-23T09:30:00Z"),
            Instant.parse("2026-11-23T17:30:00Z"),
            Instant.parse("2026-11-24T01:30:00Z")),
        calendar.next(Optional.empty(), Instant.parse("2026-11-20T12:00:00Z"), 5));
  }

  @ParameterizedTest
  @CsvSource({
    // Clocks go from 2 to 3: half past two is made up for an hour later.
    "02:30, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
    // Clocks go from 3 to 2: half past two comes twice and counts once.
    "02:30, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "00:00, 2026-03-28T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z"
  })
  void aTimeThatIsNotThereOrTwiceThereRunsOnce(
      String start, Instant after, Instant first, Instant second) {
    Calendar calendar =
        new Calendar(
            new Days.Daily(), LocalTime.parse(start), Optional.empty(), ZoneId.of("Europe/Berlin"));

    assertEquals(List.of(first, second), calendar.next(Optional.empty(), after, 2));
  }

  @Test
  void aDayThatAMonthLacksIsSkippedAndTheLastIsTheLast() {
    Calendar calendar =
        new Calendar(
            new Days.Monthly(Set.of(31), true), LocalTime.NOON, Optional.empty(), ZoneId.of("UTC"));

    assertEquals(
        List.of("2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"),
        calendar.next(Optional.empty(), Instant.parse("2028-01-01T00:00:00Z"), 4).stream()
            .map(time -> time.toString().substring(0, 10))
            .toList());
    Calendar leap =
        new Calendar(
            new Days.Monthly(Set.of(29), false),
            LocalTime.NOON,
            Optional.empty(),
            ZoneId.of("UTC"));
    assertEquals(
        Instant.parse("2028-02-29T12:00:00Z"),
        leap.next(Optional.empty(), Instant.parse("2028-01-29T12:00:00Z"), 1).get(0));
  }

  @Test
  void whatWasMissedIsMadeUpForOnce() {
    Calendar calendar = calendar(new Days.Daily(), "02:30", "PT4H", "UTC");
    Instant ready = Instant.parse("2026-01-01T00:00:00Z");
    Instant last = Instant.parse("2026-11-18T02:30:05Z");
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    assertTrue(calendar.isDue(Optional.of(last), ready, now));
    assertFalse(calendar.isDue(Optional.of(now), ready, now.plusSeconds(300)));
    assertTrue(calendar.isDue(Optional.of(now), ready, Instant.parse("2026-11-21T14:30:00Z")));
  }

  @Test
  void aPolicyThatWasPreviewedWaitsForItsTime() {
    Calendar calendar = calendar(new Days.Daily(), "02:30", "P1D", "UTC");
    Instant previewed = Instant.parse("2026-11-21T11:00:00Z");

    assertFalse(calendar.isDue(Optional.empty(), previewed, previewed.plusSeconds(3_600)));
    assertFalse(
        calendar.isDue(
            Optional.of(Instant.parse("2026-11-18T02:30:00Z")),
            previewed,
            previewed.plusSeconds(3_600)));
    assertTrue(calendar.isDue(Optional.empty(), previewed, Instant.parse("2026-11-22T02:30:00Z")));
  }

  @Test
  void anIntervalFollowsTheLastRun() {
    Schedule interval = new Schedule.Interval(Duration.ofHours(4));
    Instant last = Instant.parse("2026-11-21T08:00:00Z");

    assertFalse(interval.isDue(Optional.of(last), last, last.plusSeconds(4 * 3_600 - 1)));
    assertTrue(interval.isDue(Optional.of(last), last, last.plusSeconds(4 * 3_600)));
    assertTrue(interval.isDue(Optional.empty(), last, last));
    assertEquals(
        List.of(Instant.parse("2026-11-21T12:00:00Z"), Instant.parse("2026-11-21T16:00:00Z")),
        interval.next(Optional.of(last), last.plusSeconds(60), 2));
  }

  /** Three years, minute by minute, as somebody with the table of clock changes would do it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Asia/Kolkata",
        "Africa/Casablanca"
      })
  void agreesWithAWallClockReadMinuteByMinute(String zone) {
    Seeded.cases(
        3,
        random -> {
          Calendar calendar = any(random, ZoneId.of(zone));
          Instant from = Instant.parse("2025-12-31T12:00:00Z");
          Instant until = from.plus(3 * 365, ChronoUnit.DAYS);

          List<Instant> expected = minuteByMinute(calendar, from, until);

          List<Instant> found = new ArrayList<>();
          Instant at = from;
          while (found.size() < expected.size()) {
            List<Instant> next = calendar.next(Optional.empty(), at, 50);
            assertEquals(next, next.stream().sorted().distinct().toList());
            found.addAll(next);
            at = next.get(next.size() - 1);
          }
          assertEquals(expected, found.subList(0, expected.size()), calendar.toString());
        });
  }

  private static List<Instant> minuteByMinute(Calendar calendar, Instant from, Instant until) {
    ZoneId zone = calendar.zone();
    Set<LocalTime> times = new HashSet<>();
    int every = (int) calendar.every().orElse(Duration.ofDays(1)).toMinutes();
    for (int m = calendar.start().toSecondOfDay() / 60; m < 24 * 60; m += every) {
      times.add(LocalTime.of(m / 60, m % 60));
    }
    List<Instant> ticks = new ArrayList<>();
    Set<LocalDateTime> seen = new HashSet<>();
    for (Instant i = from.plusSeconds(60); !i.isAfter(until); i = i.plusSeconds(60)) {
      ZonedDateTime clock = i.atZone(zone);
      LocalDateTime shown = clock.toLocalDateTime();
      boolean first = times.contains(shown.toLocalTime()) && seen.add(shown);
      boolean tick = first && calendar.days().has(shown.toLocalDate());
      ZoneOffsetTransition before = zone.getRules().previousTransition(i.plusSeconds(1));
      if (!tick && before != null && before.isGap()) {
        LocalDateTime skipped = shown.minus(before.getDuration());
        tick =
            !skipped.isBefore(before.getDateTimeBefore())
                && skipped.isBefore(before.getDateTimeAfter())
                && times.contains(skipped.toLocalTime())
                && calendar.days().has(skipped.toLocalDate());
      }
      if (tick) {
        ticks.add(i);
      }
    }
    return ticks;
  }

  private static Calendar any(Random random, ZoneId zone) {
    Days days =
        switch (random.nextInt(3)) {
          case 0 -> new Days.Daily();
          case 1 -> WORKDAYS;
          default -> new Days.Monthly(Set.of(1 + random.nextInt(28), 29), random.nextBoolean());
        };
    Optional<Duration> every =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Duration.ofMinutes(15L * (1 + random.nextInt(40))));
    return new Calendar(days, LocalTime.of(random.nextInt(4), random.nextInt(60)), every, zone);
  }

  private static Calendar calendar(Days days, String start, String every, String zone) {
    return new Calendar(
        days, LocalTime.parse(start), Optional.of(Duration.parse(every)), ZoneId.of(zone));
  }
}
