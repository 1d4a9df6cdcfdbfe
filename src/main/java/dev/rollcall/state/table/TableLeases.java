package dev.rollcall.state.table;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.Leases;
import dev.rollcall.state.Versioned;
import java.util.Optional;

/** Leases in the table {@code Leases}: partition the policy, one row. */
final class TableLeases implements Leases {

  private static final String KEY = "run";
  private static final String RUN = "Run";

  private final Table table;

  TableLeases(Table table) {
    this.table = table;
  }

  @Override
  public Optional<Versioned<RunId>> holder(PolicyId policy) {
    return table
        .get(policy.value(), KEY)
        .map(row -> new Versioned<>(row.parsed(RUN, RunId::new), row.etag()));
  }

  @Override
  public boolean take(PolicyId policy, RunId run, Optional<Versioned<RunId>> replaced) {
    NewRow row = table.row(policy.value(), KEY).text(RUN, run.value());
    Optional<String> taken =
        replaced.isEmpty() ? table.create(row) : table.update(row, replaced.get().version());
    return taken.isPresent()
        || holder(policy).filter(holder -> holder.value().equals(run)).isPresent();
  }

  @Override
  public void release(PolicyId policy, RunId run) {
    holder(policy)
        .filter(holder -> holder.value().equals(run))
        .ifPresent(holder -> table.delete(policy.value(), KEY, holder.version()));
  }
}
