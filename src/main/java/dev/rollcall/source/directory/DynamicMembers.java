package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.ExchangeRecipients.DynamicGroup;
import dev.rollcall.source.ExchangeRecipients.Recipient;
import dev.rollcall.source.directory.DirectoryEntry.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of dynamic distribution groups: Exchange says who they are, the directory what they
 * are like. For one reading, by one thread.
 */
final class DynamicMembers {

  private final GraphClient graph;
  private final EntryReader reader;
  private final Proof proof;
  private final Knowledge knowledge;

  DynamicMembers(GraphClient graph, EntryReader reader, Proof proof, Knowledge knowledge) {
    this.graph = graph;
    this.reader = reader;
    this.proof = proof;
    this.knowledge = knowledge;
  }

  /**
   * The members by object id, in Exchange's order.
   *
   * @param nested whether dynamic groups among them give way to their members; groups that the
   *     directory has are members here in either case
   * @param here JSON pointer of the selection
   */
  Map<String, DirectoryEntry> read(DynamicGroup group, boolean nested, String here) {
    Map<String, DirectoryEntry> found = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>(Set.of(group.id()));
    Deque<DynamicGroup> open = new ArrayDeque<>(List.of(group));
    Lookups details = new Lookups(graph, reader, proof);
    Map<String, Kind> named = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      List<Recipient> members = knowledge.members(open.poll());
      proof.page(members.size());
      for (Recipient member : members) {
        Optional<RecipientType> type = member.type().filter(any -> !member.id().isEmpty());
        if (type.isEmpty()) {
          proof.drop("exchange:" + member.id(), here, SkipReason.NOT_A_RECIPIENT, "");
        } else if (type.get() != RecipientType.DYNAMIC_DISTRIBUTION_GROUP) {
          named.put(member.id(), kind(type.get()));
        } else if (seen.add(member.id())) {
          knowledge
              .dynamicGroup(member.id())
              .ifPresent(
                  inner -> {
                    if (nested) {
                      open.add(inner);
                    } else {
                      found.put(inner.id(), Knowledge.entry(inner));
                    }
                  });
        }
      }
    }
    named.forEach(details::want);
    if (!named.isEmpty()) {
      details.run();
    }
    named.forEach(
        (id, kind) ->
            details
                .found(id, kind)
                .ifPresentOrElse(
                    member -> found.put(id, member),
                    // Exchange notes its members once a day: this one left the directory since.
                    () ->
                        proof.drop(
                            kind.key(id).value(), here, SkipReason.RECIPIENT_NOT_FOUND, "member")));
    return found;
  }

  private static Kind kind(RecipientType type) {
    if (type == RecipientType.MAIL_CONTACT) {
      return Kind.CONTACT;
    }
    return RecipientType.GROUPS.contains(type) ? Kind.GROUP : Kind.USER;
  }
}
