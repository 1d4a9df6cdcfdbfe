package dev.rollcall.mapping;

import dev.rollcall.model.ContactField;
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
  static Map<ContactField, Origin> defaults() {
    Map<ContactField, Origin> origins = new EnumMap<>(ContactField.class);
    origins.put(ContactField.GIVEN_NAME, one(Attribute.GIVEN_NAME));
    origins.put(ContactField.MIDDLE_NAME, one(Attribute.MIDDLE_NAME));
    origins.put(ContactField.SURNAME, one(Attribute.SURNAME));
    origins.put(ContactField.INITIALS, one(Attribute.INITIALS));
    origins.put(ContactField.TITLE, one(Attribute.HONORIFIC));
    origins.put(ContactField.GENERATION, one(Attribute.GENERATION));
    origins.put(ContactField.NICK_NAME, one(Attribute.NICK_NAME));
    origins.put(ContactField.YOMI_GIVEN_NAME, one(Attribute.YOMI_GIVEN_NAME));
    origins.put(ContactField.YOMI_SURNAME, one(Attribute.YOMI_SURNAME));
    origins.put(ContactField.YOMI_COMPANY_NAME, one(Attribute.YOMI_COMPANY_NAME));
    origins.put(ContactField.COMPANY_NAME, one(Attribute.COMPANY_NAME));
    origins.put(ContactField.DEPARTMENT, one(Attribute.DEPARTMENT));
    origins.put(ContactField.JOB_TITLE, one(Attribute.JOB_TITLE));
    origins.put(ContactField.OFFICE_LOCATION, one(Attribute.OFFICE_LOCATION));
    origins.put(ContactField.MANAGER, one(Attribute.MANAGER));
    origins.put(ContactField.ASSISTANT_NAME, one(Attribute.ASSISTANT_NAME));
    origins.put(ContactField.PROFESSION, one(Attribute.PROFESSION));
    origins.put(ContactField.BUSINESS_HOME_PAGE, one(Attribute.WEB_PAGE));
    origins.put(ContactField.BUSINESS_PHONES, values -> values.all(Attribute.BUSINESS_PHONES));
    origins.put(ContactField.HOME_PHONES, values -> values.all(Attribute.HOME_PHONES));
    origins.put(ContactField.MOBILE_PHONE, one(Attribute.MOBILE_PHONE));
    origins.put(ContactField.EMAIL_ADDRESSES, values -> List.of(values.mail()));
    origins.put(ContactField.IM_ADDRESSES, Origin::imAddresses);
    origins.put(
        ContactField.BUSINESS_ADDRESS,
        address(
            Attribute.STREET_ADDRESS,
            Attribute.CITY,
            Attribute.STATE,
            Attribute.POSTAL_CODE,
            Attribute.COUNTRY));
    origins.put(
        ContactField.HOME_ADDRESS,
        address(
            Attribute.HOME_STREET_ADDRESS,
            Attribute.HOME_CITY,
            Attribute.HOME_STATE,
            Attribute.HOME_POSTAL_CODE,
            Attribute.HOME_COUNTRY));
    origins.put(
        ContactField.OTHER_ADDRESS,
        address(
            Attribute.OTHER_STREET_ADDRESS,
            Attribute.OTHER_CITY,
            Attribute.OTHER_STATE,
            Attribute.OTHER_POSTAL_CODE,
            Attribute.OTHER_COUNTRY));
    origins.put(ContactField.BIRTHDAY, one(Attribute.BIRTHDAY));
    origins.put(ContactField.SPOUSE_NAME, one(Attribute.SPOUSE_NAME));
    origins.put(ContactField.CHILDREN, values -> values.all(Attribute.CHILDREN));
    origins.put(ContactField.PERSONAL_NOTES, Origin::notes);
    return origins;
  }

  /**
   * What a policy says of a field instead.
   *
   * @throws IllegalArgumentException if its template can not be read
   */
  static Origin of(ContactField field, Mapping.ValueRule rule) {
    return switch (rule.kind()) {
      case DROP -> values -> List.of();
      case CONSTANT -> {
        List<String> parts = split(field, rule.text());
        yield values -> parts;
      }
      case TEMPLATE -> {
        List<Template> templates = split(field, rule.text()).stream().map(Template::parse).toList();
        boolean severalFit =
            field.kind() == ContactField.Kind.TEXTS || field.kind() == ContactField.Kind.EMAILS;
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
  private static List<String> split(ContactField field, String text) {
    return switch (field.kind()) {
      case TEXT, DATE -> List.of(text);
      case TEXTS, EMAILS, ADDRESS -> Arrays.stream(text.split(";", -1)).map(String::strip).toList();
    };
  }
}
