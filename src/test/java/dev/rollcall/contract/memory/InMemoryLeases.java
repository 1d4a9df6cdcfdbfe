package dev.rollcall.contract.memory;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.Leases;
import dev.rollcall.state.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases in memory. Safe for several threads. */
public final class InMemoryLeases implements Leases {

  private final Versions versions = new Versions();
  private final Map<PolicyId, Versioned<RunId>> holders = new HashMap<>();

  @Override
  public synchronized Optional<Versioned<RunId>> holder(PolicyId policy) {
    return Optional.ofNullable(holders.get(policy));
  }

  @Override
  public synchronized boolean take(
      PolicyId policy, RunId run, Optional<Versioned<RunId>> replaced) {
    if (holder(policy).map(Versioned::version).equals(replaced.map(Versioned::version))) {
      holders.put(policy, versions.of(run));
    }
    return holder(policy).filter(holder -> holder.value().equals(run)).isPresent();
  }

  @Override
  public synchronized void release(PolicyId policy, RunId run) {
    if (holder(policy).filter(holder -> holder.value().equals(run)).isPresent()) {
      holders.remove(policy);
    }
  }
}
