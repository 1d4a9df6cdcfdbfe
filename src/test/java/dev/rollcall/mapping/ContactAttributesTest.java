package dev.rollcall.mapping;

import static dev.rollcall.mapping.Records.e164;
import static dev.rollcall.mapping.Records.named;
import static dev.rollcall.mapping.Records.plain;
import static dev.rollcall.mapping.Records.ruled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Mapping.ValueRule.Kind;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A contact that is a source: what it says, a contact made of it says too. */
@Tag("S3")
@Tag("S4")
@Tag("P14")
class ContactAttributesTest {

  /** A contact with a value in every field, more than a directory knows. */
  static Content everything() {
    Content.Builder contact = Content.empty().toBuilder();
    for (RecordField field : RecordField.OF_CONTACTS) {
      String name = field.document();
      switch (field.kind()) {
        case TEXT -> contact.text(field, "the " + name);
        case DATE -> contact.text(field, "1990-05-17");
        case TEXTS ->
            contact.texts(
                field,
                field == RecordField.IM_ADDRESSES
                    ? List.of("ada@im.example", "a@im.example")
                    : List.of("1 " + name, "2 " + name));
        case EMAILS ->
            contact.put(
                field,
                new FieldValue.Emails(
                    List.of(
                        new FieldValue.Email("the displayName", "ada@contoso.example"),
                        new FieldValue.Email("the displayName", "ada@home.example"),
                        new FieldValue.Email("the displayName", "office@contoso.example"))));
        case ADDRESS ->
            contact.put(
                field,
                new FieldValue.Address(name + " 1", "city", "state", name, "country of " + name));
        case MEMBERS -> throw new IllegalStateException("contacts have no members");
      }
    }
    return contact.build();
  }

  @Test
  void everyFieldOfAContactTravels() {
    Content contact = everything();

    assertEquals(RecordField.OF_CONTACTS, contact.fields());
    assertEquals(Optional.of(contact), mapped(plain(), contact));
  }

  @Test
  void aContactWithOneFieldAloneKeepsIt() {
    Content all = everything();
    for (RecordField field : RecordField.OF_CONTACTS) {
      Content one =
          Content.empty().toBuilder()
              .text(RecordField.DISPLAY_NAME, "the displayName")
              .text(RecordField.FILE_AS, "the displayName")
              .put(field, all.get(field).orElseThrow())
              .build();

      assertEquals(Optional.of(one), mapped(plain(), one), field.document());
    }
  }

  @Test
  void rulesTemplatesAndPhoneFormsWorkAsForPeopleOfTheDirectory() {
    Content contact =
        everything().toBuilder()
            .text(RecordField.MOBILE_PHONE, "0170 1234567")
            .texts(RecordField.BUSINESS_PHONES, List.of("030 1234567"))
            .remove(RecordField.HOME_PHONES)
            .build();

    Content german = mapped(e164("DE"), contact).orElseThrow();
    Content styled = mapped(named("{surname}, {nickName}"), contact).orElseThrow();
    Content ruled =
        mapped(
                ruled(RecordField.HOME_PHONES, Kind.TEMPLATE, "{spouseName}; of {categories}"),
                contact)
            .orElseThrow();
    Content dropped = mapped(ruled(RecordField.CATEGORIES, Kind.DROP, ""), contact).orElseThrow();

    assertEquals("+491701234567", german.text(RecordField.MOBILE_PHONE));
    assertEquals("the surname, the nickName", styled.text(RecordField.DISPLAY_NAME));
    assertEquals("the surname, the nickName", styled.text(RecordField.FILE_AS));
    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("the spouseName", "of 1 categories"))),
        ruled.get(RecordField.HOME_PHONES));
    assertTrue(dropped.get(RecordField.CATEGORIES).isEmpty());
  }

  @Test
  void thePolicysCategoriesComeBeforeTheContactsOwn() {
    Mapping mapping =
        new Mapping(
            Optional.empty(),
            Mapping.Phones.AS_IS,
            Optional.empty(),
            List.of("Company", "2 categories"),
            false,
            Map.of());

    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("Company", "2 categories", "1 categories"))),
        mapped(mapping, everything()).orElseThrow().get(RecordField.CATEGORIES));
  }

  @Test
  void filtersSeeWhatTheDirectoryDoesNotKnow() {
    RecordFilter filter =
        new RecordFilter(
            new Policy.Filters(
                Optional.of("categories eq \"2 categories\" and spouseName ne \"Nobody\""),
                Optional.empty()));

    assertEquals(1, filter.filter(List.of(record(everything()))).records().size());
    assertEquals(
        0,
        filter
            .filter(List.of(record(everything().without(RecordField.CATEGORIES))))
            .records()
            .size());
  }

  @Test
  void addressesOfExchangesOwnKindAreNoMailAddresses() {
    Content contact =
        everything()
            .with(
                RecordField.EMAIL_ADDRESSES,
                new FieldValue.Emails(
                    List.of(
                        new FieldValue.Email("Ada", "/O=CONTOSO/OU=EXCHANGE/CN=ADA"),
                        new FieldValue.Email("Ada", "ada@contoso.example"))));

    Map<String, List<String>> attributes = ContactAttributes.of(contact);

    assertEquals(List.of("ada@contoso.example"), attributes.get(Attribute.MAIL.document()));
    assertEquals(
        List.of("ada@contoso.example"), attributes.get(Attribute.EMAIL_ADDRESSES.document()));
    assertFalse(attributes.containsKey(Attribute.OTHER_MAILS.document()));
  }

  private static Optional<Content> mapped(Mapping mapping, Content contact) {
    RecordMapping.Mapped mapped = new ContactMapping(mapping).map(record(contact));
    assertEquals(List.of(), mapped.warnings());
    return mapped.content();
  }

  private static SourceRecord record(Content contact) {
    return new SourceRecord(
        new RecordKey("contact:1"), "mailContact", ContactAttributes.of(contact), "/source");
  }
}
