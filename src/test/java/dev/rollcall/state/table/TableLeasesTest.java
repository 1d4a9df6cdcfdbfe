package dev.rollcall.state.table;

import dev.rollcall.contract.LeasesContract;
import dev.rollcall.state.Leases;

final class TableLeasesTest extends LeasesContract {

  private final Leases leases = TestStorage.fresh().state().leases();

  @Override
  protected Leases leases() {
    return leases;
  }
}
