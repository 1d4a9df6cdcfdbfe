package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Holds a document against its published schema, and says in sentences what the validator finds.
 */
final class SchemaCheck {

  /** What stands below these says only why an alternative was not taken. */
  private static final List<String> ALTERNATIVES = List.of("/oneOf/", "/anyOf/", "/not/");

  /** Of a value of the wrong type, or of no length, nothing else needs to be said. */
  private static final List<String> BASIC = List.of("type", "minLength", "maxLength");

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

  /** Everything the schema has against the document; of one place, what is most basic. */
  List<DocumentProblem> problems(JsonNode document) {
    Map<String, DocumentProblem> problems = new LinkedHashMap<>();
    schema.validate(document).stream()
        .filter(SchemaCheck::isNoAlternative)
        .sorted(Comparator.comparingInt(SchemaCheck::rank))
        .map(this::problem)
        .forEach(problem -> problems.putIfAbsent(problem.pointer(), problem));
    return List.copyOf(problems.values());
  }

  private static boolean isNoAlternative(Error error) {
    String evaluated = error.getEvaluationPath().toString();
    return ALTERNATIVES.stream().noneMatch(evaluated::contains);
  }

  private static int rank(Error error) {
    int rank = BASIC.indexOf(error.getKeyword());
    return rank < 0 ? BASIC.size() : rank;
  }

  private DocumentProblem problem(Error error) {
    String pointer = Pointers.of(error.getInstanceLocation());
    JsonNode found = error.getInstanceNode();
    JsonNode rule = ruleOf(error);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownKey(pointer, error.getProperty(), rule);
      case "required" -> missing(pointer, error.getProperty(), rule);
      case "dependentRequired" -> misplaced(pointer, error, found);
      case "enum", "const" -> unknownValue(pointer, error);
      case "oneOf" -> alternatives(pointer, found, keysOf(error.getSchemaNode()));
      case "not" -> alternatives(pointer, found, keysOf(error.getSchemaNode().path("anyOf")));
      default ->
          new DocumentProblem(
              pointer, Shown.value(pointer, found), sentence(error, pointer), describe(rule));
    };
  }

  /** What is wrong with a value whose place is right. */
  private static String sentence(Error error, String pointer) {
    String limit = error.getSchemaNode().asText();
    return switch (error.getKeyword()) {
      case "type" ->
          "This is "
              + Shown.kind(error.getInstanceNode())
              + ", but it must be "
              + Shown.wanted(limit)
              + ".";
      case "pattern" -> "This does not have the form described.";
      case "minLength" -> "This is empty or too short: at least " + limit + " characters.";
      case "maxLength" -> "This is too long: at most " + limit + " characters.";
      case "minimum" -> "This is too small: at least " + limit + ".";
      case "maximum" -> "This is too large: at most " + limit + ".";
      case "minItems" -> "There are too few: at least " + limit + ".";
      case "maxItems" -> "There are too many: at most " + limit + ".";
      case "uniqueItems" -> "One of these stands here twice.";
      case "minProperties" -> "Nothing is said here.";
      default -> "This is not allowed here (" + error.getKeyword() + ").";
    };
  }

  private static DocumentProblem unknownKey(String pointer, String key, JsonNode rule) {
    String at = Pointers.to(pointer, key);
    if (PlannedFeatures.isKey(key)) {
      return new DocumentProblem(
          at,
          "",
          "'" + key + "' is not available in this version.",
          "Take it out. It is refused rather than ignored, so that nothing is synchronised that you"
              + " meant to leave out.");
    }
    Set<String> known = new TreeSet<>();
    rule.path("properties").fieldNames().forEachRemaining(known::add);
    known.remove("$schema");
    return new DocumentProblem(
        at,
        "",
        "'" + Shown.text(key) + "' is not known here.",
        Nearest.suggestion(key, known) + "Known are: " + String.join(", ", known) + ".");
  }

  private DocumentProblem missing(String pointer, String key, JsonNode rule) {
    return new DocumentProblem(
        Pointers.to(pointer, key),
        "",
        "'" + key + "' is missing.",
        describe(rule.path("properties").path(key)));
  }

  /** A key that says nothing without another one, which is not there. */
  private static DocumentProblem misplaced(String pointer, Error error, JsonNode found) {
    String needed = String.valueOf(error.getArguments()[0]);
    String key = String.valueOf(error.getArguments()[1]);
    String at = Pointers.to(pointer, key);
    return new DocumentProblem(
        at,
        Shown.value(at, found.get(key)),
        "'" + key + "' says nothing without '" + needed + "'.",
        "Take it out, or write '" + needed + "'.");
  }

  private static DocumentProblem unknownValue(String pointer, Error error) {
    String value = error.getInstanceNode().asText();
    JsonNode rule = error.getSchemaNode();
    List<String> allowed = rule.isArray() ? texts(rule) : List.of(rule.asText());
    Optional<String> elsewhere = PlannedFeatures.elsewhere(pointer, value);
    return new DocumentProblem(
        pointer,
        Shown.value(pointer, error.getInstanceNode()),
        "This value is not known here.",
        elsewhere.map(where -> where + " ").orElseGet(() -> Nearest.suggestion(value, allowed))
            + "Allowed: "
            + String.join(", ", allowed)
            + ".");
  }

  private static DocumentProblem alternatives(String pointer, JsonNode found, Set<String> keys) {
    List<String> present = keys.stream().filter(found::has).toList();
    String all = String.join(", ", keys);
    return present.isEmpty()
        ? new DocumentProblem(
            pointer, "", "This entry says none of " + all + ".", "Exactly one of " + all + ".")
        : new DocumentProblem(
            pointer,
            String.join(", ", present),
            "This says more than one thing at once.",
            "Only one of " + all + ".");
  }

  /** The keys that alternatives ask for, in the order of the schema. */
  private static Set<String> keysOf(JsonNode alternatives) {
    Set<String> keys = new LinkedHashSet<>();
    alternatives.forEach(one -> one.path("required").forEach(key -> keys.add(key.asText())));
    return keys;
  }

  /** The schema object that holds the keyword the error is about. */
  private JsonNode ruleOf(Error error) {
    String fragment = error.getSchemaLocation().getFragment().toString();
    int end = fragment.lastIndexOf('/');
    return definition.at(end <= 0 ? "" : fragment.substring(0, end));
  }

  private static String describe(JsonNode rule) {
    StringBuilder text = new StringBuilder(rule.path("description").asText(""));
    if (rule.has("enum")) {
      text.append(" Allowed: ").append(String.join(", ", texts(rule.path("enum")))).append('.');
    } else if (rule.has("examples") && rule.path("examples").path(0).isValueNode()) {
      text.append(" For example: ")
          .append(String.join(" or ", texts(rule.path("examples"))))
          .append('.');
    }
    return text.toString().strip();
  }

  private static List<String> texts(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList();
  }
}
