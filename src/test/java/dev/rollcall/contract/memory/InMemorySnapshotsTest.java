package dev.rollcall.contract.memory;

import dev.rollcall.contract.SnapshotsContract;
import dev.rollcall.state.Snapshots;

final class InMemorySnapshotsTest extends SnapshotsContract {

  private final Snapshots snapshots = new InMemorySnapshots();

  @Override
  protected Snapshots snapshots() {
    return snapshots;
  }
}
