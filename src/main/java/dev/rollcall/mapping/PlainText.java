package dev.rollcall.mapping;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one form in which texts are written, so that two that look the same are the same: Unicode
 * NFC, no control characters, no characters that only hide or turn text round, single spaces,
 * nothing invisible at the ends. Applying it twice changes nothing.
 */
final class PlainText {

  private static final Pattern LINE_BREAK =
      Pattern.compile("\r\n|[\n\r\u000b\f\u0085\u2028\u2029]");
  private static final int IDEOGRAPHIC_SPACE = 0x3000;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** How far a cut steps back to spare a cluster; one longer than this is not writing. */
  private static final int MAX_CLUSTER = 64;

  private PlainText() {}

  /** Whether there is nothing to see. */
  static boolean isBlank(String raw) {
    boolean startsVisibly = !raw.isEmpty() && raw.charAt(0) > ' ' && raw.charAt(0) <= '~';
    return !startsVisibly && line(raw).isEmpty();
  }

  /** The text on one line. */
  static String line(String raw) {
    if (isPlainAscii(raw)) {
      return raw;
    }
    StringBuilder line = new StringBuilder(raw.length());
    int gap = 0;
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        gap = gap == IDEOGRAPHIC_SPACE || c == IDEOGRAPHIC_SPACE ? IDEOGRAPHIC_SPACE : ' ';
      } else if (isKept(c)) {
        if (gap != 0 && !line.isEmpty()) {
          line.appendCodePoint(gap);
        }
        gap = 0;
        line.appendCodePoint(c);
      }
    }
    return Normalizer.normalize(ends(line), Normalizer.Form.NFC);
  }

  /** The text with its line breaks, at most one empty line between two others. */
  static String lines(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int emptyBefore = 0;
    for (String part : LINE_BREAK.split(raw, -1)) {
      String line = line(part);
      if (line.isEmpty()) {
        emptyBefore++;
      } else {
        if (!text.isEmpty()) {
          text.append(emptyBefore > 0 ? "\n\n" : "\n");
        }
        text.append(line);
        emptyBefore = 0;
      }
    }
    return text.toString();
  }

  /** The text's lines one after the other on one line, with commas. */
  static String joined(String raw) {
    List<String> lines = new ArrayList<>();
    for (String part : LINE_BREAK.split(raw, -1)) {
      String line = line(part);
      if (!line.isEmpty()) {
        lines.add(line.endsWith(",") ? line.substring(0, line.length() - 1).strip() : line);
      }
    }
    return line(String.join(", ", lines));
  }

  /** The text without any character that has no shape of its own, for numbers and addresses. */
  static String bare(String raw) {
    String line = line(raw);
    if (line.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT)) {
      return line;
    }
    StringBuilder bare = new StringBuilder(line.length());
    line.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(bare::appendCodePoint);
    return line(bare.toString());
  }

  /**
   * The beginning of the text that fits, never ending within a character, an accent, a flag or an
   * emoji of several parts.
   *
   * @param maxLength in UTF-16 characters
   */
  static String cut(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    int end = maxLength;
    while (end > 0 && end > maxLength - MAX_CLUSTER && splitsCluster(text, end)) {
      end--;
    }
    if (end == 0 || splitsCluster(text, end)) {
      end = Character.isLowSurrogate(text.charAt(maxLength)) ? maxLength - 1 : maxLength;
    }
    // A space or a joiner may have come to the end.
    return ends(new StringBuilder(text.substring(0, end)));
  }

  private static boolean splitsCluster(String text, int at) {
    if (Character.isLowSurrogate(text.charAt(at))
        && Character.isHighSurrogate(text.charAt(at - 1))) {
      return true;
    }
    int after = text.codePointAt(at);
    int before = text.codePointBefore(at);
    return before == ZERO_WIDTH_JOINER
        || after == ZERO_WIDTH_JOINER
        || isMark(after)
        || (after >= 0x1F3FB && after <= 0x1F3FF) // skin tones
        || (after >= 0xE0020 && after <= 0xE007F) // tags of regional flags
        || (isFlagLetter(after) && flagLettersBefore(text, at) % 2 == 1);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isFlagLetter(int c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
  }

  private static int flagLettersBefore(String text, int at) {
    int letters = 0;
    for (int i = at; i > 0 && isFlagLetter(text.codePointBefore(i)); i -= 2) {
      letters++;
    }
    return letters;
  }

  private static boolean isPlainAscii(String raw) {
    char before = ' ';
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
    }
    return before != ' ' || raw.isEmpty();
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static boolean isKept(int c) {
    boolean half = c >= 0xD800 && c <= 0xDFFF;
    boolean noCharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    boolean hidden =
        c == 0xAD // soft hyphen
            || c == 0x200B // zero-width space
            || c == 0xFEFF // byte order mark
            || (c >= 0x2060 && c <= 0x2064) // word joiner, invisible operators
            || (c >= 0x202A && c <= 0x202E) // embeddings and overrides of direction
            || (c >= 0x2066 && c <= 0x2069) // isolates
            || (c >= 0xFFF9 && c <= 0xFFFB); // annotations
    return !half && !noCharacter && !hidden && !Character.isISOControl(c);
  }

  /** Without joiners, direction marks and spaces at the ends, where they show nothing. */
  private static String ends(StringBuilder text) {
    int start = 0;
    int end = text.length();
    while (start < end && isNothingAtAnEnd(text.charAt(start))) {
      start++;
    }
    while (end > start && isNothingAtAnEnd(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isNothingAtAnEnd(char c) {
    return (c >= 0x200C && c <= 0x200F) || c == 0x061C || isSpace(c);
  }
}
