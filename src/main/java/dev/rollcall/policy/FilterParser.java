package dev.rollcall.policy;

import dev.rollcall.policy.Filter.Operator;
import dev.rollcall.policy.FilterAttributes.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a filter by recursive descent: {@code not} binds tighter than {@code and}, that tighter
 * than {@code or}. Nothing is nested deeper than a limit, so that no text exhausts the stack. For
 * one text.
 */
final class FilterParser {

  static final int DEEPEST = 50;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Set<Operator> OF_BOOLEANS =
      EnumSet.of(Operator.EQ, Operator.NE, Operator.PR);
  private static final Set<Operator> OF_GROUPS = EnumSet.of(Operator.EQ, Operator.NE);
  private static final String OPERATORS = "eq, ne, co, sw, ew, gt, ge, lt, le and pr";

  private enum Kind {
    OPEN,
    CLOSE,
    WORD,
    TEXT,
    END
  }

  /** A token; {@code at} counts from 1. */
  private record Token(Kind kind, String text, int at) {
    boolean is(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
  }

  private final String text;
  private int next;
  private Token token;

  FilterParser(String text) {
    this.text = text;
    this.token = read();
  }

  /**
   * @throws SyntaxProblem if the text is no filter
   */
  Filter parse() {
    Filter filter = anyOf(0);
    if (token.kind == Kind.CLOSE) {
      throw new SyntaxProblem(token.at, "')' closes nothing.", "Take it out, or open it before.");
    }
    return filter;
  }

  private Filter anyOf(int depth) {
    List<Filter> filters = new ArrayList<>();
    filters.add(allOf(depth));
    while (token.is("or")) {
      advance();
      filters.add(allOf(depth));
    }
    if (token.kind != Kind.END && token.kind != Kind.CLOSE) {
      throw new SyntaxProblem(
          token.at, "A condition ended before this.", "'and', 'or', ')' or the end.");
    }
    return filters.size() == 1 ? filters.get(0) : new Filter.AnyOf(filters);
  }

  private Filter allOf(int depth) {
    List<Filter> filters = new ArrayList<>();
    filters.add(term(depth));
    while (token.is("and")) {
      advance();
      filters.add(term(depth));
    }
    return filters.size() == 1 ? filters.get(0) : new Filter.AllOf(filters);
  }

  private Filter term(int depth) {
    if (token.is("not")) {
      advance();
      if (token.kind != Kind.OPEN) {
        throw new SyntaxProblem(
            token.at, "'not' stands before parentheses.", "Such as not (department eq \"Sales\").");
      }
      return new Filter.Not(inParentheses(depth));
    }
    return token.kind == Kind.OPEN ? inParentheses(depth) : comparison();
  }

  private Filter inParentheses(int depth) {
    Token opening = token;
    if (depth == DEEPEST) {
      throw new SyntaxProblem(
          opening.at, "Parentheses are nested too deep.", "At most " + DEEPEST + " levels.");
    }
    advance();
    Filter filter = anyOf(depth + 1);
    if (token.kind != Kind.CLOSE) {
      throw new SyntaxProblem(opening.at, "'(' is not closed.", "A ')' for each '('.");
    }
    advance();
    return filter;
  }

  private Filter comparison() {
    FilterAttributes.Named attribute = attribute();
    Token operatorToken = token;
    Operator operator = operator(attribute);
    if (operator == Operator.PR) {
      return new Filter.Comparison(attribute.name(), operator, "");
    }
    Token value = token;
    if (value.is("null")) {
      return absent(attribute, operator, operatorToken);
    }
    boolean logical = value.is("true") || value.is("false");
    if (value.kind != Kind.TEXT && !logical) {
      throw noValue(attribute);
    }
    if (logical != (attribute.type() == Type.BOOLEAN)) {
      throw wrongType(attribute, logical ? "true or false" : "a text");
    }
    if (attribute.type() == Type.GROUP && value.text.isBlank()) {
      throw new SyntaxProblem(value.at, "This names no group.", "A mail address or object id.");
    }
    advance();
    return new Filter.Comparison(attribute.name(), operator, Filter.folded(value.text));
  }

  private FilterAttributes.Named attribute() {
    String suchAs = "A condition such as department eq \"Sales\".";
    if (token.kind != Kind.WORD) {
      throw new SyntaxProblem(
          token.at,
          token.kind == Kind.END ? "A condition is missing." : "A condition begins here.",
          suchAs);
    }
    if (token.is("and") || token.is("or")) {
      throw new SyntaxProblem(
          token.at, "There is no condition before '" + token.text + "'.", suchAs);
    }
    Token name = token;
    FilterAttributes.Named attribute =
        FilterAttributes.named(name.text)
            .orElseThrow(
                () ->
                    new SyntaxProblem(
                        name.at,
                        "'" + Shown.text(name.text) + "' is no attribute of a record.",
                        Nearest.suggestion(name.text, FilterAttributes.names())
                            + "Attributes: "
                            + String.join(", ", FilterAttributes.names().stream().sorted().toList())
                            + "."));
    advance();
    return attribute;
  }

