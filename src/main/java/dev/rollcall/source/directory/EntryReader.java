package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.directory.DirectoryEntry.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes entries of what Graph answers for users, mail contacts and groups.
 *
 * <p>Keeps one copy of values that many records share, such as a city: there may be 100,000
 * records. For one reading, by one thread.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">user</a>, <a
 *     href="https://learn.microsoft.com/graph/api/resources/orgcontact">orgContact</a>, <a
 *     href="https://learn.microsoft.com/graph/api/resources/group">group</a> (read 2026-11-21)
 */
final class EntryReader {

  /** What users have under the very name the policy uses. */
  private static final Set<Attribute> OF_USERS =
      EnumSet.of(
          Attribute.ID,
          Attribute.USER_PRINCIPAL_NAME,
          Attribute.MAIL_NICKNAME,
          Attribute.EMPLOYEE_ID,
          Attribute.EMPLOYEE_TYPE,
          Attribute.DISPLAY_NAME,
          Attribute.GIVEN_NAME,
          Attribute.SURNAME,
          Attribute.COMPANY_NAME,
          Attribute.DEPARTMENT,
          Attribute.JOB_TITLE,
          Attribute.OFFICE_LOCATION,
          Attribute.BUSINESS_PHONES,
          Attribute.MOBILE_PHONE,
          Attribute.FAX_NUMBER,
          Attribute.MAIL,
          Attribute.PROXY_ADDRESSES,
          Attribute.OTHER_MAILS,
          Attribute.IM_ADDRESSES,
          Attribute.STREET_ADDRESS,
          Attribute.CITY,
          Attribute.STATE,
          Attribute.POSTAL_CODE,
          Attribute.COUNTRY,
          Attribute.USAGE_LOCATION);

  private static final Set<Attribute> OF_CONTACTS =
      EnumSet.of(
          Attribute.ID,
          Attribute.MAIL_NICKNAME,
          Attribute.DISPLAY_NAME,
          Attribute.GIVEN_NAME,
          Attribute.SURNAME,
          Attribute.COMPANY_NAME,
          Attribute.DEPARTMENT,
          Attribute.JOB_TITLE,
          Attribute.MAIL,
          Attribute.PROXY_ADDRESSES);

  private static final Set<Attribute> OF_GROUPS =
      EnumSet.of(
          Attribute.ID,
          Attribute.MAIL_NICKNAME,
          Attribute.DISPLAY_NAME,
          Attribute.MAIL,
          Attribute.PROXY_ADDRESSES);

  private static final List<String> YES = List.of("true");
  private static final List<String> NO = List.of("false");
  private static final int EXTENSION_ATTRIBUTES = 15;

  static final String USER_SELECT =
      "$select="
          + names(OF_USERS)
          + ",accountEnabled,userType,assignedLicenses,onPremisesExtensionAttributes";

  /** What it takes to know a user's mailbox. */
  static final String MAILBOX_SELECT =
      "$select=id,displayName,mail,userPrincipalName,accountEnabled,userType,assignedLicenses";

  static final String CONTACT_SELECT = "$select=" + names(OF_CONTACTS) + ",phones,addresses";
  static final String GROUP_SELECT =
      "$select=" + names(OF_GROUPS) + ",description,groupTypes,mailEnabled,securityEnabled";

  private final Map<String, List<String>> shared = new HashMap<>();

  /** A row of a collection of users. */
  DirectoryEntry user(JsonNode row) {
    Map<String, List<String>> attributes = plain(row, OF_USERS);
    JsonNode extensions = row.path("onPremisesExtensionAttributes");
    for (int i = 1; i <= EXTENSION_ATTRIBUTES; i++) {
      put(attributes, "extensionAttribute" + i, extensions.path("extensionAttribute" + i));
    }
    boolean guest =
        row.path("userType").asText("").equalsIgnoreCase("Guest")
            || row.path("userPrincipalName").asText("").contains("#EXT#");
    boolean ordinary =
        row.path("accountEnabled").asBoolean(false) && !row.path("assignedLicenses").isEmpty();
    putFlag(attributes, FilterAttributes.ACCOUNT_ENABLED, row.path("accountEnabled"));
    put(attributes, FilterAttributes.USER_TYPE, row.path("userType"));
    List<String> licences = new ArrayList<>();
    row.path("assignedLicenses").forEach(licence -> licences.add(licence.path("skuId").asText("")));
    if (!licences.isEmpty()) {
      attributes.put(
          FilterAttributes.ASSIGNED_LICENSES,
          shared.computeIfAbsent(String.join(",", licences), text -> List.copyOf(licences)));
    }
    attributes.put(FilterAttributes.MAIL_ENABLED, hasMail(attributes));
    return new DirectoryEntry(
        Kind.USER,
        id(row),
        attributes,
        guest ? RecipientType.MAIL_USER : RecipientType.USER,
        guest,
        ordinary);
  }

