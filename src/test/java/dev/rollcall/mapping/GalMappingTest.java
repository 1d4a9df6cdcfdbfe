package dev.rollcall.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of people in another organisation's address list. */
@Tag("S8")
class GalMappingTest {

  private static final String PLAIN = "\"prefix\": \"EXT \", \"suffix\": \" (Contoso)\"";

  @Test
  void aNameGetsWhatTellsWhereItComesFrom() {
    Content contact = map(PLAIN, "", Map.of("displayName", "Anna Ames"));

    assertEquals("EXT Anna Ames (Contoso)", contact.text(RecordField.DISPLAY_NAME));
    assertEquals("anna@contoso.example", contact.text(RecordField.MAIL));
    assertEquals("false", contact.text(RecordField.HIDDEN));
    assertEquals("user:1", contact.text(RecordField.DIRECTORY_ID));
  }

  @Test
  void ofALongNameWhatTellsWhereItComesFromStays() {
    String name =
        map(PLAIN, "", Map.of("displayName", "x".repeat(255))).text(RecordField.DISPLAY_NAME);

    assertEquals(255, name.length());
    assertTrue(name.endsWith("x (Contoso)"));
  }

  @Test
  void whoHasNoNameIsCalledByTheAddress() {
    assertEquals(
        "EXT anna@contoso.example (Contoso)",
        map(PLAIN, "", Map.of()).text(RecordField.DISPLAY_NAME));
  }

  @ParameterizedTest
  @CsvSource({
    "NL,NL",
    "Netherlands,NL",
    "The Netherlands,NL",
    "NLD,NL",
    "Türkiye,TR",
    "Atlantis,''"
  })
  void aCountryIsWrittenAsTheServiceTakesItOrNotAtAll(String country, String code) {
    Content contact = map(PLAIN, "", Map.of("city", "Delft", "country", country));

    assertEquals(
        new FieldValue.Address("", "Delft", "", "", code),
        contact.get(RecordField.BUSINESS_ADDRESS).orElseThrow());
  }

  @Test
  void whatIsTooLongForTheDirectoryIsCutAndTold() {
    RecordMapping.Mapped mapped =
        new GalMapping(policy(PLAIN, "")).map(record(Map.of("companyName", "c".repeat(80))));

    assertEquals(64, mapped.content().orElseThrow().text(RecordField.COMPANY_NAME).length());
    assertEquals(
        List.of(SkipReason.VALUE_SPILLED),
        mapped.warnings().stream().map(Dropped::reason).toList());
  }

  @Test
  void whoHasNoAddressBecomesNoContact() {
    RecordMapping.Mapped mapped =
        new GalMapping(policy(PLAIN, ""))
            .map(new SourceRecord(new RecordKey("user:1"), "user", Map.of(), "/source/select/0"));

    assertTrue(mapped.content().isEmpty());
    assertEquals(SkipReason.NO_ADDRESS, mapped.warnings().get(0).reason());
  }

  @Test
  void anAttributeThatThePolicyDropsDoesNotTravel() {
    String dropped = "\"mapping\": { \"fields\": { \"mobilePhone\": { \"drop\": true } } },";

    Content contact = map(PLAIN, dropped, Map.of("mobilePhone", "+31 6 1", "jobTitle", "Baker"));

    assertFalse(contact.get(RecordField.MOBILE_PHONE).isPresent());
    assertEquals("Baker", contact.text(RecordField.JOB_TITLE));
  }

  private static Content map(String target, String more, Map<String, String> attributes) {
    return new GalMapping(policy(target, more)).map(record(attributes)).content().orElseThrow();
  }

  private static SourceRecord record(Map<String, String> attributes) {
    Map<String, List<String>> all = new HashMap<>();
    attributes.forEach((name, value) -> all.put(name, List.of(value)));
    all.put("mail", List.of("Anna@Contoso.example"));
    return new SourceRecord(new RecordKey("user:1"), "user", all, "/source/select/0");
  }

  private static Policy policy(String target, String more) {
    String document =
        """
        {
          "id": "people", "name": "People", "type": "gal", "environment": "contoso", %s
          "source": { "kind": "directory", "select": [{ "query": "*" }] },
          "target": { "kind": "mailcontact", "environment": "fabrikam", %s }
        }
        """
            .formatted(more, target);
    return PolicyDocuments.policy(document.getBytes(StandardCharsets.UTF_8))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.toString());
            });
  }
}
