package dev.rollcall.source.spreadsheet;

import dev.rollcall.client.table.Cell;
import dev.rollcall.client.table.Rows;
import dev.rollcall.client.table.SheetRow;
import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a table give, by its first row.
 *
 * @param columns those that give something, from left to right
 * @param width how many columns the first row has
 * @param hints what an administrator should know of the others
 */
record Header(List<Column> columns, int width, List<String> hints) {

  /** A column that gives something. */
  record Column(int index, Meaning meaning) {}

  Header {
    columns = List.copyOf(columns);
    hints = List.copyOf(hints);
  }

  /**
   * Finds out what the columns give.
   *
   * @throws UnreadableFile naming everything that is wrong with them
   */
  static Header of(SheetRow row, Wanted wanted) {
    if (row.cells().size() > Rows.MAX_COLUMNS) {
      throw UnreadableFile.because(
          "The table has more than " + Rows.MAX_COLUMNS + " columns.",
          "Leave out those that are not needed.");
    }
    return new Reading(row, wanted).read();
  }

  /** Whether a column gives this attribute. */
  boolean has(Attribute attribute) {
    return columns.stream().anyMatch(column -> column.meaning().is(attribute));
  }

  /** One reading; its problems are told together. */
  private static final class Reading {

    private final SheetRow row;
    private final Wanted wanted;
    private final Map<String, String> wishes = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Reading(SheetRow row, Wanted wanted) {
      this.row = row;
      this.wanted = wanted;
      wanted.columns().forEach((header, name) -> wishes.put(Meaning.compared(header), name));
    }

    Header read() {
      for (int index = 0; index < row.cells().size(); index++) {
        Cell cell = row.cell(index);
        if (cell.flaw().isPresent()) {
          problems.add("The header of column " + letters(index) + ": " + cell.flaw().get() + ".");
        } else if (!cell.isBlank()) {
          column(index, cell.text());
        }
      }
      wishesWithoutColumn();
      neededWithoutColumn();
      if (!problems.isEmpty()) {
        throw UnreadableFile.header(
            String.join(" ", problems),
            "Correct the table's first row, or what source.columns says of it.");
      }
      return new Header(columns, row.cells().size(), hints);
    }

    private void column(int index, String header) {
      String compared = Meaning.compared(header);
      headers.put(compared, header);
      Optional<Meaning> meaning;
      String wish = wishes.get(compared);
      if (wish != null) {
        meaning = Meaning.of(wish);
        if (meaning.isEmpty()) {
          problems.add(
              "source.columns gives column "
                  + letters(index)
                  + " the name '"
                  + wish
                  + "', which no attribute has. "
                  + Nearest.suggestion(wish, Meaning.names()).strip());
          return;
        }
      } else {
        meaning = Meaning.of(header);
      }
      if (meaning.isEmpty()) {
        unknown.add(header);
        hints.add(
            "Column "
                + letters(index)
                + " of the table is not read: its header is no attribute's.");
      } else {
        add(index, meaning.get());
      }
    }

    private void add(int index, Meaning meaning) {
      Optional<Column> before =
          columns.stream().filter(column -> column.meaning().equals(meaning)).findFirst();
      if (before.isPresent() && !meaning.takesSeveralColumns()) {
        problems.add(
            "The columns "
                + letters(before.get().index())
                + " and "
                + letters(index)
                + " both give "
                + meaning.name()
                + ".");
      }
      if (meaning.kind() == Meaning.Kind.TRUSTEES && !wanted.trustees()) {
        hints.add(
            "Column "
                + letters(index)
                + " of the table is not read: policies of this type have no trustees.");
        return;
      }
      columns.add(new Column(index, meaning));
    }

    private void wishesWithoutColumn() {
      Set<String> missing = new HashSet<>(wishes.keySet());
      missing.removeAll(headers.keySet());
      wanted.columns().keySet().stream()
          .filter(header -> missing.contains(Meaning.compared(header)))
          .sorted()
          .forEach(
              header ->
                  problems.add(
                      "There is no column '"
                          + header
                          + "', which source.columns names. "
                          + Nearest.suggestion(header, headers.values()).strip()));
    }

    private void neededWithoutColumn() {
      boolean mail = given(Attribute.MAIL);
      if (wanted.mailNeeded() ? !mail : !mail && !given(Attribute.ID)) {
        problems.add(
            "There is no column "
                + (wanted.mailNeeded() ? "'mail'" : "'id' and none 'mail'")
                + ". "
                + nearestTo("mail"));
      }
    }

    private boolean given(Attribute attribute) {
      return columns.stream().anyMatch(column -> column.meaning().is(attribute));
    }

    /** A header that was not understood and is nearly this name. */
    private String nearestTo(String name) {
      return Nearest.to(name, unknown)
          .map(nearest -> "Is it the one called '" + nearest + "'?")
          .orElse("Is the table's first row its header?");
    }
  }

  /** A column's number as spreadsheet programs write it. */
  static String letters(int index) {
    StringBuilder letters = new StringBuilder();
    for (int rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString();
  }
}
