package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What of a document may be repeated in a problem: short, and never what may be a secret. */
final class Shown {

  static final String HIDDEN = "(not shown)";

  private static final int LONGEST = 80;

  private Shown() {}

  /** A value that stands at this place. */
  static String value(String pointer, @Nullable JsonNode value) {
    if (value == null || value.isMissingNode()) {
      return "";
    }
    if (!value.isValueNode()) {
      return kind(value);
    }
    // What stands where a credential is named may be the credential itself.
    boolean credential = pointer.contains("/credential");
    return credential ? HIDDEN : text(value.asText());
  }

  /** A text, such as a key. */
  static String text(String text) {
    if (Secrets.looksSecret(text)) {
      return HIDDEN;
    }
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }

  /** What kind of value it is, as people say it. */
  static String kind(@Nullable JsonNode value) {
    if (value == null) {
      return "nothing";
    }
    return switch (value.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case NULL -> "null";
      case BINARY, MISSING -> "nothing";
    };
  }

  /** What kind of value a schema's {@code type} asks for. */
  static String wanted(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> "another kind of value";
    };
  }
}
