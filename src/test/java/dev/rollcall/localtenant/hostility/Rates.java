package dev.rollcall.localtenant.hostility;

import java.time.Duration;

/**
 * How often things go wrong by themselves, each from 0 to 1.
 *
 * @param callThrottled of calls and batches, 429
 * @param itemThrottled of requests in batches, 429
 * @param withoutRetryAfter of the 429s, those that do not say how long to wait
 * @param callUnavailable of calls and batches, 503 with HTML
 * @param callReset of calls and batches, broken off before they had effect
 * @param writeTimedOut of writes, 504 after they took effect
 * @param batchAnswerLost of batches, broken off after all of them took effect
 * @param slow of all requests
 * @param slowBy how much slower those are
 * @param retryAfter what 429s ask for, in whole seconds
 */
public record Rates(
    double callThrottled,
    double itemThrottled,
    double withoutRetryAfter,
    double callUnavailable,
    double callReset,
    double writeTimedOut,
    double batchAnswerLost,
    double slow,
    Duration slowBy,
    Duration retryAfter) {

  /** Nothing goes wrong. */
  public static final Rates PEACE =
      new Rates(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ofSeconds(1));

  /** Everything goes wrong now and then: about one request in twelve. */
  public static final Rates ROUGH =
      new Rates(
          0.03, 0.03, 0.3, 0.01, 0.01, 0.01, 0.01, 0, Duration.ofMillis(50), Duration.ofSeconds(1));
}
