package dev.rollcall.model;

import java.util.regex.Pattern;

/** The checks that the id types share. */
final class Text {

  /** Document ids are chosen by administrators and become table keys, URL segments and stamps. */
  private static final Pattern DOCUMENT_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private Text() {}

  static String documentId(String what, String value) {
    if (!DOCUMENT_ID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be 1 to 63 of a-z, 0-9 and '-', starting with a letter or digit, but was '"
              + shortened(value)
              + "'");
    }
    return value;
  }

  static String bounded(String what, String value, int maxLength) {
    if (value.isBlank() || value.length() > maxLength) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + maxLength + " characters, but had " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(
            what + " must not contain control characters, but did at position " + i);
      }
    }
    return value;
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }
}
