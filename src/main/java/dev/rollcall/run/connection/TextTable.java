package dev.rollcall.run.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of plain text, for terminals and mails. What does not fit into a column goes on in the
 * next line; characters that would break out of a line are shown as spaces.
 */
final class TextTable {

  /** No line is longer; there is room for an indent before a hundred. */
  static final int WIDTH = 96;

  private static final int GAP = 2;

  private final int[] widths;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param widths of all columns but the last, which takes what is left
   */
  TextTable(int... widths) {
    this.widths = new int[widths.length + 1];
    int left = WIDTH;
    for (int i = 0; i < widths.length; i++) {
      this.widths[i] = widths[i];
      left -= widths[i] + GAP;
    }
    this.widths[widths.length] = left;
  }

  void row(String... cells) {
    List<List<String>> columns = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      List<String> wrapped = wrap(cells[i], widths[i]);
      columns.add(wrapped);
      height = Math.max(height, wrapped.size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        List<String> column = columns.get(i);
        String cell = line < column.size() ? column.get(line) : "";
        out.append(cell);
        if (i < widths.length - 1) {
          out.append(" ".repeat(widths[i] - length(cell) + GAP));
        }
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
  }

  void rule() {
    String[] rules = new String[widths.length];
    for (int i = 0; i < widths.length; i++) {
      rules[i] = "-".repeat(widths[i]);
    }
    row(rules);
  }

  /** Breaks at spaces where there are any, else anywhere. */
  static List<String> wrap(String cell, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : plain(cell).split(" ")) {
      String rest = word;
      if (length(line) > 0 && length(line) + 1 + length(rest) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (length(line) > 0) {
        line.append(' ');
      }
      while (length(rest) > width - length(line)) {
        int cut = rest.offsetByCodePoints(0, width - length(line));
        lines.add(line + rest.substring(0, cut));
        line.setLength(0);
        rest = rest.substring(cut);
      }
      line.append(rest);
    }
    if (length(line) > 0 || lines.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  /** Without line breaks, and without characters that turn the direction of what follows. */
  private static String plain(String cell) {
    StringBuilder plain = new StringBuilder();
    cell.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean odd =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.SURROGATE;
              plain.appendCodePoint(odd ? ' ' : c);
            });
    return plain.toString().strip().replaceAll(" {2,}", " ");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
