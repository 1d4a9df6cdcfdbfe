package dev.rollcall.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The proof that a source was read to its end.
 *
 * @param pages how many pages were read
 * @param rows how many rows they had
 * @param calls how many HTTP calls it took
 * @param shortfalls everything that speaks against completeness, in plain words: a page that
 *     failed, a count that does not match, a member that could not be read; empty if the reading is
 *     complete
 */
public record Completeness(int pages, int rows, int calls, List<String> shortfalls) {

  public Completeness {
    shortfalls = List.copyOf(shortfalls);
  }

  /** Whether nothing speaks against it. Only then may anything be deleted. */
  public boolean isComplete() {
    return shortfalls.isEmpty();
  }

  /** The proof for two readings together. */
  public Completeness and(Completeness other) {
    List<String> all = new ArrayList<>(shortfalls);
    all.addAll(other.shortfalls);
    return new Completeness(pages + other.pages, rows + other.rows, calls + other.calls, all);
  }
}