  private Operator operator(FilterAttributes.Named attribute) {
    Token written = token;
    if (written.kind == Kind.END) {
      throw new SyntaxProblem(
          written.at, "'" + attribute.name() + "' is compared with nothing.", OPERATORS + ".");
    }
    Operator operator =
        (written.kind == Kind.WORD ? Operator.named(written.text) : Operator.named(""))
            .orElseThrow(
                () ->
                    new SyntaxProblem(
                        written.at,
                        "'" + Shown.text(written.text) + "' is no operator.",
                        Nearest.suggestion(
                                written.text,
                                Stream.of(Operator.values()).map(Operator::document).toList())
                            + "Operators are "
                            + OPERATORS
                            + "."));
    boolean suits =
        switch (attribute.type()) {
          case TEXT -> true;
          case BOOLEAN -> OF_BOOLEANS.contains(operator);
          case GROUP -> OF_GROUPS.contains(operator);
        };
    if (!suits) {
      throw new SyntaxProblem(
          written.at,
          "'" + attribute.name() + "' cannot be compared by '" + operator.document() + "'.",
          attribute.type() == Type.GROUP ? "eq or ne." : "eq, ne or pr.");
    }
    advance();
    return operator;
  }

  /** {@code eq null} and {@code ne null} ask whether there is a value. */
  private Filter absent(FilterAttributes.Named attribute, Operator operator, Token operatorToken) {
    if (attribute.type() == Type.GROUP) {
      throw wrongType(attribute, "null");
    }
    if (operator != Operator.EQ && operator != Operator.NE) {
      throw new SyntaxProblem(
          operatorToken.at, "null has no order and no parts.", "eq null, ne null, or pr.");
    }
    advance();
    Filter present = new Filter.Comparison(attribute.name(), Operator.PR, "");
    return operator == Operator.NE ? present : new Filter.Not(present);
  }

  private SyntaxProblem noValue(FilterAttributes.Named attribute) {
    if (token.kind == Kind.WORD && NUMBER.matcher(token.text).matches()) {
      return wrongType(attribute, "a number");
    }
    return new SyntaxProblem(
        token.at,
        token.kind == Kind.WORD
            ? "'" + Shown.text(token.text) + "' is no value."
            : "The value is missing.",
        "A text in double quotes, true, false or null.");
  }

  private SyntaxProblem wrongType(FilterAttributes.Named attribute, String found) {
    String wanted =
        switch (attribute.type()) {
          case TEXT -> "a text in double quotes";
          case BOOLEAN -> "true or false, without quotes";
          case GROUP -> "a group's mail address or object id in double quotes";
        };
    return new SyntaxProblem(
        token.at,
        "'" + attribute.name() + "' cannot be compared with " + found + ".",
        "Compare it with " + wanted + ".");
  }

  private void advance() {
    token = read();
  }

  private Token read() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    int start = next;
    if (start == text.length()) {
      return new Token(Kind.END, "", start + 1);
    }
    switch (text.charAt(start)) {
      case '(' -> {
        next++;
        return new Token(Kind.OPEN, "(", start + 1);
      }
      case ')' -> {
        next++;
        return new Token(Kind.CLOSE, ")", start + 1);
      }
      case '"' -> {
        return quoted(start);
      }
      default -> {
        while (next < text.length() && isOfWord(text.charAt(next))) {
          next++;
        }
        return new Token(Kind.WORD, text.substring(start, next), start + 1);
      }
    }
  }

  private static boolean isOfWord(char c) {
    return !Character.isWhitespace(c) && c != '(' && c != ')' && c != '"';
  }

  /** A text in quotes, with the escapes of JSON. */
  private Token quoted(int start) {
    StringBuilder value = new StringBuilder();
    next = start + 1;
    while (next < text.length()) {
      char c = text.charAt(next++);
      if (c == '"') {
        return new Token(Kind.TEXT, value.toString(), start + 1);
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw new SyntaxProblem(start + 1, "'\"' is not closed.", "A text ends with a double quote.");
  }

  /** The character for an escape, whose backslash was read. */
  private char escaped() {
    int backslash = next;
    char c = next < text.length() ? text.charAt(next++) : ' ';
    int known = "\"\\/bfnrt".indexOf(c);
    if (known >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(known);
    }
    String digits = text.substring(next, Math.min(next + 4, text.length()));
    if (c == 'u' && digits.toLowerCase(Locale.ROOT).matches("[0-9a-f]{4}")) {
      next += 4;
      return (char) Integer.parseInt(digits, 16);
    }
    throw new SyntaxProblem(
        backslash, "This is no escape.", "A backslash is written twice, a quote as \\\".");
  }
}
