package dev.rollcall.source.folder;

import static dev.rollcall.client.graph.GraphUrls.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A contact folder of a mailbox in Exchange Online, read through Graph.
 *
 * <p>What contacts say comes from the folder's feed of changes, whose later rounds show what
 * changed. The feed does not show hidden properties (not documented that it could): whether a
 * contact is private, its search key and our stamp. They are read beside it, for all contacts a
 * thousand at a time, for changed ones twenty to a batch.
 *
 * <p>Requests: for N contacts ceil(N/500) of the feed, less if the service makes its pages smaller,
 * and ceil(N/1000) of the list; without changes one.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/contact-delta">contact: delta</a> (read
 *     2026-11-21)
 */
final class GraphFolder implements ContactFolder {

  /** The stamp of what Rollcall writes; one spelling, for ever. */
  private static final String STAMP =
      "String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey";

  /** {@code PidTagSensitivity}: 0 normal, 1 personal, 2 private, 3 confidential. */
  private static final String SENSITIVITY = "Integer 0x36";

  /** {@code PidTagSearchKey}. */
  private static final String SEARCH_KEY = "Binary 0x300B";

  private static final String PRIVATE = "2";

  private static final String PROPERTIES = "singleValueExtendedProperties";

  private static final String EXPAND =
      "$expand="
          + PROPERTIES
          + "($filter="
          + encoded(
              "id eq '" + STAMP + "' or id eq '" + SENSITIVITY + "' or id eq '" + SEARCH_KEY + "'")
          + ")";

  private static final Map<String, String> PAGE_SIZE = Map.of("Prefer", "odata.maxpagesize=500");

  private final GraphClient graph;
  private final CallMeter meter;
  private final String contacts;

  /** What the feed says of a contact. */
  private record Told(String changeKey, Instant created, Content content) {}

  /** What the list says of it beside that. */
  private record Hidden(String searchKey, FolderItem.Kind kind) {}

  /**
   * @param mailbox the mailbox's object id
   * @param folder the folder's id
   */
  GraphFolder(GraphClient graph, CallMeter meter, String mailbox, String folder) {
    this.graph = graph;
    this.meter = meter;
    this.contacts =
        "/users/" + encoded(mailbox) + "/contactFolders/" + encoded(folder) + "/contacts";
  }

  @Override
  public FolderContents readAll() {
    Feed feed = new Feed();
    feed.read(contacts + "/delta?$select=id,changeKey,createdDateTime," + GraphContacts.ALL_FIELDS);
    List<String> shortfalls = new ArrayList<>(feed.shortfalls);
    Map<String, Hidden> hidden = new HashMap<>();
    int pages = feed.pages;
    if (!feed.changed.isEmpty()) {
      pages += hiddenOfAll(hidden, shortfalls);
    }
    // Those that the list's pages skipped, because somebody deleted another one meanwhile.
    Set<String> missing = new HashSet<>(feed.changed.keySet());
    missing.removeAll(hidden.keySet());
    Set<String> gone = hiddenOf(missing, hidden, shortfalls);
    feed.changed.keySet().removeAll(gone);
    return new FolderContents(items(feed.changed, hidden), feed.token, pages, shortfalls);
  }

  @Override
  public Optional<FolderContents> readChanges(Map<String, FolderItem> before, String token) {
    Feed feed = new Feed();
    try {
      feed.read(graph.relative(token));
    } catch (ClientException e) {
      if (e.concernsWholeTarget() || e.disposition().isPassing()) {
        throw e;
      }
      return Optional.empty();
    }
    if (!feed.shortfalls.isEmpty()) {
      return Optional.empty();
    }
    List<String> shortfalls = new ArrayList<>();
    Map<String, Hidden> hidden = new HashMap<>();
    Set<String> gone = hiddenOf(feed.changed.keySet(), hidden, shortfalls);
    feed.changed.keySet().removeAll(gone);
    Map<String, FolderItem> now = new HashMap<>(before);
    now.keySet().removeAll(feed.removed);
    now.keySet().removeAll(gone);
    now.putAll(items(feed.changed, hidden));
    return Optional.of(new FolderContents(now, feed.token, feed.pages, shortfalls));
  }

  @Override
  public List<PhotoAnswer> photos(List<FolderItem> items) {
    List<SingleRead> reads =
        items.stream()
            .map(
                item ->
                    new SingleRead(
                        BatchItem.get(contacts + "/" + encoded(item.id()) + "/photo/$value")))
            .toList();
    // One batch after the other: they are all of one mailbox.
    Dialogues.hold(graph, reads, meter);
    return reads.stream().map(read -> PhotoAnswer.of(read.answer())).toList();
  }

  private static Map<String, FolderItem> items(Map<String, Told> told, Map<String, Hidden> hidden) {
    Map<String, FolderItem> items = new HashMap<>();
    told.forEach(
        (id, contact) -> {
          Hidden beside = hidden.get(id);
          if (beside != null) {
            items.put(
                id,
                FolderItem.of(
                    id,
                    contact.changeKey,
                    contact.created,
                    beside.searchKey,
                    Optional.empty(),
                    beside.kind,
                    contact.content));
          }
        });
    return items;
  }

