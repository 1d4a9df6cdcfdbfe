package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of OData's {@code $filter} that Graph's directory takes: comparisons, {@code
 * startswith}, {@code endswith}, {@code any}, {@code in}, and, or, not and parentheses.
 */
final class Filter {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^']|'')*'|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
              + "|[A-Za-z_$][\\w./$]*|[(),:]|-?\\d+)");

  private final List<String> tokens = new ArrayList<>();
  private final EntityType type;
  private int at;
  private boolean advanced;

  private Filter(String text, EntityType type) {
    this.type = type;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw invalid();
    }
  }

  /**
   * A parsed filter.
   *
   * @param advanced whether it needs {@code ConsistencyLevel: eventual} and {@code $count=true}
   */
  record Parsed(Predicate<JsonNode> matches, boolean advanced) {}

  /**
   * Parses a filter.
   *
   * @param type whose properties it may name
   * @throws GraphFailure if it is not one the directory takes
   */
  static Parsed parse(String text, EntityType type) {
    Filter filter = new Filter(text, type);
    Predicate<JsonNode> matches = filter.or();
    if (filter.at != filter.tokens.size()) {
      throw invalid();
    }
    return new Parsed(matches, filter.advanced);
  }

  private Predicate<JsonNode> or() {
    Predicate<JsonNode> left = and();
    while (takes("or")) {
      left = left.or(and());
    }
    return left;
  }

  private Predicate<JsonNode> and() {
    Predicate<JsonNode> left = unary();
    while (takes("and")) {
      left = left.and(unary());
    }
    return left;
  }

  private Predicate<JsonNode> unary() {
    if (takes("not")) {
      advanced = true;
      return unary().negate();
    }
    if (takes("(")) {
      Predicate<JsonNode> inner = or();
      expect(")");
      return inner;
    }
    String word = next();
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("startswith") || lower.equals("endswith")) {
      advanced |= lower.equals("endswith");
      return function(lower);
    }
    if (word.endsWith("/$count")) {
      return count(word.substring(0, word.length() - "/$count".length()));
    }
    if (word.endsWith("/any")) {
      return any(word.substring(0, word.length() - "/any".length()));
    }
    return comparison(property(word));
  }

  private Predicate<JsonNode> function(String name) {
    expect("(");
    JsonPointer path = property(next());
    expect(",");
    String value = literal(next()).toLowerCase(Locale.ROOT);
    expect(")");
    return json -> {
      String text = json.at(path).asText("").toLowerCase(Locale.ROOT);
      return name.equals("startswith") ? text.startsWith(value) : text.endsWith(value);
    };
  }

  private Predicate<JsonNode> any(String collection) {
    JsonPointer path = property(collection);
    expect("(");
    String variable = next();
    expect(":");
    Predicate<JsonNode> element = element(variable);
    expect(")");
    return json -> {
      for (JsonNode node : json.at(path)) {
        if (element.test(node)) {
          return true;
        }
      }
      return false;
    };
  }

  /** {@code p eq 'x'}, {@code p/skuId eq …} or {@code startswith(p,'x')}, which is advanced. */
  private Predicate<JsonNode> element(String variable) {
    if (takes("startswith")) {
      advanced = true;
      expect("(");
      expect(variable);
      expect(",");
      String value = literal(next()).toLowerCase(Locale.ROOT);
      expect(")");
      return node -> node.asText("").toLowerCase(Locale.ROOT).startsWith(value);
    }
    String name = next();
    if (!name.equals(variable) && !name.startsWith(variable + "/")) {
      throw invalid();
    }
    JsonPointer inside = JsonPointer.compile(name.substring(variable.length()));
    expect("eq");
    String value = literal(next());
    return node -> node.at(inside).asText("").equalsIgnoreCase(value);
  }

  private Predicate<JsonNode> count(String collection) {
    JsonPointer path = property(collection);
    advanced = true;
    boolean equal = takes("eq");
    if (!equal) {
      expect("ne");
    }
    String number = literal(next());
    return json -> equal == String.valueOf(json.at(path).size()).equals(number);
  }

  private Predicate<JsonNode> comparison(JsonPointer path) {
    String operator = next();
    if (operator.equals("in")) {
      List<String> values = new ArrayList<>();
      expect("(");
      do {
        values.add(literal(next()));
      } while (takes(","));
      expect(")");
      return json -> values.stream().anyMatch(json.at(path).asText("")::equalsIgnoreCase);
    }
    if (!operator.equals("eq") && !operator.equals("ne")) {
      throw Query.unsupported();
    }
    advanced |= operator.equals("ne");
    String token = next();
    String value = literal(token);
    Predicate<JsonNode> equal =
        token.equals("null")
            ? json -> json.at(path).isNull() || json.at(path).isMissingNode()
            : json -> json.at(path).asText("").equalsIgnoreCase(value);
    return operator.equals("eq") ? equal : equal.negate();
  }

  /**
   * Where a property is: {@code mail}, or {@code onPremisesExtensionAttributes/…}, which needs an
   * advanced query.
   */
  private JsonPointer property(String path) {
    type.require(path.contains("/") ? path.substring(0, path.indexOf('/')) : path);
    if (path.contains("/")
        && !path.matches("onPremisesExtensionAttributes/extensionAttribute\\d+")) {
      throw Query.unsupported();
    }
    advanced |= path.contains("/");
    return JsonPointer.compile("/" + path);
  }

  /** Texts stand in quotes; ids, numbers and truth values do not. */
  private static String literal(String token) {
    if (token.startsWith("'")) {
      return token.substring(1, token.length() - 1).replace("''", "'");
    }
    if (token.matches("true|false|null|-?\\d+|[0-9a-fA-F-]{36}")) {
      return token;
    }
    throw invalid();
  }

  private boolean takes(String token) {
    if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(token)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!takes(token)) {
      throw invalid();
    }
  }

  private String next() {
    if (at >= tokens.size()) {
      throw invalid();
    }
    return tokens.get(at++);
  }

  private static GraphFailure invalid() {
    return GraphFailure.badRequest("Request_BadRequest", "Invalid filter clause.");
  }
}
