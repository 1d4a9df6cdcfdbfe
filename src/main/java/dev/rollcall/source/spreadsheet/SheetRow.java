package dev.rollcall.source.spreadsheet;

import java.util.List;

/**
 * One row.
 *
 * @param number as the spreadsheet program numbers it, beginning with 1
 * @param cells from the first column on; missing ones at the end are empty
 */
record SheetRow(int number, List<Cell> cells) {

  SheetRow {
    cells = List.copyOf(cells);
  }

  Cell cell(int column) {
    return column < cells.size() ? cells.get(column) : Cell.EMPTY;
  }

  boolean isBlank() {
    return cells.stream().allMatch(Cell::isBlank);
  }
}
