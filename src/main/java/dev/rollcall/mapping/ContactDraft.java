package dev.rollcall.mapping;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.SkipReason;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A contact in the making: brings parts into each field's form, keeps to what a contact can hold,
 * and writes down what that cost.
 */
final class ContactDraft {

  private static final Set<RecordField> PHONES =
      Set.of(RecordField.BUSINESS_PHONES, RecordField.HOME_PHONES, RecordField.MOBILE_PHONE);

  /** Any of these is worth a contact. */
  private static final Set<RecordField> SHOWN =
      Set.of(
          RecordField.DISPLAY_NAME,
          RecordField.GIVEN_NAME,
          RecordField.SURNAME,
          RecordField.NICK_NAME,
          RecordField.EMAIL_ADDRESSES,
          RecordField.BUSINESS_PHONES,
          RecordField.HOME_PHONES,
          RecordField.MOBILE_PHONE);

  /** The directory's way to say that a day is not known. */
  private static final int NO_YEAR = 1;

  private final SourceRecord record;
  private final Function<String, Optional<String>> normalised;
  private final Content.Builder contact = new Content.Builder();
  private final List<Dropped> warnings = new ArrayList<>();
  private String displayName = "";

  /**
   * @param normalised brings a phone number into the policy's form; empty if it can not be
   */
  ContactDraft(SourceRecord record, Function<String, Optional<String>> normalised) {
    this.record = record;
    this.normalised = normalised;
  }

  /** Sets a field from its parts; blank ones are none, and with no part left it is absent. */
  void put(RecordField field, List<String> parts) {
    switch (field.kind()) {
      case TEXT -> contact.text(field, text(field, parts));
      case DATE -> contact.text(field, day(field, parts));
      case TEXTS -> contact.texts(field, entries(field, parts));
      case EMAILS -> putEmails(field, parts);
      case ADDRESS -> putAddress(field, parts);
      case MEMBERS -> throw new IllegalArgumentException("a contact has no " + field.document());
    }
  }

  /** Sets the display name, which mail addresses are given too, and answers its form. */
  String putDisplayName(String name) {
    displayName = text(RecordField.DISPLAY_NAME, List.of(name));
    contact.text(RecordField.DISPLAY_NAME, displayName);
    return displayName;
  }

  /** What became of the record. */
  RecordMapping.Mapped mapped() {
    Content made = contact.build();
    if (made.fields().stream().noneMatch(SHOWN::contains)) {
      warn(SkipReason.NOTHING_TO_SHOW, "");
      return new RecordMapping.Mapped(Optional.empty(), warnings);
    }
    return new RecordMapping.Mapped(Optional.of(made), warnings);
  }

  private String text(RecordField field, List<String> parts) {
    for (String part : parts) {
      String text = formed(field, part);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private List<String> entries(RecordField field, List<String> parts) {
    Map<String, String> distinct = new LinkedHashMap<>();
    for (String part : parts) {
      String entry = formed(field, part);
      if (!entry.isEmpty()) {
        distinct.putIfAbsent(
            PHONES.contains(field)
                ? PhoneNumbers.spelledOut(entry)
                : entry.toLowerCase(Locale.ROOT),
            entry);
      }
    }
    return limited(field, List.copyOf(distinct.values()));
  }

  /** One value in the form of its field, or an empty text. */
  private String formed(RecordField field, String part) {
    if (PHONES.contains(field)) {
      return phone(field, PlainText.bare(part));
    }
    return switch (field) {
      case PERSONAL_NOTES -> cut(field, PlainText.lines(part));
      case IM_ADDRESSES -> whole(field, withoutScheme(PlainText.bare(part), "sip"));
      case EMAIL_ADDRESSES -> whole(field, withoutScheme(PlainText.bare(part), "smtp"));
      default -> cut(field, PlainText.line(part));
    };
  }

  private String phone(RecordField field, String number) {
    if (number.isEmpty()) {
      return "";
    }
    Optional<String> form = normalised.apply(number);
    if (form.isEmpty()) {
      warn(
          SkipReason.VALUE_NOT_NORMALISED,
          field.document() + ": not a number of the public network, or its country is not known");
    }
    return whole(field, form.orElse(number));
  }

  private String day(RecordField field, List<String> parts) {
    for (String part : parts) {
      String text = PlainText.line(part);
      if (text.isEmpty()) {
        continue;
      }
      try {
        LocalDate day = LocalDate.parse(text.substring(0, Math.min(10, text.length())));
        return day.getYear() <= NO_YEAR ? "" : day.toString();
      } catch (DateTimeException noDay) {
        warn(
            SkipReason.VALUE_NOT_NORMALISED,
            field.document() + ": not a day such as 1990-05-17, and left out");
        return "";
      }
    }
    return "";
  }

  private void putEmails(RecordField field, List<String> parts) {
    List<FieldValue.Email> emails =
        entries(field, parts).stream()
            .map(address -> new FieldValue.Email(displayName, address))
            .toList();
    if (!emails.isEmpty()) {
      contact.put(field, new FieldValue.Emails(emails));
    }
  }

  private void putAddress(RecordField field, List<String> parts) {
    List<String> five = new ArrayList<>(5);
    for (int i = 0; i < 5; i++) {
      String part = i < parts.size() ? parts.get(i) : "";
      five.add(cut(field, i == 0 ? PlainText.joined(part) : PlainText.line(part)));
    }
    if (parts.size() > 5) {
      warn(SkipReason.VALUE_SPILLED, field.document() + ": more than the 5 parts of an address");
    }
    if (five.stream().anyMatch(part -> !part.isEmpty())) {
      contact.put(
          field,
          new FieldValue.Address(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4)));
    }
  }

  private List<String> limited(RecordField field, List<String> entries) {
    if (entries.size() <= field.maxEntries()) {
      return entries;
    }
    warn(
        SkipReason.VALUE_SPILLED,
        field.document()
            + ": "
            + (entries.size() - field.maxEntries())
            + " more than the "
            + field.maxEntries()
            + " entries that a contact takes");
    return entries.subList(0, field.maxEntries());
  }

  private String cut(RecordField field, String text) {
    if (text.length() <= field.maxLength()) {
      return text;
    }
    warn(
        SkipReason.VALUE_SPILLED,
        field.document() + ": cut to " + field.maxLength() + " characters");
    return PlainText.cut(text, field.maxLength());
  }

  /** Half an address or a number is none: what does not fit is left out. */
  private String whole(RecordField field, String text) {
    if (text.length() <= field.maxLength()) {
      return text;
    }
    warn(
        SkipReason.VALUE_SPILLED,
        field.document() + ": longer than " + field.maxLength() + " characters, and left out");
    return "";
  }

  /** The address without this scheme; one of another scheme, such as {@code X500:}, is none. */
  private static String withoutScheme(String address, String scheme) {
    int colon = address.indexOf(':');
    if (colon < 0 || !address.substring(0, colon).chars().allMatch(Character::isLetterOrDigit)) {
      return address;
    }
    return address.substring(0, colon).equalsIgnoreCase(scheme)
        ? PlainText.line(address.substring(colon + 1))
        : "";
  }

  private void warn(SkipReason reason, String detail) {
    warnings.add(new Dropped(record.key().value(), record.selection(), reason, detail));
  }
}
