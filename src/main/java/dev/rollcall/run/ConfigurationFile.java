package dev.rollcall.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.StateUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file that all configuration is exported to and imported from: one JSON object with the
 * documents as administrators wrote them.
 *
 * <pre>
 * { "format": "rollcall-configuration", "formatVersion": 1,
 *   "rollcall": "1.2.0", "exportedAt": "2026-11-21T12:00:00Z",
 *   "environments": [ … ], "policies": [ … ] }
 * </pre>
 *
 * <p>No secret can be in it: a document with one is never stored, nor imported.
 */
final class ConfigurationFile {

  /** The one version of the format there is. */
  static final int VERSION = 1;

  /** The file's greatest length in characters, and what its documents may be together. */
  static final int MAX_LENGTH = 16 * 1024 * 1024;

  private static final String FORMAT = "rollcall-configuration";
  private static final int MAX_DOCUMENTS = 2_000;

  /** One more than a document's 32 for each bracket around it. */
  private static final int MAX_DEPTH = 34;

  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of("format", "formatVersion", "rollcall", "exportedAt", "environments", "policies"));

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .maxStringLength(256 * 1024)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigurationFile() {}

  /**
   * A document in the file.
   *
   * @param pointer where in the file it stands
   */
  record Entry(Kind kind, String pointer, JsonNode document) {

    /** The id it says it has; empty if it says none. */
    String id() {
      return document.path("id").isTextual() ? document.path("id").asText() : "";
    }

    /** The document alone. */
    byte[] json() {
      return bytes(document);
    }
  }

  /** The text is no such file. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<DocumentProblem> problems;

    private Unreadable(List<DocumentProblem> problems) {
      super(problems.get(0).message());
      this.problems = List.copyOf(problems);
    }

    List<DocumentProblem> problems() {
      return problems;
    }
  }

  /** A file with these documents, in this order. */
  static byte[] write(
      String productVersion, Instant now, List<JsonNode> environments, List<JsonNode> policies) {
    ObjectNode file = MAPPER.createObjectNode();
    file.put("format", FORMAT)
        .put("formatVersion", VERSION)
        .put("rollcall", productVersion)
        .put("exportedAt", now.toString());
    ArrayNode list = file.putArray("environments");
    environments.forEach(list::add);
    list = file.putArray("policies");
    policies.forEach(list::add);
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stored document. */
  static JsonNode document(byte[] stored) {
    try {
      return MAPPER.readTree(stored);
    } catch (IOException e) {
      throw new StateUnreadable("A stored document is not JSON. Store it again.", e);
    }
  }

  /**
   * The documents in a file: environments, then policies, each in the file's order.
   *
   * @param productVersion of this app, for those whose file is from a later one
   * @throws Unreadable if it is no such file, or too large
   */
  static List<Entry> read(String text, String productVersion) throws Unreadable {
    JsonNode file = object(text);
    List<DocumentProblem> problems = new ArrayList<>();
    if (!FORMAT.equals(file.path("format").asText())) {
      throw new Unreadable(
          List.of(
              new DocumentProblem(
                  "/format",
                  "",
                  "This is not an export of Rollcall's configuration.",
                  "Send what GET /api/export answered; its format is '" + FORMAT + "'.")));
    }
    JsonNode version = file.path("formatVersion");
    if (!version.isInt() || version.asInt() != VERSION) {
      throw new Unreadable(List.of(otherVersion(file, productVersion)));
    }
    for (String key : (Iterable<String>) file::fieldNames) {
      if (!KEYS.contains(key)) {
        problems.add(
            new DocumentProblem(
                "",
                "",
                "The file has a key that is not known.",
                "Known are: " + String.join(", ", KEYS) + "."));
      }
    }
    List<Entry> entries = new ArrayList<>();
    read(file, Kind.ENVIRONMENT, "environments", entries, problems);
    read(file, Kind.POLICY, "policies", entries, problems);
    if (entries.size() > MAX_DOCUMENTS) {
      problems.add(
          new DocumentProblem(
              "",
              entries.size() + " documents",
              "The file holds too many documents.",
              "At most " + MAX_DOCUMENTS + ". Import it in parts."));
    }
    if (!problems.isEmpty()) {
      throw new Unreadable(problems);
    }
    return entries;
  }

  static byte[] bytes(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode object(String text) throws Unreadable {
    if (text.length() > MAX_LENGTH) {
      throw unreadable(
          text.length() + " characters",
          "The file is too large.",
          "At most " + MAX_LENGTH + " characters are taken. Import it in parts.");
    }
    try {
      JsonNode file = MAPPER.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
      if (file == null || !file.isObject()) {
        throw unreadable(
            "", "The file is not a JSON object.", "Send what GET /api/export answered.");
      }
      return file;
    } catch (StreamConstraintsException e) {
      throw unreadable(
          where(e),
          "The file is nested too deeply, or holds too long a number or text.",
          "At most " + MAX_DEPTH + " levels. Send what GET /api/export answered.");
    } catch (JsonProcessingException e) {
      // The parser's own words quote what was sent.
      throw unreadable(
          where(e),
          "The file is not JSON, or has a key twice in one object.",
          "Mend it at that place, or send what GET /api/export answered.");
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  private static DocumentProblem otherVersion(JsonNode file, String productVersion) {
    String found = file.path("formatVersion").isInt() ? file.path("formatVersion").asText() : "";
    return new DocumentProblem(
        "/formatVersion",
        found,
        found.isEmpty()
            ? "The file does not say which version of the format it has."
            : "The file has version "
                + found
                + " of the format; Rollcall "
                + productVersion
                + " reads version "
                + VERSION
                + " only.",
        "Import it into the version of Rollcall that wrote it (the key 'rollcall' names it), or"
            + " update this one.");
  }

  private static void read(
      JsonNode file, Kind kind, String key, List<Entry> entries, List<DocumentProblem> problems) {
    JsonNode list = file.path(key);
    if (!list.isArray()) {
      problems.add(
          new DocumentProblem(
              "/" + key, "", "The list of " + key + " is missing.", "A list; it may be empty."));
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      entries.add(new Entry(kind, "/" + key + "/" + i, list.get(i)));
    }
  }

  private static Unreadable unreadable(String found, String message, String allowed) {
    return new Unreadable(List.of(new DocumentProblem("", found, message, allowed)));
  }
}
