package dev.rollcall.client.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: as long as the service asks, else doubling from one
 * second to at most sixteen, with jitter so that many workers do not come back together. Safe for
 * several threads if the generator is.
 */
public final class Backoff {

  private static final long FIRST_MILLIS = 1_000;
  private static final int DOUBLINGS = 4;

  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param failures how many attempts failed, at least 1
   * @param asked what the service asked for
   */
  public Duration before(int failures, Optional<Duration> asked) {
    return asked
        .filter(wait -> wait.compareTo(Duration.ZERO) > 0)
        .orElseGet(
            () -> {
              long whole = FIRST_MILLIS << Math.min(failures - 1, DOUBLINGS);
              return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
            });
  }
}
