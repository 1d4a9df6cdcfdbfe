package dev.rollcall.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
final class Nearest {

  private static final int LONGEST = 64;

  private Nearest() {}

  /** The candidate that is at most a third of its letters away, if there is one. */
  static Optional<String> to(String written, Collection<String> candidates) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(candidate -> distance(written, candidate) <= Math.max(1, candidate.length() / 3))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(written, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance, without regard to case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
