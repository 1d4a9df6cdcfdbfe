package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.Guids;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mark;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Makes objects of entries, with the attributes named as everywhere in the app.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-attributes-synchronized">
 *     Attributes synchronised to Entra ID</a> (which attribute becomes which; read 2026-11-21)
 */
final class ObjectReader {

  /** The class of groups whose members a filter finds. */
  static final String DYNAMIC_GROUP = "msExchDynamicDistributionList";

  private static final long ACCOUNT_DISABLED = 2;
  private static final long UNIVERSAL_GROUP = 8;
  private static final long SECURITY_GROUP = 0x80000000L;
  private static final int EXTENSION_ATTRIBUTES = 15;
  private static final String SIP = "sip:";
  private static final String PRIMARY = "SMTP:";
  private static final List<String> YES = List.of("true");
  private static final List<String> NO = List.of("false");

  /** What is taken as it is: the first of these that has a value. */
  private static final Map<Attribute, List<String>> TEXTS = texts();

  /** What is taken with all its values, the main one first. */
  private static final Map<Attribute, List<String>> LISTS =
      Map.of(
          Attribute.BUSINESS_PHONES, List.of("telephoneNumber", "otherTelephone"),
          Attribute.HOME_PHONES, List.of("homePhone", "otherHomePhone"),
          Attribute.PROXY_ADDRESSES, List.of("proxyAddresses"));

  /** What Entra Connect may have written down, so that an object stays the same one for ever. */
  static final String CONSISTENCY_GUID = "mS-DS-ConsistencyGuid";

  /** What it takes to know what an object is. */
  static final List<String> OF_MAILBOXES =
      List.of(
          "objectClass",
          "objectGUID",
          CONSISTENCY_GUID,
          "distinguishedName",
          "displayName",
          "mail",
          "proxyAddresses",
          "userPrincipalName",
          "userAccountControl",
          "groupType",
          "objectSid",
          "homeMDB",
          "targetAddress",
          "msExchRecipientTypeDetails",
          "msExchHideFromAddressLists",
          "msExchDynamicDLFilter",
          "msExchDynamicDLBaseDN",
          "mailNickname",
          "sAMAccountName");

  /** What records are made of. */
  static final List<String> OF_RECORDS =
      Stream.of(
              OF_MAILBOXES.stream(),
              TEXTS.values().stream().flatMap(List::stream),
              LISTS.values().stream().flatMap(List::stream),
              Stream.of(
                  "msRTCSIP-PrimaryUserAddress", "manager", "info", "description", Mark.ORIGIN),
              Stream.iterate(1, i -> i <= EXTENSION_ATTRIBUTES, i -> i + 1)
                  .map(i -> "extensionAttribute" + i))
          .flatMap(names -> names)
          .distinct()
          .toList();

  /** Whatever can receive mail. */
  static final LdapFilter RECIPIENTS =
      LdapFilter.and(
          LdapFilter.or(
              LdapFilter.is("objectClass", "user"),
              LdapFilter.is("objectClass", "contact"),
              LdapFilter.is("objectClass", "group"),
              LdapFilter.is("objectClass", DYNAMIC_GROUP)),
          LdapFilter.or(LdapFilter.has("mail"), LdapFilter.has("proxyAddresses")));

  /** One copy of values that many records share: there may be 100,000 records. */
  private final Map<String, List<String>> shared = new HashMap<>();

