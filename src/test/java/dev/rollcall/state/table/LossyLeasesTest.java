package dev.rollcall.state.table;

import dev.rollcall.contract.LeasesContract;
import dev.rollcall.state.Leases;

/** The same promises when a third of the answers to writes are lost. */
final class LossyLeasesTest extends LeasesContract {

  private final Leases leases =
      TestStorage.fresh().through(Faults.losingAnswers(7)).state().leases();

  @Override
  protected Leases leases() {
    return leases;
  }
}
