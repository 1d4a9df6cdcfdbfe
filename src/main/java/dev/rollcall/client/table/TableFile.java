package dev.rollcall.client.table;

import java.util.Locale;
import java.util.Optional;

/** A table in a file, by the file's name. */
public final class TableFile {

  private TableFile() {}

  /**
   * The rows of a file.
   *
   * @param name its name; the ending says what it is
   * @param sheet of a workbook, the sheet's name; empty for the first that is not hidden
   * @throws UnreadableFile if it is empty, no table, or damaged
   */
  public static Rows rows(String name, byte[] bytes, Optional<String> sheet) {
    if (bytes.length == 0) {
      throw UnreadableFile.empty(
          "The file " + name + " is empty.", "Store one with a header and a row for each record.");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".xlsx")) {
      return new Workbook(bytes).rows(sheet);
    }
    if (!lower.endsWith(".csv")) {
      throw UnreadableFile.because(
          "The file " + name + " is neither a workbook (.xlsx) nor separated values (.csv).",
          "Save it as one of the two, store that, and name it under source.file.");
    }
    if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
      throw UnreadableFile.because(
          "The file's name ends in .csv, but it is a workbook or another packed file.",
          "If it is a workbook, store it under a name that ends in .xlsx.");
    }
    return CsvRows.of(PlainEncoding.decode(bytes));
  }
}
