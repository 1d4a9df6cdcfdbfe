package dev.rollcall.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.Snapshot;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P14")
class DesiredTest {

  private static final ContactMapping PLAIN = new ContactMapping(Records.plain());

  @Test
  @Tag("P16")
  void ofTwoRecordsWithOneKeyTheFirstBySelectionIsTaken() {
    SourceRecord tenth = named("user:1", "Tenth", "/source/select/10");
    SourceRecord second = named("user:1", "Second", "/source/select/2");

    Desired desired = Desired.assemble(PLAIN, List.of(tenth, second), Map.of());

    assertEquals(List.of("Second"), shown(desired));
    assertEquals(
        List.of(new Dropped("user:1", "/source/select/10", SkipReason.DUPLICATE_KEY, "")),
        desired.dropped());
  }

  @Test
  @Tag("P16")
  void recordsWithOneAddressAreAllTakenAndAllReported() {
    SourceRecord one = mailed("user:1", "Info@contoso.example");
    SourceRecord two = mailed("user:2", "info@contoso.example ");
    SourceRecord three = mailed("user:3", "info@contoso.example");
    SourceRecord other = mailed("user:4", "other@contoso.example");

    Desired desired = Desired.assemble(PLAIN, List.of(two, three, other, one), Map.of());

    assertEquals(4, desired.records().size());
    assertEquals(
        List.of(
            "user:1 mail: also that of user:2 and 1 more",
            "user:2 mail: also that of user:1 and 1 more",
            "user:3 mail: also that of user:1 and 1 more"),
        desired.dropped().stream().map(d -> d.key() + " " + d.detail()).toList());
    assertTrue(
        desired.dropped().stream().allMatch(d -> d.reason() == SkipReason.DUPLICATE_ADDRESS));
  }

  @Test
  void aRecordWithNothingToShowIsLeftOutAndSaid() {
    SourceRecord empty = Records.record("user:2", Map.of());

    Desired desired =
        Desired.assemble(PLAIN, List.of(empty, named("user:1", "Ada", "/s")), Map.of());

    assertEquals(List.of("Ada"), shown(desired));
    assertEquals(
        List.of(new Dropped("user:2", "/source/select/0", SkipReason.NOTHING_TO_SHOW, "")),
        desired.dropped());
  }

  @Test
  void eachRecordGetsItsOwnPhoto() {
    DesiredRecord.Photo photo = new DesiredRecord.Photo("tag", Fingerprint.of("bytes"));

    Desired desired =
        Desired.assemble(
            PLAIN,
            List.of(named("user:1", "Ada", "/s"), named("user:2", "Ben", "/s")),
            Map.of(new RecordKey("user:2"), photo));

    assertEquals(
        List.of(Optional.empty(), Optional.of(photo)),
        desired.records().stream().map(DesiredRecord::photo).toList());
  }

  @Test
  void anyRecordBecomesAContactWithinItsLimitsAndAlwaysTheSame() {
    Seeded.cases(
        400,
        random -> {
          Mapping mapping = anyMapping(random);
          SourceRecord record = anyRecord(random, "user:1");

          RecordMapping.Mapped mapped = new ContactMapping(mapping).map(record);
          RecordMapping.Mapped again = new ContactMapping(mapping).map(record);

          assertEquals(mapped, again);
          mapped.content().ifPresent(DesiredTest::assertWithinLimits);
        });
  }

  @Test
  void theOrderOfRecordsDoesNotMatter() {
    Seeded.cases(
        200,
        random -> {
          List<SourceRecord> records = new ArrayList<>();
          int count = random.nextInt(12);
          for (int i = 0; i < count; i++) {
            records.add(anyRecord(random, "user:" + random.nextInt(8)));
          }
          ContactMapping mapping = new ContactMapping(anyMapping(random));
          Desired first = Desired.assemble(mapping, records, Map.of());
          Collections.shuffle(records, random);
          Desired second = Desired.assemble(mapping, records, Map.of());

          assertEquals(first, second);
          assertEquals(Snapshot.of(first.records()).id(), Snapshot.of(second.records()).id());
        });
  }

