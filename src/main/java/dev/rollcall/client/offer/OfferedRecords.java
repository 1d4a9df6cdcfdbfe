package dev.rollcall.client.offer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of an offer as they are stored and sent: JSON in UTF-8, records ascending by key,
 * fields in their order, nothing between. Equal records give equal bytes, so a hash tells whether
 * anything changed.
 */
public final class OfferedRecords {

  /** The most bytes that records may have, as of every file: some 50,000 recipients. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  /** What is told of a recipient. */
  public static final Set<RecordField> FIELDS = fields();

  private static final int FORM = 1;
  private static final String RECORDS = "records";
  private static final String KEY = "key";

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(6)
                      .maxStringLength(64 * 1024)
                      .maxDocumentLength(MAX_BYTES)
                      .build())
              .build());

  private OfferedRecords() {}

  /** The bytes; what is none of {@link #FIELDS} is left out. */
  public static byte[] bytes(Map<RecordKey, Content> records) {
    ObjectNode document = JSON.createObjectNode().put("form", FORM);
    ArrayNode list = document.putArray(RECORDS);
    new TreeMap<>(records)
        .forEach(
            (key, content) -> {
              ObjectNode record = list.addObject().put(KEY, key.value());
              normal(content).forEach((field, value) -> put(record, field.document(), value));
            });
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** What is read of this content after it was written. */
  public static Content normal(Content content) {
    Content.Builder kept = new Content.Builder();
    content.forEach(
        (field, value) -> {
          if (FIELDS.contains(field)) {
            kept.put(field, value);
          }
        });
    return kept.build();
  }

  /**
   * Reads records. Fields that this version does not know are passed over.
   *
   * @throws Refused if they have another form: never a part of them
   */
  public static SortedMap<RecordKey, Content> read(byte[] bytes) throws Refused {
    JsonNode document;
    try {
      document = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new Refused(Refused.Reason.INCOMPLETE);
    }
    if (document == null || document.path("form").asInt(0) != FORM) {
      throw new Refused(Refused.Reason.UNKNOWN_FORM);
    }
    JsonNode list = document.path(RECORDS);
    if (!list.isArray()) {
      throw new Refused(Refused.Reason.INCOMPLETE);
    }
    SortedMap<RecordKey, Content> records = new TreeMap<>();
    for (JsonNode record : list) {
      try {
        if (records.put(new RecordKey(record.path(KEY).asText("")), content(record)) != null) {
          throw new Refused(Refused.Reason.INCOMPLETE);
        }
      } catch (IllegalArgumentException e) {
        throw new Refused(Refused.Reason.INCOMPLETE);
      }
    }
    return records;
  }

  private static void put(ObjectNode record, String name, FieldValue value) {
    value.match(
        text -> record.put(name, text.value()),
        texts -> {
          ArrayNode list = record.putArray(name);
          texts.values().forEach(list::add);
          return record;
        },
        emails -> record,
        address -> {
          record
              .putObject(name)
              .put("street", address.street())
              .put("city", address.city())
              .put("state", address.state())
              .put("postalCode", address.postalCode())
              .put("country", address.country());
          return record;
        },
        members -> record);
  }

  private static Content content(JsonNode record) {
    Content.Builder content = new Content.Builder();
    for (RecordField field : FIELDS) {
      JsonNode value = record.path(field.document());
      if (value.isMissingNode()) {
        continue;
      }
      switch (field.kind()) {
        case TEXTS -> {
          List<String> texts = new ArrayList<>();
          value.forEach(text -> texts.add(text.asText("")));
          content.texts(field, texts.stream().filter(text -> !text.isBlank()).toList());
        }
        case ADDRESS ->
            content.put(
                field,
                new FieldValue.Address(
                    value.path("street").asText(""),
                    value.path("city").asText(""),
                    value.path("state").asText(""),
                    value.path("postalCode").asText(""),
                    value.path("country").asText("")));
        default -> content.text(field, value.asText("").isBlank() ? "" : value.asText());
      }
    }
    return content.build();
  }

  private static Set<RecordField> fields() {
    Set<RecordField> fields = EnumSet.copyOf(Policy.Type.GAL_FIELDS);
    fields.add(RecordField.MAIL);
    fields.add(RecordField.RECIPIENT_TYPE);
    fields.add(RecordField.ALIAS);
    return Collections.unmodifiableSet(fields);
  }
}
