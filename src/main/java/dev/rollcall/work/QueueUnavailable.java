package dev.rollcall.work;

/**
 * The queue did not take a message, also after the client's own retries. It may have arrived all
 * the same; sending it again is harmless.
 */
public final class QueueUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QueueUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
