package dev.rollcall.client.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * One request inside a batch.
 *
 * @param method its HTTP method
 * @param url path and query below the service's version, starting with a slash, encoded
 * @param headers headers beside those every request gets
 * @param body a JSON body, or the base64 text of a binary one
 * @see <a href="https://learn.microsoft.com/graph/json-batching">JSON batching</a> (read
 *     2026-11-21)
 */
public record BatchItem(
    String method, String url, Map<String, String> headers, Optional<Body> body) {

  public BatchItem {
    headers = Map.copyOf(headers);
  }

  /**
   * A request's body.
   *
   * @param contentType its media type
   * @param json the body as it stands in the batch
   */
  public record Body(String contentType, JsonNode json) {

    /** About how many bytes it takes, for keeping batches small. */
    int size() {
      return json.isTextual() ? json.textValue().length() : 2_000;
    }
  }

  public static BatchItem get(String url) {
    return get(url, Map.of());
  }

  public static BatchItem get(String url, Map<String, String> headers) {
    return new BatchItem("GET", url, headers, Optional.empty());
  }

  public static BatchItem post(String url, JsonNode body) {
    return new BatchItem("POST", url, Map.of(), json(body));
  }

  public static BatchItem patch(String url, JsonNode body) {
    return new BatchItem("PATCH", url, Map.of(), json(body));
  }

  public static BatchItem delete(String url) {
    return new BatchItem("DELETE", url, Map.of(), Optional.empty());
  }

  /** A PUT of binary content. */
  public static BatchItem put(String url, String contentType, byte[] content) {
    JsonNode base64 = TextNode.valueOf(Base64.getEncoder().encodeToString(content));
    return new BatchItem("PUT", url, Map.of(), Optional.of(new Body(contentType, base64)));
  }

  /** Whether it only reads. */
  public boolean isRead() {
    return method.equals("GET");
  }

  /** About how many bytes it adds to a batch. */
  public int size() {
    return url.length() + 100 + body.map(Body::size).orElse(0);
  }

  private static Optional<Body> json(JsonNode body) {
    return Optional.of(new Body("application/json", body));
  }
}
