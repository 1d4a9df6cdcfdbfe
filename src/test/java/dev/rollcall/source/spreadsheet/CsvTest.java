package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.source.SourceReading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Separated values, however spreadsheet programs write them. */
@Tag("P17")
class CsvTest {

  /** What Excel, LibreOffice and scripts write; the last two begin with a byte-order mark. */
  @ParameterizedTest
  @CsvSource({
    "UTF-8, ''",
    "UTF-8, EFBBBF",
    "UTF-16LE, FFFE",
    "UTF-16BE, FEFF",
    "windows-1252, ''",
  })
  void everyEncodingIsFoundOut(String charset, String mark) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < mark.length(); i += 2) {
      file.write(Integer.parseInt(mark.substring(i, i + 2), 16));
    }
    file.writeBytes(
        "mail;displayName\nkaese@contoso.example;Jürgen Groß\n".getBytes(Charset.forName(charset)));

    SourceReading reading = Spreadsheet.read("people.csv", file.toByteArray(), Tables.ACCOUNTS);

    assertEquals("Jürgen Groß", Tables.only(reading).first("displayName"));
    assertEquals("kaese@contoso.example", Tables.only(reading).first("mail"));
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  void allOfUnicodeComesThrough() {
    assertEquals(
        "Zoë 渡辺 😀",
        Tables.only(Tables.csv("mail,name\na@contoso.example,Zoë 渡辺 😀")).first("displayName"));
  }

  @Test
  void textInUtf16WithoutItsMarkIsToldApart() {
    Problem problem =
        Tables.refused(
            "people.csv",
            "mail\na@contoso.example".getBytes(Charset.forName("UTF-16LE")),
            Tables.ACCOUNTS);

    assertEquals("fileUnreadable", problem.code());
    assertTrue(problem.remedy().contains("CSV UTF-8"), problem.remedy());
  }

  @Test
  void bytesThatWindows1252DoesNotHaveAreRefused() {
    byte[] bytes = "mail\na@contoso.example\nx".getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) 0x81;

    assertTrue(
        Tables.refused("people.csv", bytes, Tables.ACCOUNTS).cause().contains("windows-1252"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void theSeparatorIsFoundOutFromTheHeader(String separator) {
    String text =
        "mail,displayName,department\nada@contoso.example,Ada,Mathematics\n"
            .replace(",", separator);

    assertEquals("Mathematics", Tables.only(Tables.csv(text)).first("department"));
  }

  @Test
  void aSeparatorInsideQuotesIsNone() {
    assertEquals(
        "Lovelace, Ada",
        Tables.only(
                Tables.csv(
                    "\"mail\";\"displayName\";\"notes, if any\"\n"
                        + "ada@contoso.example;\"Lovelace, Ada\";\n"))
            .first("displayName"));
  }

  @Test
  void excelsOwnLineNamesTheSeparator() {
    assertEquals(
        "Ada",
        Tables.only(Tables.csv("sep=|\r\nmail|name\r\na@contoso.example|Ada"))
            .first("displayName"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void rowsEndAsAnySystemEndsThem(String end) {
    String text = "mail,name" + end + "a@contoso.example,Ada" + end + "b@contoso.example,Ben";

    assertEquals(2, Tables.csv(text).records().size());
    assertEquals(2, Tables.csv(text + end + end).records().size());
  }

  @Test
  void quotedCellsHaveLineBreaksQuotesAndSeparators() {
    SourceRecord record =
        Tables.only(
            Tables.csv(
                "mail,notes\r\na@contoso.example,\"first\nsecond, with \"\"quotes\"\"\"\r\n"));

    assertEquals("first\nsecond, with \"quotes\"", record.first("notes"));
  }

  @Test
  void aQuoteInsideABareCellIsText() {
    assertEquals(
        "Ada \"Countess\" Lovelace",
        Tables.only(Tables.csv("mail,name\na@contoso.example,Ada \"Countess\" Lovelace"))
            .first("displayName"));
  }

  @Test
  void textAfterAClosingQuoteIsAnErrorOfItsRowAlone() {
    SourceReading reading =
        Tables.csv("mail,name\na@contoso.example,\"Ada\" L.\nb@contoso.example,Ben\n");

    assertEquals("row:b@contoso.example", Tables.only(reading).key().value());
    assertEquals(
        List.of("Row 2, displayName: text follows its closing quotation mark."),
        Tables.errors(reading));
  }

  @Test
  void aQuoteThatIsNeverClosedMakesTheFileUnreadable() {
    Problem problem =
        Tables.refused(
            "mail,name\na@contoso.example,Ada\nb@contoso.example,\"Ben\nc@contoso.example,Cy\n");

    assertEquals("fileUnreadable", problem.code());
    assertTrue(problem.cause().startsWith("In row 3 "), problem.cause());
    assertTrue(problem.remedy().startsWith("Nothing was changed."), problem.remedy());
  }

  @Test
  void aSeparatorThatShouldHaveBeenQuotedIsSeen() {
    SourceReading reading = Tables.csv("mail,name\na@contoso.example,Lovelace, Ada\n");

    assertEquals(0, reading.records().size());
    assertTrue(Tables.errors(reading).get(0).startsWith("Row 2, column C: there are more cells"));
  }

  @Test
  void aCellThatIsTooLongIsAnErrorOfItsRowAlone() {
    SourceReading reading =
        Tables.csv(
            "mail,notes\na@contoso.example," + "x".repeat(40_000) + "\nb@contoso.example,short");

    assertEquals("row:b@contoso.example", Tables.only(reading).key().value());
    assertEquals(1, Tables.errors(reading).size());
  }

  @Test
  void rowNumbersAreThoseOfTheSpreadsheetProgram() {
    SourceReading reading =
        Tables.csv("mail,notes\n\na@contoso.example,\"1\n2\n3\"\n;;\n,\nnobody,\n");

    assertEquals(
        List.of("Row 4, mail: it is no mail address.", "Row 6, mail: it is no mail address."),
        Tables.errors(reading));
  }
}
