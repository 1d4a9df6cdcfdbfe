package dev.rollcall.source.folder;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogue;
import java.util.Optional;

/** One question and its answer. */
final class SingleRead implements Dialogue {

  private final BatchItem item;
  private BatchAnswer answer = new BatchAnswer(MissingNode.getInstance(), Optional.empty());
  private boolean answered;

  SingleRead(BatchItem item) {
    this.item = item;
  }

  BatchAnswer answer() {
    return answer;
  }

  @Override
  public Optional<BatchItem> next() {
    return answered ? Optional.empty() : Optional.of(item);
  }

  @Override
  public void accept(BatchAnswer received) {
    answer = received;
    answered = true;
  }
}
