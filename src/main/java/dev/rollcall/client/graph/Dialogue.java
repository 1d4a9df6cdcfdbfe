package dev.rollcall.client.graph;

import java.util.Optional;

/**
 * A conversation with the service in which each request follows from the answer before. Many of
 * them share batches: {@link Dialogues} holds them.
 */
public interface Dialogue {

  /** The next request; empty when it is over. Asking twice without an answer gives the same. */
  Optional<BatchItem> next();

  /**
   * Takes the answer to the last request.
   *
   * <p>Failures that pass are not brought here until patience is spent, with one exception: a write
   * whose effect is unknown comes here at once, so that the dialogue can look.
   */
  void accept(BatchAnswer answer);
}