  /** Reads the hidden properties of all contacts; answers how many pages that took. */
  private int hiddenOfAll(Map<String, Hidden> hidden, List<String> shortfalls) {
    String url = contacts + "?$select=id&$top=1000&" + EXPAND;
    int pages = 0;
    while (!url.isEmpty()) {
      try {
        JsonNode page = graph.get(url, Map.of(), meter);
        pages++;
        page.path("value").forEach(row -> hidden.put(row.path("id").asText(""), hidden(row)));
        url = page.path("@odata.nextLink").asText("");
      } catch (ClientException e) {
        if (pages == 0) {
          throw e;
        }
        shortfalls.add(
            "After "
                + hidden.size()
                + " contacts, the folder could not be read on: "
                + e.problem().cause());
        return pages;
      }
    }
    return pages;
  }

  /** Reads the hidden properties of some contacts; answers those that are no longer there. */
  private Set<String> hiddenOf(
      Set<String> ids, Map<String, Hidden> hidden, List<String> shortfalls) {
    Set<String> gone = new HashSet<>();
    if (!shortfalls.isEmpty()) {
      return gone;
    }
    List<String> asked = ids.stream().sorted().toList();
    List<SingleRead> reads =
        asked.stream()
            .map(
                id ->
                    new SingleRead(
                        BatchItem.get(contacts + "/" + encoded(id) + "?$select=id&" + EXPAND)))
            .toList();
    Dialogues.hold(graph, reads, meter);
    int failed = 0;
    String cause = "";
    for (int i = 0; i < asked.size(); i++) {
      BatchAnswer answer = reads.get(i).answer();
      Optional<ClientException> failure = answer.failure();
      if (failure.isEmpty()) {
        hidden.put(asked.get(i), hidden(answer.body()));
      } else if (failure.get().concernsWholeTarget()) {
        throw failure.get();
      } else if (failure.get().disposition() == Disposition.GONE) {
        gone.add(asked.get(i));
      } else {
        failed++;
        cause = failure.get().problem().cause();
      }
    }
    if (failed > 0) {
      shortfalls.add(
          failed + " of the folder's contacts could not be read, one of them because: " + cause);
    }
    return gone;
  }

  private static Hidden hidden(JsonNode contact) {
    String searchKey = "";
    FolderItem.Kind kind = FolderItem.Kind.CONTACT;
    for (JsonNode property : contact.path(PROPERTIES)) {
      String id = property.path("id").asText("");
      String value = property.path("value").asText("");
      if (id.equalsIgnoreCase(STAMP) && !value.isEmpty()) {
        kind = FolderItem.Kind.OURS;
      } else if (isTag(id, SENSITIVITY) && value.equals(PRIVATE) && kind != FolderItem.Kind.OURS) {
        kind = FolderItem.Kind.PRIVATE;
      } else if (isTag(id, SEARCH_KEY)) {
        searchKey = value;
      }
    }
    return new Hidden(searchKey, kind);
  }

  /** The service answers numbers in a spelling of its own. */
  private static boolean isTag(String id, String tag) {
    String[] seen = id.split(" ");
    String[] wanted = tag.split(" ");
    try {
      return seen.length == 2
          && seen[0].equalsIgnoreCase(wanted[0])
          && Integer.decode(seen[1]).equals(Integer.decode(wanted[1]));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** One round of the feed. */
  private final class Feed {

    private final Map<String, Told> changed = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final List<String> shortfalls = new ArrayList<>();
    private Optional<String> token = Optional.empty();
    private int pages;

    /** Reads to the end; the same contact may come more than once, the last word counts. */
    void read(String first) {
      String url = first;
      while (!url.isEmpty()) {
        JsonNode page;
        try {
          page = graph.get(url, PAGE_SIZE, meter);
        } catch (ClientException e) {
          if (pages == 0) {
            throw e;
          }
          shortfalls.add(
              "After "
                  + changed.size()
                  + " contacts, the folder could not be read on: "
                  + e.problem().cause());
          return;
        }
        pages++;
        if (!page.path("value").isArray()) {
          shortfalls.add("A page of the folder's contacts had no contacts at all.");
        }
        page.path("value").forEach(this::take);
        url = page.path("@odata.nextLink").asText("");
        token = Optional.of(page.path("@odata.deltaLink").asText("")).filter(t -> !t.isEmpty());
      }
      if (token.isEmpty()) {
        shortfalls.add("The folder's contacts ended without the mark of their end.");
      }
    }

    private void take(JsonNode row) {
      String id = row.path("id").asText("");
      if (id.isEmpty()) {
        shortfalls.add("A contact of the folder had no id.");
      } else if (row.has("@removed")) {
        changed.remove(id);
        removed.add(id);
      } else {
        removed.remove(id);
        changed.put(
            id,
            new Told(
                row.path("changeKey").asText(row.path("@odata.etag").asText("")),
                time(row.path("createdDateTime").asText("")),
                GraphContacts.read(row)));
      }
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
