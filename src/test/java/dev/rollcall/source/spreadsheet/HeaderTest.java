package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.source.SourceReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns are called, and what a policy says of them. */
@Tag("P17")
class HeaderTest {

  @ParameterizedTest
  @CsvSource({
    "mail, mail",
    "MAIL, mail",
    "E-mail, mail",
    "Email Address, mail",
    "displayName, displayName",
    "display name, displayName",
    "Name, displayName",
    "First name, givenName",
    "last_name, surname",
    "Job Title, jobTitle",
    "Mobile, mobilePhone",
    "extensionAttribute15, extensionAttribute15",
  })
  void headersAreKnownByNameAndByHabit(String header, String attribute) {
    String text =
        attribute.equals("mail")
            ? header + "\na@contoso.example"
            : "mail," + header + "\na@contoso.example,something";

    assertTrue(Tables.only(Tables.csv(text)).attributes().containsKey(attribute));
  }

  @Test
  void thePolicyGivesOtherHeadersAMeaning() {
    Wanted wanted =
        new Wanted(
            Optional.empty(),
            Map.of("Elektronische Post", "mail", "ABTEILUNG", "department"),
            "user",
            true,
            false);

    SourceRecord record =
        Tables.only(
            Tables.csv("elektronische post,Abteilung,Name\na@contoso.example,Einkauf,Ada", wanted));

    assertEquals("a@contoso.example", record.first("mail"));
    assertEquals("Einkauf", record.first("department"));
    assertEquals("Ada", record.first("displayName"));
  }

  @Test
  void aHeaderThatNobodyKnowsIsAHintThatDoesNotQuoteIt() {
    SourceReading reading = Tables.csv("mail,Shoe size\na@contoso.example,43");

    assertTrue(reading.completeness().isComplete());
    assertEquals(
        List.of("Column B of the table is not read: its header is no attribute's."),
        reading.hints());
    assertEquals(1, Tables.only(reading).attributes().size());
  }

  @Test
  void everythingWrongWithTheHeaderIsToldAtOnce() {
    Wanted wanted =
        new Wanted(
            Optional.empty(),
            Map.of("Abteilnug", "department", "Name", "dispalyName"),
            "user",
            true,
            false);

    Problem problem =
        Tables.refused("people.csv", "maill,Abteilung,Name,Phone\n1,2,3,4".getBytes(UTF_8), wanted);

    assertEquals("fileHeaderWrong", problem.code());
    for (String part :
        List.of(
            "There is no column 'Abteilnug'",
            "Did you mean 'Abteilung'?",
            "Did you mean 'displayName'?",
            "There is no column 'mail'. Is it the one called 'maill'?")) {
      assertTrue(problem.cause().contains(part), problem.cause());
    }
  }

  @Test
  void twoColumnsWithOneMeaningAreRefusedUnlessItTakesSeveral() {
    assertTrue(
        Tables.refused("mail,E-Mail\na@contoso.example,b@contoso.example")
            .cause()
            .contains("The columns A and B both give mail."));
    Wanted wanted =
        new Wanted(
            Optional.empty(),
            Map.of("Phone 1", "businessPhones", "Phone 2", "businessPhones"),
            "user",
            true,
            false);

    SourceRecord record =
        Tables.only(Tables.csv("mail,Phone 1,Phone 2\na@contoso.example,1;2,3", wanted));

    assertEquals(List.of("1", "2", "3"), record.attributes().get("businessPhones"));
  }

  @Test
  void aFileWithoutAHeaderIsAskedForOne() {
    Problem problem = Tables.refused("ada@contoso.example,Ada\nben@contoso.example,Ben");

    assertTrue(problem.cause().contains("Is the table's first row its header?"), problem.cause());
    assertTrue(!problem.cause().contains("ada"), problem.cause());
  }

  @Test
  void contactsNeedAnIdOrAnAddress() {
    assertEquals("row:7", Tables.only(Tables.csv("id,name\n7,Ada", Tables.CONTACTS)).key().value());
    assertTrue(
        Tables.refused("people.csv", "name\nAda".getBytes(UTF_8), Tables.CONTACTS)
            .cause()
            .contains("'id' and none 'mail'"));
  }
}
