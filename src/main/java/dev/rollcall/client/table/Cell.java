package dev.rollcall.client.table;

import java.util.Optional;

/**
 * One cell as text.
 *
 * @param text what it holds, without blanks around it; empty if nothing
 * @param flaw why its content is of no use, in a part of a sentence; empty if it is
 * @param number whether it was a number to the spreadsheet program, which drops leading zeros
 */
public record Cell(String text, Optional<String> flaw, boolean number) {

  /** The longest cell, in characters: what Excel stores in one (documented limit). */
  public static final int MAX_LENGTH = 32_767;

  static final Cell EMPTY = new Cell("", Optional.empty(), false);

  static Cell of(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    return text.length() > MAX_LENGTH
        ? flawed("it is longer than " + MAX_LENGTH + " characters")
        : new Cell(text.strip(), Optional.empty(), false);
  }

  static Cell ofNumber(String text) {
    return new Cell(text, Optional.empty(), true);
  }

  static Cell flawed(String why) {
    return new Cell("", Optional.of(why), false);
  }

  public boolean isBlank() {
    return text.isEmpty() && flaw.isEmpty();
  }
}
