package dev.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints plain tables, and counts what differs from what was announced. */
final class Printer {

  private static final int WIDEST = 60;
  private static final int LOOKS_BETWEEN_LINES = 20;

  private final PrintStream out;
  private int differences;
  private int progressWidth;
  private int looks;

  Printer(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println();
    out.println("== " + text + " " + "=".repeat(Math.max(0, 92 - text.length())));
  }

  void line(String text) {
    out.println("   " + text);
  }

  /** Says whether something is as announced. */
  void check(String what, Object expected, Object found) {
    if (expected.equals(found)) {
      out.println("   ok    " + what + ": " + found);
    } else {
      differences++;
      out.println("   WRONG " + what + ": announced " + expected + ", found " + found);
    }
  }

  int differences() {
    return differences;
  }

  /** One line that is written over until it is finished. */
  void progress(JsonNode run) {
    JsonNode progress = run.path("progress");
    String text =
        progress.isMissingNode()
            ? "   … " + run.path("status").asText()
            : String.format(
                Locale.ROOT,
                "   … %d of %d targets, %d of about %d changes, %.0f a second",
                progress.path("targetsDone").asInt(),
                progress.path("targets").asInt(),
                progress.path("changesDone").asLong(),
                progress.path("changesExpected").asLong(),
                progress.path("changesPerSecond").asDouble());
    if (System.console() == null) {
      // Not a terminal: a line now and then.
      if (++looks % LOOKS_BETWEEN_LINES == 0) {
        out.println(text);
      }
      return;
    }
    out.print("\r" + text + " ".repeat(Math.max(0, progressWidth - text.length())));
    out.flush();
    progressWidth = text.length();
  }

  void endProgress() {
    if (progressWidth > 0) {
      out.print("\r" + " ".repeat(progressWidth) + "\r");
      progressWidth = 0;
    }
  }

  void table(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, row.get(i).length()));
      }
    }
    for (int r = 0; r < all.size(); r++) {
      StringBuilder line = new StringBuilder("   ");
      for (int i = 0; i < all.get(r).size(); i++) {
        String cell = cut(all.get(r).get(i));
        line.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()) + 2));
      }
      out.println(line.toString().stripTrailing());
      if (r == 0) {
        StringBuilder rule = new StringBuilder("   ");
        for (int width : widths) {
          rule.append("-".repeat(width)).append("  ");
        }
        out.println(rule.toString().stripTrailing());
      }
    }
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }
}
