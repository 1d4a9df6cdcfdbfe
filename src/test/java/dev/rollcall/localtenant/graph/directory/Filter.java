package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of OData's {@code $filter} that Graph's directory takes: comparisons, {@code
 * startswith}, {@code endswith}, {@code any}, {@code in}, and, or, not and parentheses.
 */
final class Filter {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*('(?:[^']|'')*'|[A-Za-z_][\\w./]*|[(),:]|-?\\d+)");

  /** The filter is not one that Graph takes. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final List<String> tokens = new ArrayList<>();
  private final Set<String> known;
  private int at;
  private boolean advanced;

  private Filter(String text, Set<String> known) {
    this.known = known;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new Refused("Invalid filter clause");
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
   * @param known the properties it may name
   * @throws Refused if it is not one
   */
  static Parsed parse(String text, Set<String> known) {
    Filter filter = new Filter(text, known);
    Predicate<JsonNode> matches = filter.or();
    if (filter.at != filter.tokens.size()) {
      throw new Refused("Invalid filter clause");
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
    if (word.endsWith("/any")) {
      return any(word.substring(0, word.length() - "/any".length()));
    }
    return comparison(property(word));
  }

  private Predicate<JsonNode> function(String name) {
    expect("(");
    String path = property(next());
    expect(",");
    String value = literal(next()).toLowerCase(Locale.ROOT);
    expect(")");
    return json -> {
      String text = json.path(path).asText("").toLowerCase(Locale.ROOT);
      return name.equals("startswith") ? text.startsWith(value) : text.endsWith(value);
    };
  }

  private Predicate<JsonNode> any(String collection) {
    String path = property(collection);
    expect("(");
    String variable = next();
    expect(":");
    Predicate<String> element;
    if (takes("startswith")) {
      expect("(");
      expect(variable);
      expect(",");
      String value = literal(next()).toLowerCase(Locale.ROOT);
      expect(")");
      element = text -> text.toLowerCase(Locale.ROOT).startsWith(value);
    } else {
      expect(variable);
      expect("eq");
      String value = literal(next());
      element = value::equalsIgnoreCase;
    }
    expect(")");
    return json -> {
      for (JsonNode node : json.path(path)) {
        if (element.test(node.asText())) {
          return true;
        }
      }
      return false;
    };
  }

  private Predicate<JsonNode> comparison(String path) {
    String operator = next();
    if (operator.equals("in")) {
      List<String> values = new ArrayList<>();
      expect("(");
      do {
        values.add(literal(next()));
      } while (takes(","));
      expect(")");
      return json -> values.stream().anyMatch(json.path(path).asText("")::equalsIgnoreCase);
    }
    if (!operator.equals("eq") && !operator.equals("ne")) {
      throw new Refused("Unsupported Query.");
    }
    advanced |= operator.equals("ne");
    String token = next();
    Predicate<JsonNode> equal =
        token.equals("null")
            ? json -> json.path(path).isNull() || json.path(path).isMissingNode()
            : json -> json.path(path).asText("").equalsIgnoreCase(literal(token));
    return operator.equals("eq") ? equal : equal.negate();
  }

  private String property(String name) {
    if (!known.contains(name)) {
      throw new Refused("Could not find a property named '" + name + "'.");
    }
    return name;
  }

  private static String literal(String token) {
    return token.startsWith("'")
        ? token.substring(1, token.length() - 1).replace("''", "'")
        : token;
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
      throw new Refused("Invalid filter clause");
    }
  }

  private String next() {
    if (at >= tokens.size()) {
      throw new Refused("Invalid filter clause");
    }
    return tokens.get(at++);
  }
}
