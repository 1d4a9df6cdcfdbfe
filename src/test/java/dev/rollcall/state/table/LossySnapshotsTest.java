package dev.rollcall.state.table;

import dev.rollcall.contract.SnapshotsContract;
import dev.rollcall.state.Snapshots;

/** The same promises when a third of the answers to writes are lost. */
final class LossySnapshotsTest extends SnapshotsContract {

  private final Snapshots snapshots =
      TestStorage.fresh().through(Faults.losingAnswers(7)).state().snapshots();

  @Override
  protected Snapshots snapshots() {
    return snapshots;
  }
}
