package dev.rollcall.run;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.StateUnreadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds records that another policy keeps in the same folder of the same mailboxes. Both policies
 * keep their own contact, so that a user sees the person twice: that is said, and never resolved by
 * guessing.
 *
 * <p>Goes by what the other policy brought there last. Mailboxes are not asked, and states of
 * policies with another folder are not read.
 */
final class Overlap {

  private final RunPorts ports;

  Overlap(RunPorts ports) {
    this.ports = ports;
  }

  /** One entry for each record and each other policy that has it too, ascending by policy, key. */
  List<Dropped> of(Policy policy, List<DesiredRecord> records, List<Mailbox> mailboxes) {
    Set<TargetId> targets = mailboxes.stream().map(Mailbox::id).collect(Collectors.toSet());
    List<Dropped> shared = new ArrayList<>();
    for (Documents.Stored stored : ports.documents().list(Documents.Kind.POLICY)) {
      Optional<Policy> other =
          stored.id().equals(policy.id().value())
              ? Optional.empty()
              : PolicyDocuments.policy(stored.document().value())
                  .match(valid -> Optional.of(valid.value()), invalid -> Optional.empty());
      if (other.filter(candidate -> writesWhere(candidate, policy)).isPresent()) {
        Set<RecordKey> theirs = keysOf(other.get().id(), targets);
        records.stream()
            .map(DesiredRecord::key)
            .filter(theirs::contains)
            .forEach(
                key ->
                    shared.add(
                        new Dropped(
                            key.value(),
                            policy.target().service().isPresent() ? "/target" : "/target/folder",
                            SkipReason.IN_ANOTHER_POLICY,
                            "policy " + stored.id())));
      }
    }
    return shared;
  }

  /**
   * The service's ids of accounts that another policy has and wants. Whoever moves from one policy
   * to another keeps the account.
   *
   * @throws StateUnreadable if that cannot be known
   */
  Set<String> accountsElsewhere(Policy policy) {
    Set<String> accounts = new HashSet<>();
    for (Documents.Stored stored : ports.documents().list(Documents.Kind.POLICY)) {
      boolean writesThere =
          !stored.id().equals(policy.id().value())
              && PolicyDocuments.policy(stored.document().value())
                  .match(valid -> writesWhere(valid.value(), policy), invalid -> false);
      if (writesThere) {
        PolicyId other = new PolicyId(stored.id());
        for (CheckpointHead head : ports.checkpoints().list(other)) {
          ports.checkpoints().loadLedger(other, head).entries().stream()
              .filter(entry -> entry.isPresent() && entry.leaving().isEmpty())
              .forEach(entry -> accounts.add(entry.itemId()));
        }
      }
    }
    return accounts;
  }

  private static boolean writesWhere(Policy other, Policy policy) {
    // A service is the same one for policies of every environment.
    return other.target().service().isPresent() || policy.target().service().isPresent()
        ? other.target().servicePlace().equals(policy.target().servicePlace())
        : other.environment().equals(policy.environment())
            && path(other).equalsIgnoreCase(path(policy));
  }

  private static String path(Policy policy) {
    return String.join("/", policy.target().folder());
  }

  /** The records that a policy brought to some of these targets. */
  private Set<RecordKey> keysOf(PolicyId policy, Set<TargetId> targets) {
    return ports.checkpoints().list(policy).stream()
        .filter(head -> targets.contains(head.target()))
        .flatMap(head -> head.applied().stream())
        .map(CheckpointHead.Applied::snapshot)
        .distinct()
        .flatMap(snapshot -> records(snapshot).stream())
        .map(DesiredRecord::key)
        .collect(Collectors.toSet());
  }

  /** What is said of others only helps; a snapshot that cannot be read is as good as none. */
  private List<DesiredRecord> records(Fingerprint snapshot) {
    try {
      return ports.snapshots().get(snapshot).map(found -> found.records()).orElse(List.of());
    } catch (StateUnreadable e) {
      return List.of();
    }
  }
}
