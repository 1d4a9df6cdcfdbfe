package dev.rollcall.mapping;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/**
 * Phone numbers in E.164, {@code +4930123456}: the form by which a phone recognises a caller
 * wherever it is.
 *
 * <p>An extension follows after a comma, {@code +4930123456,78}: phones dial it after a pause and
 * still recognise the number before it.
 */
final class PhoneNumbers {

  private static final String UNKNOWN_REGION = "ZZ";

  /**
   * A number written for use inside a country or a company may be an internal one; this many digits
   * are taken for a number of the public network even where the numbering plan does not list it.
   */
  private static final int MIN_PUBLIC_DIGITS = 7;

  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();

  /**
   * The number in E.164.
   *
   * @param number as the source has it
   * @param region two-letter country whose rules a number without country code follows; empty if
   *     not known
   * @return empty if it is no number of the public network, or its country is not known
   */
  Optional<String> e164(String number, String region) {
    boolean known = library.getSupportedRegions().contains(region);
    String written = !known && number.startsWith("00") ? "+" + number.substring(2) : number;
    PhoneNumber parsed;
    try {
      parsed = library.parse(written, known ? region : UNKNOWN_REGION);
    } catch (NumberParseException notANumber) {
      return Optional.empty();
    }
    if (library.isPossibleNumberWithReason(parsed) != ValidationResult.IS_POSSIBLE) {
      return Optional.empty();
    }
    boolean international = written.startsWith("+") || written.startsWith("00");
    boolean isPublic =
        international
            || library.isValidNumber(parsed)
            || library.getNationalSignificantNumber(parsed).length() >= MIN_PUBLIC_DIGITS;
    if (!isPublic) {
      return Optional.empty();
    }
    String base = library.format(parsed, PhoneNumberFormat.E164);
    return Optional.of(
        parsed.hasExtension() && !parsed.getExtension().isEmpty()
            ? base + "," + parsed.getExtension()
            : base);
  }

  /** What two spellings of one number have in common: its digits and a leading plus. */
  static String spelledOut(String number) {
    StringBuilder digits = new StringBuilder(number.length());
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (Character.isLetterOrDigit(c) || c == '+' || c == ',' || c == ';' || c == '#') {
        digits.append(Character.toLowerCase(c));
      }
    }
    return digits.isEmpty() ? number : digits.toString();
  }
}
