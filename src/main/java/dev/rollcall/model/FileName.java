package dev.rollcall.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a file that administrators store for a policy to read, or that a policy writes, such
 * as {@code people.xlsx}: lower-case, without folders, and its ending says what it holds.
 */
public record FileName(String value) implements Comparable<FileName> {

  /** What a name may be, for people. */
  public static final String RULE =
      "1 to 100 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit, and ending in .csv,"
          + " .xlsx or .json.";

  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /** What a file holds. */
  public enum Kind {
    CSV(".csv", "text/csv"),
    XLSX(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    JSON(".json", "application/json");

    private final String ending;
    private final String mediaType;

    Kind(String ending, String mediaType) {
      this.ending = ending;
      this.mediaType = mediaType;
    }

    /** The ending of its names, with the dot. */
    public String ending() {
      return ending;
    }

    /** As it is served; without a charset, since uploaded text has any. */
    public String mediaType() {
      return mediaType;
    }
  }

  /**
   * @throws IllegalArgumentException if the name breaks {@link #RULE}
   */
  public FileName {
    if (!ALLOWED.matcher(value).matches() || kind(value).isEmpty()) {
      throw new IllegalArgumentException("a file's name is " + RULE);
    }
  }

  /** What the file holds, by its ending. */
  public Kind kind() {
    return kind(value).orElseThrow();
  }

  @Override
  public int compareTo(FileName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static Optional<Kind> kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> name.endsWith(kind.ending()) && name.length() > kind.ending().length())
        .findFirst();
  }
}
