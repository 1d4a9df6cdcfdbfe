package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Delta queries over users, groups and mail contacts. What a client has seen is kept here; a round
 * answers what differs from it now. Guarded by the organisation's lock.
 *
 * <p>Tokens are good for seven days, and for the latest {@value #KEPT} rounds.
 *
 * @see <a href="https://learn.microsoft.com/graph/delta-query-overview">Delta query</a> (read
 *     2026-11-21)
 */
final class ChangeTracking {

  private static final Duration LIFETIME = Duration.ofDays(7);
  private static final int KEPT = 200;
  private static final int PAGE = 100;
  private static final String DELTA_TOKEN = "$deltatoken";
  private static final String SKIP_TOKEN = "$skiptoken";
  private static final Set<String> OPTIONS =
      Set.of("$select", "$filter", DELTA_TOKEN, "$deltaToken", SKIP_TOKEN);
  private static final Pattern TOKEN = Pattern.compile("d(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final Pattern ID_CLAUSE = Pattern.compile("\\s*id eq '([^']+)'\\s*");
  private static final int MAX_IDS = 50;

  private final Organisation organisation;
  private final Links links;
  private final DirectoryQuirks quirks;
  private final Clock clock;
  private final Map<Integer, Round> rounds = new LinkedHashMap<>();
  private int lastRound;

  /**
   * What one round of changes answers.
   *
   * @param seen what the client has seen at its end, by id
   * @param forgets of {@link DirectoryQuirks} at its begin
   */
  private record Round(
      EntityType type,
      List<String> select,
      Set<String> ids,
      Map<String, Seen> seen,
      List<ObjectNode> rows,
      Instant at,
      int forgets) {}

  /** An object as a client has seen it. */
  record Seen(ObjectNode row, Set<String> members) {}

  ChangeTracking(Organisation organisation, Links links, DirectoryQuirks quirks, Clock clock) {
    this.organisation = organisation;
    this.links = links;
    this.quirks = quirks;
    this.clock = clock;
  }

  /**
   * @throws GraphFailure 410 if the token is too old or not known
   */
  GraphAnswer answer(GraphRequest request, EntityType type, List<DirectoryObject> all) {
    Query.refuseOthers(request, OPTIONS);
    Optional<String> skip = request.option(SKIP_TOKEN);
    if (skip.isPresent()) {
      int[] place = place(request, skip.get());
      return page(request, place[0], place[1]);
    }
    Optional<String> delta = request.option(DELTA_TOKEN).or(() -> request.option("$deltaToken"));
    boolean latest = delta.filter("latest"::equalsIgnoreCase).isPresent();
    Round begun;
    if (delta.isPresent() && !latest) {
      begun = round(request, place(request, delta.get())[0]);
    } else {
      List<String> select = Query.select(request);
      for (String property : select) {
        if (!isMembers(type, property)) {
          type.require(property);
        }
      }
      begun = new Round(type, select, ids(request), Map.of(), List.of(), clock.instant(), 0);
    }
    boolean minimal =
        request.header("prefer").filter(text -> text.contains("return=minimal")).isPresent();
    Map<String, Seen> now = seen(begun, all);
    List<ObjectNode> rows =
        latest ? List.of() : new Difference(organisation, minimal).rows(begun.seen, now);
    rounds.put(
        ++lastRound,
        new Round(
            type, begun.select, begun.ids, now, rows, clock.instant(), quirks.deltaForgets()));
    rounds.remove(lastRound - KEPT);
    return page(request, lastRound, 0);
  }

  private GraphAnswer page(GraphRequest request, int number, int from) {
    Round round = round(request, number);
    int end = Math.min(round.rows.size(), from + Math.min(PAGE, quirks.largestPage()));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("@odata.context", links.context(round.type.collection()));
    if (end < round.rows.size()) {
      body.put("@odata.nextLink", links.only(request, SKIP_TOKEN, "d" + number + "-" + end));
    } else {
      body.put("@odata.deltaLink", links.only(request, DELTA_TOKEN, "d" + number));
    }
    ArrayNode value = body.putArray("value");
    round.rows.subList(Math.min(from, end), end).forEach(row -> value.add(row.deepCopy()));
    return GraphAnswer.json(200, body);
  }

  private int[] place(GraphRequest request, String token) {
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()) {
      throw gone();
    }
    int number = Integer.parseInt(matcher.group(1));
    round(request, number);
    return new int[] {number, matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2))};
  }

  private Round round(GraphRequest request, int number) {
    Round round = rounds.get(number);
    boolean good =
        round != null
            && round.type.collection().equals(request.segments().get(0))
            && round.forgets == quirks.deltaForgets()
            && clock.instant().isBefore(round.at.plus(LIFETIME));
    if (!good) {
      throw gone();
    }
    return round;
  }

  private GraphFailure gone() {
    return quirks.goneIsBadRequest()
        ? GraphFailure.badRequest(
            "Directory_ExpiredPageToken",
            "The specified page token value has expired and can no longer be included in your"
                + " request.")
        : new GraphFailure(
            410, "SyncStateNotFound", "The sync state generation is not found; resync.");
  }

  private static Map<String, Seen> seen(Round round, List<DirectoryObject> all) {
    List<String> properties =
        round.select.stream().filter(name -> !isMembers(round.type, name)).toList();
    boolean members = round.select.stream().anyMatch(name -> isMembers(round.type, name));
    boolean onlyMembers = members && properties.isEmpty();
    Rows rows = Rows.of(round.type, onlyMembers ? List.of("id") : properties, false);
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (DirectoryObject object : all) {
      if (round.ids.isEmpty() || round.ids.contains(object.id())) {
        seen.put(
            object.id(),
            new Seen(rows.row(object), members ? Set.copyOf(object.members()) : Set.of()));
      }
    }
    return seen;
  }

  /** {@code id eq 'a' or id eq 'b'}: the only filter that delta takes. */
  private static Set<String> ids(GraphRequest request) {
    if (request.option("$filter").isEmpty()) {
      return Set.of();
    }
    Set<String> ids = new HashSet<>();
    for (String clause : request.option("$filter").get().split(" or ")) {
      Matcher matcher = ID_CLAUSE.matcher(clause);
      if (!matcher.matches()) {
        throw Query.unsupported();
      }
      ids.add(matcher.group(1).toLowerCase(Locale.ROOT));
    }
    if (ids.size() > MAX_IDS) {
      throw Query.unsupported();
    }
    return ids;
  }

  private static boolean isMembers(EntityType type, String property) {
    return type == EntityType.GROUP && property.equals("members");
  }
}
