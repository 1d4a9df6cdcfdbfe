package dev.rollcall.client.http;

import dev.rollcall.model.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A request to a service failed. Made by {@link Failures} alone.
 *
 * <p>Its message has status, code and request id, and never what the service wrote beside them:
 * that may name people.
 */
public final class ClientException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final Set<String> WITHOUT_KEY =
      Set.of("identityUnavailable", "keyVaultUnreachable");

  private static final Set<String> DENIALS =
      Set.of(
          "mailboxOutOfScope",
          "permissionMissing",
          "forbidden",
          "ewsImpersonationMissing",
          "ewsDisabled");

  private final Disposition disposition;
  private final int status;
  private final String code;
  private final boolean wholeTarget;
  private final transient Problem problem;

  ClientException(
      Disposition disposition,
      int status,
      String code,
      boolean wholeTarget,
      Problem problem,
      Optional<Throwable> cause) {
    super(problem.service().isEmpty() ? problem.code() : problem.service());
    cause.ifPresent(this::initCause);
    this.disposition = disposition;
    this.status = status;
    this.code = code;
    this.wholeTarget = wholeTarget;
    this.problem = problem;
  }

  /** What can be done about it. */
  public Disposition disposition() {
    return disposition;
  }

  /** The HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** The service's own error code, as it spelled it; empty if it gave none. */
  public String code() {
    return code;
  }

  /** How long the service asked to wait. */
  public Optional<Duration> retryAfter() {
    return problem.retryAfter();
  }

  /**
   * Whether every other request about the same mailbox or organisation would fail as well: no
   * licence, no permission, no login.
   */
  public boolean concernsWholeTarget() {
    return wholeTarget;
  }

  /**
   * Whether the app itself is the reason, so that another app's requests may succeed: no login, no
   * key to log in with, a token that is refused.
   */
  public boolean isOfApp() {
    return disposition == Disposition.AUTH || WITHOUT_KEY.contains(problem.code());
  }

  /** Whether the app may not do this to this mailbox, or to none. */
  public boolean isDenied() {
    return DENIALS.contains(problem.code());
  }

  /** The same for the person who has to mend it. */
  public Problem problem() {
    return problem;
  }

  /** Whether the service's code is this one; services vary in case. */
  public boolean hasCode(String other) {
    return code.equalsIgnoreCase(other);
  }
}
