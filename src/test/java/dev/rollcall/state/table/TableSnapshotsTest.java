package dev.rollcall.state.table;

import dev.rollcall.contract.SnapshotsContract;
import dev.rollcall.state.Snapshots;

final class TableSnapshotsTest extends SnapshotsContract {

  private final Snapshots snapshots = TestStorage.fresh().state().snapshots();

  @Override
  protected Snapshots snapshots() {
    return snapshots;
  }
}
