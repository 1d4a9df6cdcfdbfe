package dev.rollcall.client.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a list to its end.
 *
 * <p>How many resources there are is what {@code totalResults} says; how many came is counted. A
 * list that changes while it is read may skip some, so it is read again. One that brings nothing
 * new although there is more is a failure: the service keeps the rest back.
 */
final class ScimList {

  private static final int ROUNDS = 3;

  private final Service service;
  private final boolean paged;

  /**
   * @param paged whether an answer that does not say how many there are may be a part only
   */
  ScimList(Service service, boolean paged) {
    this.service = service;
    this.paged = paged;
  }

  /** Asks for a page. */
  @FunctionalInterface
  interface Pages {
    JsonNode at(int startIndex, boolean first);
  }

  List<JsonNode> read(Pages pages) {
    for (int round = 1; round <= ROUNDS; round++) {
      Optional<List<JsonNode>> all = round(pages);
      if (all.isPresent()) {
        return all.get();
      }
    }
    throw failure("listUnsettled");
  }

  /** Everything; empty if the list changed meanwhile. */
  private Optional<List<JsonNode>> round(Pages pages) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    OptionalInt total = OptionalInt.empty();
    for (int came = 0; ; ) {
      JsonNode page = pages.at(came + 1, came == 0);
      JsonNode resources = resources(page);
      OptionalInt told = total(page);
      if (came > 0 && !told.equals(total)) {
        return Optional.empty();
      }
      total = told;
      int before = found.size();
      for (JsonNode resource : resources) {
        found.put(id(resource), resource);
      }
      came += resources.size();
      boolean nothingNew = found.size() == before;
      boolean isAll = total.isPresent() ? came >= total.getAsInt() : !paged || nothingNew;
      if (isAll) {
        // Fewer than came: one was shown twice, so another may not have been shown at all.
        boolean shifted = total.isPresent() && found.size() < total.getAsInt();
        return shifted ? Optional.empty() : Optional.of(new ArrayList<>(found.values()));
      }
      if (nothingNew) {
        throw failure("listCut");
      }
    }
  }

  private JsonNode resources(JsonNode page) {
    JsonNode resources = page.path("Resources");
    boolean saysItIsAList = page.path("totalResults").isNumber() || page.path("schemas").isArray();
    if (!resources.isArray() && !(resources.isMissingNode() && saysItIsAList)) {
      throw failure("answerNotReadable");
    }
    return resources;
  }

  private static OptionalInt total(JsonNode page) {
    return page.path("totalResults").isNumber()
        ? OptionalInt.of(page.path("totalResults").asInt())
        : OptionalInt.empty();
  }

  private String id(JsonNode resource) {
    String id = resource.path("id").asText();
    if (id.isEmpty()) {
      throw failure("answerNotReadable");
    }
    return id;
  }

  private ClientException failure(String code) {
    return Failures.of(Symptom.answer(service, 200, code, ""));
  }
}
