package dev.rollcall.localtenant.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer as it goes over the wire.
 *
 * @param headers with {@code Content-Type} if there is a body; of a name that comes more than once,
 *     each value on a line of its own
 */
public record WireAnswer(int status, Map<String, String> headers, byte[] body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public static WireAnswer empty(int status) {
    return new WireAnswer(status, Map.of(), new byte[0]);
  }

  public static WireAnswer json(int status, JsonNode body) {
    return new WireAnswer(
        status, Map.of("Content-Type", "application/json; charset=utf-8"), bytes(body));
  }

  public static WireAnswer html(int status, String body) {
    return new WireAnswer(
        status,
        Map.of("Content-Type", "text/html; charset=us-ascii"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with one header more. */
  public WireAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new WireAnswer(status, more, body);
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
