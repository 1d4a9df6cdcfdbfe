package dev.rollcall.target.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.target.FilePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** An object with a list of records; lists are lists, people are objects. */
final class JsonLayout implements Layout {

  private static final String RECORDS = "records";

  private static final ObjectMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(8)
                      .maxDocumentLength(FilePlace.MAX_BYTES)
                      .build())
              .build());

  @Override
  public byte[] write(List<Line> lines) {
    ObjectNode file = JSON.createObjectNode();
    ArrayNode records = file.putArray(RECORDS);
    for (Line line : lines) {
      ObjectNode record = records.addObject().put(POLICY, line.policy()).put(KEY, line.key());
      for (RecordField field : FIELDS) {
        line.content().get(field).ifPresent(value -> put(record, field.document(), value));
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Line> read(byte[] file) {
    JsonNode records;
    try {
      records = JSON.readTree(file).path(RECORDS);
    } catch (IOException e) {
      throw Layout.foreign();
    }
    if (!records.isArray()) {
      throw Layout.foreign();
    }
    List<Line> lines = new ArrayList<>(records.size());
    for (JsonNode record : records) {
      lines.add(
          new Line(record.path(POLICY).asText(""), record.path(KEY).asText(""), content(record)));
    }
    return lines;
  }

  @Override
  public Content normal(Content content) {
    Content.Builder kept = new Content.Builder();
    FIELDS.forEach(field -> content.get(field).ifPresent(value -> kept.put(field, value)));
    return kept.build();
  }

  @Override
  public boolean fits(Content content) {
    return true;
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
        address -> record,
        members -> {
          ArrayNode list = record.putArray(name);
          members
              .values()
              .forEach(
                  member ->
                      list.addObject()
                          .put("id", member.id())
                          .put("name", member.name())
                          .put("address", member.address()));
          return record;
        });
  }

  private static Content content(JsonNode record) {
    Content.Builder content = new Content.Builder();
    for (RecordField field : FIELDS) {
      JsonNode value = record.path(field.document());
      switch (field.kind()) {
        case MEMBERS -> {
          List<FieldValue.Member> members = new ArrayList<>();
          for (JsonNode member : value) {
            if (!member.path("address").asText("").isEmpty()) {
              members.add(
                  new FieldValue.Member(
                      member.path("id").asText(""),
                      member.path("name").asText(""),
                      member.path("address").asText("")));
            }
          }
          if (!members.isEmpty()) {
            content.put(field, new FieldValue.Members(members));
          }
        }
        case TEXTS -> {
          List<String> texts = new ArrayList<>();
          value.forEach(text -> texts.add(text.asText("")));
          content.texts(field, texts);
        }
        default -> content.text(field, value.asText(""));
      }
    }
    return content.build();
  }
}