  @Test
  void whatWasMappedOnceMapsToItself() {
    Seeded.cases(
        300,
        random -> {
          ContactMapping mapping = new ContactMapping(Records.e164("DE"));
          SourceRecord record = anyRecord(random, "user:1");
          Optional<Content> contact = mapping.map(record).content();
          if (contact.isPresent()) {
            Map<Attribute, List<String>> mapped = new HashMap<>();
            for (Attribute attribute : Attribute.values()) {
              mapped.put(
                  attribute, record.attributes().getOrDefault(attribute.document(), List.of()));
            }
            put(mapped, Attribute.DISPLAY_NAME, contact.get(), RecordField.DISPLAY_NAME);
            put(mapped, Attribute.JOB_TITLE, contact.get(), RecordField.JOB_TITLE);
            put(mapped, Attribute.NOTES, contact.get(), RecordField.PERSONAL_NOTES);
            put(mapped, Attribute.MOBILE_PHONE, contact.get(), RecordField.MOBILE_PHONE);
            put(mapped, Attribute.BUSINESS_PHONES, contact.get(), RecordField.BUSINESS_PHONES);
            mapped.put(Attribute.MEMBERS, List.of());

            assertEquals(contact, mapping.map(Records.record("user:1", mapped)).content());
          }
        });
  }

  private static void put(
      Map<Attribute, List<String>> into, Attribute attribute, Content contact, RecordField field) {
    into.put(
        attribute,
        contact
            .get(field)
            .map(
                value ->
                    value instanceof FieldValue.Texts texts
                        ? texts.values()
                        : List.of(contact.text(field)))
            .orElse(List.of()));
  }

  private static void assertWithinLimits(Content contact) {
    contact.forEach(
        (field, value) -> {
          List<String> texts =
              value.match(
                  text -> List.of(text.value()),
                  list -> list.values(),
                  emails -> emails.values().stream().map(FieldValue.Email::address).toList(),
                  address ->
                      List.of(
                          address.street(),
                          address.city(),
                          address.state(),
                          address.postalCode(),
                          address.country()),
                  members -> List.of());
          boolean isAddress = field.kind() == RecordField.Kind.ADDRESS;
          assertTrue(isAddress || texts.size() <= field.maxEntries(), field.document());
          texts.forEach(
              text -> {
                assertTrue(text.length() <= field.maxLength(), field.document());
                assertFalse(text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF));
                assertTrue(
                    text.codePoints()
                        .noneMatch(
                            c ->
                                Character.isISOControl(c)
                                    && !(c == '\n' && field == RecordField.PERSONAL_NOTES)),
                    field.document());
              });
        });
  }

  private static Mapping anyMapping(Random random) {
    Map<RecordField, Mapping.FieldRule> fields = new HashMap<>();
    String[] templates = {"{surname}, {givenName}", "{mail}; {proxyAddresses}", "{notes}", "x"};
    for (int i = random.nextInt(4); i > 0; i--) {
      Mapping.ValueRule.Kind kind =
          Mapping.ValueRule.Kind.values()[random.nextInt(Mapping.ValueRule.Kind.values().length)];
      fields.put(
          List.copyOf(RecordField.OF_CONTACTS).get(random.nextInt(RecordField.OF_CONTACTS.size())),
          new Mapping.FieldRule(
              Optional.of(new Mapping.ValueRule(kind, templates[random.nextInt(4)])),
              Mapping.Write.values()[random.nextInt(3)]));
    }
    return new Mapping(
        random.nextBoolean()
            ? Optional.of("{surname}, {givenName} ({department})")
            : Optional.empty(),
        random.nextBoolean() ? Mapping.Phones.E164 : Mapping.Phones.AS_IS,
        random.nextBoolean() ? Optional.of("DE") : Optional.empty(),
        List.of("Company"),
        false,
        fields);
  }

  private static SourceRecord anyRecord(Random random, String key) {
    Map<Attribute, List<String>> attributes = new HashMap<>();
    for (Attribute attribute : Attribute.values()) {
      List<String> values = new ArrayList<>();
      int count = random.nextInt(5) == 0 ? random.nextInt(7) : random.nextInt(2);
      for (int i = 0; i < count; i++) {
        values.add(anyValue(random));
      }
      if (!values.isEmpty()) {
        attributes.put(attribute, values);
      }
    }
    return Records.record(key, attributes);
  }

  private static String anyValue(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> PlainTextTest.anyText(random).repeat(1 + random.nextInt(20));
      case 1 -> "+49 30 " + random.nextInt(1_000_000);
      case 2 -> "0" + random.nextInt(1_000_000_000);
      case 3 -> "smtp:a" + random.nextInt(3) + "@contoso.example";
      default -> "Name " + random.nextInt(10);
    };
  }

  private static SourceRecord named(String key, String name, String selection) {
    return new SourceRecord(
        new RecordKey(key), "user", Map.of("displayName", List.of(name)), selection);
  }

  private static SourceRecord mailed(String key, String mail) {
    return Records.record(
        key, Map.of(Attribute.DISPLAY_NAME, List.of(key), Attribute.MAIL, List.of(mail)));
  }

  private static List<String> shown(Desired desired) {
    return desired.records().stream()
        .map(record -> record.content().text(RecordField.DISPLAY_NAME))
        .toList();
  }
}
