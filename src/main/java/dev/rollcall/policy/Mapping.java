package dev.rollcall.policy;

import dev.rollcall.model.RecordField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a source record becomes a contact.
 *
 * @param displayName template of the display name, such as <code>{surname}, {givenName}</code>;
 *     empty takes the source's
 * @param phones how phone numbers are written
 * @param defaultRegion two-letter country whose rules a number without country code follows; empty
 *     uses the record's own country
 * @param categories categories every contact gets
 * @param photo whether the source's photo is set
 * @param fields what differs from the default mapping, by field
 */
public record Mapping(
    Optional<String> displayName,
    Phones phones,
    Optional<String> defaultRegion,
    List<String> categories,
    boolean photo,
    Map<RecordField, FieldRule> fields) {

  public Mapping {
    categories = List.copyOf(categories);
    fields = Map.copyOf(fields);
  }

  /** How phone numbers are written. */
  public enum Phones {
    AS_IS,
    E164
  }

  /** When a field is written. */
  public enum Write {
    /** Always: the source's value is the field's value. */
    OVERWRITE,
    /** While the field is empty. */
    FILL_IF_EMPTY,
    /** When the contact is created; from then on it is the user's. */
    LEAVE
  }

  /**
   * What differs for one field.
   *
   * @param value where its value comes from; empty keeps the default mapping's
   * @param write when it is written
   */
  public record FieldRule(Optional<ValueRule> value, Write write) {}

  /**
   * Where a field's value comes from.
   *
   * @param kind what {@code text} is
   * @param text the template or constant; empty for {@link Kind#DROP}
   */
  public record ValueRule(Kind kind, String text) {
    /** Where a value comes from. */
    public enum Kind {
      TEMPLATE,
      CONSTANT,
      /** The field is not written, and cleared where we wrote it before. */
      DROP
    }
  }
}
