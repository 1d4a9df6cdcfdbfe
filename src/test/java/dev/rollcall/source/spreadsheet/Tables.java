package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.source.SourceReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables as policies do. */
final class Tables {

  static final Wanted ACCOUNTS = new Wanted(Optional.empty(), Map.of(), "user", true, false);
  static final Wanted TEAMS = new Wanted(Optional.empty(), Map.of(), "sharedMailbox", true, true);
  static final Wanted CONTACTS =
      new Wanted(Optional.empty(), Map.of(), "mailContact", false, false);

  private Tables() {}

  static SourceReading csv(String text) {
    return csv(text, ACCOUNTS);
  }

  static SourceReading csv(String text, Wanted wanted) {
    return Spreadsheet.read("people.csv", text.getBytes(UTF_8), wanted);
  }

  static SourceReading xlsx(String rows) {
    return Spreadsheet.read("people.xlsx", XlsxBuilder.withRows(rows).build(), ACCOUNTS);
  }

  static SourceRecord only(SourceReading reading) {
    if (reading.records().size() != 1) {
      throw new AssertionError(reading.completeness().shortfalls() + " " + reading.records());
    }
    return reading.records().get(0);
  }

  /** What is said of a file that cannot be used. */
  static Problem refused(String name, byte[] bytes, Wanted wanted) {
    return assertThrows(UnreadableFile.class, () -> Spreadsheet.read(name, bytes, wanted))
        .problem();
  }

  static Problem refused(String text) {
    return refused("people.csv", text.getBytes(UTF_8), ACCOUNTS);
  }

  static List<String> errors(SourceReading reading) {
    List<String> all = reading.completeness().shortfalls();
    return all.isEmpty() ? all : all.subList(1, all.size());
  }
}
