package dev.rollcall.client.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a service wrote, without what may name people or open doors: texts in quotation marks, mail
 * addresses, accounts, distinguished names, object ids, telephone numbers, links, tokens and keys
 * give way to a word of what stood there.
 *
 * <p><b>Bias:</b> what might be somebody's is masked, so some harmless words go as well.
 */
final class Masked {

  private static final int MAX_LENGTH = 300;

  private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\p{Z}]+");

  private record Mask(Pattern found, String shown) {}

  private static final List<Mask> MASKS =
      List.of(
          // What Entra ID ends with; it is kept beside the message.
          mask("\\s*Trace ID: .*$", ""),
          mask("eyJ[\\w-]{8,}(\\.[\\w-]*)*", "(token)"),
          mask(
              "(?i)\\b(bearer|password|pwd|secret|api[ _-]?key|token|sig|authorization)(\\s*[=:]\\s*|\\s+)"
                  + "(?=\\S*[\\d=+/])\\S+",
              "$1 (masked)"),
          mask("\"[^\"]*\"", "(name)"),
          mask("(?<![\\p{L}\\d])'(?:[^']|(?<=\\p{L})'(?=\\p{L}))*'(?!\\p{L})", "(name)"),
          mask("„[^“”]*[“”]|‘[^’]*’|“[^”]*”|«[^»]*»", "(name)"),
          mask("`[^`]*`", "(name)"),
          mask("(?i)\\b[a-z][a-z0-9+.-]*://\\S+", "(link)"),
          mask("(?i)\\b(CN|OU|DC|UID|O)=[^,;+>)]*(\\s*,\\s*(CN|OU|DC|UID|O)=[^,;+>)]*)*", "(name)"),
          mask("[\\p{L}\\d._%+'/=-]+@[\\p{L}\\d.-]+", "(address)"),
          mask("[\\p{L}\\d._-]+\\\\[\\p{L}\\d._$-]+", "(account)"),
          mask("(?i)\\{?\\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\\b}?", "(id)"),
          mask("\\b(?=[\\w+/=~-]*\\d)[A-Za-z0-9+/_=~-]{24,}", "(id)"),
          // Not the numbers that Active Directory begins with and calls a place in its code by.
          mask(
              "(?<![\\w.]|DSID-)(?!\\d{8}: \\w{3,5}Err)\\+?\\(?\\d[\\d ()/.-]{6,}\\d\\b",
              "(number)"));

  private Masked() {}

  /** At most 300 characters in one line; empty if there is no text, as of an HTML page. */
  static String text(String written) {
    String text = SPACE.matcher(written).replaceAll(" ").trim();
    if (text.startsWith("<")) {
      return "";
    }
    text = text.length() > 4 * MAX_LENGTH ? text.substring(0, 4 * MAX_LENGTH) : text;
    for (Mask mask : MASKS) {
      text = mask.found.matcher(text).replaceAll(mask.shown);
    }
    text = text.trim();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
  }

  private static Mask mask(String found, String shown) {
    return new Mask(Pattern.compile(found), shown);
  }
}
