package dev.rollcall.client.ews;

import dev.rollcall.client.ews.ContactFields.Slots;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes contacts as the element {@code Contact}, and what changes in them. */
final class ContactWriting {

  private static final List<RecordField> PHONES =
      List.of(RecordField.BUSINESS_PHONES, RecordField.HOME_PHONES, RecordField.MOBILE_PHONE);
  private static final List<RecordField> ADDRESSES =
      List.of(RecordField.BUSINESS_ADDRESS, RecordField.HOME_ADDRESS, RecordField.OTHER_ADDRESS);

  private ContactWriting() {}

  /** A new contact. */
  static void create(SoapWriter xml, EwsNewContact contact) {
    Content content = contact.content();
    xml.begin("t:Contact");
    content
        .get(RecordField.PERSONAL_NOTES)
        .ifPresent(notes -> body(xml, content.text(RecordField.PERSONAL_NOTES)));
    strings(xml, "t:Categories", content, RecordField.CATEGORIES);
    contact.properties().forEach((property, value) -> property.write(xml, value));
    ContactFields.PROPERTIES.forEach(
        (field, property) ->
            content.get(field).ifPresent(value -> property.write(xml, content.text(field))));
    for (String element : ContactFields.ORDER) {
      switch (element) {
        case "EmailAddresses" -> entries(xml, content, List.of(RecordField.EMAIL_ADDRESSES));
        case "PhoneNumbers" -> entries(xml, content, PHONES);
        case "ImAddresses" -> entries(xml, content, List.of(RecordField.IM_ADDRESSES));
        case "PhysicalAddresses" -> addresses(xml, content);
        case "Children" -> strings(xml, "t:Children", content, RecordField.CHILDREN);
        case "Birthday" ->
            content
                .get(RecordField.BIRTHDAY)
                .ifPresent(day -> xml.text("t:Birthday", time(content)));
        default ->
            ContactFields.textField(element)
                .map(content::text)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> xml.text("t:" + element, text));
      }
    }
    xml.end();
  }

  /** What an update says of one field: to be set, or to be taken away. */
  static void update(SoapWriter xml, RecordField field, Content content) {
    if (ContactFields.PROPERTIES.containsKey(field)) {
      EwsProperty property = ContactFields.PROPERTIES.get(field);
      change(
          xml,
          property::write,
          content.get(field).isPresent(),
          contact -> property.write(contact, content.text(field)));
    } else if (ContactFields.SLOTS.containsKey(field)) {
      slots(xml, field, content);
    } else if (ContactFields.ADDRESSES.containsKey(field)) {
      address(xml, field, content);
    } else {
      boolean present = content.get(field).isPresent();
      switch (field) {
        case PERSONAL_NOTES ->
            change(
                xml,
                uri("item:Body"),
                present,
                contact -> body(contact, content.text(RecordField.PERSONAL_NOTES)));
        case CATEGORIES ->
            change(
                xml,
                uri("item:Categories"),
                present,
                contact -> strings(contact, "t:Categories", content, field));
        case CHILDREN ->
            change(
                xml,
                uri("contacts:Children"),
                present,
                contact -> strings(contact, "t:Children", content, field));
        case BIRTHDAY ->
            change(
                xml,
                uri("contacts:Birthday"),
                present,
                contact -> contact.text("t:Birthday", time(content)));
        default -> {
          String element = ContactFields.TEXTS.get(field);
          if (element == null) {
            throw new IllegalArgumentException("a contact has no " + field.document());
          }
          change(
              xml,
              uri("contacts:" + element),
              present,
              contact -> contact.text("t:" + element, content.text(field)));
        }
      }
    }
  }

  private static void entries(SoapWriter xml, Content content, List<RecordField> fields) {
    List<RecordField> present =
        fields.stream().filter(field -> content.get(field).isPresent()).toList();
    if (present.isEmpty()) {
      return;
    }
    xml.begin("t:" + ContactFields.SLOTS.get(present.get(0)).element());
    for (RecordField field : present) {
      List<FieldValue.Email> values = values(content, field);
      List<String> keys = ContactFields.SLOTS.get(field).keys();
      for (int i = 0; i < Math.min(values.size(), keys.size()); i++) {
        entry(xml, keys.get(i), values.get(i));
      }
    }
    xml.end();
  }

  private static void entry(SoapWriter xml, String key, FieldValue.Email value) {
    xml.begin("t:Entry").attribute("Key", key);
    if (!value.name().isEmpty()) {
      xml.attribute("Name", value.name()).attribute("RoutingType", "SMTP");
    }
    xml.characters(value.address()).end();
  }

  /** The values in order; those without names have empty ones. */
  private static List<FieldValue.Email> values(Content content, RecordField field) {
    return content
        .get(field)
        .map(
            value ->
                value.match(
                    text -> List.of(new FieldValue.Email("", text.value())),
                    texts ->
                        texts.values().stream()
                            .map(text -> new FieldValue.Email("", text))
                            .toList(),
                    FieldValue.Emails::values,
                    address -> List.<FieldValue.Email>of(),
                    members -> List.<FieldValue.Email>of()))
        .orElse(List.of());
  }

  private static void slots(SoapWriter xml, RecordField field, Content content) {
    Slots slots = ContactFields.SLOTS.get(field);
    List<FieldValue.Email> values = values(content, field);
    for (int i = 0; i < slots.keys().size(); i++) {
      String key = slots.keys().get(i);
      boolean present = i < values.size();
      FieldValue.Email value = present ? values.get(i) : new FieldValue.Email("", "-");
      change(
          xml,
          indexed("contacts:" + slots.uri(), key),
          present,
          contact -> {
            contact.begin("t:" + slots.element());
            entry(contact, key, value);
            contact.end();
          });
    }
  }

  private static void addresses(SoapWriter xml, Content content) {
    if (ADDRESSES.stream().noneMatch(field -> content.get(field).isPresent())) {
      return;
    }
    xml.begin("t:PhysicalAddresses");
    for (RecordField field : ADDRESSES) {
      Map<String, String> parts = parts(content, field);
      if (!parts.isEmpty()) {
        xml.begin("t:Entry").attribute("Key", ContactFields.ADDRESSES.get(field));
        for (String part : ContactFields.ADDRESS_PARTS) {
          if (parts.containsKey(part)) {
            xml.text("t:" + part, parts.get(part));
          }
        }
        xml.end();
      }
    }
    xml.end();
  }

  private static void address(SoapWriter xml, RecordField field, Content content) {
    String key = ContactFields.ADDRESSES.get(field);
    Map<String, String> parts = parts(content, field);
    for (String part : ContactFields.ADDRESS_PARTS) {
      change(
          xml,
          indexed("contacts:PhysicalAddress:" + part, key),
          parts.containsKey(part),
          contact ->
              contact
                  .begin("t:PhysicalAddresses")
                  .begin("t:Entry")
                  .attribute("Key", key)
                  .text("t:" + part, parts.getOrDefault(part, ""))
                  .end()
                  .end());
    }
  }

  /** The parts that have a value. */
  private static Map<String, String> parts(Content content, RecordField field) {
    Map<String, String> parts = new HashMap<>();
    if (content.get(field).orElse(null) instanceof FieldValue.Address address) {
      parts.put("Street", address.street());
      parts.put("City", address.city());
      parts.put("State", address.state());
      parts.put("CountryOrRegion", address.country());
      parts.put("PostalCode", address.postalCode());
    }
    parts.values().removeIf(String::isEmpty);
    return parts;
  }

  /** Something that is written into the element that is open. */
  private interface Part {
    void write(SoapWriter xml);
  }

  private static void change(SoapWriter xml, Part name, boolean present, Part value) {
    xml.begin(present ? "t:SetItemField" : "t:DeleteItemField");
    name.write(xml);
    if (present) {
      xml.begin("t:Contact");
      value.write(xml);
      xml.end();
    }
    xml.end();
  }

  private static Part uri(String field) {
    return xml -> xml.begin("t:FieldURI").attribute("FieldURI", field).end();
  }

  private static Part indexed(String field, String index) {
    return xml ->
        xml.begin("t:IndexedFieldURI")
            .attribute("FieldURI", field)
            .attribute("FieldIndex", index)
            .end();
  }

  private static void body(SoapWriter xml, String notes) {
    xml.begin("t:Body").attribute("BodyType", "Text").characters(notes).end();
  }

  private static void strings(SoapWriter xml, String element, Content content, RecordField field) {
    if (content.get(field).orElse(null) instanceof FieldValue.Texts texts) {
      xml.begin(element);
      texts.values().forEach(text -> xml.text("t:String", text));
      xml.end();
    }
  }

  /** A day as the service keeps it: noon, so that it is the same day nearly everywhere. */
  private static String time(Content content) {
    return content.text(RecordField.BIRTHDAY) + "T12:00:00Z";
  }
}
