package dev.rollcall.mapping;

import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes the contact that a source record shall be, by the default mapping and what a policy changes
 * of it.
 *
 * <p>Every value is brought into one normal form, so that differences nobody can see are none. What
 * a contact can not hold is left out and said; a value that the source emptied leaves its field
 * absent. The same record always gives the same contact. For several threads.
 *
 * <p>Defaults worth knowing:
 *
 * <ul>
 *   <li>Display name: the policy's template, else the source's display name, else given name and
 *       surname, company, mail address, phone number.
 *   <li>File-as: the display name where the policy has a template for it, else the record's own,
 *       else {@code surname, givenName}, else the display name. It is always written: the service
 *       does not renew its own when somebody marries.
 *   <li>Mail addresses: all that the record shows, as contacts of a folder do, else the primary
 *       one. Aliases by the template <code>{mail}; {proxyAddresses}</code>.
 *   <li>Categories: the policy's, then the record's own.
 *   <li>Lists and addresses in a policy's template or constant are separated by semicolons; an
 *       address is <code>street; city; state; postal code; country</code>. An entry that is one
 *       attribute and nothing else stands for all its values.
 * </ul>
 */
public final class ContactMapping implements RecordMapping {

  private static final Template FIRST_LAST = Template.parse("{givenName} {surname}");
  private static final Template LAST_FIRST = Template.parse("{surname}, {givenName}");

  private final Map<RecordField, Origin> origins = Origin.defaults();
  private final Optional<Template> displayNameTemplate;
  private final Optional<Origin> displayNameRule;
  private final Optional<Origin> fileAsRule;
  private final boolean displayNameIsDropped;
  private final boolean phonesAreE164;
  private final Optional<String> defaultRegion;
  private final List<Function<Values, String>> names;
  private final PhoneNumbers phoneNumbers = new PhoneNumbers();
  private final Countries countries = new Countries();

  /**
   * The mapping of a policy.
   *
   * @throws IllegalArgumentException if a template can not be read; documents with such are refused
   *     before they get here
   */
  public ContactMapping(Mapping mapping) {
    this(mapping, RecordField.OF_CONTACTS);
  }

  /** The mapping of some fields alone, beside the display name. */
  ContactMapping(Mapping mapping, Set<RecordField> wanted) {
    origins.put(RecordField.CATEGORIES, values -> categories(mapping, values));
    mapping
        .fields()
        .forEach(
            (field, rule) ->
                rule.value().ifPresent(value -> origins.put(field, Origin.of(field, value))));
    displayNameTemplate = mapping.displayName().map(Template::parse);
    displayNameRule = Optional.ofNullable(origins.remove(RecordField.DISPLAY_NAME));
    displayNameIsDropped =
        Optional.ofNullable(mapping.fields().get(RecordField.DISPLAY_NAME))
            .flatMap(Mapping.FieldRule::value)
            .map(rule -> rule.kind() == Mapping.ValueRule.Kind.DROP)
            .orElse(false);
    fileAsRule = Optional.ofNullable(origins.remove(RecordField.FILE_AS));
    origins.keySet().retainAll(wanted);
    phonesAreE164 = mapping.phones() == Mapping.Phones.E164;
    defaultRegion = mapping.defaultRegion();
    names = names();
  }

  /** Where the display name may come from, best first. */
  private List<Function<Values, String>> names() {
    List<Function<Values, String>> names = new ArrayList<>();
    displayNameRule.ifPresentOrElse(
        rule -> names.add(values -> firstOf(rule.parts(values))),
        () ->
            displayNameTemplate.ifPresent(
                template -> names.add(values -> template.render(values::first))));
    names.add(values -> values.first(Attribute.DISPLAY_NAME));
    names.add(values -> FIRST_LAST.render(values::first));
    names.add(values -> values.first(Attribute.NICK_NAME));
    names.add(Values::mail);
    names.add(values -> values.first(Attribute.MOBILE_PHONE));
    names.add(values -> values.first(Attribute.BUSINESS_PHONES));
    return List.copyOf(names);
  }

  /** The policy's own first: of too many, the record's last ones are left out. */
  private static List<String> categories(Mapping mapping, Values values) {
    List<String> own = values.all(Attribute.CATEGORIES);
    if (own.isEmpty()) {
      return mapping.categories();
    }
    List<String> all = new ArrayList<>(mapping.categories());
    all.addAll(own);
    return all;
  }

  private static String firstOf(List<String> parts) {
    return parts.isEmpty() ? "" : parts.get(0);
  }

  @Override
  public Mapped map(SourceRecord record) {
    Values values = new Values(record);
    ContactDraft draft = new ContactDraft(record, number -> normalised(number, values));
    String shown = draft.putDisplayName(displayName(values));
    draft.put(RecordField.FILE_AS, fileAs(values, shown));
    origins.forEach((field, origin) -> draft.put(field, origin.parts(values)));
    return draft.mapped();
  }

  /** What the policy wants or the source says; failing these, what tells the record from others. */
  private String displayName(Values values) {
    if (displayNameIsDropped) {
      return "";
    }
    for (Function<Values, String> name : names) {
      String line = PlainText.line(name.apply(values));
      if (!line.isEmpty()) {
        return line;
      }
    }
    return "";
  }

  private List<String> fileAs(Values values, String shown) {
    if (fileAsRule.isPresent()) {
      return fileAsRule.get().parts(values);
    }
    boolean isStyled = displayNameRule.isPresent() || displayNameTemplate.isPresent();
    String own = values.first(Attribute.FILE_AS);
    if (!own.isEmpty() && !isStyled) {
      return List.of(own);
    }
    boolean hasBoth =
        !values.first(Attribute.SURNAME).isEmpty() && !values.first(Attribute.GIVEN_NAME).isEmpty();
    return List.of(
        hasBoth && !isStyled && !shown.isEmpty() ? LAST_FIRST.render(values::first) : shown);
  }

  /** The number as the policy wants it, or empty if it can not be written so. */
  private Optional<String> normalised(String number, Values values) {
    if (!phonesAreE164) {
      return Optional.of(number);
    }
    String region =
        defaultRegion
            .or(() -> countries.code(values.first(Attribute.COUNTRY)))
            .or(() -> countries.code(values.first(Attribute.USAGE_LOCATION)))
            .orElse("");
    return phoneNumbers.e164(number, region);
  }
}
