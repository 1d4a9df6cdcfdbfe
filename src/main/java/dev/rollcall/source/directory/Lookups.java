package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.source.directory.DirectoryEntry.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the objects that a policy names, by mail address or object id, all of them in as few
 * batches as possible.
 */
final class Lookups {

  private static final Pattern OBJECT_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final GraphClient graph;
  private final EntryReader reader;
  private final Proof proof;
  private final Set<Wanted> wanted = new LinkedHashSet<>();
  private final Map<Wanted, DirectoryEntry> found = new HashMap<>();

  /** A name in the policy, and what kind of object it may be. */
  private record Wanted(String name, Kind kind) {}

  Lookups(GraphClient graph, EntryReader reader, Proof proof) {
    this.graph = graph;
    this.reader = reader;
    this.proof = proof;
  }

  static boolean isObjectId(String name) {
    return OBJECT_ID.matcher(name).matches();
  }

  void want(String name, Kind kind) {
    wanted.add(new Wanted(name, kind));
  }

  /**
   * Looks everything up that was wanted.
   *
   * @throws ClientException if the directory could not be asked
   */
  void run() {
    List<Wanted> all = new ArrayList<>(wanted);
    List<BatchItem> items = all.stream().map(one -> item(one.name, one.kind)).toList();
    List<BatchAnswer> answers = Dialogues.readAll(graph, items, proof.meter());
    for (int i = 0; i < all.size(); i++) {
      Optional<ClientException> failure = answers.get(i).failure();
      if (failure.isPresent() && failure.get().disposition() != Disposition.GONE) {
        throw failure.get();
      }
      if (failure.isEmpty()) {
        JsonNode body = answers.get(i).body();
        proof.page(body.path("value").isArray() ? body.path("value").size() : 1);
        JsonNode row = body.path("value").isArray() ? first(body.path("value")) : body;
        if (row.has("id")) {
          found.put(all.get(i), entry(all.get(i).kind, row));
        }
      }
    }
  }

  /** What has this name, of this kind. */
  Optional<DirectoryEntry> found(String name, Kind kind) {
    return Optional.ofNullable(found.get(new Wanted(name, kind)));
  }

  /** What has this name, of any kind. */
  Optional<DirectoryEntry> found(String name) {
    Map<Kind, DirectoryEntry> byKind = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      found(name, kind).ifPresent(entry -> byKind.put(kind, entry));
    }
    return byKind.values().stream().findFirst();
  }

  private DirectoryEntry entry(Kind kind, JsonNode row) {
    return switch (kind) {
      case USER -> reader.user(row);
      case CONTACT -> reader.contact(row);
      case GROUP -> reader.group(row);
    };
  }

  /** Addresses are unique in a directory; should two have one, the choice is at least steady. */
  private static JsonNode first(JsonNode rows) {
    JsonNode first = rows.path(0);
    for (JsonNode row : rows) {
      if (row.path("id").asText("").compareTo(first.path("id").asText("")) < 0) {
        first = row;
      }
    }
    return first;
  }

  /** The request that finds what has this name, of this kind. */
  static BatchItem item(String name, Kind kind) {
    String collection =
        switch (kind) {
          case USER -> "/users";
          case CONTACT -> "/contacts";
          case GROUP -> "/groups";
        };
    String select =
        switch (kind) {
          case USER -> EntryReader.USER_SELECT;
          case CONTACT -> EntryReader.CONTACT_SELECT;
          case GROUP -> EntryReader.GROUP_SELECT;
        };
    if (isObjectId(name)) {
      return BatchItem.get(collection + "/" + name + "?" + select);
    }
    return BatchItem.get(
        collection + "?" + select + "&$filter=" + hasAddress(name) + "&$count=true",
        Listing.EVENTUAL);
  }

  /** The filter for what has this address, its own or a further one; it needs advanced queries. */
  static String hasAddress(String address) {
    return GraphUrls.encoded("mail eq ")
        + GraphUrls.quoted(address)
        + GraphUrls.encoded(" or proxyAddresses/any(p:p eq ")
        + GraphUrls.quoted("smtp:" + address)
        + ")";
  }
}
