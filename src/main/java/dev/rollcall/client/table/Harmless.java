package dev.rollcall.client.table;

import java.util.regex.Pattern;

/**
 * Texts that a spreadsheet program takes for formulas when it opens a text file, made harmless by
 * an apostrophe before them, and taken back.
 *
 * <p>Phone numbers such as {@code +49 30 1234} are left as they are: digits alone can be summed up
 * at worst.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
public final class Harmless {

  private static final Pattern DANGEROUS = Pattern.compile("'*[=+\\-@\t\r\n].*", Pattern.DOTALL);
  private static final Pattern PHONE = Pattern.compile("\\+[0-9][0-9 ]*");

  private Harmless() {}

  /** The text as it may stand in a file. */
  public static String protect(String text) {
    return DANGEROUS.matcher(text).matches() && !PHONE.matcher(text).matches() ? "'" + text : text;
  }

  /** The text that was protected. */
  public static String unprotect(String text) {
    return text.startsWith("'") && DANGEROUS.matcher(text).matches() ? text.substring(1) : text;
  }
}
