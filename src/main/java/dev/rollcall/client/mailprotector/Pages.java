package dev.rollcall.client.mailprotector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.service.ServiceAnswer;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.model.CallMeter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list, page by page, until the service says it was all or shows nothing more. A page shorter
 * than asked for proves nothing: services cap pages silently. A list with fewer rows than the
 * service said it has is a failure, since who is missing would be taken for deleted.
 */
final class Pages {

  /** Asked for; the service's default is 25. */
  private static final int PER_PAGE = 100;

  /** A list that never ends is none. */
  private static final int MAX_PAGES = 20_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final ServiceClient http;
  private final String operation;
  private final List<String> path;

  Pages(ServiceClient http, String operation, List<String> path) {
    this.http = http;
    this.operation = operation;
    this.path = path;
  }

  List<JsonNode> read(CallMeter meter) {
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      ServiceAnswer answer = http.read(request(page), meter);
      if (!answer.json().isArray()) {
        throw failure("answerNotReadable");
      }
      // Rows shift between pages while others work in the console; each counts once.
      answer.json().forEach(row -> rows.put(row.path("id").asText(), row));
      JsonNode told = told(answer);
      Optional<Integer> total = number(told, "total", "total_count", "total_entries", "count");
      Optional<Integer> pages = number(told, "total_pages", "pages");
      boolean isLast =
          answer.json().isEmpty()
              || (total.isPresent() && rows.size() >= total.get())
              || (pages.isPresent() && page >= pages.get());
      if (isLast) {
        if (total.isPresent() && rows.size() < total.get()) {
          throw failure("listShort");
        }
        return new ArrayList<>(rows.values());
      }
    }
    throw failure("listEndless");
  }

  private ServiceRequest request(int page) {
    return ServiceRequest.get(operation, path.toArray(new String[0]))
        .with("page", Integer.toString(page))
        .with("per_page", Integer.toString(PER_PAGE));
  }

  private static JsonNode told(ServiceAnswer answer) {
    try {
      return JSON.readTree(answer.header("X-Pagination").orElse("{}"));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<Integer> number(JsonNode told, String... names) {
    for (String name : names) {
      if (told.path(name).canConvertToInt() && told.path(name).isNumber()) {
        return Optional.of(told.path(name).asInt());
      }
    }
    return Optional.empty();
  }

  private static RuntimeException failure(String code) {
    return Failures.of(Symptom.answer(Service.MAILPROTECTOR, 0, code, ""));
  }
}
