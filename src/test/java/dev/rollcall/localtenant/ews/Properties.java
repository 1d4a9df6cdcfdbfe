package dev.rollcall.localtenant.ews;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which properties of EWS and of MAPI are which of the store's. */
final class Properties {

  /**
   * A place in the store.
   *
   * @param name of a property of the content
   * @param slot of a list; -1 for a text
   */
  record Stored(String name, int slot) {
    static Stored text(String name) {
      return new Stored(name, -1);
    }
  }

  static final String SUBJECT = "String 0x37";
  static final String SENSITIVITY = "Integer 0x36";
  static final String ITEM_CLASS = "String 0x1a";
  static final String IMPORTANCE = "Integer 0x17";
  static final String ANNIVERSARY = "SystemTime 0x3a41";
  static final String MILEAGE = common("String", "0x8534");
  static final String COMPANIES = common("StringArray", "0x8539");
  static final String POSTAL_ADDRESS_INDEX = address("Integer", "0x8022");

  static final List<String> SENSITIVITIES =
      List.of("Normal", "Personal", "Private", "Confidential");

  /** Elements that are one text, in the schema's order. */
  static final Map<String, String> TEXTS = texts();

  /** Telephones by their keys, in the order Exchange answers them. */
  static final Map<String, String> PHONES = phones();

  /** What Graph has a name for, by the id of MAPI. */
  private static final Map<String, Stored> NATIVE = natives();

  private Properties() {}

  static Optional<Stored> stored(String extendedId) {
    return Optional.ofNullable(NATIVE.get(extendedId));
  }

  /** The element of {@code contacts:…} whose text is this property of the store. */
  private static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("FileAs", "fileAs");
    texts.put("DisplayName", "displayName");
    texts.put("GivenName", "givenName");
    texts.put("Initials", "initials");
    texts.put("MiddleName", "middleName");
    texts.put("Nickname", "nickName");
    texts.put("CompanyName", "companyName");
    texts.put("AssistantName", "assistantName");
    texts.put("BusinessHomePage", "businessHomePage");
    texts.put("Department", "department");
    texts.put("Generation", "generation");
    texts.put("JobTitle", "jobTitle");
    texts.put("Manager", "manager");
    texts.put("OfficeLocation", "officeLocation");
    texts.put("Profession", "profession");
    texts.put("SpouseName", "spouseName");
    texts.put("Surname", "surname");
    return texts;
  }

  private static Map<String, String> phones() {
    Map<String, String> phones = new LinkedHashMap<>();
    phones.put("AssistantPhone", "String 0x3a2e");
    phones.put("BusinessFax", "String 0x3a24");
    phones.put("BusinessPhone", "String 0x3a08");
    phones.put("BusinessPhone2", "String 0x3a1b");
    phones.put("Callback", "String 0x3a02");
    phones.put("CarPhone", "String 0x3a1e");
    phones.put("CompanyMainPhone", "String 0x3a57");
    phones.put("HomeFax", "String 0x3a25");
    phones.put("HomePhone", "String 0x3a09");
    phones.put("HomePhone2", "String 0x3a2f");
    phones.put("Isdn", "String 0x3a2d");
    phones.put("MobilePhone", "String 0x3a1c");
    phones.put("OtherFax", "String 0x3a23");
    phones.put("OtherTelephone", "String 0x3a1f");
    phones.put("Pager", "String 0x3a21");
    phones.put("PrimaryPhone", "String 0x3a1a");
    phones.put("RadioPhone", "String 0x3a1d");
    phones.put("Telex", "String 0x3a2c");
    phones.put("TtyTddPhone", "String 0x3a4b");
    return phones;
  }

  private static Map<String, Stored> natives() {
    Map<String, Stored> natives = new LinkedHashMap<>();
    Map.ofEntries(
            Map.entry("0x3001", "displayName"),
            Map.entry("0x3a06", "givenName"),
            Map.entry("0x3a11", "surname"),
            Map.entry("0x3a44", "middleName"),
            Map.entry("0x3a45", "title"),
            Map.entry("0x3a05", "generation"),
            Map.entry("0x3a4f", "nickName"),
            Map.entry("0x3a0a", "initials"),
            Map.entry("0x3a17", "jobTitle"),
            Map.entry("0x3a16", "companyName"),
            Map.entry("0x3a18", "department"),
            Map.entry("0x3a19", "officeLocation"),
            Map.entry("0x3a46", "profession"),
            Map.entry("0x3a51", "businessHomePage"),
            Map.entry("0x3a30", "assistantName"),
            Map.entry("0x3a4e", "manager"),
            Map.entry("0x3a48", "spouseName"),
            Map.entry("0x3a1c", "mobilePhone"))
        .forEach((tag, name) -> natives.put("String " + tag, Stored.text(name)));
    natives.put(address("String", "0x8005"), Stored.text("fileAs"));
    natives.put(address("String", "0x802c"), Stored.text("yomiGivenName"));
    natives.put(address("String", "0x802d"), Stored.text("yomiSurname"));
    natives.put(address("String", "0x802e"), Stored.text("yomiCompanyName"));
    natives.put(address("String", "0x8062"), new Stored("imAddresses", 0));
    natives.put("String 0x3a08", new Stored("businessPhones", 0));
    natives.put("String 0x3a1b", new Stored("businessPhones", 1));
    natives.put("String 0x3a09", new Stored("homePhones", 0));
    natives.put("String 0x3a2f", new Stored("homePhones", 1));
    return natives;
  }

  private static String address(String type, String number) {
    return type + " {" + PropertyPath.SETS.get("Address") + "} Id " + number;
  }

  private static String common(String type, String number) {
    return type + " {" + PropertyPath.SETS.get("Common") + "} Id " + number;
  }

  /** {@code Business} to {@code businessAddress}. */
  static String addressName(String key) {
    return switch (key) {
      case "Business" -> "businessAddress";
      case "Home" -> "homeAddress";
      default -> "otherAddress";
    };
  }

  /** {@code EmailAddress2} to 1. */
  static int slot(String key) {
    return key.charAt(key.length() - 1) - '1';
  }

  /** {@code PostalCode} to {@code postalCode}. */
  static String lowered(String element) {
    return Character.toLowerCase(element.charAt(0)) + element.substring(1);
  }
}
