package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Holds a document against its published schema, and turns what the validator says into sentences.
 */
final class SchemaCheck {

  private static final int LONGEST_SHOWN = 80;

  private final Schema schema;
  private final JsonNode definition;

  /** The schema with this name under {@code /schema}, which is part of the app. */
  SchemaCheck(String resource) {
    try (InputStream in = SchemaCheck.class.getResourceAsStream("/schema/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the app was built without " + resource);
      }
      definition = JsonText.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(definition);
  }

  /** The schema itself, for its defaults. */
  JsonNode definition() {
    return definition;
  }

  /** Everything the schema has against the document. */
  List<DocumentProblem> problems(JsonNode document) {
    List<DocumentProblem> problems = new ArrayList<>();
    for (Error error : schema.validate(document)) {
      problems.add(problem(error));
    }
    return problems;
  }

  private DocumentProblem problem(Error error) {
    String pointer = pointer(error);
    String property = error.getProperty() == null ? "" : error.getProperty();
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownKey(error, pointer, property);
      case "required" ->
          new DocumentProblem(
              pointer + "/" + Pointers.escaped(property),
              "",
              "'" + property + "' is missing.",
              describe(declared(error, property)));
      case "enum", "const" -> unknownValue(error, pointer);
      case "type" ->
          new DocumentProblem(
              pointer,
              shown(error.getInstanceNode()),
              "This is "
                  + kind(error.getInstanceNode())
                  + ", but it must be "
                  + error.getSchemaNode().asText("another type")
                  + ".",
              describe(Optional.ofNullable(ruleOf(error))));
      default ->
          new DocumentProblem(
              pointer,
              shown(error.getInstanceNode()),
              "This is not allowed here: " + sentence(error),
              describe(Optional.ofNullable(ruleOf(error))));
    };
  }

  private DocumentProblem unknownKey(Error error, String pointer, String property) {
    String at = pointer + "/" + Pointers.escaped(property);
    List<String> known = keys(ruleOf(error));
    if (PlannedFeatures.isKey(property)) {
      return new DocumentProblem(
          at,
          "",
          "'" + property + "' is not available in this version.",
          "Take it out. It is refused rather than ignored, so that nothing is synchronised that you"
              + " meant to leave out.");
    }
    return new DocumentProblem(
        at,
        "",
        "'" + cut(property) + "' is not known here.",
        Nearest.to(property, known).map(nearest -> "Did you mean '" + nearest + "'? ").orElse("")
            + "Known are: "
            + String.join(", ", known)
            + ".");
  }

  private DocumentProblem unknownValue(Error error, String pointer) {
    String key = pointer.substring(pointer.lastIndexOf('/') + 1);
    String value = error.getInstanceNode() == null ? "" : error.getInstanceNode().asText();
    List<String> allowed =
        StreamSupport.stream(error.getSchemaNode().spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    boolean planned = PlannedFeatures.isValue(key, value);
    return new DocumentProblem(
        pointer,
        shown(error.getInstanceNode()),
        planned
            ? "'" + cut(value) + "' is not available in this version."
            : "This value is not known here.",
        Nearest.to(value, allowed).map(nearest -> "Did you mean '" + nearest + "'? ").orElse("")
            + (allowed.isEmpty()
                ? "Allowed is: " + error.getSchemaNode()
                : "Allowed are: " + String.join(", ", allowed))
            + ".");
  }

  /** The schema object that holds the keyword the error is about. */
  private @Nullable JsonNode ruleOf(Error error) {
    String fragment = error.getSchemaLocation().getFragment().toString();
    int end = fragment.lastIndexOf('/');
    JsonNode rule = definition.at(end <= 0 ? "" : fragment.substring(0, end));
    return rule.isMissingNode() ? null : rule;
  }

  private Optional<JsonNode> declared(Error error, String property) {
    return Optional.ofNullable(ruleOf(error))
        .map(rule -> rule.path("properties").path(property))
        .filter(JsonNode::isObject);
  }

  private static List<String> keys(@Nullable JsonNode rule) {
    List<String> keys = new ArrayList<>();
    if (rule != null) {
      rule.path("properties").fieldNames().forEachRemaining(keys::add);
    }
    keys.remove("$schema");
    return keys;
  }

  private static String describe(Optional<JsonNode> rule) {
    if (rule.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(rule.get().path("description").asText(""));
    if (rule.get().has("enum")) {
      text.append(" Allowed are: ").append(join(rule.get().path("enum"))).append('.');
    }
    if (rule.get().has("examples")) {
      text.append(" For example: ").append(join(rule.get().path("examples"))).append('.');
    }
    return text.toString().strip();
  }

  private static String join(JsonNode values) {
    return String.join(
        ", ", StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList());
  }

  private static String sentence(Error error) {
    String message = error.getMessage();
    int colon = message.indexOf(": ");
    return cut((colon >= 0 ? message.substring(colon + 2) : message)) + ".";
  }

  private static String pointer(Error error) {
    String path = error.getInstanceLocation().toString();
    return path.equals("/") || path.equals("$") ? "" : path;
  }

  static String shown(@Nullable JsonNode value) {
    if (value == null || value.isMissingNode()) {
      return "";
    }
    String text = value.isValueNode() ? value.asText() : value.getNodeType().toString();
    return Secrets.looksSecret(text) ? "(not shown)" : cut(text);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }

  private static String kind(@Nullable JsonNode value) {
    return value == null ? "nothing" : value.getNodeType().toString().toLowerCase(Locale.ROOT);
  }
}
