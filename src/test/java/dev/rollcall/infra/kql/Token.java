package dev.rollcall.infra.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a query.
 *
 * @param sort what it is
 * @param text its text; a string's content
 */
record Token(Sort sort, String text) {

  enum Sort {
    NAME,
    STRING,
    NUMBER,
    TIMESPAN,
    SIGN,
    END
  }

  private static final Pattern WORDS =
      Pattern.compile(
          "\\s+|//[^\\n]*"
              + "|(?<timespan>\\d+(?:ms|[dhms])\\b)"
              + "|(?<number>\\d+(?:\\.\\d+)?\\b)"
              + "|(?<name>[A-Za-z_]\\w*)"
              + "|'(?<single>[^'\\\\\\n]*)'|\"(?<double>[^\"\\\\\\n]*)\""
              + "|(?<sign>==|!=|<=|>=|[|=<>+*/(),.;-])");

  static List<Token> of(String query) {
    List<Token> tokens = new ArrayList<>();
    Matcher words = WORDS.matcher(query);
    int at = 0;
    while (at < query.length()) {
      if (!words.find(at) || words.start() != at) {
        throw new KqlException(
            "not understood: " + query.substring(at, Math.min(query.length(), at + 20)));
      }
      at = words.end();
      add(tokens, words);
    }
    tokens.add(new Token(Sort.END, ""));
    return tokens;
  }

  private static void add(List<Token> tokens, Matcher words) {
    if (words.group("timespan") != null) {
      tokens.add(new Token(Sort.TIMESPAN, words.group("timespan")));
    } else if (words.group("number") != null) {
      tokens.add(new Token(Sort.NUMBER, words.group("number")));
    } else if (words.group("name") != null) {
      tokens.add(new Token(Sort.NAME, words.group("name")));
    } else if (words.group("single") != null) {
      tokens.add(new Token(Sort.STRING, words.group("single")));
    } else if (words.group("double") != null) {
      tokens.add(new Token(Sort.STRING, words.group("double")));
    } else if (words.group("sign") != null) {
      tokens.add(new Token(Sort.SIGN, words.group("sign")));
    }
  }

  boolean is(String wanted) {
    return (sort == Sort.SIGN || sort == Sort.NAME) && text.equals(wanted);
  }
}
