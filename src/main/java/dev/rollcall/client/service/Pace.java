package dev.rollcall.client.service;

import java.time.Duration;

/**
 * How many requests a service takes in a stretch of time. A tenth of them is left to others that
 * use the same key.
 *
 * @param requests at least 1
 * @param window more than nothing
 */
public record Pace(int requests, Duration window) {

  /** Of a service of which no limit is known. */
  public static final Pace UNLIMITED = new Pace(1_000_000, Duration.ofSeconds(1));

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Pace {
    if (requests < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("a pace is some requests in some time");
    }
  }

  /** The time from one request to the next when many are made. */
  public Duration interval() {
    return window.multipliedBy(10).dividedBy(9L * requests);
  }

  /** How many may be made at once after a rest, so that no window holds more than its requests. */
  int burst() {
    return Math.max(1, requests / 10);
  }

  /** How long so many requests take at least. */
  public Duration timeFor(long calls) {
    return interval().multipliedBy(Math.max(0, calls - burst()));
  }

  /** Whether it lets fewer through than the other. */
  boolean isSlowerThan(Pace other) {
    return interval().compareTo(other.interval()) > 0;
  }
}
