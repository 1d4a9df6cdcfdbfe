package dev.rollcall.client.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one sheet, read while they are asked for. Rows that the sheet leaves out are blank.
 */
final class WorkbookRows implements Rows {

  private final Xml xml;
  private final SharedTexts shared;
  private final Formats formats;
  private int number;

  WorkbookRows(Xml xml, SharedTexts shared, Formats formats) {
    this.xml = xml;
    this.shared = shared;
    this.formats = formats;
  }

  @Override
  public Optional<SheetRow> next() {
    while (xml.next()) {
      if (xml.begins("row")) {
        number = numbered(xml.attribute("r"), number + 1);
        return Optional.of(new SheetRow(number, cells()));
      }
      if (xml.ends("sheetData")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    int column = 0;
    while (xml.next() && !xml.ends("row")) {
      if (xml.begins("c")) {
        column = column(xml.attribute("r"), column);
        Cell cell = cell(xml.attribute("t"), xml.attribute("s"));
        if (!cell.isBlank()) {
          // Beyond the limit it is enough to know that there is something.
          put(cells, Math.min(column, MAX_COLUMNS), cell);
        }
        column++;
      }
    }
    return cells;
  }

  private static void put(List<Cell> cells, int column, Cell cell) {
    if (cells.size() <= column) {
      cells.addAll(Collections.nCopies(column + 1 - cells.size(), Cell.EMPTY));
    }
    cells.set(column, cell);
  }

  private Cell cell(String type, String style) {
    boolean formula = false;
    Optional<String> value = Optional.empty();
    String inline = "";
    while (xml.next() && !xml.ends("c")) {
      if (xml.begins("f")) {
        formula = true;
        xml.skip();
      } else if (xml.begins("v")) {
        value = Optional.of(xml.text());
      } else if (xml.begins("is")) {
        inline = SharedTexts.rich(xml, "is");
      }
    }
    if (type.equals("inlineStr")) {
      return Cell.of(inline);
    }
    if (value.isEmpty()) {
      return formula
          ? Cell.flawed(
              "it is a formula whose value the workbook does not hold; open it in Excel and save it"
                  + " again, or write the value")
          : Cell.EMPTY;
    }
    return valued(type, style, value.get());
  }

  private Cell valued(String type, String style, String value) {
    return switch (type) {
      case "s" -> shared.cell(value);
      case "str" -> Cell.of(SharedTexts.unescaped(value));
      case "b" -> Cell.of(value.strip().equals("1") ? "true" : "false");
      case "e" -> Cell.flawed("it holds an error of the spreadsheet program");
      case "d" -> Cell.of(value.replaceFirst("T00:00:00(\\.0+)?Z?$", ""));
      default -> value.isBlank() ? Cell.EMPTY : formats.cell(value, style);
    };
  }

  /** Sheets that leave numbers out count on from the last. */
  private static int numbered(String text, int otherwise) {
    try {
      return Math.max(otherwise, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** The letters of an address such as {@code AB12}, as a number from 0. */
  private static int column(String address, int otherwise) {
    int column = 0;
    int at = 0;
    while (at < address.length() && at < 3 && Character.isLetter(address.charAt(at))) {
      column = column * 26 + Character.toUpperCase(address.charAt(at)) - 'A' + 1;
      at++;
    }
    return column == 0 ? otherwise : Math.max(otherwise, column - 1);
  }
}
