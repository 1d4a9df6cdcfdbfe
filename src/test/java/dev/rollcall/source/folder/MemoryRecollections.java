package dev.rollcall.source.folder;

import dev.rollcall.model.PolicyId;
import dev.rollcall.source.Recollections;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Recollections that last as long as the test. */
final class MemoryRecollections implements Recollections {

  private final Map<PolicyId, Recollection> kept = new ConcurrentHashMap<>();
  private int writes;

  @Override
  public Optional<Recollection> of(PolicyId policy) {
    return Optional.ofNullable(kept.get(policy));
  }

  @Override
  public synchronized void keep(PolicyId policy, Recollection what) {
    writes++;
    kept.put(policy, what);
  }

  @Override
  public void purge(Set<PolicyId> policies, Instant since) {
    kept.keySet().retainAll(policies);
  }

  /** How often something was kept. */
  synchronized int writes() {
    return writes;
  }

  void forget() {
    kept.clear();
  }
}
