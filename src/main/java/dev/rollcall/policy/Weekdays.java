package dev.rollcall.policy;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;

/** The days of the week as documents write them. */
final class Weekdays {

  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private Weekdays() {}

  /**
   * @throws IllegalArgumentException if there is no such day
   */
  static DayOfWeek named(String name) {
    int index = NAMES.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new IllegalArgumentException("no day of the week");
    }
    return DayOfWeek.of(index + 1);
  }

  static String name(DayOfWeek day) {
    return NAMES.get(day.getValue() - 1);
  }
}
