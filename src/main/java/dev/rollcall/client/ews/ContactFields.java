package dev.rollcall.client.ews;

import dev.rollcall.model.RecordField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each field of a contact stands in EWS. Graph is a view of the same properties, so both
 * clients read the same content from the same contact.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/contact">Contact</a>
 *     (read 2026-11-21), also for the order of the elements, which the server insists on
 */
final class ContactFields {

  /** Fields that are one element with one text. */
  static final Map<RecordField, String> TEXTS = texts();

  /** Fields that have no element that can be written. */
  static final Map<RecordField, EwsProperty> PROPERTIES =
      Map.of(
          RecordField.TITLE, EwsProperty.TITLE,
          RecordField.YOMI_GIVEN_NAME, EwsProperty.YOMI_GIVEN_NAME,
          RecordField.YOMI_SURNAME, EwsProperty.YOMI_SURNAME,
          RecordField.YOMI_COMPANY_NAME, EwsProperty.YOMI_COMPANY_NAME);

  /** Fields whose values stand in numbered entries. */
  static final Map<RecordField, Slots> SLOTS =
      Map.of(
          RecordField.BUSINESS_PHONES,
          new Slots("PhoneNumber", "PhoneNumbers", List.of("BusinessPhone", "BusinessPhone2")),
          RecordField.HOME_PHONES,
          new Slots("PhoneNumber", "PhoneNumbers", List.of("HomePhone", "HomePhone2")),
          RecordField.MOBILE_PHONE,
          new Slots("PhoneNumber", "PhoneNumbers", List.of("MobilePhone")),
          RecordField.EMAIL_ADDRESSES,
          new Slots(
              "EmailAddress",
              "EmailAddresses",
              List.of("EmailAddress1", "EmailAddress2", "EmailAddress3")),
          RecordField.IM_ADDRESSES,
          new Slots("ImAddress", "ImAddresses", List.of("ImAddress1", "ImAddress2", "ImAddress3")));

  /** Fields that are postal addresses, by the key of their entry. */
  static final Map<RecordField, String> ADDRESSES =
      Map.of(
          RecordField.BUSINESS_ADDRESS, "Business",
          RecordField.HOME_ADDRESS, "Home",
          RecordField.OTHER_ADDRESS, "Other");

  /** The parts of a postal address, in the schema's order. */
  static final List<String> ADDRESS_PARTS =
      List.of("Street", "City", "State", "CountryOrRegion", "PostalCode");

  /** What follows the item's own elements in a contact, in the schema's order. */
  static final List<String> ORDER =
      List.of(
          "FileAs",
          "DisplayName",
          "GivenName",
          "Initials",
          "MiddleName",
          "Nickname",
          "CompanyName",
          "EmailAddresses",
          "PhysicalAddresses",
          "PhoneNumbers",
          "AssistantName",
          "Birthday",
          "BusinessHomePage",
          "Children",
          "Department",
          "Generation",
          "ImAddresses",
          "JobTitle",
          "Manager",
          "OfficeLocation",
          "Profession",
          "SpouseName",
          "Surname");

  /**
   * Numbered entries.
   *
   * @param uri what an update calls one of them
   * @param element what they stand in
   * @param keys what they are called
   */
  record Slots(String uri, String element, List<String> keys) {}

  private ContactFields() {}

  /** The field that is this element; empty for one that is made of entries. */
  static Optional<RecordField> textField(String element) {
    return TEXTS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(element))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Map<RecordField, String> texts() {
    Map<RecordField, String> names = new EnumMap<>(RecordField.class);
    names.put(RecordField.FILE_AS, "FileAs");
    names.put(RecordField.DISPLAY_NAME, "DisplayName");
    names.put(RecordField.GIVEN_NAME, "GivenName");
    names.put(RecordField.INITIALS, "Initials");
    names.put(RecordField.MIDDLE_NAME, "MiddleName");
    names.put(RecordField.NICK_NAME, "Nickname");
    names.put(RecordField.COMPANY_NAME, "CompanyName");
    names.put(RecordField.ASSISTANT_NAME, "AssistantName");
    names.put(RecordField.BUSINESS_HOME_PAGE, "BusinessHomePage");
    names.put(RecordField.DEPARTMENT, "Department");
    names.put(RecordField.GENERATION, "Generation");
    names.put(RecordField.JOB_TITLE, "JobTitle");
    names.put(RecordField.MANAGER, "Manager");
    names.put(RecordField.OFFICE_LOCATION, "OfficeLocation");
    names.put(RecordField.PROFESSION, "Profession");
    names.put(RecordField.SPOUSE_NAME, "SpouseName");
    names.put(RecordField.SURNAME, "Surname");
    return Map.copyOf(names);
  }
}
