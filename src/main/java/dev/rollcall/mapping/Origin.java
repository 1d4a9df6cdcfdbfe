package dev.rollcall.mapping;

import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a field's value comes from, not yet in form: one part for a text or a day, one per entry
 * for a list, five for an address (street, city, state, postal code, country).
 */
interface Origin {

  /** The parts; blank ones are no values. */
  List<String> parts(Values values);

  /**
   * Where fields come from unless the policy says otherwise: all but the display name and file-as,
   * which have rules of their own, and categories, which are the policy's.
   */
  static Map<RecordField, Origin> defaults() {
    Map<RecordField, Origin> origins = new EnumMap<>(RecordField.class);
    origins.put(RecordField.GIVEN_NAME, one(Attribute.GIVEN_NAME));
    origins.put(RecordField.MIDDLE_NAME, one(Attribute.MIDDLE_NAME));
    origins.put(RecordField.SURNAME, one(Attribute.SURNAME));
    origins.put(RecordField.INITIALS, one(Attribute.INITIALS));
    origins.put(RecordField.TITLE, one(Attribute.HONORIFIC));
    origins.put(RecordField.GENERATION, one(Attribute.GENERATION));
    origins.put(RecordField.NICK_NAME, one(Attribute.NICK_NAME));
    origins.put(RecordField.YOMI_GIVEN_NAME, one(Attribute.YOMI_GIVEN_NAME));
    origins.put(RecordField.YOMI_SURNAME, one(Attribute.YOMI_SURNAME));
    origins.put(RecordField.YOMI_COMPANY_NAME, one(Attribute.YOMI_COMPANY_NAME));
    origins.put(RecordField.COMPANY_NAME, one(Attribute.COMPANY_NAME));
    origins.put(RecordField.DEPARTMENT, one(Attribute.DEPARTMENT));
    origins.put(RecordField.JOB_TITLE, one(Attribute.JOB_TITLE));
    origins.put(RecordField.OFFICE_LOCATION, one(Attribute.OFFICE_LOCATION));
    origins.put(RecordField.MANAGER, one(Attribute.MANAGER));
    origins.put(RecordField.ASSISTANT_NAME, one(Attribute.ASSISTANT_NAME));
    origins.put(RecordField.PROFESSION, one(Attribute.PROFESSION));
    origins.put(RecordField.BUSINESS_HOME_PAGE, one(Attribute.WEB_PAGE));
    origins.put(RecordField.BUSINESS_PHONES, values -> values.all(Attribute.BUSINESS_PHONES));
    origins.put(RecordField.HOME_PHONES, values -> values.all(Attribute.HOME_PHONES));
    origins.put(RecordField.MOBILE_PHONE, one(Attribute.MOBILE_PHONE));
    origins.put(RecordField.EMAIL_ADDRESSES, Origin::emailAddresses);
    origins.put(RecordField.IM_ADDRESSES, Origin::imAddresses);
    origins.put(
        RecordField.BUSINESS_ADDRESS,
        address(
            Attribute.STREET_ADDRESS,
            Attribute.CITY,
            Attribute.STATE,
            Attribute.POSTAL_CODE,
            Attribute.COUNTRY));
    origins.put(
        RecordField.HOME_ADDRESS,
        address(
            Attribute.HOME_STREET_ADDRESS,
            Attribute.HOME_CITY,
            Attribute.HOME_STATE,
            Attribute.HOME_POSTAL_CODE,
            Attribute.HOME_COUNTRY));
    origins.put(
        RecordField.OTHER_ADDRESS,
        address(
            Attribute.OTHER_STREET_ADDRESS,
            Attribute.OTHER_CITY,
            Attribute.OTHER_STATE,
            Attribute.OTHER_POSTAL_CODE,
            Attribute.OTHER_COUNTRY));
    origins.put(RecordField.BIRTHDAY, one(Attribute.BIRTHDAY));
    origins.put(RecordField.SPOUSE_NAME, one(Attribute.SPOUSE_NAME));
    origins.put(RecordField.CHILDREN, values -> values.all(Attribute.CHILDREN));
    origins.put(RecordField.PERSONAL_NOTES, Origin::notes);
    return origins;
  }

  /**
   * What a policy says of a field instead.
   *
   * @throws IllegalArgumentException if its template can not be read
   */
  static Origin of(RecordField field, Mapping.ValueRule rule) {
    return switch (rule.kind()) {
      case DROP -> values -> List.of();
      case CONSTANT -> {
        List<String> parts = split(field, rule.text());
        yield values -> parts;
      }
      case TEMPLATE -> {
        List<Template> templates = split(field, rule.text()).stream().map(Template::parse).toList();
        boolean severalFit =
            field.kind() == RecordField.Kind.TEXTS || field.kind() == RecordField.Kind.EMAILS;
        yield values -> {
          List<String> parts = new ArrayList<>();
          for (Template template : templates) {
            if (template.soleAttribute().isPresent()) {
              List<String> all = values.all(template.soleAttribute().get());
              parts.addAll(severalFit ? all : List.of(all.isEmpty() ? "" : all.get(0)));
            } else {
              parts.add(template.render(values::first));
            }
          }
          return parts;
        };
      }
    };
  }

  private static Origin one(Attribute attribute) {
    return values -> values.all(attribute);
  }

  private static Origin address(Attribute... parts) {
    return values ->
        Stream.of(parts).map(part -> values.all(part).stream().findFirst().orElse("")).toList();
  }

  private static List<String> emailAddresses(Values values) {
    List<String> shown = values.all(Attribute.EMAIL_ADDRESSES);
    return shown.isEmpty() ? List.of(values.mail()) : shown;
  }

  private static List<String> imAddresses(Values values) {
    List<String> named = values.all(Attribute.IM_ADDRESSES);
    if (!named.isEmpty()) {
      return named;
    }
    return Stream.concat(values.addresses("SIP:").stream(), values.addresses("sip:").stream())
        .toList();
  }

  /** The members' names are sorted: groups answer them in no steady order. */
  private static List<String> notes(Values values) {
    String own = values.all(Attribute.NOTES).stream().findFirst().orElse("");
    List<String> members =
        values.all(Attribute.MEMBERS).stream().map(PlainText::line).sorted().toList();
    if (members.isEmpty()) {
      return List.of(own);
    }
    String list = "Members:\n" + String.join("\n", members);
    return List.of(own.isBlank() ? list : own + "\n\n" + list);
  }

  /** Parts of a list or an address are separated by semicolons. */
  private static List<String> split(RecordField field, String text) {
    return switch (field.kind()) {
      case TEXT, DATE -> List.of(text);
      case TEXTS, EMAILS, ADDRESS, MEMBERS ->
          Arrays.stream(text.split(";", -1)).map(String::strip).toList();
    };
  }
}
