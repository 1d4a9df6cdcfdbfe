package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.directory.DirectoryEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Who is in the groups that a filter names, at any depth: each group is read once a reading, ids
 * only, 999 a request.
 *
 * <p>Where a group is not there or not read to its end, nobody knows whom the filter takes, and the
 * whole reading is given up.
 */
final class Memberships {

  private final Map<String, Set<String>> idsByGroup;

  private Memberships(Map<String, Set<String>> idsByGroup) {
    this.idsByGroup = idsByGroup;
  }

  /**
   * Reads these groups.
   *
   * @param groups by address or id
   * @throws SourceUnavailable if one does not exist or cannot be read completely
   */
  static Memberships read(GraphClient graph, Proof proof, Set<String> groups) {
    Map<String, Set<String>> idsByGroup = new HashMap<>();
    try {
      Lookups lookups = new Lookups(graph, new EntryReader(), proof);
      List<String> sorted = groups.stream().sorted().toList();
      sorted.forEach(group -> lookups.want(group, Kind.GROUP));
      if (!sorted.isEmpty()) {
        lookups.run();
      }
      for (String group : sorted) {
        String id =
            lookups
                .found(group, Kind.GROUP)
                .map(DirectoryEntry::id)
                .orElseThrow(() -> missing(new NoSuchElementException("no such group")));
        idsByGroup.put(group, members(graph, proof, id));
      }
    } catch (ClientException e) {
      throw e.disposition() == Disposition.GONE
          ? missing(e)
          : new SourceUnavailable(e.problem(), e);
    }
    return new Memberships(idsByGroup);
  }

  private static Set<String> members(GraphClient graph, Proof proof, String id) {
    Set<String> ids = new HashSet<>();
    int before = proof.completeness().shortfalls().size();
    new Listing(graph, proof)
        .read(
            "/groups/" + GraphUrls.encoded(id) + "/transitiveMembers?$select=id",
            "the members of a group that the filter names",
            row -> ids.add(row.path("id").asText("").toLowerCase(Locale.ROOT)));
    List<String> shortfalls = proof.completeness().shortfalls();
    if (shortfalls.size() > before) {
      throw new SourceUnavailable(
          Problem.lasting(
              "filterGroupIncomplete",
              shortfalls.get(before),
              "Nothing was changed, since nobody knows whom the filter at /source/where takes."
                  + " The next run reads the group again.",
              ""),
          new IllegalStateException("incomplete"));
    }
    return ids;
  }

  private static SourceUnavailable missing(RuntimeException cause) {
    return new SourceUnavailable(
        Problem.lasting(
            "groupNotFound",
            "The directory does not have one of the groups that the filter at /source/where names.",
            "Nothing was changed. Correct the group after memberOf. A dynamic distribution group"
                + " cannot be read here.",
            ""),
        cause);
  }

  /** The record with the groups it is in among its attributes. */
  SourceRecord told(SourceRecord record) {
    String id = record.first(Attribute.ID.document()).toLowerCase(Locale.ROOT);
    List<String> groups =
        idsByGroup.keySet().stream()
            .filter(group -> idsByGroup.get(group).contains(id))
            .sorted()
            .toList();
    if (groups.isEmpty()) {
      return record;
    }
    Map<String, List<String>> attributes = new HashMap<>(record.attributes());
    attributes.put(FilterAttributes.MEMBER_OF, new ArrayList<>(groups));
    return new SourceRecord(
        record.key(), record.recipientType(), attributes, record.selection(), record.trustees());
  }
}
