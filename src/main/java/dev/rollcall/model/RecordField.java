package dev.rollcall.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a record that we write: of a contact, by the service's own names, and of an account
 * at a downstream service, by names of ours.
 *
 * <p>The order is part of stored data (ledgers keep a field by its {@link #code}): new fields get
 * new codes, codes are never reused.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/contact">contact resource type</a>
 *     (read 2026-11-21). The entry limits of phones and mail addresses are answered by the service
 *     as errors; those of {@code homePhones} and {@code imAddresses}, and the text lengths, are not
 *     documented and taken from Outlook's own slots.
 */
public enum RecordField {
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
  CATEGORIES(32, "categories", Kind.TEXTS, 25, 255),

  /** The primary mail address, lower-case; accounts are found by it. */
  MAIL(33, "mail", Kind.TEXT, 1, 320),
  /** Further mail addresses, lower-case and ascending, without the primary one. */
  ALIASES(34, "aliases", Kind.TEXTS, 500, 320),
  /** What kind of account it is; see {@link AccountType}. */
  ACCOUNT_TYPE(35, "accountType", Kind.TEXT, 1, 40),
  /** Whether the account may be used: {@code true} or {@code false}. */
  ACTIVE(36, "active", Kind.TEXT, 1, 5),
  /** Who is behind a functional account or in a team, ascending by address. */
  MEMBERS(37, "members", Kind.MEMBERS, 10_000, 320),
  /** The organisational unit at the service. */
  DIVISION(38, "division", Kind.TEXT, 1, 255),
  /** The group at the service that the account belongs into. */
  DESTINATION(39, "destination", Kind.TEXT, 1, 255),
  /** The object id in the directory, by which single sign-on knows the account. */
  DIRECTORY_ID(40, "directoryId", Kind.TEXT, 1, 64),
  USER_PRINCIPAL_NAME(41, "userPrincipalName", Kind.TEXT, 1, 320),
  EMPLOYEE_ID(42, "employeeId", Kind.TEXT, 1, 64),
  /** Whether a mail contact is left out of address lists: {@code true} or {@code false}. */
  HIDDEN(43, "hidden", Kind.TEXT, 1, 5),
  /** What kind of recipient is offered to another installation, by the policy's names. */
  RECIPIENT_TYPE(44, "recipientType", Kind.TEXT, 1, 40),
  /** The mail alias of an offered mail contact, by which one that Rollcall made is known. */
  ALIAS(45, "alias", Kind.TEXT, 1, 64);

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
    ADDRESS,
    /** People of a functional account or a team. */
    MEMBERS
  }

  /** The fields that a contact has, in their order. */
  public static final Set<RecordField> OF_CONTACTS =
      Collections.unmodifiableSet(EnumSet.range(DISPLAY_NAME, CATEGORIES));

  private static final Map<String, RecordField> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(RecordField::document, Function.identity()));
  private static final RecordField[] BY_CODE = byCode();

  private final int code;
  private final String document;
  private final Kind kind;
  private final int maxEntries;
  private final int maxLength;

  RecordField(int code, String document, Kind kind, int maxEntries, int maxLength) {
    this.code = code;
    this.document = document;
    this.kind = kind;
    this.maxEntries = maxEntries;
    this.maxLength = maxLength;
  }

  /** The field with this name, in its exact spelling. */
  public static Optional<RecordField> named(String document) {
    return Optional.ofNullable(BY_NAME.get(document));
  }

  /**
   * The field with this code.
   *
   * @throws IllegalArgumentException if no field has it: the data was written by a newer version
   */
  public static RecordField withCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no field has the code " + code);
    }
    return BY_CODE[code];
  }

  /** The number this field is stored under, 0 to 63. */
  public int code() {
    return code;
  }

  /** The name in policies and previews; of a contact's field, on the wire too. */
  public String document() {
    return document;
  }

  public Kind kind() {
    return kind;
  }

  /** How many entries are taken; 1 for single values. */
  public int maxEntries() {
    return maxEntries;
  }

  /** How many UTF-16 characters we write of one text. */
  public int maxLength() {
    return maxLength;
  }

  private static RecordField[] byCode() {
    RecordField[] fields = new RecordField[values().length];
    for (RecordField field : values()) {
      fields[field.code] = field;
    }
    return fields;
  }
}
