package dev.rollcall.state.table;

import dev.rollcall.contract.CheckpointsContract;
import dev.rollcall.state.Checkpoints;

final class TableCheckpointsTest extends CheckpointsContract {

  private final Checkpoints checkpoints = TestStorage.fresh().state().checkpoints();

  @Override
  protected Checkpoints checkpoints() {
    return checkpoints;
  }
}
