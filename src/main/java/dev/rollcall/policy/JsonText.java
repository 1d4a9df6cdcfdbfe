package dev.rollcall.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads bytes somebody sent as one JSON object, within limits, or says where that fails. */
final class JsonText {

  static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_DEPTH = 32;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_BYTES)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /** The bytes are no JSON object that we take. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient DocumentProblem problem;

    Unreadable(DocumentProblem problem) {
      super(problem.message());
      this.problem = problem;
    }

    DocumentProblem problem() {
      return problem;
    }
  }

  static JsonNode object(byte[] bytes) throws Unreadable {
    if (bytes.length > MAX_BYTES) {
      throw unreadable(
          bytes.length + " bytes",
          "The document is too large.",
          "At most " + MAX_BYTES + " bytes are taken. Split the policy, or select by group.");
    }
    JsonNode node;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      node = MAPPER.readTree(text);
    } catch (CharacterCodingException e) {
      throw unreadable("", "The document is not UTF-8.", "Send it as JSON in UTF-8.");
    } catch (JsonProcessingException e) {
      throw unreadable(where(e), "The document is not JSON: " + plain(e), "Mend it at that place.");
    }
    if (node == null || !node.isObject()) {
      throw unreadable(
          node == null || node.isMissingNode() ? "nothing" : node.getNodeType().toString(),
          "The document is not a JSON object.",
          "It begins with { and ends with }.");
    }
    return node;
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** The parser's own first line; it quotes at most a token, never the document. */
  private static String plain(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    String line = message == null ? "unknown error" : message.lines().findFirst().orElse("");
    return line.length() <= 160 ? line : line.substring(0, 160) + "…";
  }

  private static Unreadable unreadable(String found, String message, String allowed) {
    return new Unreadable(new DocumentProblem("", found, message, allowed));
  }
}
