package dev.rollcall.client.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a failure before it is known what it is: the same few facts whatever the
 * protocol, so that the catalogue needs to know none.
 *
 * @param service who failed
 * @param status the HTTP status, or an LDAP result code; 0 if there was no answer
 * @param code the service's own code, or the exception's; empty if it gave none
 * @param text what it wrote, or what the exceptions say; looked at, and kept only masked
 * @param thrown the exception's class and those it extends, by name; empty if there was an answer
 * @param requestId what the service calls the request; may be empty
 * @param time when the service says it was; empty if it does not
 * @param retryAfter how long it asked to wait
 */
public record Symptom(
    Service service,
    int status,
    String code,
    String text,
    Set<String> thrown,
    String requestId,
    Optional<Instant> time,
    Optional<Duration> retryAfter) {

  public Symptom {
    thrown = Set.copyOf(thrown);
  }

  /** An answer that is not a success. */
  public static Symptom answer(Service service, int status, String code, String text) {
    return new Symptom(
        service, status, code, text, Set.of(), "", Optional.empty(), Optional.empty());
  }

  /** What the app itself found wrong, by a fixed name. */
  static Symptom own(String code) {
    return answer(Service.ROLLCALL, 0, code, "");
  }

  /** An exception instead of an answer; its causes' words count as its own. */
  public static Symptom thrown(Service service, Throwable failure) {
    Set<String> kinds = new LinkedHashSet<>();
    for (Class<?> kind = failure.getClass(); kind != null; kind = kind.getSuperclass()) {
      kinds.add(kind.getName());
    }
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return new Symptom(
        service,
        0,
        failure.getClass().getSimpleName(),
        text.toString(),
        kinds,
        "",
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what the service calls the request and when it says that was. */
  public Symptom told(String newRequestId, Optional<Instant> newTime) {
    return new Symptom(service, status, code, text, thrown, newRequestId, newTime, retryAfter);
  }

  /** The same with how long the service asked to wait. */
  public Symptom waiting(Optional<Duration> newRetryAfter) {
    return new Symptom(service, status, code, text, thrown, requestId, time, newRetryAfter);
  }

  /** What the service said of itself in one line: status, code, request id, time. */
  String identified() {
    StringBuilder line = new StringBuilder();
    append(line, status == 0 ? "" : Integer.toString(status));
    append(line, isOwn() ? "" : code);
    append(line, requestId);
    append(line, time.map(Instant::toString).orElse(""));
    return line.toString();
  }

  /**
   * What the service itself wrote, masked; of an exception's words nothing, they may hold bodies.
   */
  String message() {
    return thrown.isEmpty() ? Masked.text(text) : "";
  }

  private boolean isOwn() {
    return service == Service.ROLLCALL && thrown.isEmpty();
  }

  private static void append(StringBuilder line, String part) {
    if (!part.isEmpty()) {
      line.append(line.length() == 0 ? "" : " ").append(part);
    }
  }
}
