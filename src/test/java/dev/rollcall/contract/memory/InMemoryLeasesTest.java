package dev.rollcall.contract.memory;

import dev.rollcall.contract.LeasesContract;
import dev.rollcall.state.Leases;

final class InMemoryLeasesTest extends LeasesContract {

  private final Leases leases = new InMemoryLeases();

  @Override
  protected Leases leases() {
    return leases;
  }
}
