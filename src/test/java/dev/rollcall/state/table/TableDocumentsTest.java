package dev.rollcall.state.table;

import dev.rollcall.contract.DocumentsContract;
import dev.rollcall.state.Documents;

final class TableDocumentsTest extends DocumentsContract {

  private final Documents documents = TestStorage.fresh().state().documents();

  @Override
  protected Documents documents() {
    return documents;
  }
}
