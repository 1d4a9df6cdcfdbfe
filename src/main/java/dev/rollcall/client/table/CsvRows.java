package dev.rollcall.client.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Comma-separated values as spreadsheet programs write them (RFC 4180, and what they do beyond it):
 * the separator may be a comma, a semicolon or a tab, rows end with CR, LF or both, a quoted cell
 * may have line breaks, and a first line {@code sep=;} names the separator.
 *
 * <p>A quoted cell that is never closed makes the file unreadable: nobody can say where its rows
 * end.
 */
final class CsvRows implements Rows {

  private static final String SEPARATORS = ",;\t";

  private final String text;
  private final char separator;
  private int at;
  private int number;

  private CsvRows(String text, int at, char separator) {
    this.text = text;
    this.at = at;
    this.separator = separator;
  }

  /** The rows of a text; which separator it has is found out from its first row. */
  static CsvRows of(String text) {
    if (text.regionMatches(true, 0, "sep=", 0, 4)
        && text.length() > 5
        && (text.charAt(5) == '\n' || text.charAt(5) == '\r')) {
      int end = text.charAt(5) == '\r' && text.length() > 6 && text.charAt(6) == '\n' ? 7 : 6;
      return new CsvRows(text, end, text.charAt(4));
    }
    char best = ',';
    int most = 0;
    for (char candidate : SEPARATORS.toCharArray()) {
      int columns = columnsOfFirstRow(text, candidate);
      if (columns > most) {
        most = columns;
        best = candidate;
      }
    }
    return new CsvRows(text, 0, best);
  }

  private static int columnsOfFirstRow(String text, char candidate) {
    CsvRows rows = new CsvRows(text, 0, candidate);
    Optional<SheetRow> row = rows.next();
    while (row.isPresent() && row.get().isBlank() && row.get().cells().size() == 1) {
      row = rows.next();
    }
    return row.map(first -> first.cells().size()).orElse(0);
  }

  @Override
  public Optional<SheetRow> next() {
    if (at >= text.length()) {
      return Optional.empty();
    }
    number++;
    List<Cell> cells = new ArrayList<>();
    do {
      Cell cell = cell();
      if (cells.size() <= MAX_COLUMNS) {
        cells.add(cell);
      }
    } while (separated());
    endRow();
    return Optional.of(new SheetRow(number, cells));
  }

  /** Passes over a separator, if there is one. */
  private boolean separated() {
    boolean here = at < text.length() && text.charAt(at) == separator;
    if (here) {
      at++;
    }
    return here;
  }

  private void endRow() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
  }

  private Cell cell() {
    return at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
  }

  private Cell bare() {
    int start = at;
    while (at < text.length() && !endsCell(text.charAt(at))) {
      at++;
    }
    return Cell.of(text.substring(start, at));
  }

  private Cell quoted() {
    StringBuilder content = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0 || content.length() + quote - at > Cell.MAX_LENGTH) {
        throw UnreadableFile.because(
            "In row "
                + number
                + " a cell begins with a quotation mark and "
                + (quote < 0
                    ? "the closing one is missing."
                    : "is longer than " + Cell.MAX_LENGTH + " characters."),
            "Put the closing quotation mark; one that is part of the text is written twice.");
      }
      content.append(text, at, quote);
      at = quote + 1;
      if (at >= text.length() || text.charAt(at) != '"') {
        break;
      }
      content.append('"');
      at++;
    }
    if (at < text.length() && !endsCell(text.charAt(at))) {
      bare();
      return Cell.flawed("text follows its closing quotation mark");
    }
    return Cell.of(content.toString());
  }

  private boolean endsCell(char one) {
    return one == separator || one == '\n' || one == '\r';
  }
}
