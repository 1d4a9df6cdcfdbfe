package dev.rollcall.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The id of one run, such as {@code 20261121t083000123z-4f7a9c}: its start in UTC to the
 * millisecond and six random hex digits. It sorts by time, and its start can be read back, so that
 * a run's row is found from its id alone.
 */
public record RunId(String value) implements Comparable<RunId> {

  private static final Pattern FORM = Pattern.compile("\\d{8}t\\d{9}z-[0-9a-f]{6}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmssSSS'z'").withZone(ZoneOffset.UTC);

  /**
   * @throws IllegalArgumentException if the value has not the form above, or names a time that does
   *     not exist
   */
  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a run id looks like 20261121t083000123z-4f7a9c; this one does not");
    }
    try {
      TIME.parse(value.substring(0, 19));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("the run id's time does not exist", e);
    }
  }

  /** A new id for a run that starts at {@code start}. */
  public static RunId startingAt(Instant start, RandomGenerator random) {
    return new RunId(TIME.format(start) + "-" + String.format("%06x", random.nextInt(1 << 24)));
  }

  /** When the run was started, to the millisecond. */
  public Instant startedAt() {
    return Instant.from(TIME.parse(value.substring(0, 19)));
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
