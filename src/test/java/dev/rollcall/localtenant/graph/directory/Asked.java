package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks a directory as a client does. */
final class Asked {

  static final String BASE = "https://graph.test/v1.0";

  private final DirectoryRoutes routes;

  Asked(DirectoryRoutes routes) {
    this.routes = routes;
  }

  /**
   * @param url below the version root, as a person writes it: not encoded
   */
  GraphAnswer get(String url, String... headers) {
    return find(url, headers).orElseThrow(() -> new AssertionError("nobody serves " + url));
  }

  Optional<GraphAnswer> find(String url, String... headers) {
    int mark = url.indexOf('?');
    Map<String, String> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String option : url.substring(mark + 1).split("&")) {
        int equals = option.indexOf('=');
        query.put(option.substring(0, equals), option.substring(equals + 1));
      }
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], headers[i + 1]);
    }
    String path = mark < 0 ? url : url.substring(0, mark);
    return routes.answer(
        new GraphRequest(
            "GET",
            Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).toList(),
            query,
            named,
            new byte[0],
            "app",
            Set.of()));
  }

  /** As an advanced query. */
  GraphAnswer eventually(String url) {
    return get(url, "consistencylevel", "eventual");
  }

  JsonNode json(String url) {
    return get(url).json().orElseThrow();
  }

  /** All rows of a list, following its links. */
  List<JsonNode> rows(String url) {
    List<JsonNode> rows = new ArrayList<>();
    String next = url;
    while (!next.isEmpty()) {
      JsonNode page = eventually(next).json().orElseThrow();
      page.path("value").forEach(rows::add);
      next = below(page.path("@odata.nextLink").asText(""));
    }
    return rows;
  }

  /** A link as {@link #get} takes it. */
  static String below(String link) {
    return URLDecoder.decode(link.replace(BASE, ""), StandardCharsets.UTF_8);
  }

  static String code(GraphAnswer answer) {
    return answer.status() + " " + answer.json().orElseThrow().path("error").path("code").asText();
  }

  static List<String> texts(List<JsonNode> rows, String property) {
    return rows.stream().map(row -> row.path(property).asText()).toList();
  }
}
