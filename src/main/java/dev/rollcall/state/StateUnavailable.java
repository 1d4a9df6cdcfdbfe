package dev.rollcall.state;

/**
 * The store did not answer, also after the client's own retries. Nothing is known of the write that
 * was under way; what depends on it is done again by a redelivery.
 */
public final class StateUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StateUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
