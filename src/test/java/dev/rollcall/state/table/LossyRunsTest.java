package dev.rollcall.state.table;

import dev.rollcall.contract.RunsContract;
import dev.rollcall.state.Runs;

/** The same promises when a third of the answers to writes are lost. */
final class LossyRunsTest extends RunsContract {

  private final Runs runs = TestStorage.fresh().through(Faults.losingAnswers(7)).state().runs();

  @Override
  protected Runs runs() {
    return runs;
  }
}
