package dev.rollcall.client.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A service's answer that is a success.
 *
 * @param status the HTTP status, 200 to 299
 * @param headers by name; of several of one name, the last
 * @param json missing if there is no body, or if it is not JSON and need not be
 * @param text the body; empty if it is JSON
 */
public record ServiceAnswer(int status, Map<String, String> headers, JsonNode json, String text) {

  public ServiceAnswer {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** A header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public String toString() {
    return "ServiceAnswer[" + status + "]";
  }
}
