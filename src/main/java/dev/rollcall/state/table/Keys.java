package dev.rollcall.state.table;

import dev.rollcall.model.RunId;
import java.time.Instant;

/**
 * Ids as row keys.
 *
 * <p>Table Storage forbids {@code / \ # ?} and control characters in keys, and {@code %} breaks
 * some of its clients. Such a character becomes two: a leader, which is the lowest character of a
 * run of neighbours that are all written in this way, and its place in that run. So no two ids have
 * one key, and keys sort as their ids do.
 *
 * <p>After {@code !} there is always a letter, digit or {@code _}. {@link #BREAK} is therefore in
 * no escaped id and sorts below whatever may follow one: it separates an id from what is appended.
 */
final class Keys {

  /** Stands between an escaped id and what follows it. */
  static final String BREAK = "!-";

  /** A key has at most 1 KiB, in UTF-16. */
  static final int MAX_LENGTH = 512;

  private static final String PLACES =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

  private Keys() {}

  /**
   * The id as a key.
   *
   * @throws IllegalArgumentException if the key is too long, or the id holds half a surrogate pair
   */
  static String escape(String id) {
    StringBuilder key = new StringBuilder(id.length() + 8);
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isSurrogate(c) && !isWhole(id, i)) {
        throw new IllegalArgumentException("half a surrogate pair at position " + i);
      }
      int first = firstOfRun(c);
      if (first < 0) {
        key.append(c);
      } else {
        key.append(leader(first)).append(PLACES.charAt(c - first));
      }
    }
    if (key.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("an id of " + id.length() + " characters is too long");
    }
    return key.toString();
  }

  /**
   * The id with this key.
   *
   * @throws IllegalArgumentException if no id has it
   */
  static String unescape(String key) {
    StringBuilder id = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      int first = firstOfLeader(c);
      if (first < 0) {
        id.append(c);
        continue;
      }
      i++;
      int place = i < key.length() ? PLACES.indexOf(key.charAt(i)) : -1;
      if (place < 0 || firstOfRun((char) (first + place)) != first) {
        throw new IllegalArgumentException("no escaped id");
      }
      id.append((char) (first + place));
    }
    return id.toString();
  }

  /** A key that sorts later runs first. */
  static String newestFirst(RunId run) {
    long left = END_OF_TIME.toEpochMilli() - run.startedAt().toEpochMilli();
    return String.format("%015d-%s", left, run.value());
  }

  /** The first character of the run this one is escaped with, or -1 if it stays as it is. */
  private static int firstOfRun(char c) {
    if (c <= '%') {
      return 0;
    }
    return switch (c) {
      case '.', '/' -> '.';
      case '>', '?' -> '>';
      case '[', '\\' -> '[';
      default -> c >= '~' && c <= 0x9f ? '~' : -1;
    };
  }

  /** Every run is led by its first character, but the control characters' run by a visible one. */
  private static char leader(int first) {
    return first == 0 ? '!' : (char) first;
  }

  private static int firstOfLeader(char c) {
    return switch (c) {
      case '!' -> 0;
      case '.', '>', '[', '~' -> c;
      default -> -1;
    };
  }

  private static boolean isWhole(String id, int i) {
    return Character.isHighSurrogate(id.charAt(i))
        ? i + 1 < id.length() && Character.isLowSurrogate(id.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(id.charAt(i - 1));
  }
}
