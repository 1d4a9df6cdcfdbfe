package dev.rollcall.functions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rollcall.policy.DocumentProblem;
import java.util.List;
import java.util.Set;

/**
 * Small bodies: one JSON object with known keys, of bounded length. Nothing of what cannot be read
 * is repeated.
 */
final class JsonBody {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * Reads a body; an empty object with a problem if it is none.
   *
   * @param maxLength most characters taken
   * @param example a body as it should be
   * @param problems gets what is wrong
   */
  static JsonNode object(
      String body,
      int maxLength,
      Set<String> known,
      String example,
      List<DocumentProblem> problems) {
    if (body.length() > maxLength) {
      problems.add(
          new DocumentProblem(
              "",
              body.length() + " characters",
              "The body is too long.",
              "At most " + maxLength + " characters."));
      return MAPPER.createObjectNode();
    }
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json != null && json.isObject()) {
        for (String name : (Iterable<String>) json::fieldNames) {
          if (!known.contains(name)) {
            problems.add(
                new DocumentProblem(
                    "/" + shown(name).replace("~", "~0").replace("/", "~1"),
                    "",
                    "This key is not known here.",
                    "Known are: " + String.join(", ", known.stream().sorted().toList()) + "."));
          }
        }
        return json;
      }
    } catch (JsonProcessingException e) {
      // Told below: the parser's own words quote what was sent.
    }
    problems.add(
        new DocumentProblem(
            "", "", "The body is not a JSON object.", "For example " + example + "."));
    return MAPPER.createObjectNode();
  }

  static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
