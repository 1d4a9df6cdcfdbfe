package dev.rollcall.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One measured figure.
 *
 * @param what what was measured
 * @param value with its unit
 * @param wanted what it is to be; empty if it is only stated
 * @param met whether it is
 */
record Figure(String what, String value, String wanted, boolean met) {

  private static final String MARK = "figure";
  private static final String BETWEEN = "\t";

  /** Stated only. */
  static Figure of(String what, String format, Object... values) {
    return new Figure(what, String.format(Locale.ROOT, format, values), "", true);
  }

  Figure wanted(String wish, boolean fulfilled) {
    return new Figure(what, value, wish, fulfilled);
  }

  /** As a line that another process prints. */
  String line() {
    return String.join(BETWEEN, MARK, what, value, wanted, String.valueOf(met));
  }

  /** Read from such a line; empty if it is another one. */
  static Optional<Figure> parse(String line) {
    String[] parts = line.split(BETWEEN, -1);
    return parts.length == 5 && parts[0].equals(MARK)
        ? Optional.of(new Figure(parts[1], parts[2], parts[3], Boolean.parseBoolean(parts[4])))
        : Optional.empty();
  }

  List<String> row() {
    return List.of(what, value, wanted, wanted.isEmpty() ? "" : met ? "yes" : "NO");
  }
}
