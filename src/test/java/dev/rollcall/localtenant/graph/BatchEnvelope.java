package dev.rollcall.localtenant.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.login.Caller;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the body of a {@code $batch}.
 *
 * @see <a href="https://learn.microsoft.com/graph/json-batching">JSON batching</a> (read
 *     2026-11-21)
 */
final class BatchEnvelope {

  static final int MAX_ITEMS = 20;
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KNOWN =
      Set.of("id", "method", "url", "headers", "body", "dependsOn");

  private final Caller caller;
  private final Function<GraphRequest, Sighting> sightings;

  BatchEnvelope(Caller caller, Function<GraphRequest, Sighting> sightings) {
    this.caller = caller;
    this.sightings = sightings;
  }

  /**
   * @throws GraphFailure if the batch as a whole is refused
   */
  List<BatchItem> read(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw new GraphFailure(
          413, "RequestEntityTooLarge", "The maximum request length supported is 4MB.");
    }
    JsonNode requests = parse(body).path("requests");
    if (!requests.isArray() || requests.isEmpty()) {
      throw refused("Invalid batch payload format.");
    }
    if (requests.size() > MAX_ITEMS) {
      throw refused(
          "Number of batch request steps exceeds the maximum value of " + MAX_ITEMS + ".");
    }
    List<BatchItem> items = new ArrayList<>();
    Set<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (JsonNode request : requests) {
      BatchItem item = item(request);
      if (!ids.add(item.id())) {
        throw refused("Request Id " + item.id() + " has to be unique in a batch.");
      }
      items.add(item);
    }
    checkDependencies(items);
    return items;
  }

  private BatchItem item(JsonNode request) {
    for (Map.Entry<String, JsonNode> property : request.properties()) {
      if (!KNOWN.contains(property.getKey())) {
        throw refused("The batch request has an unknown property '" + property.getKey() + "'.");
      }
    }
    String id = text(request, "id");
    String method = text(request, "method").toUpperCase(Locale.ROOT);
    String url = text(request, "url");
    if (url.contains("://") || url.contains("$batch")) {
      throw refused("The url of request " + id + " must be relative and no batch.");
    }
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
    }
    Set<String> dependsOn = new LinkedHashSet<>();
    request.path("dependsOn").forEach(other -> dependsOn.add(other.asText()));
    int question = url.indexOf('?');
    GraphRequest inner;
    try {
      inner =
          new GraphRequest(
              method,
              Operations.segments(
                  WireRequest.segments(question < 0 ? url : url.substring(0, question))),
              WireRequest.parameters(question < 0 ? "" : url.substring(question + 1)),
              headers,
              body(id, request.path("body"), headers),
              caller.appId(),
              caller.roles());
    } catch (IllegalArgumentException e) {
      throw refused("The url of request " + id + " is malformed.");
    }
    return new BatchItem(id, inner, sightings.apply(inner), dependsOn);
  }

  private static byte[] body(String id, JsonNode body, Map<String, String> headers) {
    if (body.isMissingNode()) {
      return new byte[0];
    }
    String type = headers.getOrDefault("content-type", "");
    if (type.isEmpty()) {
      throw refused("Request " + id + " has a body and no Content-Type header.");
    }
    try {
      if (type.startsWith("application/json")) {
        return JSON.writeValueAsBytes(body);
      }
      if (body.isTextual()) {
        return body.binaryValue();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    } catch (IOException e) {
      // Said below.
    }
    throw refused("The body of request " + id + " must be base64 for its Content-Type.");
  }

  private static void checkDependencies(List<BatchItem> items) {
    Set<String> earlier = new HashSet<>();
    for (BatchItem item : items) {
      if (!earlier.containsAll(item.dependsOn())) {
        throw refused("Request " + item.id() + " depends on a request that is not before it.");
      }
      earlier.add(item.id());
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw refused("Invalid batch payload format.");
    }
  }

  private static String text(JsonNode request, String name) {
    return Optional.of(request.path(name))
        .filter(value -> value.isTextual() && !value.textValue().isEmpty())
        .map(JsonNode::textValue)
        .orElseThrow(() -> refused("A batch request must have the property '" + name + "'."));
  }

  private static GraphFailure refused(String message) {
    return GraphFailure.badRequest("BadRequest", message);
  }
}
