package dev.rollcall.contract.memory;

import dev.rollcall.contract.CheckpointsContract;
import dev.rollcall.state.Checkpoints;

final class InMemoryCheckpointsTest extends CheckpointsContract {

  private final Checkpoints checkpoints = new InMemoryCheckpoints();

  @Override
  protected Checkpoints checkpoints() {
    return checkpoints;
  }
}
