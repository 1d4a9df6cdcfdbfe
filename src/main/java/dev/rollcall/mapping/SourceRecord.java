package dev.rollcall.mapping;

import dev.rollcall.model.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record as the source has it, before any mapping.
 *
 * @param key its stable key
 * @param recipientType what kind of recipient it is, by the policy's names ({@code user}, {@code
 *     mailContact}, …)
 * @param attributes values by attribute name (the policy's published list); an attribute without a
 *     value is absent
 * @param selection JSON pointer of the selection that took it, such as {@code /source/select/0};
 *     the first, if several did
 * @param trustees the people behind a shared mailbox; empty where the source was not asked for them
 *     or the recipient is no mailbox
 */
public record SourceRecord(
    RecordKey key,
    String recipientType,
    Map<String, List<String>> attributes,
    String selection,
    Optional<Trustees> trustees) {

  public SourceRecord {
    attributes = Map.copyOf(attributes);
  }

  /** A record whose trustees nobody asked for. */
  public SourceRecord(
      RecordKey key, String recipientType, Map<String, List<String>> attributes, String selection) {
    this(key, recipientType, attributes, selection, Optional.empty());
  }

  /** The same record, behind which these people are. */
  public SourceRecord with(Trustees people) {
    return new SourceRecord(key, recipientType, attributes, selection, Optional.of(people));
  }

  /** The attribute's first value, or an empty text. */
  public String first(String attribute) {
    List<String> values = attributes.get(attribute);
    return values == null || values.isEmpty() ? "" : values.get(0);
  }
}
