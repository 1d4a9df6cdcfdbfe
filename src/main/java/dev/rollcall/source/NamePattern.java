package dev.rollcall.source;

import java.util.Locale;

/**
 * A pattern for names: {@code *} stands for any characters, also none; everything else for itself,
 * in either case. An empty pattern fits everything, like {@code *}.
 */
public final class NamePattern {

  private final String pattern;

  public NamePattern(String pattern) {
    this.pattern = pattern.isEmpty() ? "*" : pattern.toLowerCase(Locale.ROOT);
  }

  /** Whether it fits every name. */
  public boolean fitsAll() {
    return pattern.chars().allMatch(c -> c == '*');
  }

  /** What every name that fits begins with; may be empty. */
  public String prefix() {
    int star = pattern.indexOf('*');
    return star < 0 ? pattern : pattern.substring(0, star);
  }

  /** Whether it fits, in a time proportional to the product of both lengths at worst. */
  public boolean fits(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    int t = 0;
    int p = 0;
    int lastStar = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        lastStar = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (lastStar >= 0) {
        p = lastStar + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