  /** A row of a collection of mail contacts. */
  DirectoryEntry contact(JsonNode row) {
    Map<String, List<String>> attributes = plain(row, OF_CONTACTS);
    for (JsonNode phone : row.path("phones")) {
      String attribute =
          switch (phone.path("type").asText("").toLowerCase(Locale.ROOT)) {
            case "business" -> Attribute.BUSINESS_PHONES.document();
            case "mobile" -> Attribute.MOBILE_PHONE.document();
            case "home" -> Attribute.HOME_PHONES.document();
            case "businessfax" -> Attribute.FAX_NUMBER.document();
            default -> "";
          };
      String number = phone.path("number").asText("");
      if (!attribute.isEmpty() && !number.isBlank()) {
        attributes.merge(attribute, List.of(number), EntryReader::both);
      }
    }
    JsonNode address = row.path("addresses").path(0);
    put(attributes, Attribute.STREET_ADDRESS.document(), address.path("street"));
    put(attributes, Attribute.CITY.document(), address.path("city"));
    put(attributes, Attribute.STATE.document(), address.path("state"));
    put(attributes, Attribute.POSTAL_CODE.document(), address.path("postalCode"));
    put(attributes, Attribute.COUNTRY.document(), address.path("countryOrRegion"));
    put(attributes, Attribute.OFFICE_LOCATION.document(), address.path("officeLocation"));
    attributes.put(FilterAttributes.MAIL_ENABLED, hasMail(attributes));
    return new DirectoryEntry(
        Kind.CONTACT, id(row), attributes, RecipientType.MAIL_CONTACT, false, false);
  }

  /** A row of a collection of groups. */
  DirectoryEntry group(JsonNode row) {
    Map<String, List<String>> attributes = plain(row, OF_GROUPS);
    put(attributes, Attribute.NOTES.document(), row.path("description"));
    putFlag(attributes, FilterAttributes.MAIL_ENABLED, row.path("mailEnabled"));
    boolean unified = false;
    for (JsonNode type : row.path("groupTypes")) {
      unified |= type.asText("").equalsIgnoreCase("Unified");
    }
    RecipientType type =
        unified
            ? RecipientType.MICROSOFT_365_GROUP
            : row.path("securityEnabled").asBoolean(false)
                ? RecipientType.MAIL_ENABLED_SECURITY_GROUP
                : RecipientType.DISTRIBUTION_GROUP;
    return new DirectoryEntry(Kind.GROUP, id(row), attributes, type, false, false);
  }

  private static void putFlag(Map<String, List<String>> attributes, String name, JsonNode flag) {
    if (flag.isBoolean()) {
      attributes.put(name, flag.booleanValue() ? YES : NO);
    }
  }

  private static List<String> hasMail(Map<String, List<String>> attributes) {
    return attributes.containsKey(Attribute.MAIL.document()) ? YES : NO;
  }

  /** Whether the app was shown nothing of this row but that it exists. */
  static boolean isUnreadable(JsonNode row) {
    return row.path("displayName").asText("").isEmpty()
        && row.path("mail").asText("").isEmpty()
        && row.path("userPrincipalName").asText("").isEmpty()
        && row.path("mailNickname").asText("").isEmpty();
  }

  private Map<String, List<String>> plain(JsonNode row, Set<Attribute> wanted) {
    Map<String, List<String>> attributes = new HashMap<>();
    for (Attribute attribute : wanted) {
      put(attributes, attribute.document(), row.path(attribute.document()));
    }
    return attributes;
  }

  private void put(Map<String, List<String>> attributes, String name, JsonNode node) {
    if (node.isTextual() && !node.textValue().isBlank()) {
      attributes.put(name, List.of(node.textValue()));
      // Few people share a name or a number, many a city.
      if (SHARED_BY_MANY.contains(name)) {
        attributes.computeIfPresent(
            name, (same, value) -> shared.computeIfAbsent(value.get(0), text -> value));
      }
    } else if (node.isArray() && !node.isEmpty()) {
      List<String> values = new ArrayList<>(node.size());
      for (JsonNode entry : node) {
        if (entry.isTextual() && !entry.textValue().isBlank()) {
          values.add(entry.textValue());
        }
      }
      if (!values.isEmpty()) {
        attributes.put(name, List.copyOf(values));
      }
    }
  }

  private static final Set<String> SHARED_BY_MANY =
      EnumSet.of(
              Attribute.COMPANY_NAME,
              Attribute.DEPARTMENT,
              Attribute.JOB_TITLE,
              Attribute.OFFICE_LOCATION,
              Attribute.STREET_ADDRESS,
              Attribute.CITY,
              Attribute.STATE,
              Attribute.POSTAL_CODE,
              Attribute.COUNTRY,
              Attribute.USAGE_LOCATION,
              Attribute.EMPLOYEE_TYPE)
          .stream()
          .map(Attribute::document)
          .collect(Collectors.toUnmodifiableSet());

  private static List<String> both(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static String id(JsonNode row) {
    return row.path("id").asText("");
  }

  private static String names(Set<Attribute> attributes) {
    return attributes.stream().map(Attribute::document).collect(Collectors.joining(","));
  }
}
