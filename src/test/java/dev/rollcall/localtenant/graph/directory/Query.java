package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a request's query options ask for.
 *
 * @param select empty for the default properties
 * @param matches what {@code $filter} and {@code $search} let through
 * @param counted whether the answer says how many there are. Without {@code ConsistencyLevel} the
 *     directory takes {@code $count=true} and does not count
 * @see <a href="https://learn.microsoft.com/graph/aad-advanced-queries">Advanced queries</a> (read
 *     2026-11-21)
 */
record Query(
    List<String> select,
    Predicate<JsonNode> matches,
    boolean counted,
    boolean orderedByName,
    int top,
    Optional<String> skipToken) {

  private static final Set<String> OF_LISTS =
      Set.of("$select", "$filter", "$search", "$top", "$count", "$orderby", "$skiptoken");
  private static final int DEFAULT_TOP = 100;
  private static final int MAX_TOP = 999;

  /**
   * @param type of the rows; empty for rows of several types, which cannot be filtered
   * @throws GraphFailure if the options are not those the directory takes
   */
  static Query ofList(GraphRequest request, Optional<EntityType> type) {
    refuseOthers(request, OF_LISTS);
    boolean eventual = isEventual(request);
    boolean counts = isCounted(request);
    Optional<Filter.Parsed> filter =
        request
            .option("$filter")
            .map(text -> Filter.parse(text, type.orElseThrow(Query::unsupported)));
    Optional<Predicate<JsonNode>> search =
        request
            .option("$search")
            .map(text -> Search.parse(text, type.orElseThrow(Query::unsupported)));
    Optional<String> order = request.option("$orderby");
    boolean advanced =
        filter.filter(Filter.Parsed::advanced).isPresent()
            || (order.isPresent() && (filter.isPresent() || search.isPresent()));
    if ((advanced && !(eventual && counts)) || (search.isPresent() && !eventual)) {
      throw unsupported();
    }
    if (order.isPresent() && !order.get().strip().matches("displayName( asc)?")) {
      throw unsupported();
    }
    Predicate<JsonNode> all = row -> true;
    return new Query(
        select(request),
        filter.map(Filter.Parsed::matches).orElse(all).and(search.orElse(all)),
        eventual && counts,
        order.isPresent(),
        top(request),
        request.option("$skiptoken"));
  }

  /**
   * Options of a mere number of rows.
   *
   * @throws GraphFailure if the options are not those the directory takes
   */
  static Query ofCount(GraphRequest request, Optional<EntityType> type) {
    Predicate<JsonNode> all = row -> true;
    Predicate<JsonNode> filter =
        request
            .option("$filter")
            .map(text -> Filter.parse(text, type.orElseThrow(Query::unsupported)).matches())
            .orElse(all);
    Predicate<JsonNode> search =
        request
            .option("$search")
            .map(text -> Search.parse(text, type.orElseThrow(Query::unsupported)))
            .orElse(all);
    return new Query(List.of(), filter.and(search), true, false, MAX_TOP, Optional.empty());
  }

  /** The properties asked for; empty for the default ones. */
  static List<String> select(GraphRequest request) {
    return request
        .option("$select")
        .map(names -> Arrays.stream(names.split(",")).map(String::strip).toList())
        .orElse(List.of());
  }

  static boolean isEventual(GraphRequest request) {
    return request.header("consistencylevel").filter("eventual"::equalsIgnoreCase).isPresent();
  }

  static boolean isCounted(GraphRequest request) {
    return request.option("$count").filter("true"::equalsIgnoreCase).isPresent();
  }

  /**
   * @throws GraphFailure if there are options other than these
   */
  static void refuseOthers(GraphRequest request, Set<String> known) {
    for (String name : request.query().keySet()) {
      if (!known.contains(name)) {
        throw GraphFailure.badRequest(
            "Request_BadRequest", "The query parameter '" + name + "' is not supported.");
      }
    }
  }

  static GraphFailure unsupported() {
    return GraphFailure.badRequest("Request_UnsupportedQuery", "Unsupported Query.");
  }

  private static int top(GraphRequest request) {
    String text = request.option("$top").orElse(String.valueOf(DEFAULT_TOP));
    if (!text.matches("\\d{1,6}")) {
      throw GraphFailure.badRequest(
          "Request_BadRequest", "Invalid value '" + text + "' for $top query option found.");
    }
    int top = Integer.parseInt(text);
    if (top < 1 || top > MAX_TOP) {
      throw GraphFailure.badRequest(
          "Request_UnsupportedQuery",
          "Invalid page size specified: '" + top + "'. Must be between 1 and 999 inclusive.");
    }
    return top;
  }
}
