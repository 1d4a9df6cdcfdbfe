package dev.rollcall.client.table;

import java.util.List;

/**
 * One row.
 *
 * @param number as the spreadsheet program numbers it, beginning with 1
 * @param cells from the first column on; missing ones at the end are empty
 */
public record SheetRow(int number, List<Cell> cells) {

  public SheetRow {
    cells = List.copyOf(cells);
  }

  public Cell cell(int column) {
    return column < cells.size() ? cells.get(column) : Cell.EMPTY;
  }

  public boolean isBlank() {
    return cells.stream().allMatch(Cell::isBlank);
  }
}
