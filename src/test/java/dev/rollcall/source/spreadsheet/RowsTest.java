package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.model.Problem;
import dev.rollcall.model.SkipReason;
import dev.rollcall.source.SourceReading;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a row becomes, and what is said of one that becomes nothing. */
@Tag("P17")
class RowsTest {

  @Test
  void aRowIsKnownByItsIdOrElseByItsAddress() {
    assertEquals(
        "row:e-17", Tables.only(Tables.csv("id,mail\nE-17,Ada@Contoso.example")).key().value());
    assertEquals(
        "row:ada@contoso.example",
        Tables.only(Tables.csv("mail\nAda@Contoso.example")).key().value());
  }

  @Test
  void anEmptyIdIsAnErrorAndNeverAnotherKey() {
    SourceReading reading = Tables.csv("id,mail\n,ada@contoso.example");

    assertEquals(
        List.of("Row 2, id: it is missing, although the table has a column for it."),
        Tables.errors(reading));
    assertFalse(reading.completeness().isComplete());
  }

  @Test
  void badRowsAreNamedAllAtOnceAndNothingIsRemoved() {
    SourceReading reading =
        Tables.csv(
            "mail,type,aliases\n"
                + "nobody,user,\n"
                + "ada@contoso.example,wizard,x\n"
                + ",room,\n"
                + "ben@contoso.example,room,\n");

    assertEquals("room", Tables.only(reading).recipientType());
    List<String> errors = Tables.errors(reading);
    assertEquals(4, errors.size());
    assertEquals("Row 2, mail: it is no mail address.", errors.get(0));
    assertTrue(errors.get(1).startsWith("Row 3, type: it is none of user, sharedMailbox,"));
    assertEquals("Row 3, aliases: one of them is no mail address.", errors.get(2));
    assertEquals("Row 4, mail: it is missing.", errors.get(3));
    assertFalse(reading.completeness().isComplete());
    assertTrue(
        reading
            .completeness()
            .shortfalls()
            .get(0)
            .startsWith("3 rows of the table cannot be used."));
  }

  @Test
  void theFirstHundredErrorsAreListed() {
    SourceReading reading = Tables.csv("mail\n" + "nobody\n".repeat(150));

    assertEquals(102, reading.completeness().shortfalls().size());
    assertTrue(reading.completeness().shortfalls().get(0).startsWith("150 rows"));
  }

  @Test
  void errorsNeverQuoteWhatACellHolds() {
    SourceReading reading =
        Tables.csv("mail,type,aliases,trustees\nada lovelace,secret,secret,secret\n", Tables.TEAMS);

    assertFalse(reading.completeness().shortfalls().toString().contains("lovelace"));
    assertFalse(reading.completeness().shortfalls().toString().contains("secret"));
    assertEquals(4, Tables.errors(reading).size());
  }

  @Test
  void doublesAreReportedAndTheFirstIsUsed() {
    SourceReading reading =
        Tables.csv(
            "mail,name\na@contoso.example,First\nb@contoso.example,B\nA@contoso.example,Second");

    assertEquals(2, reading.records().size());
    assertEquals("First", reading.records().get(0).first("displayName"));
    assertEquals(SkipReason.DUPLICATE_KEY, reading.dropped().get(0).reason());
    assertEquals("row 4; row 2 is used", reading.dropped().get(0).detail());
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  void aliasesBecomeAddressesBesideThePrimaryOne() {
    SourceRecord record =
        Tables.only(
            Tables.csv(
                "mail,aliases\nAda@contoso.example,smtp:al@contoso.example; ada@contoso.example;B@contoso.example"));

    assertEquals(
        List.of("SMTP:ada@contoso.example", "smtp:al@contoso.example", "smtp:b@contoso.example"),
        record.attributes().get("proxyAddresses"));
  }

  @Test
  void theTrusteesOfAMailboxAreAddressesWithOrWithoutNames() {
    SourceReading reading =
        Tables.csv(
            "mail,members\ninfo@contoso.example,\"Ben <BEN@contoso.example>; ada@contoso.example;ben@contoso.example\"\n"
                + "desk@contoso.example,\n",
            Tables.TEAMS);

    assertEquals(
        Optional.of(
            new Trustees(
                List.of(
                    new Trustee("", "", "ada@contoso.example", "", List.of()),
                    new Trustee("", "Ben", "ben@contoso.example", "", List.of())),
                true)),
        reading.records().get(0).trustees());
    assertEquals(Optional.of(Trustees.NOBODY), reading.records().get(1).trustees());
    assertEquals("sharedMailbox", reading.records().get(0).recipientType());
  }

  @Test
  void withoutAColumnForThemNobodyKnowsTheTrustees() {
    assertEquals(
        Optional.empty(),
        Tables.only(Tables.csv("mail\ninfo@contoso.example", Tables.TEAMS)).trustees());
  }

  @Test
  void accountsHaveNoTrustees() {
    SourceReading reading = Tables.csv("mail,members\na@contoso.example,b@contoso.example");

    assertEquals(Optional.empty(), Tables.only(reading).trustees());
    assertEquals(1, reading.hints().size());
  }

  @Test
  void severalPhonesAreSeveral() {
    assertEquals(
        List.of("+49 89 1", "+49 89 2"),
        Tables.only(Tables.csv("mail,phone\na@contoso.example,+49 89 1; +49 89 2;"))
            .attributes()
            .get("businessPhones"));
  }

  @Test
  void anAccountMayBeSwitchedOff() {
    SourceReading reading =
        Tables.csv(
            "mail,Active\na@contoso.example,No\nb@contoso.example,TRUE\nc@contoso.example,maybe\n");

    assertEquals("false", reading.records().get(0).first("accountEnabled"));
    assertEquals("true", reading.records().get(1).first("accountEnabled"));
    assertEquals(
        List.of("Row 4, accountEnabled: it is neither true nor false."), Tables.errors(reading));
  }

  @Test
  void emptyFilesSayWhatToStore() {
    for (String text : List.of("", "\n\n", ",,\n,,", "\uFEFF")) {
      Problem problem = Tables.refused(text);
      assertEquals("fileEmpty", problem.code(), text);
      assertTrue(problem.remedy().contains("a header and a row for each record"));
    }
    Problem headerOnly = Tables.refused("mail,name\n");
    assertEquals("fileEmpty", headerOnly.code());
    assertTrue(headerOnly.remedy().contains("delete the policy"));
  }

  @Test
  void limitsRefuseTheWholeFile() {
    String rows = "a@contoso.example\n".repeat(Spreadsheet.MAX_ROWS);
    assertTrue(Tables.csv("mail\n" + rows).completeness().isComplete());
    assertTrue(
        Tables.refused("mail\n" + rows + "b@contoso.example").cause().contains("100000 rows"));
    assertTrue(
        Tables.refused("mail" + ",x".repeat(200) + "\na@contoso.example")
            .cause()
            .contains("200 columns"));
  }

  @Test
  void otherFilesAreToldWhatToBecome() {
    byte[] text = "mail\na@contoso.example".getBytes(UTF_8);
    assertTrue(
        Tables.refused("people.txt", text, Tables.ACCOUNTS).cause().contains("neither a workbook"));
    assertTrue(
        Tables.refused("people.xlsx", text, Tables.ACCOUNTS).remedy().contains("ends in .csv"));
    assertTrue(
        Tables.refused("people.csv", XlsxBuilder.withRows("").build(), Tables.ACCOUNTS)
            .remedy()
            .contains("ends in .xlsx"));
  }
}
