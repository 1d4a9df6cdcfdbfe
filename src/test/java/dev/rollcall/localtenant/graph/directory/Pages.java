package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists in pages, with what tests make go wrong in them. */
final class Pages {

  private final Links links;
  private final DirectoryQuirks quirks;

  Pages(Links links, DirectoryQuirks quirks) {
    this.links = links;
    this.quirks = quirks;
  }

  /**
   * The page that is asked for.
   *
   * @param everything before the filter, in a steady order
   */
  GraphAnswer page(GraphRequest request, Query query, Rows rows, List<DirectoryObject> everything) {
    List<DirectoryObject> all = matching(query, everything);
    int from = query.skipToken().map(SkipToken::parse).orElse(SkipToken.START).indexIn(all);
    if (from > 0 && quirks.failAfter().filter(read -> from >= read).isPresent()) {
      throw new GraphFailure(500, "Service_InternalServerError", "Encountered an internal error.");
    }
    int end = Math.min(all.size(), from + Math.min(query.top(), quirks.largestPage()));
    int shown = quirks.cutAfter().map(cut -> Math.max(from, Math.min(end, cut))).orElse(end);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("@odata.context", links.context(rows.typed() ? "directoryObjects" : context(request)));
    // Like the service: with the first page only.
    if (query.counted() && query.skipToken().isEmpty()) {
      body.put("@odata.count", all.size() + quirks.countOff());
    }
    boolean more = end < all.size() && shown == end && !quirks.linksDropped();
    if (more) {
      String token = new SkipToken(end, all.get(end - 1).id()).text();
      body.put("@odata.nextLink", links.again(request, "$skiptoken", token));
    }
    ArrayNode value = body.putArray("value");
    all.subList(from, shown).forEach(object -> value.add(rows.row(object)));
    return GraphAnswer.json(200, body);
  }

  static long count(Query query, List<DirectoryObject> everything) {
    return matching(query, everything).size();
  }

  private static List<DirectoryObject> matching(Query query, List<DirectoryObject> everything) {
    Stream<DirectoryObject> matching =
        everything.stream().filter(object -> query.matches().test(object.properties()));
    return (query.orderedByName()
            ? matching.sorted(
                Comparator.comparing(
                    (DirectoryObject object) -> object.text("displayName"),
                    String.CASE_INSENSITIVE_ORDER))
            : matching)
        .toList();
  }

  private static String context(GraphRequest request) {
    List<String> path = request.segments();
    return EntityType.named(path.get(path.size() - 1))
        .map(EntityType::collection)
        .orElse(path.get(0));
  }
}
