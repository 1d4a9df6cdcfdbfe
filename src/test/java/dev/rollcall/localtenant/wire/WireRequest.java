package dev.rollcall.localtenant.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param method upper-case
 * @param path as sent, still encoded
 * @param query as sent, still encoded; empty if there is none
 * @param headers names in lower case; the first value of each
 * @param body empty if there is none
 * @param connection the same for every request on one connection; empty where nobody asks
 */
public record WireRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    byte[] body,
    String connection) {

  public WireRequest(
      String method, String path, String query, Map<String, String> headers, byte[] body) {
    this(method, path, query, headers, body, "");
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The bearer token; empty if there is none. */
  public Optional<String> bearer() {
    return header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).trim());
  }

  /** The path's segments, decoded, without empty ones. */
  public List<String> segments() {
    return segments(path);
  }

  /** The segments of an encoded path, decoded, without empty ones. */
  public static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (!segment.isEmpty()) {
        // A plus sign in a path is a plus sign.
        segments.add(decoded(segment.replace("+", "%2B")));
      }
    }
    return List.copyOf(segments);
  }

  /** A form or query, decoded; of a name that comes twice, the last. */
  public static Map<String, String> parameters(String encoded) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : encoded.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.put(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
