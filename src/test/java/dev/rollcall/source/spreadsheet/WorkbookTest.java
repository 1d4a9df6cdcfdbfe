package dev.rollcall.source.spreadsheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.source.SourceReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workbooks: cells of every kind as text, sheets by name. */
@Tag("P17")
class WorkbookTest {

  private static final String HEADER =
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>";

  @Test
  void textsAreFoundWhereverTheyAreKept() {
    SourceReading reading =
        Tables.xlsx(
            HEADER
                + "<row r='2'><c r='A2' t='s'><v>3</v></c><c r='B2' t='s'><v>2</v></c></row>"
                + "<row r='3'><c r='A3' t='inlineStr'><is><t>b@contoso.example</t></is></c>"
                + "<c r='B3' t='str'><f>A1</f><v>Ben</v></c></row>"
                + "<row><c t='inlineStr'><is><t>c@contoso.example</t></is></c><c t='s'><v>4</v></c></row>");

    assertEquals(
        List.of("Ada Lovelace", "Ben", "aAb"),
        reading.records().stream().map(record -> record.first("displayName")).toList());
    assertEquals("row:ada@contoso.example", reading.records().get(0).key().value());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 12345678901, 12345678901",
    "0, 1.2345678901E10, 12345678901",
    "0, 0.30000000000000004, 0.3",
    "0, 1E3, 1000",
    "0, 0, 0",
    "0, -5.50, -5.5",
    "1, 45000, 2023-03-15",
    "1, 1, 1900-01-01",
    "1, 59, 1900-02-28",
    "1, 61, 1900-03-01",
    "2, 45000.5, 2023-03-15T12:00:00",
    "3, 45000, 45000",
    "4, 0.75, 18:00:00",
    "1, -1, -1",
  })
  void numbersAndDaysBecomeText(String style, String stored, String text) {
    SourceReading reading =
        Tables.xlsx(
            HEADER
                + "<row r='2'><c r='A2' t='s'><v>3</v></c><c r='B2' s='"
                + style
                + "'><v>"
                + stored
                + "</v></c></row>");

    assertEquals(text, Tables.only(reading).first("displayName"));
  }

  @Test
  void daysMayBeCountedFrom1904() {
    byte[] workbook =
        XlsxBuilder.withRows(
                HEADER
                    + "<row r='2'><c r='A2' t='s'><v>3</v></c><c r='B2' s='1'><v>0</v></c></row>")
            .part(
                "xl/workbook.xml",
                "<workbook xmlns:r='x'><workbookPr date1904='1'/><sheets><sheet name='P' r:id='r1'/></sheets></workbook>")
            .build();

    assertEquals(
        "1904-01-01",
        Tables.only(Spreadsheet.read("people.xlsx", workbook, Tables.ACCOUNTS))
            .first("displayName"));
  }

  @Test
  void aFormulasStoredValueIsTakenAndOneWithoutIsAnError() {
    SourceReading reading =
        Tables.xlsx(
            HEADER
                + "<row r='2'><c r='A2' t='s'><v>3</v></c><c r='B2'><f>1+1</f><v>2</v></c></row>"
                + "<row r='3'><c r='A3' t='inlineStr'><is><t>b@contoso.example</t></is></c><c r='B3'><f>1+1</f></c></row>"
                + "<row r='4'><c r='A4' t='inlineStr'><is><t>c@contoso.example</t></is></c><c r='B4' t='e'><v>#REF!</v></c></row>"
                + "<row r='5'><c r='A5' t='inlineStr'><is><t>d@contoso.example</t></is></c><c r='B5' t='str'><f>\"\"</f><v></v></c></row>");

    assertEquals(
        List.of("2", ""),
        reading.records().stream().map(record -> record.first("displayName")).toList());
    List<String> errors = Tables.errors(reading);
    assertTrue(errors.get(0).startsWith("Row 3, displayName: it is a formula whose value"));
    assertEquals(
        "Row 4, displayName: it holds an error of the spreadsheet program.", errors.get(1));
  }

  @Test
  void phoneNumbersThatAreNumbersAreHintedAt() {
    byte[] workbook =
        XlsxBuilder.withRows(
                "<row><c t='inlineStr'><is><t>mail</t></is></c><c t='inlineStr'><is><t>mobile</t></is></c></row>"
                    + "<row><c t='s'><v>3</v></c><c><v>491701234567</v></c></row>")
            .build();

    SourceReading reading = Spreadsheet.read("people.xlsx", workbook, Tables.ACCOUNTS);

    assertEquals("491701234567", Tables.only(reading).first("mobilePhone"));
    assertTrue(reading.hints().get(0).contains("leading zeros"));
  }

  @Test
  void aWorkbookOfAnotherProgramIsReadWholeAndBySheet() throws IOException {
    byte[] workbook = twoSheets();

    SourceRecord first = Tables.only(Spreadsheet.read("people.xlsx", workbook, Tables.ACCOUNTS));
    SourceRecord second =
        Tables.only(Spreadsheet.read("people.xlsx", workbook, sheet("second SHEET")));

    assertEquals("Ada & <Co>", first.first("displayName"));
    assertEquals("1990-05-17", first.first("birthday"));
    assertEquals("2026-11-21T08:30:00", first.first("notes"));
    assertEquals("ben@contoso.example", second.first("mail"));
  }

  @Test
  void aSheetThatIsNotThereIsToldWithThoseThatAre() throws IOException {
    var problem = Tables.refused("people.xlsx", twoSheets(), sheet("Secnod sheet"));

    assertTrue(problem.cause().contains("no sheet 'Secnod sheet'"));
    assertTrue(problem.remedy().contains("First, Second sheet"), problem.remedy());
  }

  private static Wanted sheet(String name) {
    return new Wanted(Optional.of(name), Map.of(), "user", true, false);
  }

  private static byte[] twoSheets() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (org.dhatim.fastexcel.Workbook workbook =
        new org.dhatim.fastexcel.Workbook(out, "test", null)) {
      Worksheet first = workbook.newWorksheet("First");
      first.value(0, 0, "E-mail");
      first.value(0, 1, "Name");
      first.value(0, 2, "birthday");
      first.value(0, 3, "notes");
      first.value(1, 0, "ada@contoso.example");
      first.value(1, 1, "Ada & <Co>");
      first.value(1, 2, LocalDate.of(1990, 5, 17));
      first.style(1, 2).format("yyyy-MM-dd").set();
      first.value(1, 3, LocalDateTime.of(2026, 11, 21, 8, 30));
      first.style(1, 3).format("dd/mm/yyyy hh:mm").set();
      Worksheet second = workbook.newWorksheet("Second sheet");
      second.value(2, 0, "mail");
      second.value(3, 0, "ben@contoso.example");
    }
    return out.toByteArray();
  }
}
