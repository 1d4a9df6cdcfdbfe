package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.plan.Change;
import java.util.Optional;

/** Deletes a contact; one that is gone already is deleted. */
final class Removal extends Write {

  private final Change.Delete change;

  Removal(MailboxFolder folder, Change.Delete change) {
    super(folder, change);
    this.change = change;
  }

  @Override
  BatchItem request() {
    return BatchItem.delete(folder.contact(change.itemId()));
  }

  @Override
  void succeeded(JsonNode body) {
    done(change.itemId(), FieldPrints.EMPTY, Optional.empty());
  }

  @Override
  void failed(ClientException failure) {
    if (failure.disposition() == Disposition.GONE) {
      done(change.itemId(), FieldPrints.EMPTY, Optional.empty());
    } else {
      rejected(failure);
    }
  }
}
