package dev.rollcall.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real directory is mapped without loss: real names, numbers and addresses. */
@Tag("P14")
@Tag("P16")
class CongressTest {

  private static final Path FOLDER = Path.of("../shared/data/congress");

  @ParameterizedTest
  @ValueSource(strings = {"2024-12-15", "2025-02-01", "2025-02-15", "2025-09-01"})
  void membersAndOfficesAreMappedWithoutLoss(String date) throws IOException {
    Path file = FOLDER.resolve("congress-" + date + ".json");
    assumeTrue(Files.exists(file), () -> file + " is not here: it is no part of the project");
    JsonNode congress = new ObjectMapper().readTree(file.toFile());
    List<SourceRecord> records = new ArrayList<>();
    congress.get("people").forEach(person -> records.add(record("user", person)));
    congress.get("officeContacts").forEach(office -> records.add(record("office", office)));

    Desired desired =
        Desired.assemble(
            new ContactMapping(
                new Mapping(
                    Optional.of("{surname}, {givenName}"),
                    Mapping.Phones.E164,
                    Optional.empty(),
                    List.of(),
                    false,
                    Map.of())),
            records,
            Map.of());

    assertEquals(records.size(), desired.records().size());
    // Some office's number has a digit too many: it is kept as it is, and said.
    Set<String> misspelled = new HashSet<>();
    for (Dropped dropped : desired.dropped()) {
      assertEquals(SkipReason.VALUE_NOT_NORMALISED, dropped.reason());
      misspelled.add(dropped.key());
    }
    assertTrue(misspelled.size() <= 1, () -> misspelled.size() + " numbers are no numbers");
    Map<RecordKey, Content> contacts = new HashMap<>();
    for (DesiredRecord made : desired.records()) {
      contacts.put(made.key(), made.content());
    }
    records.forEach(
        record ->
            assertCarried(
                record,
                contacts.get(record.key()),
                misspelled.contains(record.key().value()) ? ".+" : "\\+1\\d{10}(,\\d+)?"));
  }

  private static void assertCarried(SourceRecord record, Content contact, String phoneForm) {
    Map<Attribute, RecordField> texts =
        Map.of(
            Attribute.GIVEN_NAME, RecordField.GIVEN_NAME,
            Attribute.MIDDLE_NAME, RecordField.MIDDLE_NAME,
            Attribute.SURNAME, RecordField.SURNAME,
            Attribute.NICK_NAME, RecordField.NICK_NAME,
            Attribute.GENERATION, RecordField.GENERATION,
            Attribute.JOB_TITLE, RecordField.JOB_TITLE,
            Attribute.DEPARTMENT, RecordField.DEPARTMENT,
            Attribute.COMPANY_NAME, RecordField.COMPANY_NAME,
            Attribute.OFFICE_LOCATION, RecordField.OFFICE_LOCATION,
            Attribute.WEB_PAGE, RecordField.BUSINESS_HOME_PAGE);
    texts.forEach(
        (attribute, field) ->
            assertEquals(
                PlainText.line(record.first(attribute.document())),
                contact.text(field),
                field.document()));
    assertEquals(
        record.first("city"),
        contact
            .get(RecordField.BUSINESS_ADDRESS)
            .map(value -> ((FieldValue.Address) value).city())
            .orElse(""));
    List<String> phones =
        contact
            .get(RecordField.BUSINESS_PHONES)
            .map(value -> ((FieldValue.Texts) value).values())
            .orElse(List.of());
    assertEquals(
        record.attributes().getOrDefault("businessPhones", List.of()).size(), phones.size());
    phones.forEach(phone -> assertTrue(phone.matches(phoneForm), "a number in E.164"));
    assertFalse(contact.text(RecordField.DISPLAY_NAME).isEmpty());
  }

  private static SourceRecord record(String kind, JsonNode entry) {
    Map<String, List<String>> attributes = new HashMap<>();
    for (Attribute attribute : Attribute.values()) {
      JsonNode value = entry.path(attribute.document());
      List<String> values = new ArrayList<>();
      if (value.isArray()) {
        value.forEach(item -> values.add(item.asText()));
      } else if (value.isTextual()) {
        values.add(value.asText());
      }
      if (!values.isEmpty()) {
        attributes.put(attribute.document(), values);
      }
    }
    String key = kind + ":" + entry.get("id").asText().toLowerCase(Locale.ROOT);
    return new SourceRecord(new RecordKey(key), kind, attributes, "/source/select/0");
  }
}
