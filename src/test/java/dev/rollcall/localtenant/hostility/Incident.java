package dev.rollcall.localtenant.hostility;

import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong with a request, or with its answer. */
public sealed interface Incident {

  /** Nothing, after all. */
  record None() implements Incident {}

  /** 429, with or without {@code Retry-After}. */
  record Throttled(Optional<Duration> retryAfter) implements Incident {}

  /** 503 with an HTML page of a gateway. */
  record Unavailable() implements Incident {}

  /** 504 with an HTML page of a gateway; for an item of a batch with Graph's own envelope. */
  record TimedOut() implements Incident {}

  /** The connection breaks without an answer; for an item, the whole batch's. */
  record Reset() implements Incident {}

  /** It takes so much longer. */
  record Slow(Duration by) implements Incident {}

  /** Graph's error envelope. */
  record Refused(int status, String code, String message) implements Incident {}

  /** The answer ends in its middle, though its length says that it does not. */
  record Truncated() implements Incident {}

  Incident NONE = new None();

  static Incident throttled(Duration retryAfter) {
    return new Throttled(Optional.of(retryAfter));
  }

  static Incident throttledWithoutTime() {
    return new Throttled(Optional.empty());
  }

  static Incident unavailable() {
    return new Unavailable();
  }

  static Incident timedOut() {
    return new TimedOut();
  }

  static Incident reset() {
    return new Reset();
  }

  static Incident truncated() {
    return new Truncated();
  }

  static Incident slow(Duration by) {
    return new Slow(by);
  }

  static Incident refused(int status, String code, String message) {
    return new Refused(status, code, message);
  }
}
