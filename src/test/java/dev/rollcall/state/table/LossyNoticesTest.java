package dev.rollcall.state.table;

import dev.rollcall.contract.NoticesContract;
import dev.rollcall.state.Notices;

/** The same promises when a third of the answers to writes are lost. */
final class LossyNoticesTest extends NoticesContract {

  private final Notices notices =
      TestStorage.fresh().through(Faults.losingAnswers(7)).state().notices();

  @Override
  protected Notices notices() {
    return notices;
  }
}
