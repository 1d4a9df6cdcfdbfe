package dev.rollcall.mapping;

import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Source records and mappings for tests, in few words. */
final class Records {

  private Records() {}

  static SourceRecord record(String key, Map<Attribute, List<String>> attributes) {
    Map<String, List<String>> byName = new HashMap<>();
    attributes.forEach((attribute, values) -> byName.put(attribute.document(), values));
    return new SourceRecord(new RecordKey(key), "user", byName, "/source/select/0");
  }

  /** A record of attribute, value, attribute, value, … */
  static SourceRecord record(Object... attributesAndValues) {
    Map<Attribute, List<String>> attributes = new HashMap<>();
    for (int i = 0; i < attributesAndValues.length; i += 2) {
      attributes
          .computeIfAbsent((Attribute) attributesAndValues[i], a -> new ArrayList<>())
          .add((String) attributesAndValues[i + 1]);
    }
    return record("user:1", attributes);
  }

  static Mapping plain() {
    return new Mapping(
        Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of());
  }

  static Mapping named(String displayName) {
    return new Mapping(
        Optional.of(displayName),
        Mapping.Phones.AS_IS,
        Optional.empty(),
        List.of(),
        false,
        Map.of());
  }

  static Mapping e164(String region) {
    return new Mapping(
        Optional.empty(),
        Mapping.Phones.E164,
        region.isEmpty() ? Optional.empty() : Optional.of(region),
        List.of(),
        false,
        Map.of());
  }

  static Mapping ruled(RecordField field, Mapping.ValueRule.Kind kind, String text) {
    return ruled(
        Map.of(
            field,
            new Mapping.FieldRule(
                Optional.of(new Mapping.ValueRule(kind, text)), Mapping.Write.OVERWRITE)));
  }

  static Mapping ruled(Map<RecordField, Mapping.FieldRule> fields) {
    return new Mapping(
        Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, fields);
  }
}
