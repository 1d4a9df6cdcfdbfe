package dev.rollcall.mapping;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Service;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the mail contact that a source record shall be in another organisation's address list, with
 * what that list can hold. For several threads.
 *
 * <p>A contact's country is written as its two-letter code: the service takes no other spelling but
 * its own, and refuses all of a contact's details where it does not know the country.
 */
public final class GalMapping implements RecordMapping {

  /**
   * How long the texts may be that Active Directory keeps shorter than a mailbox does.
   *
   * @see <a href="https://learn.microsoft.com/windows/win32/adschema/attributes-all">Active
   *     Directory's attributes</a> (rangeUpper, read 2026-11-21)
   */
  private static final Map<RecordField, Integer> LENGTHS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(RecordField.GIVEN_NAME, 64),
              Map.entry(RecordField.SURNAME, 64),
              Map.entry(RecordField.INITIALS, 6),
              Map.entry(RecordField.JOB_TITLE, 128),
              Map.entry(RecordField.COMPANY_NAME, 64),
              Map.entry(RecordField.DEPARTMENT, 64),
              Map.entry(RecordField.OFFICE_LOCATION, 128),
              Map.entry(RecordField.MOBILE_PHONE, 64),
              Map.entry(RecordField.BUSINESS_PHONES, 64),
              Map.entry(RecordField.HOME_PHONES, 64),
              Map.entry(RecordField.ASSISTANT_NAME, 255),
              Map.entry(RecordField.BUSINESS_HOME_PAGE, 255),
              Map.entry(RecordField.PERSONAL_NOTES, 1_024)));

  private static final int MAX_CITY = 128;
  private static final int MAX_CODE = 40;
  private static final int MAX_SHOWN = 255;

  private final ContactMapping contacts;
  private final Countries countries = new Countries();
  private final Optional<Service.MailContact> list;
  private final String prefix;
  private final String suffix;

  /**
   * The mapping of a policy that writes to an address list, or offers what another installation
   * writes to one.
   *
   * @throws IllegalArgumentException if it writes elsewhere
   */
  public GalMapping(Policy policy) {
    this(policy.mapping(), policy.target().addressList());
    if (list.isEmpty() && policy.target().offer().isEmpty()) {
      throw new IllegalArgumentException("the policy writes to no address list");
    }
  }

  private GalMapping(Mapping mapping, Optional<Service.MailContact> list) {
    this.contacts = new ContactMapping(mapping, Policy.Type.GAL_FIELDS);
    this.list = list;
    this.prefix = list.map(Service.MailContact::prefix).orElse("");
    this.suffix = list.map(Service.MailContact::suffix).orElse("");
  }

  @Override
  public boolean sharesAddresses() {
    return false;
  }

  @Override
  public Mapped map(SourceRecord record) {
    String mail = new Values(record).mail().toLowerCase(Locale.ROOT);
    if (mail.isEmpty()) {
      return new Mapped(Optional.empty(), List.of(dropped(record, SkipReason.NO_ADDRESS, "")));
    }
    Mapped contact = contacts.map(record);
    List<Dropped> warnings = new ArrayList<>(contact.warnings());
    warnings.removeIf(warning -> warning.reason() == SkipReason.NOTHING_TO_SHOW);
    Content.Builder content = new Content.Builder();
    contact
        .content()
        .ifPresent(
            known -> known.forEach((field, value) -> put(content, field, value, record, warnings)));
    String name = contact.content().map(known -> known.text(RecordField.DISPLAY_NAME)).orElse("");
    boolean hasName = !name.isEmpty() && !name.equalsIgnoreCase(mail);
    content.text(RecordField.DISPLAY_NAME, shown(hasName ? name : mail));
    content.text(RecordField.MAIL, mail);
    list.ifPresentOrElse(to -> stamp(content, record, to), () -> origin(content, record));
    return new Mapped(Optional.of(content.build()), warnings);
  }

  /** The stamp is part of what a contact shall be, so that one that lacks it gets it. */
  private static void stamp(Content.Builder content, SourceRecord record, Service.MailContact to) {
    content.text(RecordField.HIDDEN, Boolean.toString(to.hidden()));
    content.text(RecordField.DIRECTORY_ID, record.key().value());
  }

  /** What the one who takes it chooses by. Of people the alias is not needed, so it is not told. */
  private static void origin(Content.Builder content, SourceRecord record) {
    content.text(RecordField.RECIPIENT_TYPE, record.recipientType());
    if (record.recipientType().equals(RecipientType.MAIL_CONTACT.document())) {
      content.text(
          RecordField.ALIAS, PlainText.cut(record.first(Attribute.MAIL_NICKNAME.document()), 64));
    }
  }

  /** Of a name that is too long, the name is cut and not what tells where it comes from. */
  private String shown(String name) {
    int room = Math.max(1, MAX_SHOWN - prefix.length() - suffix.length());
    return prefix + PlainText.cut(name, room) + suffix;
  }

  private void put(
      Content.Builder content,
      RecordField field,
      FieldValue value,
      SourceRecord record,
      List<Dropped> warnings) {
    int most = LENGTHS.getOrDefault(field, MAX_SHOWN);
    switch (field.kind()) {
      case TEXT ->
          content.text(
              field, cut(((FieldValue.Text) value).value(), most, field, record, warnings));
      case TEXTS ->
          content.texts(
              field,
              ((FieldValue.Texts) value)
                  .values().stream()
                      .map(text -> cut(text, most, field, record, warnings))
                      .toList());
      case ADDRESS -> address(content, field, (FieldValue.Address) value, record, warnings);
      case DATE, EMAILS, MEMBERS ->
          throw new IllegalArgumentException("an address list has no " + field.document());
    }
  }

  private void address(
      Content.Builder content,
      RecordField field,
      FieldValue.Address address,
      SourceRecord record,
      List<Dropped> warnings) {
    String country = countries.code(address.country()).orElse("");
    if (country.isEmpty() && !address.country().isEmpty()) {
      warnings.add(
          dropped(
              record,
              SkipReason.VALUE_NOT_NORMALISED,
              field.document() + ": not a country that the service knows, and left out"));
    }
    String city = cut(address.city(), MAX_CITY, field, record, warnings);
    String state = cut(address.state(), MAX_CITY, field, record, warnings);
    String code = cut(address.postalCode(), MAX_CODE, field, record, warnings);
    if (!(address.street() + city + state + code + country).isEmpty()) {
      content.put(field, new FieldValue.Address(address.street(), city, state, code, country));
    }
  }

  private static String cut(
      String text, int most, RecordField field, SourceRecord record, List<Dropped> warnings) {
    if (text.length() <= most) {
      return text;
    }
    warnings.add(
        dropped(
            record,
            SkipReason.VALUE_SPILLED,
            field.document() + ": cut to " + most + " characters"));
    return PlainText.cut(text, most);
  }

  private static Dropped dropped(SourceRecord record, SkipReason reason, String detail) {
    return new Dropped(record.key().value(), record.selection(), reason, detail);
  }
}
