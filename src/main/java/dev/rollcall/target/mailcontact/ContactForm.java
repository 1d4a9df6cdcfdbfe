package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.ContactCommand;
import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Contacts in our form and in Exchange's.
 *
 * <p>The stamp is a field like others, {@link RecordField#DIRECTORY_ID}: a contact that lacks it,
 * because it was there before, somebody emptied the attribute or gave it an alias of their own,
 * differs from what is wanted, and gets it.
 */
public final class ContactForm {

  /** The columns of a contact as a recipient that are read. */
  static final List<String> RECIPIENT_COLUMNS =
      List.of(
          "Guid",
          "Name",
          "Alias",
          "DisplayName",
          "ExternalEmailAddress",
          "EmailAddresses",
          "HiddenFromAddressListsEnabled",
          "RecipientTypeDetails",
          "WhenCreatedUTC");

  /** The parameters of the texts among a contact's details. */
  private static final Map<RecordField, String> TEXTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(RecordField.GIVEN_NAME, "FirstName"),
              Map.entry(RecordField.SURNAME, "LastName"),
              Map.entry(RecordField.INITIALS, "Initials"),
              Map.entry(RecordField.JOB_TITLE, "Title"),
              Map.entry(RecordField.COMPANY_NAME, "Company"),
              Map.entry(RecordField.DEPARTMENT, "Department"),
              Map.entry(RecordField.OFFICE_LOCATION, "Office"),
              Map.entry(RecordField.MOBILE_PHONE, "MobilePhone"),
              Map.entry(RecordField.ASSISTANT_NAME, "AssistantName"),
              Map.entry(RecordField.BUSINESS_HOME_PAGE, "WebPage"),
              Map.entry(RecordField.PERSONAL_NOTES, "Notes")));

  private static final Map<String, String> CODES_OF_COUNTRIES =
      Arrays.stream(Locale.getISOCountries())
          .collect(
              Collectors.toUnmodifiableMap(
                  code ->
                      new Locale.Builder()
                          .setRegion(code)
                          .build()
                          .getDisplayCountry(Locale.ENGLISH)
                          .toUpperCase(Locale.ROOT),
                  code -> code));

  private static final String SMTP = "smtp:";
  private static final int MAX_SHOWN = 256;

  private final Stamp stamp;
  private final boolean distinctNames;

  /**
   * @param distinctNames whether names may have been made distinct, as {@link #shown} does
   */
  ContactForm(Stamp stamp, boolean distinctNames) {
    this.stamp = stamp;
    this.distinctNames = distinctNames;
  }

  /** The columns of a contact's details that are read. */
  static List<String> detailColumns() {
    List<String> columns = new ArrayList<>(TEXTS.values());
    columns.addAll(
        List.of(
            "Guid",
            "Phone",
            "OtherTelephone",
            "HomePhone",
            "OtherHomePhone",
            "StreetAddress",
            "City",
            "StateOrProvince",
            "PostalCode",
            "CountryOrRegion"));
    return columns;
  }

  /**
   * What Exchange says of a contact.
   *
   * @param details of the same contact; empty if they are not known
   */
  Content content(ExchangeRow recipient, Optional<ExchangeRow> details) {
    Content.Builder content = new Content.Builder();
    content.text(RecordField.DISPLAY_NAME, displayName(recipient));
    content.text(RecordField.MAIL, address(recipient));
    content.text(
        RecordField.HIDDEN, Boolean.toString(recipient.flag("HiddenFromAddressListsEnabled")));
    content.text(
        RecordField.DIRECTORY_ID,
        stamp
            .whole(recipient.text(stamp.column()).orElse(""), recipient.text("Alias").orElse(""))
            .map(RecordKey::value)
            .orElse(""));
    details.ifPresent(row -> addDetails(content, row));
    return content.build();
  }

  private String displayName(ExchangeRow recipient) {
    String name = recipient.text("DisplayName").orElse("");
    return distinctNames ? plain(name, address(recipient)) : name;
  }

  /** A display name without what {@link #shown} may have put behind it. */
  public static String plain(String name, String address) {
    String distinction = distinction(address);
    return name.endsWith(distinction)
        ? name.substring(0, name.length() - distinction.length())
        : name;
  }

  /**
   * The name that people see.
   *
   * @param another whether somebody else there is called the same
   */
  public static String shown(Content wanted, boolean another) {
    String name = wanted.text(RecordField.DISPLAY_NAME);
    String distinction = distinction(wanted.text(RecordField.MAIL));
    return another
        ? name.substring(0, Math.min(name.length(), MAX_SHOWN - distinction.length())) + distinction
        : name;
  }

  private static String distinction(String address) {
    return " (" + address.substring(address.lastIndexOf('@') + 1) + ")";
  }

  /** Where a contact's mail goes, lower-case; empty if it is none. */
  static String address(ExchangeRow recipient) {
    return bare(recipient.text("ExternalEmailAddress").orElse(""));
  }

  /** An address without its kind, lower-case; empty if it is of another kind than SMTP. */
  public static String bare(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    if (lower.startsWith(SMTP)) {
      return lower.substring(SMTP.length());
    }
    return lower.contains(":") ? "" : lower;
  }

  private static void addDetails(Content.Builder content, ExchangeRow row) {
    TEXTS.forEach(
        (field, column) -> content.text(field, row.text(column).orElse("").replace("\r\n", "\n")));
    content.texts(RecordField.BUSINESS_PHONES, numbers(row, "Phone", "OtherTelephone"));
    content.texts(RecordField.HOME_PHONES, numbers(row, "HomePhone", "OtherHomePhone"));
    String street = row.text("StreetAddress").orElse("").replace("\r\n", "\n");
    String city = row.text("City").orElse("");
    String state = row.text("StateOrProvince").orElse("");
    String code = row.text("PostalCode").orElse("");
    String country = country(row.text("CountryOrRegion").orElse(""));
    if (!(street + city + state + code + country).isEmpty()) {
      content.put(
          RecordField.BUSINESS_ADDRESS, new FieldValue.Address(street, city, state, code, country));
    }
  }

  private static List<String> numbers(ExchangeRow row, String first, String others) {
    List<String> numbers = new ArrayList<>(row.text(first).stream().toList());
    numbers.addAll(row.texts(others));
    return numbers;
  }

  /** Exchange takes two-letter codes and answers names; a name that is not ours stays. */
  private static String country(String name) {
    return CODES_OF_COUNTRIES.getOrDefault(name.toUpperCase(Locale.ROOT), name);
  }

  /** Adds what a contact's details shall be, of these fields. */
  ContactCommand details(ContactCommand command, Content wanted, long fields) {
    ContactCommand more = command;
    for (Map.Entry<RecordField, String> text : TEXTS.entrySet()) {
      if (has(fields, text.getKey())) {
        more = more.with(text.getValue(), orNothing(wanted.text(text.getKey())));
      }
    }
    more = phones(more, wanted, fields, RecordField.BUSINESS_PHONES, "Phone", "OtherTelephone");
    more = phones(more, wanted, fields, RecordField.HOME_PHONES, "HomePhone", "OtherHomePhone");
    if (has(fields, RecordField.BUSINESS_ADDRESS)) {
      Optional<FieldValue.Address> address =
          wanted.get(RecordField.BUSINESS_ADDRESS).map(value -> (FieldValue.Address) value);
      more =
          more.with("StreetAddress", orNothing(address.map(FieldValue.Address::street).orElse("")))
              .with("City", orNothing(address.map(FieldValue.Address::city).orElse("")))
              .with("StateOrProvince", orNothing(address.map(FieldValue.Address::state).orElse("")))
              .with("PostalCode", orNothing(address.map(FieldValue.Address::postalCode).orElse("")))
              .with(
                  "CountryOrRegion",
                  orNothing(address.map(FieldValue.Address::country).orElse("")));
    }
    return more;
  }

  private static ContactCommand phones(
      ContactCommand command,
      Content wanted,
      long fields,
      RecordField field,
      String first,
      String others) {
    if (!has(fields, field)) {
      return command;
    }
    List<String> numbers =
        wanted.get(field).map(value -> ((FieldValue.Texts) value).values()).orElse(List.of());
    List<String> rest = numbers.isEmpty() ? List.of() : numbers.subList(1, numbers.size());
    return command
        .with(first, numbers.isEmpty() ? Optional.empty() : numbers.get(0))
        .with(others, rest.isEmpty() ? Optional.empty() : List.copyOf(rest));
  }

  /**
   * Adds what a contact shall be as a recipient, of these fields. With the stamp come the name and
   * the alias, which a contact that is taken over does not have.
   *
   * @param shown the display name; wanted or made distinct
   */
  ContactCommand recipient(
      ContactCommand command, RecordKey key, Content wanted, String shown, long fields) {
    ContactCommand more = command;
    if (has(fields, RecordField.DISPLAY_NAME) && !shown.isEmpty()) {
      more = more.with("DisplayName", shown);
    }
    if (has(fields, RecordField.HIDDEN)) {
      more =
          more.with(
              "HiddenFromAddressListsEnabled", wanted.text(RecordField.HIDDEN).equals("true"));
    }
    if (has(fields, RecordField.DIRECTORY_ID)) {
      more =
          more.with("Name", stamp.name(key))
              .with("Alias", stamp.name(key))
              .with(stamp.column(), stamp.value(key));
    }
    if (has(fields, RecordField.MAIL)) {
      more = more.with("ExternalEmailAddress", wanted.text(RecordField.MAIL));
    }
    return more;
  }

  public static boolean has(long fields, RecordField field) {
    return (fields & 1L << field.code()) != 0;
  }

  private static Object orNothing(String text) {
    return text.isEmpty() ? Optional.empty() : text;
  }
}
