package dev.rollcall.client.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts that cells of a workbook refer to by number. */
final class SharedTexts {

  /** All texts together, in characters: what fits into memory beside the rows. */
  private static final long MAX_CHARACTERS = 48L << 20;

  private static final int MAX_TEXTS = 2_000_000;

  /** A character that XML forbids, as the format writes it. */
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private final List<String> texts = new ArrayList<>();

  private SharedTexts() {}

  static SharedTexts none() {
    return new SharedTexts();
  }

  static SharedTexts read(Xml xml) {
    SharedTexts shared = new SharedTexts();
    long characters = 0;
    while (xml.next()) {
      if (xml.begins("si")) {
        String text = rich(xml, "si");
        characters += text.length();
        if (characters > MAX_CHARACTERS || shared.texts.size() >= MAX_TEXTS) {
          throw UnreadableFile.because(
              "The workbook has more text than is read.",
              "Copy the columns that are needed into a new workbook, and store that.");
        }
        shared.texts.add(text);
      }
    }
    return shared;
  }

  /** The text of this number. */
  Cell cell(String number) {
    try {
      return Cell.of(texts.get(Integer.parseInt(number.strip())));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Cell.flawed("it refers to a text that the workbook does not have");
    }
  }

  /** A text in one piece or in several with a format each; how it is pronounced is left out. */
  static String rich(Xml xml, String element) {
    StringBuilder text = new StringBuilder();
    while (xml.next() && !xml.ends(element)) {
      if (xml.begins("rPh")) {
        xml.skip();
      } else if (xml.begins("t") && text.length() <= Cell.MAX_LENGTH) {
        text.append(xml.text());
      }
    }
    return unescaped(text.toString());
  }

  static String unescaped(String text) {
    if (!text.contains("_x")) {
      return text;
    }
    Matcher escape = ESCAPE.matcher(text);
    return escape.replaceAll(
        found ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
