package dev.rollcall.contract.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock in UTC that stands still until it is moved on. */
public final class ManualClock extends Clock {

  private final AtomicReference<Instant> now;

  /** A clock that shows this time. */
  public ManualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** Moves on by so much. */
  public void advance(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  /** Moves on to this time; stays if it is past already. */
  public void advanceTo(Instant time) {
    now.updateAndGet(shown -> shown.isBefore(time) ? time : shown);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /**
   * @throws UnsupportedOperationException always: this clock is in UTC
   */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock is in UTC");
  }
}
