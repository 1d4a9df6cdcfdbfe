package dev.rollcall.run.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text as PowerShell does: single-quoted strings, in which any two of its five single
 * quotation marks stand for the second, joined with calls that name a character by its number.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules">About
 *     quoting rules</a>, and PowerShell's tokenizer ({@code IsSingleQuote}), read 2026-11-21
 */
final class PowerShellText {

  private static final String QUOTES = "'\u2018\u2019\u201a\u201b";
  private static final Pattern CHARACTER =
      Pattern.compile("\\[char\\]::ConvertFromUtf32\\((\\d+)\\)");

  private final String code;
  private int at;

  private PowerShellText(String code) {
    this.code = code;
  }

  /**
   * The text that an expression stands for.
   *
   * @throws IllegalArgumentException if it is anything but one text
   */
  static String read(String expression) {
    PowerShellText text = new PowerShellText(expression);
    String value = text.expression();
    if (text.at != expression.length()) {
      throw new IllegalArgumentException("more than one text: " + expression);
    }
    return value;
  }

  private String expression() {
    if (!take("(")) {
      return string();
    }
    StringBuilder value = new StringBuilder(term());
    while (take(" + ")) {
      value.append(term());
    }
    if (!take(")")) {
      throw new IllegalArgumentException("no end: " + code);
    }
    return value.toString();
  }

  private String term() {
    Matcher character = CHARACTER.matcher(code).region(at, code.length());
    if (character.lookingAt()) {
      at = character.end();
      return Character.toString(Integer.parseInt(character.group(1)));
    }
    return string();
  }

  private String string() {
    if (at >= code.length() || code.charAt(at) != '\'') {
      throw new IllegalArgumentException("no text at " + at + ": " + code);
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (at < code.length()) {
      char c = code.charAt(at++);
      if (QUOTES.indexOf(c) < 0) {
        value.append(c);
      } else if (at < code.length() && QUOTES.indexOf(code.charAt(at)) >= 0) {
        value.append(code.charAt(at++));
      } else {
        return value.toString();
      }
    }
    throw new IllegalArgumentException("no end: " + code);
  }

  private boolean take(String token) {
    if (code.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }
}
