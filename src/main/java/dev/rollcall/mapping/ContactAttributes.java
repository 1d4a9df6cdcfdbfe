package dev.rollcall.mapping;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Attribute;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of a record whose source is itself a contact: every field of a contact has its
 * attribute, so that templates, filters, rules and limits work for contacts of a folder as they do
 * for people of a directory, and the default mapping makes the same contact again.
 *
 * <p>Two things are not carried over: the names beside mail addresses, since a contact's addresses
 * are all shown under its display name, and addresses of Exchange's own kind ({@code /o=…}), which
 * nobody outside of its organisation can write to.
 */
public final class ContactAttributes {

  private static final Map<RecordField, Attribute> SINGLE = single();

  private ContactAttributes() {}

  /** The attributes, by name, of a contact that says this; one without a value is absent. */
  public static Map<String, List<String>> of(Content contact) {
    Map<String, List<String>> attributes = new HashMap<>();
    contact.forEach((field, value) -> put(attributes, field, value));
    return attributes;
  }

  private static void put(
      Map<String, List<String>> attributes, RecordField field, FieldValue value) {
    switch (field) {
      case EMAIL_ADDRESSES -> putMail(attributes, (FieldValue.Emails) value);
      case BUSINESS_ADDRESS ->
          putAddress(
              attributes,
              (FieldValue.Address) value,
              Attribute.STREET_ADDRESS,
              Attribute.CITY,
              Attribute.STATE,
              Attribute.POSTAL_CODE,
              Attribute.COUNTRY);
      case HOME_ADDRESS ->
          putAddress(
              attributes,
              (FieldValue.Address) value,
              Attribute.HOME_STREET_ADDRESS,
              Attribute.HOME_CITY,
              Attribute.HOME_STATE,
              Attribute.HOME_POSTAL_CODE,
              Attribute.HOME_COUNTRY);
      case OTHER_ADDRESS ->
          putAddress(
              attributes,
              (FieldValue.Address) value,
              Attribute.OTHER_STREET_ADDRESS,
              Attribute.OTHER_CITY,
              Attribute.OTHER_STATE,
              Attribute.OTHER_POSTAL_CODE,
              Attribute.OTHER_COUNTRY);
      default -> {
        Attribute attribute = SINGLE.get(field);
        if (attribute == null) {
          throw new IllegalArgumentException("a contact has no " + field.document());
        }
        attributes.put(
            attribute.document(),
            value instanceof FieldValue.Texts texts ? texts.values() : List.of(value.shown()));
      }
    }
  }

  private static void putMail(Map<String, List<String>> attributes, FieldValue.Emails emails) {
    List<String> addresses =
        emails.values().stream()
            .map(FieldValue.Email::address)
            .filter(address -> !isInternal(address))
            .toList();
    if (!addresses.isEmpty()) {
      attributes.put(Attribute.MAIL.document(), List.of(addresses.get(0)));
      attributes.put(Attribute.EMAIL_ADDRESSES.document(), addresses);
    }
  }

  private static boolean isInternal(String address) {
    return address.regionMatches(true, 0, "/o=", 0, 3);
  }

  private static void putAddress(
      Map<String, List<String>> attributes, FieldValue.Address address, Attribute... parts) {
    List<String> values =
        List.of(
            address.street(),
            address.city(),
            address.state(),
            address.postalCode(),
            address.country());
    for (int i = 0; i < parts.length; i++) {
      if (!values.get(i).isEmpty()) {
        attributes.put(parts[i].document(), List.of(values.get(i)));
      }
    }
  }

  /** The fields that are one attribute, whole. */
  private static Map<RecordField, Attribute> single() {
    Map<RecordField, Attribute> single = new EnumMap<>(RecordField.class);
    single.put(RecordField.DISPLAY_NAME, Attribute.DISPLAY_NAME);
    single.put(RecordField.GIVEN_NAME, Attribute.GIVEN_NAME);
    single.put(RecordField.MIDDLE_NAME, Attribute.MIDDLE_NAME);
    single.put(RecordField.SURNAME, Attribute.SURNAME);
    single.put(RecordField.INITIALS, Attribute.INITIALS);
    single.put(RecordField.TITLE, Attribute.HONORIFIC);
    single.put(RecordField.GENERATION, Attribute.GENERATION);
    single.put(RecordField.NICK_NAME, Attribute.NICK_NAME);
    single.put(RecordField.FILE_AS, Attribute.FILE_AS);
    single.put(RecordField.YOMI_GIVEN_NAME, Attribute.YOMI_GIVEN_NAME);
    single.put(RecordField.YOMI_SURNAME, Attribute.YOMI_SURNAME);
    single.put(RecordField.YOMI_COMPANY_NAME, Attribute.YOMI_COMPANY_NAME);
    single.put(RecordField.COMPANY_NAME, Attribute.COMPANY_NAME);
    single.put(RecordField.DEPARTMENT, Attribute.DEPARTMENT);
    single.put(RecordField.JOB_TITLE, Attribute.JOB_TITLE);
    single.put(RecordField.OFFICE_LOCATION, Attribute.OFFICE_LOCATION);
    single.put(RecordField.MANAGER, Attribute.MANAGER);
    single.put(RecordField.ASSISTANT_NAME, Attribute.ASSISTANT_NAME);
    single.put(RecordField.PROFESSION, Attribute.PROFESSION);
    single.put(RecordField.BUSINESS_HOME_PAGE, Attribute.WEB_PAGE);
    single.put(RecordField.BUSINESS_PHONES, Attribute.BUSINESS_PHONES);
    single.put(RecordField.HOME_PHONES, Attribute.HOME_PHONES);
    single.put(RecordField.MOBILE_PHONE, Attribute.MOBILE_PHONE);
    single.put(RecordField.IM_ADDRESSES, Attribute.IM_ADDRESSES);
    single.put(RecordField.BIRTHDAY, Attribute.BIRTHDAY);
    single.put(RecordField.SPOUSE_NAME, Attribute.SPOUSE_NAME);
    single.put(RecordField.CHILDREN, Attribute.CHILDREN);
    single.put(RecordField.PERSONAL_NOTES, Attribute.NOTES);
    single.put(RecordField.CATEGORIES, Attribute.CATEGORIES);
    return single;
  }
}
