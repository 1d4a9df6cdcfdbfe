package dev.rollcall.infra.kql;

import java.util.List;

/** The words of a query, read from left to right. */
final class Tokens {

  private final List<Token> all;
  private int at;

  Tokens(String query) {
    this.all = Token.of(query);
  }

  Token next() {
    Token token = all.get(at);
    at = Math.min(at + 1, all.size() - 1);
    return token;
  }

  boolean sees(String text) {
    return all.get(at).is(text);
  }

  /** Whether a name with an equals sign comes: something is being named. */
  boolean seesNaming() {
    return all.get(at).sort() == Token.Sort.NAME && at + 1 < all.size() && all.get(at + 1).is("=");
  }

  boolean take(String text) {
    boolean seen = sees(text);
    if (seen) {
      next();
    }
    return seen;
  }

  void expect(String text) {
    if (!take(text)) {
      throw new KqlException("'" + text + "' expected before " + all.get(at));
    }
  }

  String name() {
    Token token = next();
    if (token.sort() != Token.Sort.NAME) {
      throw new KqlException("a name expected instead of " + token);
    }
    return token.text();
  }

  long number() {
    Token token = next();
    if (token.sort() != Token.Sort.NUMBER) {
      throw new KqlException("a number expected instead of " + token);
    }
    return Long.parseLong(token.text());
  }

  boolean end() {
    return all.get(at).sort() == Token.Sort.END;
  }
}
