package dev.rollcall.contract.memory;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checkpoints in memory. Safe for several threads. */
public final class InMemoryCheckpoints implements Checkpoints {

  private final Versions versions = new Versions();
  private final Map<PolicyId, TreeMap<TargetId, Checkpoint>> checkpoints = new HashMap<>();

  @Override
  public synchronized List<PolicyId> policies() {
    return checkpoints.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public synchronized List<CheckpointHead> list(PolicyId policy) {
    return of(policy).values().stream().map(checkpoint -> checkpoint.head.value()).toList();
  }

  @Override
  public synchronized Map<TargetId, Versioned<CheckpointHead>> claim(
      PolicyId policy, Collection<TargetId> targets, CheckpointHead.Claim claim, Instant now) {
    Map<TargetId, Versioned<CheckpointHead>> claimed = new LinkedHashMap<>();
    for (TargetId target : targets) {
      Checkpoint found =
          Optional.ofNullable(of(policy).get(target))
              .orElseGet(
                  () ->
                      new Checkpoint(versions.of(CheckpointHead.unknown(target)), Ledger.empty()));
      boolean foreign =
          found
              .head
              .value()
              .claim()
              .filter(held -> !held.owner().equals(claim.owner()) && !held.until().isBefore(now))
              .isPresent();
      if (!foreign) {
        var head = versions.of(found.head.value().withClaim(Optional.of(claim)));
        of(policy).put(target, new Checkpoint(head, found.ledger));
        claimed.put(target, head);
      }
    }
    return Collections.unmodifiableMap(claimed);
  }

  /** The ledger of now, also for a head that was read before. */
  @Override
  public synchronized Ledger loadLedger(PolicyId policy, CheckpointHead head) {
    return head.generation() == 0
        ? Ledger.empty()
        : Optional.ofNullable(of(policy).get(head.target()))
            .map(Checkpoint::ledger)
            .orElseGet(Ledger::empty);
  }

  @Override
  public synchronized Optional<Versioned<CheckpointHead>> update(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head) {
    return current(policy, read)
        .map(found -> replace(policy, head, read.value().generation(), found.ledger, read.value()));
  }

  @Override
  public synchronized Optional<Versioned<CheckpointHead>> save(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head, Ledger ledger) {
    return current(policy, read)
        .map(found -> replace(policy, head, read.value().generation() + 1, ledger, read.value()));
  }

  @Override
  public synchronized boolean delete(PolicyId policy, Versioned<CheckpointHead> read) {
    TargetId target = read.value().target();
    if (of(policy).containsKey(target) && current(policy, read).isEmpty()) {
      return false;
    }
    of(policy).remove(target);
    return true;
  }

  private Optional<Checkpoint> current(PolicyId policy, Versioned<CheckpointHead> read) {
    return Optional.ofNullable(of(policy).get(read.value().target()))
        .filter(found -> found.head.version().equals(read.version()));
  }

  private Versioned<CheckpointHead> replace(
      PolicyId policy, CheckpointHead head, long generation, Ledger ledger, CheckpointHead read) {
    if (!head.target().equals(read.target())) {
      throw new IllegalArgumentException("a head is replaced by one of the same target");
    }
    Versioned<CheckpointHead> written =
        versions.of(
            new CheckpointHead(
                head.target(),
                head.applied(),
                head.held(),
                head.open(),
                generation,
                head.place(),
                head.deltaToken(),
                head.driftCheckedAt(),
                head.retryAt(),
                head.failures(),
                head.claim(),
                head.progress()));
    of(policy).put(head.target(), new Checkpoint(written, ledger));
    return written;
  }

  private TreeMap<TargetId, Checkpoint> of(PolicyId policy) {
    return checkpoints.computeIfAbsent(policy, any -> new TreeMap<>());
  }

  private record Checkpoint(Versioned<CheckpointHead> head, Ledger ledger) {}
}
