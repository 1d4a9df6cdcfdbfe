package dev.rollcall.source.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.RecordKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the last complete reading of a folder left, so that the next one reads changes alone. Kept
 * as compressed JSON, some 200 bytes a contact.
 *
 * @param found where the folder was found
 * @param token from where changes can be read
 * @param items what it held, by id
 * @param keys the key of each item, by its id
 * @param withoutPhoto contacts that had no photo when they were last asked for one: their change
 *     key of then, by id
 */
record Remembered(
    Found found,
    String token,
    Map<String, FolderItem> items,
    Map<String, RecordKey> keys,
    Map<String, String> withoutPhoto) {

  /**
   * The place of a folder, and when it was last looked for and found there.
   *
   * @param place as {@link FolderAccess#find} told
   */
  record Found(String place, Instant at) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  Remembered {
    items = Map.copyOf(items);
    keys = Map.copyOf(keys);
    withoutPhoto = Map.copyOf(withoutPhoto);
  }

  /** The bytes; equal for what is equal. */
  byte[] bytes() {
    ObjectNode root = JSON.createObjectNode();
    root.put("place", found.place).put("found", found.at.toString()).put("token", token);
    ArrayNode rows = root.putArray("items");
    new TreeMap<>(items).values().forEach(item -> write(item, rows.addObject()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      JSON.writeValue(zip, root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What these bytes say; empty if they cannot be read, which costs a full reading. */
  static Optional<Remembered> of(byte[] bytes) {
    try (InputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      JsonNode root = JSON.readTree(zip);
      Map<String, FolderItem> items = new HashMap<>();
      Map<String, RecordKey> keys = new HashMap<>();
      Map<String, String> withoutPhoto = new HashMap<>();
      for (JsonNode row : root.path("items")) {
        FolderItem item = item(row);
        items.put(item.id(), item);
        keys.put(
            item.id(),
            row.has("key") ? new RecordKey(text(row, "key")) : FolderRecords.usualKey(item));
        if (row.has("np")) {
          withoutPhoto.put(item.id(), row.path("np").asText());
        }
      }
      return Optional.of(
          new Remembered(
              new Found(text(root, "place"), Instant.parse(text(root, "found"))),
              text(root, "token"),
              items,
              keys,
              withoutPhoto));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void write(FolderItem item, ObjectNode row) {
    row.put("id", item.id())
        .put("ck", item.changeKey())
        .put("at", item.created().toString())
        .put("sk", item.searchKey())
        .put("kind", item.kind().name());
    item.photo().ifPresent(photo -> row.put("photo", photo));
    RecordKey key = keys.get(item.id());
    if (key != null && !key.equals(FolderRecords.usualKey(item))) {
      row.put("key", key.value());
    }
    String without = withoutPhoto.get(item.id());
    if (without != null) {
      row.put("np", without);
    }
    ObjectNode attributes = row.putObject("a");
    new TreeMap<>(item.attributes())
        .forEach((name, values) -> values.forEach(attributes.putArray(name)::add));
  }

  private static FolderItem item(JsonNode row) {
    Map<String, List<String>> attributes = new HashMap<>();
    for (Map.Entry<String, JsonNode> attribute : row.path("a").properties()) {
      List<String> values = new ArrayList<>(attribute.getValue().size());
      attribute.getValue().forEach(value -> values.add(value.asText()));
      attributes.put(attribute.getKey(), List.copyOf(values));
    }
    return new FolderItem(
        text(row, "id"),
        text(row, "ck"),
        Instant.parse(text(row, "at")),
        text(row, "sk"),
        Optional.of(row.path("photo").asText("")).filter(photo -> !photo.isEmpty()),
        FolderItem.Kind.valueOf(text(row, "kind")),
        attributes);
  }

  private static String text(JsonNode node, String name) {
    JsonNode text = node.path(name);
    if (!text.isTextual()) {
      throw new IllegalArgumentException("a recollection without its " + name);
    }
    return text.textValue();
  }
}
