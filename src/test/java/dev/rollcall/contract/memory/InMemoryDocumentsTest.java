package dev.rollcall.contract.memory;

import dev.rollcall.contract.DocumentsContract;
import dev.rollcall.state.Documents;

final class InMemoryDocumentsTest extends DocumentsContract {

  private final Documents documents = new InMemoryDocuments();

  @Override
  protected Documents documents() {
    return documents;
  }
}
