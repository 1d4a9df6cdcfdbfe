package dev.rollcall.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of an address filter by recursive descent, never deeper than a limit. For one
 * text.
 */
final class AddressParser {

  private static final String SUCH_AS = "Texts such as @contoso.com, with a space between two.";
  private static final String NEVER_IN_ADDRESSES = "\",*<>:[]\\";

  private final String text;
  private int next;

  /** Where the token begins that is to be read next; the text's length at its end. */
  private int start;

  private String token = "";

  AddressParser(String text) {
    this.text = text;
    advance();
  }

  /**
   * @throws SyntaxProblem if the text is no condition
   */
  Filter parse() {
    Filter filter = anyOf(0);
    if (!token.isEmpty()) {
      throw new SyntaxProblem(start + 1, "')' closes nothing.", "Take it out, or open it before.");
    }
    return filter;
  }

  private Filter anyOf(int depth) {
    List<Filter> filters = new ArrayList<>();
    filters.add(allOf(depth));
    while (!token.isEmpty() && !token.equals(")")) {
      if (token.equalsIgnoreCase("OR")) {
        advance();
      }
      filters.add(allOf(depth));
    }
    return filters.size() == 1 ? filters.get(0) : new Filter.AnyOf(filters);
  }

  private Filter allOf(int depth) {
    List<Filter> filters = new ArrayList<>();
    filters.add(term(depth));
    while (token.equalsIgnoreCase("AND")) {
      advance();
      filters.add(term(depth));
    }
    return filters.size() == 1 ? filters.get(0) : new Filter.AllOf(filters);
  }

  private Filter term(int depth) {
    if (token.equals("(")) {
      return inParentheses(depth);
    }
    if (token.isEmpty()) {
      throw new SyntaxProblem(start + 1, "A text is missing.", SUCH_AS);
    }
    if (token.equals(")") || token.equalsIgnoreCase("AND") || token.equalsIgnoreCase("OR")) {
      throw new SyntaxProblem(start + 1, "There is no text before '" + token + "'.", SUCH_AS);
    }
    for (int i = 0; i < token.length(); i++) {
      if (NEVER_IN_ADDRESSES.indexOf(token.charAt(i)) >= 0) {
        throw new SyntaxProblem(
            start + i + 1,
            "No address has a '" + token.charAt(i) + "' in it.",
            "Texts without quotes and placeholders, found anywhere in the address, with a space,"
                + " a line break or ';' between two.");
      }
    }
    Filter filter =
        new Filter.Comparison(Attribute.MAIL.document(), Filter.Operator.CO, Filter.folded(token));
    advance();
    return filter;
  }

  private Filter inParentheses(int depth) {
    int opening = start + 1;
    if (depth == FilterParser.DEEPEST) {
      throw new SyntaxProblem(
          opening,
          "Parentheses are nested too deep.",
          "At most " + FilterParser.DEEPEST + " levels.");
    }
    advance();
    Filter filter = anyOf(depth + 1);
    if (token.isEmpty()) {
      throw new SyntaxProblem(opening, "'(' is not closed.", "A ')' for each '('.");
    }
    advance();
    return filter;
  }

  private void advance() {
    while (next < text.length() && separates(text.charAt(next))) {
      next++;
    }
    start = next;
    if (next < text.length() && isParenthesis(text.charAt(next))) {
      next++;
    } else {
      while (next < text.length()
          && !separates(text.charAt(next))
          && !isParenthesis(text.charAt(next))) {
        next++;
      }
    }
    token = text.substring(start, next);
  }

  private static boolean separates(char c) {
    return Character.isWhitespace(c) || c == ';';
  }

  private static boolean isParenthesis(char c) {
    return c == '(' || c == ')';
  }
}
