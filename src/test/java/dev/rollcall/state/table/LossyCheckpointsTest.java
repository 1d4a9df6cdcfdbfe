package dev.rollcall.state.table;

import dev.rollcall.contract.CheckpointsContract;
import dev.rollcall.state.Checkpoints;

/** The same promises when a third of the answers to writes are lost. */
final class LossyCheckpointsTest extends CheckpointsContract {

  private final Checkpoints checkpoints =
      TestStorage.fresh().through(Faults.losingAnswers(7)).state().checkpoints();

  @Override
  protected Checkpoints checkpoints() {
    return checkpoints;
  }
}
