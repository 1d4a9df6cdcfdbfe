package dev.rollcall.run.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes commands so that a shell takes every value as it is. Values come from documents and the
 * directory, whose writers are not whoever runs the command: nothing in them may act, whatever it
 * is. A command is always one line.
 */
enum Shell {
  /** Bash 4.2 or later. */
  BASH {
    /**
     * Single quotes hold everything but themselves; what is not printable stands in the quotes that
     * know escapes.
     */
    @Override
    String quoted(String value) {
      if (hasOddities(value)) {
        StringBuilder text = new StringBuilder("$'");
        value
            .codePoints()
            .forEach(
                c -> {
                  if (c == '\'' || c == '\\') {
                    text.append('\\').appendCodePoint(c);
                  } else if (isOdd(c)) {
                    text.append(String.format("\\U%08x", c));
                  } else {
                    text.appendCodePoint(c);
                  }
                });
        return text.append('\'').toString();
      }
      return "'" + value.replace("'", "'\\''") + "'";
    }

    @Override
    boolean isPlain(String word) {
      return word.matches("[A-Za-z0-9_./:=@%+,-]+") && !word.matches("~.*|[A-Za-z_]\\w*=.*");
    }
  },

  /** PowerShell 5.1 or later. */
  POWERSHELL {
    /** PowerShell takes typographic quotation marks for plain ones; each is doubled. */
    @Override
    String quoted(String value) {
      if (hasOddities(value)) {
        List<String> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        value
            .codePoints()
            .forEach(
                c -> {
                  if (isOdd(c)) {
                    parts.add("'" + doubled(plain.toString()) + "'");
                    plain.setLength(0);
                    parts.add("[char]::ConvertFromUtf32(" + c + ")");
                  } else {
                    plain.appendCodePoint(c);
                  }
                });
        parts.add("'" + doubled(plain.toString()) + "'");
        return "(" + String.join(" + ", parts) + ")";
      }
      return "'" + doubled(value) + "'";
    }

    @Override
    boolean isPlain(String word) {
      return word.matches(
          "-?[A-Za-z][A-Za-z0-9_.-]*|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
  };

  private static final int LAST_ASCII_CONTROL = 0x1f;

  /**
   * A value as one word of a command, in quotes. A character that no argument can hold, NUL or half
   * of a pair, becomes the replacement character.
   */
  String literal(String value) {
    return quoted(possible(value));
  }

  /** A command of values, each one word. Words without special characters stand without quotes. */
  String command(String... words) {
    return Arrays.stream(words)
        .map(word -> isPlain(word) ? word : literal(word))
        .collect(Collectors.joining(" "));
  }

  abstract String quoted(String value);

  abstract boolean isPlain(String word);

  private static String possible(String value) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c ->
                text.appendCodePoint(
                    c == 0 || Character.getType(c) == Character.SURROGATE ? 0xfffd : c));
    return text.toString();
  }

  private static boolean hasOddities(String value) {
    return value.codePoints().anyMatch(Shell::isOdd);
  }

  /** What a reader would not see, or would see elsewhere. */
  private static boolean isOdd(int c) {
    int type = Character.getType(c);
    return c <= LAST_ASCII_CONTROL
        || type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED;
  }

  private static String doubled(String value) {
    return value.replaceAll("(['\u2018\u2019\u201a\u201b])", "$1$1");
  }
}
