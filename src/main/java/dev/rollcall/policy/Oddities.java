package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Finds values that JSON can write but nobody can keep. */
final class Oddities {

  private Oddities() {}

  /** Adds a problem for every number without end and every text with half a character. */
  static void find(JsonNode node, String pointer, List<DocumentProblem> problems) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String at = Pointers.to(pointer, entry.getKey());
        if (hasHalfCharacter(entry.getKey())) {
          // The key itself can not be repeated either.
          problems.add(halfCharacter(pointer));
        } else {
          find(entry.getValue(), at, problems);
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        find(node.get(i), Pointers.to(pointer, i), problems);
      }
    } else if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      problems.add(
          new DocumentProblem(
              pointer, "", "This number is out of range.", "A number of the size described."));
    } else if (node.isTextual() && hasHalfCharacter(node.asText())) {
      problems.add(halfCharacter(pointer));
    }
  }

  private static DocumentProblem halfCharacter(String pointer) {
    return new DocumentProblem(
        pointer,
        "",
        "A text holds half of a character: one of \\uD800 to \\uDFFF without its partner.",
        "Write the character itself.");
  }

  private static boolean hasHalfCharacter(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
