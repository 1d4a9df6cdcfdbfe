package dev.rollcall.client.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which of a workbook's formats show a number as a day or a time, and numbers as text.
 *
 * @see <a
 *     href="https://learn.microsoft.com/dotnet/api/documentformat.openxml.spreadsheet.numberingformat">Number
 *     formats</a> (read 2026-11-21)
 */
final class Formats {

  /** Excel computes with so many digits; further ones are noise. */
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  /** Beyond the year 9999. */
  private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466);

  /** Texts, escaped characters, and colours, conditions and languages in brackets. */
  private static final Pattern NOT_PLACEHOLDERS =
      Pattern.compile(
          "\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?!h+]|m+]|s+])[^\\]]*]", Pattern.CASE_INSENSITIVE);

  private static final Pattern DATE = Pattern.compile("[ymdhs]", Pattern.CASE_INSENSITIVE);

  private final Set<Integer> dates = new HashSet<>();
  private final LocalDate dayZero;

  private Formats(boolean since1904) {
    this.dayZero = since1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, 30);
  }

  /** Without any format but numbers. */
  static Formats none(boolean since1904) {
    return new Formats(since1904);
  }

  /**
   * @param since1904 whether days are counted from 1904 on, as old Macs did
   */
  static Formats read(Xml xml, boolean since1904) {
    Formats formats = new Formats(since1904);
    Map<Integer, String> codes = new HashMap<>();
    int style = 0;
    boolean inCells = false;
    while (xml.next()) {
      if (xml.begins("numFmt")) {
        codes.put(number(xml.attribute("numFmtId")), xml.attribute("formatCode"));
      } else if (xml.begins("cellXfs")) {
        inCells = true;
      } else if (xml.ends("cellXfs")) {
        inCells = false;
      } else if (inCells && xml.begins("xf")) {
        if (isDate(number(xml.attribute("numFmtId")), codes)) {
          formats.dates.add(style);
        }
        style++;
      }
    }
    return formats;
  }

  /** A number in this style as text: a day or time in ISO form, or its digits. */
  Cell cell(String value, String style) {
    BigDecimal number;
    try {
      number = new BigDecimal(value.strip());
    } catch (NumberFormatException e) {
      return Cell.flawed("it is a number that cannot be read");
    }
    if (Math.abs((long) number.precision() - number.scale()) > 300) {
      return Cell.flawed("it is a number that cannot be read");
    }
    if (dates.contains(number(style)) && number.signum() >= 0 && number.compareTo(LAST_DAY) < 0) {
      return Cell.of(date(number));
    }
    BigDecimal rounded = number.round(DIGITS).stripTrailingZeros();
    return Cell.ofNumber((rounded.signum() == 0 ? BigDecimal.ZERO : rounded).toPlainString());
  }

  private String date(BigDecimal serial) {
    long days = serial.longValue();
    long seconds =
        serial
            .subtract(BigDecimal.valueOf(days))
            .multiply(BigDecimal.valueOf(86_400))
            .setScale(0, RoundingMode.HALF_UP)
            .longValue();
    if (days == 0 && seconds > 0 && seconds < 86_400) {
      return LocalTime.ofSecondOfDay(seconds).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
    // Excel believes that 1900 was a leap year: the days before 1 March are one later.
    boolean beforeMarch1900 = days < 60 && dayZero.getYear() == 1899;
    LocalDateTime time =
        dayZero.plusDays(beforeMarch1900 ? days + 1 : days).atStartOfDay().plusSeconds(seconds);
    return seconds == 0
        ? time.toLocalDate().toString()
        : time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
  }

  /** The formats 14 to 22 and 45 to 47 are days and times everywhere, the others in East Asia. */
  private static boolean isDate(int format, Map<Integer, String> codes) {
    String code = codes.get(format);
    if (code == null) {
      return (format >= 14 && format <= 22)
          || (format >= 27 && format <= 36)
          || (format >= 45 && format <= 47)
          || (format >= 50 && format <= 58);
    }
    String placeholders = NOT_PLACEHOLDERS.matcher(code.split(";", 2)[0]).replaceAll("");
    return !placeholders.toLowerCase(Locale.ROOT).contains("general")
        && DATE.matcher(placeholders).find();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
