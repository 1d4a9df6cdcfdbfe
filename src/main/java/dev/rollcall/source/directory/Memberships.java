package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.ExchangeRecipients.DynamicGroup;
import dev.rollcall.source.ExchangeRecipients.Recipient;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.directory.DirectoryEntry.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
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
  static Memberships read(GraphClient graph, Proof proof, Knowledge knowledge, Set<String> groups) {
    Map<String, Set<String>> idsByGroup = new HashMap<>();
    try {
      Lookups lookups = new Lookups(graph, new EntryReader(), proof);
      List<String> sorted = groups.stream().sorted().toList();
      sorted.forEach(group -> lookups.want(group, Kind.GROUP));
      if (!sorted.isEmpty()) {
        lookups.run();
      }
      for (String group : sorted) {
        Optional<DirectoryEntry> found = lookups.found(group, Kind.GROUP);
        idsByGroup.put(
            group,
            found.isPresent()
                ? members(graph, proof, found.get().id())
                : dynamicMembers(graph, proof, knowledge, group));
      }
    } catch (ClientException e) {
      throw e.disposition() == Disposition.GONE
          ? missing(knowledge, e)
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

  /** The members that Exchange noted, and everybody in the groups among them. */
  private static Set<String> dynamicMembers(
      GraphClient graph, Proof proof, Knowledge knowledge, String name) {
    Deque<DynamicGroup> open =
        new ArrayDeque<>(
            List.of(
                knowledge
                    .dynamicGroup(name)
                    .orElseThrow(
                        () -> missing(knowledge, new NoSuchElementException("no such group")))));
    Set<String> ids = new HashSet<>();
    while (!open.isEmpty()) {
      for (Recipient member : knowledge.members(open.poll())) {
        if (!ids.add(member.id()) || member.type().isEmpty()) {
          continue;
        }
        if (member.type().get() == RecipientType.DYNAMIC_DISTRIBUTION_GROUP) {
          knowledge.dynamicGroup(member.id()).ifPresent(open::add);
        } else if (RecipientType.GROUPS.contains(member.type().get())) {
          ids.addAll(members(graph, proof, member.id()));
        }
      }
    }
    return ids;
  }

  private static SourceUnavailable missing(Knowledge knowledge, RuntimeException cause) {
    return new SourceUnavailable(
        Problem.lasting(
            "groupNotFound",
            "The directory does not have one of the groups that the filter at /source/where names.",
            "Nothing was changed. Correct the group after memberOf."
                + knowledge.aboutDynamicGroups(),
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
