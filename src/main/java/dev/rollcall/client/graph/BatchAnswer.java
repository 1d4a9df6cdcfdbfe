package dev.rollcall.client.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.http.ClientException;
import java.util.Optional;

/**
 * What became of one request of a batch.
 *
 * @param body its answer's body; a missing node if there is none or it failed
 * @param failure why it failed; empty if it did not
 */
public record BatchAnswer(JsonNode body, Optional<ClientException> failure) {

  /** Whether it succeeded. */
  public boolean succeeded() {
    return failure.isEmpty();
  }
}
