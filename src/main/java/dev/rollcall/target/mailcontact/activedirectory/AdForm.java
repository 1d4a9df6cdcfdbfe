package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.ldap.LdapEdit;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.target.mailcontact.ContactForm;
import dev.rollcall.target.mailcontact.Stamp;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Contacts in our form and in Active Directory's.
 *
 * <p>The stamp is a field like others, {@link RecordField#DIRECTORY_ID}, as it is in Exchange
 * Online's form.
 *
 * @param stamp what the policy's contacts carry
 * @param stampAttribute where they carry it
 * @param origin the organisation they come from
 * @param distinctNames whether names may have been made distinct
 */
record AdForm(Stamp stamp, String stampAttribute, String origin, boolean distinctNames) {

  static final String MAIL_NICKNAME = "mailNickname";
  static final String TARGET_ADDRESS = "targetAddress";
  static final String PROXY_ADDRESSES = "proxyAddresses";

  private static final String PRIMARY = "SMTP:";
  private static final String HIDDEN = "msExchHideFromAddressLists";
  private static final int EXTENSION_ATTRIBUTES = 15;

  /** The constant by which Exchange knows that no address policy applies. */
  private static final String NO_ADDRESS_POLICY = "{26491cfc-9e50-4857-861b-0cb8df22b5d7}";

  /** What makes a contact a recipient, whoever it is. */
  private static final Map<String, String> OF_ALL =
      new TreeMap<>(
          Map.of(
              "msExchRecipientTypeDetails", "64",
              "msExchRecipientDisplayType", "6",
              "internetEncoding", "1310720",
              "msExchPoliciesExcluded", NO_ADDRESS_POLICY));

  private static final Map<RecordField, String> TEXTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(RecordField.GIVEN_NAME, "givenName"),
              Map.entry(RecordField.SURNAME, "sn"),
              Map.entry(RecordField.INITIALS, "initials"),
              Map.entry(RecordField.JOB_TITLE, "title"),
              Map.entry(RecordField.COMPANY_NAME, "company"),
              Map.entry(RecordField.DEPARTMENT, "department"),
              Map.entry(RecordField.OFFICE_LOCATION, "physicalDeliveryOfficeName"),
              Map.entry(RecordField.MOBILE_PHONE, "mobile"),
              Map.entry(RecordField.ASSISTANT_NAME, "msExchAssistantName"),
              Map.entry(RecordField.BUSINESS_HOME_PAGE, "wWWHomePage"),
              Map.entry(RecordField.PERSONAL_NOTES, "info")));

  /** The attributes of a contact that are read. */
  static List<String> attributes() {
    List<String> names = new ArrayList<>(TEXTS.values());
    names.addAll(OF_ALL.keySet());
    names.addAll(
        List.of(
            "objectClass",
            "objectGUID",
            "cn",
            "displayName",
            "mail",
            MAIL_NICKNAME,
            TARGET_ADDRESS,
            PROXY_ADDRESSES,
            HIDDEN,
            Mark.ORIGIN,
            ExchangeOrganisation.LEGACY_NAME,
            ExchangeOrganisation.LISTS,
            "telephoneNumber",
            "otherTelephone",
            "homePhone",
            "otherHomePhone",
            "streetAddress",
            "l",
            "st",
            "postalCode",
            "c",
            "co",
            "countryCode",
            "whenCreated"));
    for (int number = 1; number <= EXTENSION_ATTRIBUTES; number++) {
      names.add("extensionAttribute" + number);
    }
    return names;
  }

  /** What an entry says. */
  Content content(LdapEntry entry) {
    Content.Builder content = new Content.Builder();
    String name = entry.first("displayName");
    content.text(
        RecordField.DISPLAY_NAME, distinctNames ? ContactForm.plain(name, address(entry)) : name);
    content.text(RecordField.MAIL, address(entry));
    content.text(RecordField.HIDDEN, Boolean.toString(entry.flag(HIDDEN)));
    content.text(
        RecordField.DIRECTORY_ID,
        stamp
            .whole(entry.first(stampAttribute), entry.first(MAIL_NICKNAME))
            .map(RecordKey::value)
            .orElse(""));
    TEXTS.forEach(
        (field, attribute) -> content.text(field, entry.first(attribute).replace("\r\n", "\n")));
    content.texts(RecordField.BUSINESS_PHONES, all(entry, "telephoneNumber", "otherTelephone"));
    content.texts(RecordField.HOME_PHONES, all(entry, "homePhone", "otherHomePhone"));
    String street = entry.first("streetAddress").replace("\r\n", "\n");
    String city = entry.first("l");
    String state = entry.first("st");
    String code = entry.first("postalCode");
    String country = country(entry);
    if (!(street + city + state + code + country).isEmpty()) {
      content.put(
          RecordField.BUSINESS_ADDRESS, new FieldValue.Address(street, city, state, code, country));
    }
    return content.build();
  }

  /** Of several values an attribute keeps no order. */
  private static List<String> all(LdapEntry entry, String first, String others) {
    List<String> all = new ArrayList<>(entry.all(first));
    entry.all(others).stream().sorted().forEach(all::add);
    return all;
  }

  /** Where the three attributes of a country do not agree, it is not the one that we wrote. */
  private static String country(LdapEntry entry) {
    String code = entry.first("c");
    String name = entry.first("co");
    return code.isEmpty() || !name.equals(countryName(code)) ? name : code;
  }

  /** Where a contact's mail goes, lower-case; empty if it is none. */
  static String address(LdapEntry entry) {
    return ContactForm.bare(entry.first(TARGET_ADDRESS));
  }

  /**
   * What a new contact is made of.
   *
   * @param shown the display name; wanted or made distinct
   */
  Map<String, List<String>> made(RecordKey key, Content wanted, String shown) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("objectClass", List.of("top", "person", "organizationalPerson", "contact"));
    OF_ALL.forEach((name, value) -> all.put(name, List.of(value)));
    all.put(Mark.ORIGIN, List.of(origin));
    texts(all, wanted, wanted.prints().fields());
    recipient(all, key, wanted, shown, wanted.prints().fields());
    if (!wanted.text(RecordField.MAIL).isEmpty()) {
      all.put(PROXY_ADDRESSES, List.of(PRIMARY + wanted.text(RecordField.MAIL)));
    }
    all.values().removeIf(List::isEmpty);
    return all;
  }

  /**
   * What makes an entry what it shall be, as to these fields. With the stamp comes what a contact
   * that is taken over does not have.
   */
  List<LdapEdit> edits(LdapEntry entry, RecordKey key, Content wanted, String shown, long fields) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    texts(all, wanted, fields);
    recipient(all, key, wanted, shown, fields);
    if (ContactForm.has(fields, RecordField.MAIL)) {
      all.put(PROXY_ADDRESSES, proxies(entry, wanted.text(RecordField.MAIL)));
    }
    if (ContactForm.has(fields, RecordField.DIRECTORY_ID)) {
      all.put(Mark.ORIGIN, List.of(origin));
      OF_ALL.forEach(
          (name, value) -> {
            if (!entry.has(name)) {
              all.put(name, List.of(value));
            }
          });
    }
    List<LdapEdit> edits = new ArrayList<>();
    all.forEach((name, values) -> LdapEdit.of(entry, name, values).ifPresent(edits::add));
    return edits;
  }

  /** Its address, and what it has besides: former addresses, and those of other kinds. */
  private static List<String> proxies(LdapEntry entry, String address) {
    List<String> proxies = new ArrayList<>();
    proxies.add(PRIMARY + address);
    for (String proxy : entry.all(PROXY_ADDRESSES)) {
      if (!proxy.startsWith(PRIMARY) && !proxy.equalsIgnoreCase(PRIMARY + address)) {
        proxies.add(proxy);
      }
    }
    return proxies;
  }

  private void recipient(
      Map<String, List<String>> all, RecordKey key, Content wanted, String shown, long fields) {
    if (ContactForm.has(fields, RecordField.DISPLAY_NAME) && !shown.isEmpty()) {
      all.put("displayName", List.of(shown));
    }
    if (ContactForm.has(fields, RecordField.HIDDEN)) {
      boolean hidden = wanted.text(RecordField.HIDDEN).equals("true");
      all.put(HIDDEN, hidden ? List.of("TRUE") : List.of());
    }
    if (ContactForm.has(fields, RecordField.DIRECTORY_ID)) {
      all.put(MAIL_NICKNAME, List.of(stamp.name(key)));
      all.put(stampAttribute, List.of(stamp.value(key)));
    }
    if (ContactForm.has(fields, RecordField.MAIL)) {
      String address = wanted.text(RecordField.MAIL);
      all.put("mail", List.of(address));
      all.put(TARGET_ADDRESS, List.of(PRIMARY + address));
    }
  }

  private static void texts(Map<String, List<String>> all, Content wanted, long fields) {
    TEXTS.forEach(
        (field, attribute) -> {
          if (ContactForm.has(fields, field)) {
            all.put(attribute, some(wanted.text(field).replace("\n", "\r\n")));
          }
        });
    phones(all, wanted, fields, RecordField.BUSINESS_PHONES, "telephoneNumber", "otherTelephone");
    phones(all, wanted, fields, RecordField.HOME_PHONES, "homePhone", "otherHomePhone");
    if (ContactForm.has(fields, RecordField.BUSINESS_ADDRESS)) {
      address(
          all, wanted.get(RecordField.BUSINESS_ADDRESS).map(value -> (FieldValue.Address) value));
    }
  }

  private static void phones(
      Map<String, List<String>> all,
      Content wanted,
      long fields,
      RecordField field,
      String first,
      String others) {
    if (ContactForm.has(fields, field)) {
      List<String> numbers =
          wanted.get(field).map(value -> ((FieldValue.Texts) value).values()).orElse(List.of());
      all.put(first, numbers.stream().limit(1).toList());
      // An attribute holds every value once.
      all.put(others, numbers.stream().skip(1).distinct().toList());
    }
  }

  private static void address(Map<String, List<String>> all, Optional<FieldValue.Address> address) {
    String street = address.map(FieldValue.Address::street).orElse("");
    String code = address.map(FieldValue.Address::country).orElse("");
    all.put("streetAddress", some(street.replace("\n", "\r\n")));
    all.put("l", some(address.map(FieldValue.Address::city).orElse("")));
    all.put("st", some(address.map(FieldValue.Address::state).orElse("")));
    all.put("postalCode", some(address.map(FieldValue.Address::postalCode).orElse("")));
    all.put("c", some(code));
    all.put("co", some(code.isEmpty() ? "" : countryName(code)));
    all.put("countryCode", CountryNumbers.of(code).stream().toList());
  }

  private static String countryName(String code) {
    try {
      return new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
    } catch (IllformedLocaleException e) {
      return "";
    }
  }

  private static List<String> some(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty()).stream().toList();
  }
}
