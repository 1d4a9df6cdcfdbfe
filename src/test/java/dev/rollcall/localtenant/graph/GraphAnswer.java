package dev.rollcall.localtenant.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of Graph.
 *
 * @param status HTTP status
 * @param headers further headers
 * @param json the body, if it is JSON
 * @param bytes the body, if it is binary; then {@code headers} has its {@code Content-Type}
 */
public record GraphAnswer(
    int status, Map<String, String> headers, Optional<JsonNode> json, Optional<byte[]> bytes) {

  public static GraphAnswer json(int status, JsonNode body) {
    return new GraphAnswer(status, Map.of(), Optional.of(body), Optional.empty());
  }

  public static GraphAnswer empty(int status) {
    return new GraphAnswer(status, Map.of(), Optional.empty(), Optional.empty());
  }

  public static GraphAnswer binary(String contentType, byte[] bytes) {
    return new GraphAnswer(
        200, Map.of("Content-Type", contentType), Optional.empty(), Optional.of(bytes));
  }

  /** Graph's error envelope. The server adds {@code innerError}. */
  public static GraphAnswer error(int status, String code, String message) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putObject("error").put("code", code).put("message", message);
    return json(status, error);
  }
}
