package dev.rollcall.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a contact that we write, by the service's own names.
 *
 * <p>The order is part of stored data (ledgers keep a field by its {@link #code}): new fields get
 * new codes, codes are never reused.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/contact">contact resource type</a>
 *     (read 2026-11-21). The entry limits of phones and mail addresses are answered by the service
 *     as errors; those of {@code homePhones} and {@code imAddresses}, and the text lengths, are not
 *     documented and taken from Outlook's own slots.
 */
public enum ContactField {
  DISPLAY_NAME(0, "displayName", Kind.TEXT, 1, 255),
  GIVEN_NAME(1, "givenName", Kind.TEXT, 1, 255),
  MIDDLE_NAME(2, "middleName", Kind.TEXT, 1, 255),
  SURNAME(3, "surname", Kind.TEXT, 1, 255),
  INITIALS(4, "initials", Kind.TEXT, 1, 255),
  TITLE(5, "title", Kind.TEXT, 1, 255),
  GENERATION(6, "generation", Kind.TEXT, 1, 255),
  NICK_NAME(7, "nickName", Kind.TEXT, 1, 255),
  FILE_AS(8, "fileAs", Kind.TEXT, 1, 255),
  YOMI_GIVEN_NAME(9, "yomiGivenName", Kind.TEXT, 1, 255),
  YOMI_SURNAME(10, "yomiSurname", Kind.TEXT, 1, 255),
  YOMI_COMPANY_NAME(11, "yomiCompanyName", Kind.TEXT, 1, 255),
  COMPANY_NAME(12, "companyName", Kind.TEXT, 1, 255),
  DEPARTMENT(13, "department", Kind.TEXT, 1, 255),
  JOB_TITLE(14, "jobTitle", Kind.TEXT, 1, 255),
  OFFICE_LOCATION(15, "officeLocation", Kind.TEXT, 1, 255),
  MANAGER(16, "manager", Kind.TEXT, 1, 255),
  ASSISTANT_NAME(17, "assistantName", Kind.TEXT, 1, 255),
  PROFESSION(18, "profession", Kind.TEXT, 1, 255),
  BUSINESS_HOME_PAGE(19, "businessHomePage", Kind.TEXT, 1, 255),
  BUSINESS_PHONES(20, "businessPhones", Kind.TEXTS, 2, 255),
  HOME_PHONES(21, "homePhones", Kind.TEXTS, 2, 255),
  MOBILE_PHONE(22, "mobilePhone", Kind.TEXT, 1, 255),
  EMAIL_ADDRESSES(23, "emailAddresses", Kind.EMAILS, 3, 255),
  IM_ADDRESSES(24, "imAddresses", Kind.TEXTS, 3, 255),
  BUSINESS_ADDRESS(25, "businessAddress", Kind.ADDRESS, 1, 255),
  HOME_ADDRESS(26, "homeAddress", Kind.ADDRESS, 1, 255),
  OTHER_ADDRESS(27, "otherAddress", Kind.ADDRESS, 1, 255),
  BIRTHDAY(28, "birthday", Kind.DATE, 1, 40),
  SPOUSE_NAME(29, "spouseName", Kind.TEXT, 1, 255),
  CHILDREN(30, "children", Kind.TEXTS, 20, 255),
  PERSONAL_NOTES(31, "personalNotes", Kind.TEXT, 1, 30_000),
  CATEGORIES(32, "categories", Kind.TEXTS, 25, 255);

  /** How a field's value is written on the wire. */
  public enum Kind {
    /** One text; cleared by {@code null}. */
    TEXT,
    /**
     * A day, {@code 1990-05-17}, which the service keeps as a time at noon UTC; cleared by {@code
     * null}.
     */
    DATE,
    /** Several texts; cleared by an empty list. */
    TEXTS,
    /** Mail addresses with names; cleared by an empty list. */
    EMAILS,
    /** A postal address; cleared by one whose parts are all {@code null}. */
    ADDRESS
  }

  private static final Map<String, ContactField> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ContactField::graphName, Function.identity()));
  private static final ContactField[] BY_CODE = byCode();

  private final int code;
  private final String graphName;
  private final Kind kind;
  private final int maxEntries;
  private final int maxLength;

  ContactField(int code, String graphName, Kind kind, int maxEntries, int maxLength) {
    this.code = code;
    this.graphName = graphName;
    this.kind = kind;
    this.maxEntries = maxEntries;
    this.maxLength = maxLength;
  }

  /** The field with this service name, in its exact spelling. */
  public static Optional<ContactField> named(String graphName) {
    return Optional.ofNullable(BY_NAME.get(graphName));
  }

  /**
   * The field with this code.
   *
   * @throws IllegalArgumentException if no field has it: the data was written by a newer version
   */
  public static ContactField withCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no contact field has the code " + code);
    }
    return BY_CODE[code];
  }

  /** The number this field is stored under, 0 to 63. */
  public int code() {
    return code;
  }

  /** The name on the wire and in policies. */
  public String graphName() {
    return graphName;
  }

  public Kind kind() {
    return kind;
  }

  /** How many entries the service takes; 1 for single values. */
  public int maxEntries() {
    return maxEntries;
  }

  /** How many UTF-16 characters we write of one text. */
  public int maxLength() {
    return maxLength;
  }

  private static ContactField[] byCode() {
    ContactField[] fields = new ContactField[values().length];
    for (ContactField field : values()) {
      fields[field.code] = field;
    }
    return fields;
  }
}
