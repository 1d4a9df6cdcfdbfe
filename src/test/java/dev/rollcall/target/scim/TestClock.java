package dev.rollcall.target.scim;

import dev.rollcall.client.http.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that pauses move. Safe for several threads. */
final class TestClock extends Clock {

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private Duration waited = Duration.ZERO;

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Time passes. */
  synchronized void later(Duration by) {
    now = now.plus(by);
  }

  /** A pause that takes no time but this clock's. */
  Pause pause() {
    return time -> {
      synchronized (this) {
        now = now.plus(time);
        waited = waited.plus(time);
      }
    };
  }

  /** How long was paused in all. */
  synchronized Duration waited() {
    return waited;
  }
}
