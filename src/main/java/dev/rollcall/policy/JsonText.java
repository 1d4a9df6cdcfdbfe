package dev.rollcall.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads bytes somebody sent as one JSON object, within limits, or says where that fails. */
final class JsonText {

  static final int MAX_BYTES = 256 * 1024;
  static final int MAX_DEPTH = 32;
  private static final int MAX_DIGITS = 100;

  /** Keys, values and brackets; the largest sensible policy has some 4,000. */
  private static final int MAX_TOKENS = 12_000;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(MAX_TOKENS)
                          .maxStringLength(MAX_BYTES)
                          .maxNameLength(MAX_BYTES)
                          .maxNumberLength(MAX_DIGITS)
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
          "At most " + MAX_BYTES + " bytes are taken. Split it, or select by group.");
    }
    JsonNode node;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      // Editors on Windows write one; it means nothing.
      boolean marked = text.startsWith(BYTE_ORDER_MARK);
      node = MAPPER.readTree(marked ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw unreadable("", "The document is not UTF-8.", "Send it as JSON in UTF-8.");
    } catch (JsonProcessingException e) {
      throw new Unreadable(syntax(e));
    }
    if (node == null || !node.isObject()) {
      throw unreadable(
          node == null || node.isMissingNode() ? "nothing" : Shown.kind(node),
          "The document is not a JSON object.",
          "It begins with { and ends with }.");
    }
    return node;
  }

  /** The text there; empty if nothing is. */
  static Optional<String> text(@Nullable JsonNode value) {
    return Optional.ofNullable(value).map(JsonNode::asText);
  }

  /** The texts of a list; none if there is none. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  /** What is wrong, in our words: the parser's own quote what was sent, which may be a secret. */
  private static DocumentProblem syntax(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    if (e instanceof StreamConstraintsException) {
      return new DocumentProblem(
          "",
          where,
          "The document is nested too deeply, holds too many values, or too long a number.",
          "At most "
              + MAX_DEPTH
              + " levels, "
              + MAX_TOKENS
              + " keys and values, "
              + MAX_DIGITS
              + " digits. Select by group rather than by listing people.");
    }
    if (e instanceof JsonEOFException) {
      return new DocumentProblem(
          "",
          where,
          "The document ends too early.",
          "Send all of it; a bracket or a quotation mark is open.");
    }
    if (e instanceof MismatchedInputException) {
      return new DocumentProblem(
          "", where, "Something follows the document's end.", "One object and nothing after it.");
    }
    String own = e.getOriginalMessage();
    if (own != null && own.startsWith("Duplicate")) {
      return new DocumentProblem(
          "", where, "A key stands twice in one object.", "Take one of them out.");
    }
    return new DocumentProblem("", where, "The document is not JSON.", "Mend it at that place.");
  }

  private static Unreadable unreadable(String found, String message, String allowed) {
    return new Unreadable(new DocumentProblem("", found, message, allowed));
  }
}
