package dev.rollcall.state.table;

import dev.rollcall.contract.DocumentsContract;
import dev.rollcall.state.Documents;

/** The same promises when a third of the answers to writes are lost. */
final class LossyDocumentsTest extends DocumentsContract {

  private final Documents documents =
      TestStorage.fresh().through(Faults.losingAnswers(7)).state().documents();

  @Override
  protected Documents documents() {
    return documents;
  }
}
