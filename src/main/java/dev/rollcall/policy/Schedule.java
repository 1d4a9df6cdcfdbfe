package dev.rollcall.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a policy runs by itself. Pure: who asks says what happened so far.
 *
 * <p>A run that was missed, because the app was down or an earlier run still going, is made up for
 * once, however many were missed.
 */
public sealed interface Schedule {

  /**
   * Whether a run is due.
   *
   * @param last when the last scheduled run began; empty if there was none
   * @param ready since when the policy may run: its present content was previewed then
   */
  boolean isDue(Optional<Instant> last, Instant ready, Instant now);

  /**
   * The next times after now, ascending.
   *
   * @param last when the last scheduled run began; empty if there was none
   */
  List<Instant> next(Optional<Instant> last, Instant now, int count);

  /** So long after the last one began, whatever the clock says. */
  record Interval(Duration every) implements Schedule {

    @Override
    public boolean isDue(Optional<Instant> last, Instant ready, Instant now) {
      return last.map(at -> !at.plus(every).isAfter(now)).orElse(true);
    }

    @Override
    public List<Instant> next(Optional<Instant> last, Instant now, int count) {
      Instant first = last.map(at -> at.plus(every)).filter(at -> at.isAfter(now)).orElse(now);
      List<Instant> next = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        next.add(first.plus(every.multipliedBy(i)));
      }
      return next;
    }
  }

  /**
   * At times of the day, on certain days.
   *
   * <p>Times are the wall clock's. One that a day lacks, because clocks go forward over it, is made
   * up for as much later as they go forward; one that a day has twice is taken the first time.
   *
   * @param days which days
   * @param start the first time of a day
   * @param every how long after it the next ones follow, until midnight; empty for one a day
   * @param zone whose wall clock
   */
  record Calendar(Days days, LocalTime start, Optional<Duration> every, ZoneId zone)
      implements Schedule {

    /** No day is further from the next one: the 29th of February. */
    private static final int MAX_DAYS = 8 * 366;

    @Override
    public boolean isDue(Optional<Instant> last, Instant ready, Instant now) {
      Instant since = last.filter(at -> at.isAfter(ready)).orElse(ready);
      List<Instant> first = after(since, 1);
      return !first.isEmpty() && !first.get(0).isAfter(now);
    }

    @Override
    public List<Instant> next(Optional<Instant> last, Instant now, int count) {
      return after(now, count);
    }

    private List<Instant> after(Instant since, int count) {
      List<Instant> found = new ArrayList<>(count);
      // A time that was made up for may have come from the day before.
      LocalDate first = since.atZone(zone).toLocalDate().minusDays(1);
      TreeSet<Instant> later = new TreeSet<>();
      for (int i = 0; i < MAX_DAYS && found.size() < count; i++) {
        LocalDate day = first.plusDays(i);
        if (days.has(day)) {
          later.addAll(timesOf(day));
        }
        // What this day's times were moved to cannot be after the end of the next day.
        Instant settled = day.atStartOfDay(zone).toInstant();
        while (!later.isEmpty() && later.first().isBefore(settled) && found.size() < count) {
          take(later.pollFirst(), since, found);
        }
      }
      while (!later.isEmpty() && found.size() < count) {
        take(later.pollFirst(), since, found);
      }
      return List.copyOf(found);
    }

    private static void take(Instant time, Instant since, List<Instant> found) {
      if (time.isAfter(since)) {
        found.add(time);
      }
    }

    private List<Instant> timesOf(LocalDate day) {
      List<Instant> times = new ArrayList<>();
      LocalDateTime time = day.atTime(start);
      while (time.toLocalDate().equals(day)) {
        times.add(time.atZone(zone).withEarlierOffsetAtOverlap().toInstant());
        if (every.isEmpty()) {
          break;
        }
        time = time.plus(every.get());
      }
      return times;
    }
  }

  /** Days on which a schedule has times. */
  sealed interface Days {

    boolean has(LocalDate day);

    /** Every day. */
    record Daily() implements Days {
      @Override
      public boolean has(LocalDate day) {
        return true;
      }
    }

    /** Days of the week. */
    record Weekly(Set<DayOfWeek> days) implements Days {

      public Weekly {
        days = Set.copyOf(days);
      }

      @Override
      public boolean has(LocalDate day) {
        return days.contains(day.getDayOfWeek());
      }
    }

    /**
     * Days of the month; one that a month lacks is skipped.
     *
     * @param days from 1 to 31
     * @param last whether the last day of each month is one
     */
    record Monthly(Set<Integer> days, boolean last) implements Days {

      public Monthly {
        days = Set.copyOf(days);
      }

      @Override
      public boolean has(LocalDate day) {
        return days.contains(day.getDayOfMonth())
            || (last && day.getDayOfMonth() == YearMonth.from(day).lengthOfMonth());
      }
    }
  }
}
