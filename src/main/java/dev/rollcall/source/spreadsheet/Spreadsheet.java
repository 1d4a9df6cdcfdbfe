package dev.rollcall.source.spreadsheet;

import dev.rollcall.client.table.Rows;
import dev.rollcall.client.table.SheetRow;
import dev.rollcall.client.table.TableFile;
import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.source.Completeness;
import dev.rollcall.source.SourceReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a table to its end: its records, its errors, its doubles. */
final class Spreadsheet {

  /** The most rows below the header. */
  static final int MAX_ROWS = 100_000;

  /** So many errors are told one by one. */
  static final int MAX_ERRORS = 100;

  private final Wanted wanted;
  private final List<SourceRecord> records = new ArrayList<>();
  private final Map<RecordKey, Integer> rowsByKey = new HashMap<>();
  private final List<Dropped> dropped = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private int badRows;
  private int rows;

  private Spreadsheet(Wanted wanted) {
    this.wanted = wanted;
  }

  /**
   * Reads a file.
   *
   * @param name its name; the ending says what it is
   * @throws UnreadableFile if nothing of it can be used
   */
  static SourceReading read(String name, byte[] bytes, Wanted wanted) {
    return new Spreadsheet(wanted).read(TableFile.rows(name, bytes, wanted.sheet()));
  }

  private SourceReading read(Rows table) {
    Header header = Header.of(firstRow(table), wanted);
    RowReader reader = new RowReader(header, wanted);
    for (Optional<SheetRow> row = table.next(); row.isPresent(); row = table.next()) {
      if (!row.get().isBlank()) {
        take(row.get(), reader);
      }
    }
    if (rows == 0) {
      throw UnreadableFile.empty(
          "The table has a header and no row below it.",
          "Store one with a row for each record. If everything shall go, delete the policy: it then"
              + " shows what it would remove.");
    }
    List<String> hints = new ArrayList<>(header.hints());
    if (reader.phonesAreNumbers()) {
      hints.add(
          "Phone numbers in the table are numbers, of which spreadsheet programs drop leading zeros"
              + " and '+'. Format their columns as text before they are filled in.");
    }
    return new SourceReading(records, dropped, new Completeness(1, rows, 1, shortfalls()), hints);
  }

  private static SheetRow firstRow(Rows table) {
    Optional<SheetRow> row = table.next();
    while (row.isPresent() && row.get().isBlank()) {
      row = table.next();
    }
    return row.orElseThrow(
        () ->
            UnreadableFile.empty(
                "The table has no cell with anything in it.",
                "Store one with a header and a row for each record."));
  }

  private void take(SheetRow row, RowReader reader) {
    rows++;
    if (rows > MAX_ROWS) {
      throw UnreadableFile.because(
          "The table has more than " + MAX_ROWS + " rows below its header.",
          "Spread them over several files with a policy each.");
    }
    RowReader.Result result = reader.read(row);
    if (!result.errors().isEmpty()) {
      badRows++;
      for (String error : result.errors()) {
        if (errors.size() < MAX_ERRORS) {
          errors.add("Row " + row.number() + ", " + error + ".");
        }
      }
    }
    result
        .record()
        .ifPresent(
            record -> {
              Integer before = rowsByKey.putIfAbsent(record.key(), row.number());
              if (before == null) {
                records.add(record);
              } else {
                dropped.add(
                    new Dropped(
                        record.key().value(),
                        RowReader.SELECTION,
                        SkipReason.DUPLICATE_KEY,
                        "row " + row.number() + "; row " + before + " is used"));
              }
            });
  }

  private List<String> shortfalls() {
    if (badRows == 0) {
      return List.of();
    }
    List<String> shortfalls = new ArrayList<>();
    shortfalls.add(
        badRows
            + (badRows == 1 ? " row of the table" : " rows of the table")
            + " cannot be used. Nothing is removed until all can be.");
    shortfalls.addAll(errors);
    if (errors.size() == MAX_ERRORS) {
      shortfalls.add("Further errors are not listed.");
    }
    return shortfalls;
  }
}
