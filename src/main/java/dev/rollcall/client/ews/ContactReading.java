package dev.rollcall.client.ews;

import dev.rollcall.client.ews.ContactFields.Slots;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads contacts into the form that Graph's contacts have. */
final class ContactReading {

  private ContactReading() {}

  /** Asks for everything that {@link #read} reads. */
  static void shape(SoapWriter xml, Collection<EwsProperty> properties) {
    xml.begin("m:ItemShape");
    xml.text("t:BaseShape", "AllProperties");
    xml.text("t:BodyType", "Text");
    xml.begin("t:AdditionalProperties");
    ContactFields.PROPERTIES.values().forEach(property -> property.write(xml));
    properties.forEach(property -> property.write(xml));
    xml.end().end();
  }

  /** A contact. */
  static EwsContact read(XmlElement contact, Collection<EwsProperty> properties) {
    Map<EwsProperty, String> values = new HashMap<>();
    for (EwsProperty property : properties) {
      property.on(contact).ifPresent(value -> values.put(property, value));
    }
    String itemClass = contact.text("ItemClass");
    return new EwsContact(
        id(contact.child("ItemId")),
        itemClass.isEmpty() ? "IPM.Contact" : itemClass,
        contact.child("Sensitivity").exists() ? contact.text("Sensitivity") : "Normal",
        content(contact),
        values,
        instant(contact.text("DateTimeCreated")),
        photo(contact));
  }

  static EwsItemId id(XmlElement itemId) {
    return new EwsItemId(itemId.attribute("Id"), itemId.attribute("ChangeKey"));
  }

  private static Content content(XmlElement contact) {
    Content.Builder content = Content.empty().toBuilder();
    ContactFields.TEXTS.forEach((field, element) -> content.text(field, contact.text(element)));
    ContactFields.PROPERTIES.forEach(
        (field, property) -> content.text(field, property.on(contact).orElse("")));
    content.text(RecordField.PERSONAL_NOTES, contact.text("Body"));
    content.text(RecordField.BIRTHDAY, day(contact.text("Birthday")));
    content.texts(RecordField.CATEGORIES, strings(contact.child("Categories")));
    content.texts(RecordField.CHILDREN, strings(contact.child("Children")));
    ContactFields.SLOTS.forEach(
        (field, slots) -> slots(contact, slots, field).ifPresent(v -> content.put(field, v)));
    ContactFields.ADDRESSES.forEach(
        (field, key) -> address(contact, key).ifPresent(v -> content.put(field, v)));
    return content.build();
  }

  private static Optional<FieldValue> slots(XmlElement contact, Slots slots, RecordField field) {
    List<String> texts = new ArrayList<>();
    List<FieldValue.Email> emails = new ArrayList<>();
    for (String key : slots.keys()) {
      XmlElement entry = entry(contact.child(slots.element()), key);
      if (!entry.text().isEmpty()) {
        texts.add(entry.text());
        emails.add(new FieldValue.Email(entry.attribute("Name"), entry.text()));
      }
    }
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (field.kind()) {
          case EMAILS -> new FieldValue.Emails(emails);
          case TEXTS -> new FieldValue.Texts(texts);
          case TEXT -> new FieldValue.Text(texts.get(0));
          case DATE, ADDRESS, MEMBERS ->
              throw new IllegalStateException("no slots: " + field.document());
        });
  }

  private static Optional<FieldValue> address(XmlElement contact, String key) {
    XmlElement entry = entry(contact.child("PhysicalAddresses"), key);
    List<String> parts = ContactFields.ADDRESS_PARTS.stream().map(entry::text).toList();
    return String.join("", parts).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FieldValue.Address(
                parts.get(0), parts.get(1), parts.get(2), parts.get(4), parts.get(3)));
  }

  private static XmlElement entry(XmlElement entries, String key) {
    return entries.children("Entry").stream()
        .filter(entry -> entry.attribute("Key").equals(key))
        .findFirst()
        .orElse(entries.child(""));
  }

  private static Optional<String> photo(XmlElement contact) {
    return contact.child("Attachments").children("FileAttachment").stream()
        .filter(file -> file.text("IsContactPhoto").equals("true"))
        .map(file -> file.child("AttachmentId").attribute("Id"))
        .filter(id -> !id.isEmpty())
        .findFirst();
  }

  private static List<String> strings(XmlElement list) {
    return list.children("String").stream()
        .map(XmlElement::text)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String day(String time) {
    if (time.isEmpty()) {
      return "";
    }
    try {
      if (time.length() == 10) {
        return LocalDate.parse(time).toString();
      }
      return time.length() == 19
          ? LocalDateTime.parse(time).toLocalDate().toString()
          : OffsetDateTime.parse(time)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDate()
              .toString();
    } catch (DateTimeException e) {
      return time;
    }
  }

  private static Instant instant(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
