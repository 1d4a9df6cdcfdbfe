package dev.rollcall.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The attributes a source record may have: the one list that sources fill, mappings read and
 * templates name.
 *
 * <p>Names are the directory's own where it has one. Which of them a record has depends on its
 * source; one without a value is absent.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">user resource type</a> (read
 *     2026-11-21)
 */
public enum Attribute {
  /** The immutable id at the source. */
  ID("id"),
  USER_PRINCIPAL_NAME("userPrincipalName"),
  MAIL_NICKNAME("mailNickname"),
  EMPLOYEE_ID("employeeId"),
  EMPLOYEE_TYPE("employeeType"),

  DISPLAY_NAME("displayName"),
  GIVEN_NAME("givenName"),
  MIDDLE_NAME("middleName"),
  SURNAME("surname"),
  INITIALS("initials"),
  /** The form of address, such as {@code Dr.}; not the job title. */
  HONORIFIC("honorific"),
  /** What follows the name, such as {@code Jr.} */
  GENERATION("generation"),
  NICK_NAME("nickName"),
  /** Under which name it is sorted; contacts of a folder have it. */
  FILE_AS("fileAs"),
  YOMI_GIVEN_NAME("yomiGivenName"),
  YOMI_SURNAME("yomiSurname"),
  YOMI_COMPANY_NAME("yomiCompanyName"),

  COMPANY_NAME("companyName"),
  DEPARTMENT("department"),
  JOB_TITLE("jobTitle"),
  OFFICE_LOCATION("officeLocation"),
  /** The manager's name. */
  MANAGER("manager"),
  ASSISTANT_NAME("assistantName"),
  PROFESSION("profession"),
  WEB_PAGE("webPage"),

  /** Several; the first is the main number. */
  BUSINESS_PHONES("businessPhones"),
  /** Several. */
  HOME_PHONES("homePhones"),
  MOBILE_PHONE("mobilePhone"),
  FAX_NUMBER("faxNumber"),

  /** The primary mail address. */
  MAIL("mail"),
  /** All addresses with their kind, such as {@code SMTP:ada@contoso.com}; upper case is primary. */
  PROXY_ADDRESSES("proxyAddresses"),
  OTHER_MAILS("otherMails"),
  /** Every mail address that a contact of a folder shows, the primary one first. */
  EMAIL_ADDRESSES("emailAddresses"),
  IM_ADDRESSES("imAddresses"),

  STREET_ADDRESS("streetAddress"),
  CITY("city"),
  STATE("state"),
  POSTAL_CODE("postalCode"),
  COUNTRY("country"),
  HOME_STREET_ADDRESS("homeStreetAddress"),
  HOME_CITY("homeCity"),
  HOME_STATE("homeState"),
  HOME_POSTAL_CODE("homePostalCode"),
  HOME_COUNTRY("homeCountry"),
  OTHER_STREET_ADDRESS("otherStreetAddress"),
  OTHER_CITY("otherCity"),
  OTHER_STATE("otherState"),
  OTHER_POSTAL_CODE("otherPostalCode"),
  OTHER_COUNTRY("otherCountry"),
  /** Two-letter country in which services are used. */
  USAGE_LOCATION("usageLocation"),

  /** A day, such as {@code 1990-05-17}. */
  BIRTHDAY("birthday"),
  SPOUSE_NAME("spouseName"),
  /** Several. */
  CHILDREN("children"),
  /** Free text, of several lines. */
  NOTES("notes"),
  /** Several; contacts of a folder have them. */
  CATEGORIES("categories"),
  /** A group's members by name; present only where the policy wants them in the notes. */
  MEMBERS("members"),

  EXTENSION_ATTRIBUTE_1("extensionAttribute1"),
  EXTENSION_ATTRIBUTE_2("extensionAttribute2"),
  EXTENSION_ATTRIBUTE_3("extensionAttribute3"),
  EXTENSION_ATTRIBUTE_4("extensionAttribute4"),
  EXTENSION_ATTRIBUTE_5("extensionAttribute5"),
  EXTENSION_ATTRIBUTE_6("extensionAttribute6"),
  EXTENSION_ATTRIBUTE_7("extensionAttribute7"),
  EXTENSION_ATTRIBUTE_8("extensionAttribute8"),
  EXTENSION_ATTRIBUTE_9("extensionAttribute9"),
  EXTENSION_ATTRIBUTE_10("extensionAttribute10"),
  EXTENSION_ATTRIBUTE_11("extensionAttribute11"),
  EXTENSION_ATTRIBUTE_12("extensionAttribute12"),
  EXTENSION_ATTRIBUTE_13("extensionAttribute13"),
  EXTENSION_ATTRIBUTE_14("extensionAttribute14"),
  EXTENSION_ATTRIBUTE_15("extensionAttribute15");

  private static final Map<String, Attribute> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Attribute::document, Function.identity()));

  private final String document;

  Attribute(String document) {
    this.document = document;
  }

  /** The name in source records and documents. */
  public String document() {
    return document;
  }

  /** The attribute with this name, in its exact spelling. */
  public static Optional<Attribute> named(String document) {
    return Optional.ofNullable(BY_NAME.get(document));
  }
}
