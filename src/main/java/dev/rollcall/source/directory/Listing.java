package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads collections of the directory to their ends, and checks that it was their end: the service
 * is asked with the first page how many rows there are.
 *
 * <p>The count comes with the list itself and so costs no request. Rows that come or go while it is
 * read can make the two differ; then nothing is deleted this time.
 *
 * @see <a href="https://learn.microsoft.com/graph/aad-advanced-queries">Advanced queries</a> (read
 *     2026-11-21)
 */
final class Listing {

  /** The largest page the directory makes (documented). */
  private static final String PAGE = "&$top=999&$count=true";

  /** Demanded for counts and for filters beyond the simplest. */
  static final Map<String, String> EVENTUAL = Map.of("ConsistencyLevel", "eventual");

  private final GraphClient graph;
  private final Proof proof;

  Listing(GraphClient graph, Proof proof) {
    this.graph = graph;
    this.proof = proof;
  }

  /**
   * Reads a collection.
   *
   * @param url with at least one query option
   * @param what its name in a sentence about a shortfall
   * @throws ClientException if not even its first page could be read
   */
  void read(String url, String what, Consumer<JsonNode> row) {
    JsonNode page = graph.get(url + PAGE, EVENTUAL, proof.meter());
    long expected = page.path("@odata.count").asLong(-1);
    long found = 0;
    while (true) {
      JsonNode rows = page.path("value");
      proof.page(rows.size());
      found += rows.size();
      rows.forEach(row);
      String next = page.path("@odata.nextLink").asText("");
      if (next.isEmpty()) {
        if (!rows.isArray()) {
          proof.shortfall("A page of " + what + " had no rows at all.");
        }
        break;
      }
      try {
        page = graph.get(next, EVENTUAL, proof.meter());
      } catch (ClientException e) {
        proof.shortfall(
            "After " + found + " rows, " + what + " could not be read on: " + e.problem().cause());
        return;
      }
    }
    if (found < expected) {
      proof.shortfall("Only " + found + " of " + expected + " rows of " + what + " were answered.");
    }
  }
}
