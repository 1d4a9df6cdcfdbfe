package dev.rollcall.client.table;

import java.util.Optional;

/** The rows of a table, one after the other. Used by one thread, once. */
public interface Rows {

  /** The most columns of a table. */
  int MAX_COLUMNS = 200;

  /**
   * The next row; empty at the end.
   *
   * @throws UnreadableFile if the rest of the file cannot be read
   */
  Optional<SheetRow> next();
}
