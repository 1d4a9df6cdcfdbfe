package dev.rollcall.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that went wrong, for the person who has to mend it: no names, addresses or secrets in
 * it.
 *
 * @param code a short fixed name, such as {@code mailboxNotEnabled}; alerts and tests go by it
 * @param cause what happened, in a plain sentence
 * @param remedy what to do next, in a plain sentence
 * @param service how the service's own people find it: status, its code, request id and time; may
 *     be empty
 * @param retryAfter how long the service asked to wait; empty if it did not, or waiting does not
 *     help
 * @param passing whether it may well go by itself: throttling, an outage, a lost connection
 * @param message what the service wrote, with what may name people masked; for the run's problems,
 *     not for logs; may be empty
 */
public record Problem(
    String code,
    String cause,
    String remedy,
    String service,
    Optional<Duration> retryAfter,
    boolean passing,
    String message) {

  /** The code of a recipient that the directory no longer has: what we wrote there went with it. */
  public static final String RECIPIENT_GONE = "recipientGone";

  /** A problem that stays until somebody mends it. */
  public static Problem lasting(String code, String cause, String remedy, String service) {
    return new Problem(code, cause, remedy, service, Optional.empty(), false, "");
  }

  /** A problem that may go by itself. */
  public static Problem passing(
      String code, String cause, String remedy, String service, Optional<Duration> retryAfter) {
    return new Problem(code, cause, remedy, service, retryAfter, true, "");
  }
}