  /** An object of an entry; empty if the account may not even see what it is. */
  Optional<AdObject> read(LdapEntry entry) {
    Optional<byte[]> guid = entry.bytes("objectGUID");
    Optional<LdapName> name = LdapName.of(entry.dn());
    if (guid.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    Kind kind = kind(entry);
    Map<String, List<String>> attributes = attributes(entry, kind);
    String id = Guids.text(guid.get());
    attributes.put(Attribute.ID.document(), List.of(id));
    boolean hidden = entry.flag("msExchHideFromAddressLists");
    attributes.put(FilterAttributes.HIDDEN, hidden ? YES : NO);
    name.get()
        .parent()
        .ifPresent(
            parent ->
                attributes.put(
                    FilterAttributes.ORGANIZATIONAL_UNIT, one(shared, parent.toString())));
    boolean hasMail = attributes.containsKey(Attribute.MAIL.document());
    attributes.put(FilterAttributes.MAIL_ENABLED, hasMail ? YES : NO);
    boolean disabled = kind == Kind.USER && hasBits(entry, "userAccountControl", ACCOUNT_DISABLED);
    if (kind == Kind.USER) {
      attributes.put(FilterAttributes.ACCOUNT_ENABLED, disabled ? NO : YES);
      attributes.put(FilterAttributes.USER_TYPE, one(shared, "Member"));
    }
    return Optional.of(
        new AdObject(
            kind,
            id,
            name.get(),
            attributes,
            type(entry, kind),
            hidden,
            disabled,
            mailbox(entry, kind),
            entry));
  }

  static boolean isSecurityGroup(LdapEntry entry) {
    return hasBits(entry, "groupType", SECURITY_GROUP);
  }

  static boolean isUniversalGroup(LdapEntry entry) {
    return hasBits(entry, "groupType", UNIVERSAL_GROUP);
  }

  private Map<String, List<String>> attributes(LdapEntry entry, Kind kind) {
    Map<String, List<String>> attributes = new HashMap<>();
    TEXTS.forEach(
        (attribute, names) ->
            names.stream()
                .map(entry::first)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .ifPresent(value -> attributes.put(attribute.document(), one(shared, value))));
    LISTS.forEach(
        (attribute, names) -> {
          List<String> values = names.stream().flatMap(name -> entry.all(name).stream()).toList();
          if (!values.isEmpty()) {
            attributes.put(attribute.document(), values);
          }
        });
    for (int i = 1; i <= EXTENSION_ATTRIBUTES; i++) {
      put(attributes, "extensionAttribute" + i, entry.first("extensionAttribute" + i));
    }
    String address = entry.first("msRTCSIP-PrimaryUserAddress");
    boolean named = address.regionMatches(true, 0, SIP, 0, SIP.length());
    put(
        attributes,
        Attribute.IM_ADDRESSES.document(),
        named ? address.substring(SIP.length()) : address);
    put(attributes, Attribute.NOTES.document(), notes(entry, kind));
    if (kind == Kind.CONTACT) {
      put(attributes, Mark.ORIGIN, entry.first(Mark.ORIGIN));
    }
    if (!attributes.containsKey(Attribute.MAIL.document())) {
      entry.all("proxyAddresses").stream()
          .filter(proxy -> proxy.startsWith(PRIMARY))
          .findFirst()
          .ifPresent(
              proxy ->
                  put(attributes, Attribute.MAIL.document(), proxy.substring(PRIMARY.length())));
    }
    return attributes;
  }

  /** Of groups the tenant's directory knows the description, of people their notes. */
  private static String notes(LdapEntry entry, Kind kind) {
    String info = entry.first("info");
    String description = entry.first("description");
    return kind != Kind.GROUP || description.isEmpty() ? info : description;
  }

  private static Kind kind(LdapEntry entry) {
    if (entry.is("group") || entry.is(DYNAMIC_GROUP)) {
      return Kind.GROUP;
    }
    if (entry.is("contact")) {
      return Kind.CONTACT;
    }
    return entry.is("user") && !entry.is("computer") ? Kind.USER : Kind.OTHER;
  }

  /** Where Exchange says nothing, its class tells. */
  private static Optional<RecipientType> type(LdapEntry entry, Kind kind) {
    OptionalLong details = entry.number("msExchRecipientTypeDetails");
    if (details.isPresent() && details.getAsLong() != 0) {
      return RecipientDetails.of(details.getAsLong()).type();
    }
    return switch (kind) {
      case USER -> Optional.of(RecipientType.USER);
      case CONTACT -> Optional.of(RecipientType.MAIL_CONTACT);
      case GROUP ->
          Optional.of(
              entry.is(DYNAMIC_GROUP)
                  ? RecipientType.DYNAMIC_DISTRIBUTION_GROUP
                  : isSecurityGroup(entry)
                      ? RecipientType.MAIL_ENABLED_SECURITY_GROUP
                      : RecipientType.DISTRIBUTION_GROUP);
      case OTHER -> Optional.empty();
    };
  }

  /**
   * A user with an address of whom Exchange Server knows nothing may well have a mailbox in the
   * cloud: many organisations never had an Exchange Server.
   */
  private static Optional<Location> mailbox(LdapEntry entry, Kind kind) {
    if (kind != Kind.USER) {
      return Optional.empty();
    }
    OptionalLong details = entry.number("msExchRecipientTypeDetails");
    if (details.isPresent() && details.getAsLong() != 0) {
      return RecipientDetails.of(details.getAsLong()).mailbox();
    }
    if (entry.has("homeMDB")) {
      return Optional.of(Location.ON_PREMISES);
    }
    return entry.has("mail") && !entry.has("targetAddress")
        ? Optional.of(Location.ONLINE)
        : Optional.empty();
  }

  private static boolean hasBits(LdapEntry entry, String attribute, long bits) {
    OptionalLong number = entry.number(attribute);
    return number.isPresent() && (number.getAsLong() & bits) != 0;
  }

  private static void put(Map<String, List<String>> attributes, String name, String value) {
    if (!value.isBlank()) {
      attributes.put(name, List.of(value));
    }
  }

  private static List<String> one(Map<String, List<String>> shared, String value) {
    return shared.computeIfAbsent(value, List::of);
  }

  private static Map<Attribute, List<String>> texts() {
    Map<Attribute, List<String>> texts = new LinkedHashMap<>();
    texts.put(Attribute.USER_PRINCIPAL_NAME, List.of("userPrincipalName"));
    texts.put(Attribute.MAIL_NICKNAME, List.of("mailNickname"));
    texts.put(Attribute.EMPLOYEE_ID, List.of("employeeID"));
    texts.put(Attribute.EMPLOYEE_TYPE, List.of("employeeType"));
    texts.put(Attribute.DISPLAY_NAME, List.of("displayName", "cn"));
    texts.put(Attribute.GIVEN_NAME, List.of("givenName"));
    texts.put(Attribute.MIDDLE_NAME, List.of("middleName"));
    texts.put(Attribute.SURNAME, List.of("sn"));
    texts.put(Attribute.INITIALS, List.of("initials"));
    texts.put(Attribute.HONORIFIC, List.of("personalTitle"));
    texts.put(Attribute.GENERATION, List.of("generationQualifier"));
    texts.put(Attribute.YOMI_GIVEN_NAME, List.of("msDS-PhoneticFirstName"));
    texts.put(Attribute.YOMI_SURNAME, List.of("msDS-PhoneticLastName"));
    texts.put(Attribute.YOMI_COMPANY_NAME, List.of("msDS-PhoneticCompanyName"));
    texts.put(Attribute.COMPANY_NAME, List.of("company"));
    texts.put(Attribute.DEPARTMENT, List.of("department"));
    texts.put(Attribute.JOB_TITLE, List.of("title"));
    texts.put(Attribute.OFFICE_LOCATION, List.of("physicalDeliveryOfficeName"));
    texts.put(Attribute.ASSISTANT_NAME, List.of("msExchAssistantName"));
    texts.put(Attribute.WEB_PAGE, List.of("wWWHomePage"));
    texts.put(Attribute.MOBILE_PHONE, List.of("mobile", "otherMobile"));
    texts.put(
        Attribute.FAX_NUMBER, List.of("facsimileTelephoneNumber", "otherFacsimileTelephoneNumber"));
    texts.put(Attribute.MAIL, List.of("mail"));
    texts.put(Attribute.STREET_ADDRESS, List.of("streetAddress"));
    texts.put(Attribute.CITY, List.of("l"));
    texts.put(Attribute.STATE, List.of("st"));
    texts.put(Attribute.POSTAL_CODE, List.of("postalCode"));
    texts.put(Attribute.COUNTRY, List.of("co", "c"));
    texts.put(Attribute.HOME_STREET_ADDRESS, List.of("homePostalAddress"));
    texts.put(Attribute.USAGE_LOCATION, List.of("msExchUsageLocation"));
    return texts;
  }

  static List<String> with(List<String> attributes, String... more) {
    List<String> all = new ArrayList<>(attributes);
    all.addAll(List.of(more));
    return all;
  }
}
