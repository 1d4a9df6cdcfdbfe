package dev.rollcall.localtenant.hostility;

import java.util.Optional;

/**
 * A request to Graph, or to EWS, as hostility sees it.
 *
 * @param operation method and path with ids left out, such as {@code PATCH
 *     /users/{id}/contacts/{id}}; {@code EWS FindItem}
 * @param path as sent, below the version root, decoded
 * @param mailbox the owner's id, if it is a mailbox's
 */
public record Sighting(
    Level level,
    String method,
    String operation,
    String path,
    String appId,
    Optional<String> mailbox) {

  /** Where a request stands. */
  public enum Level {
    /** A call of its own. */
    CALL,
    /** The call that brings a batch. */
    BATCH,
    /** A request inside a batch. */
    ITEM
  }

  /** Whether it is a request of its own or inside a batch, rather than the envelope. */
  public boolean isRequest() {
    return level != Level.BATCH;
  }

  /** Whether it changes something, as far as its method tells. */
  public boolean isWrite() {
    return isRequest() && !method.equals("GET");
  }
}
