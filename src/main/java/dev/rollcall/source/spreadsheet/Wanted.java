package dev.rollcall.source.spreadsheet;

import java.util.Map;
import java.util.Optional;

/**
 * What a policy wants of a file.
 *
 * @param sheet the workbook's sheet; empty for the first that is not hidden
 * @param columns which attribute a column gives, by its header; other headers have their usual
 *     meaning
 * @param recipientType what a row is if no column says so
 * @param mailNeeded whether a row without a mail address is of no use
 * @param trustees whether the people behind a mailbox are wanted
 */
record Wanted(
    Optional<String> sheet,
    Map<String, String> columns,
    String recipientType,
    boolean mailNeeded,
    boolean trustees) {

  Wanted {
    columns = Map.copyOf(columns);
  }
}
