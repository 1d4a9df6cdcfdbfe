package dev.rollcall.source.spreadsheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.source.SourceReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The samples are what the guide says of them. */
@Tag("P17")
class SampleFilesTest {

  private static final Path SAMPLES = Path.of("src/main/samples/files");

  @Test
  void accountsAreReadWithoutAnError() throws IOException {
    SourceReading reading = read("accounts.csv", Tables.ACCOUNTS);

    assertEquals(
        List.of("user", "room"),
        reading.records().stream().map(record -> record.recipientType()).toList());
    assertEquals("Board room, 2nd floor", reading.records().get(1).first("displayName"));
  }

  @Test
  void functionalAccountsAreReadWithTheirPeople() throws IOException {
    SourceReading reading = read("functional-accounts.csv", Tables.TEAMS);

    assertEquals(
        List.of(2, 0),
        reading.records().stream()
            .map(record -> record.trustees().orElseThrow().people().size())
            .toList());
    assertEquals("row:desk-1", reading.records().get(0).key().value());
  }

  private static SourceReading read(String name, Wanted wanted) throws IOException {
    SourceReading reading =
        Spreadsheet.read(name, Files.readAllBytes(SAMPLES.resolve(name)), wanted);
    assertTrue(reading.completeness().isComplete());
    assertEquals(List.of(), reading.hints());
    return reading;
  }
}
