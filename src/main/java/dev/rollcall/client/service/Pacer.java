package dev.rollcall.client.service;

import java.time.Duration;
import java.time.Instant;

/**
 * Spreads requests over time, so that a service need not refuse any. Safe for several threads.
 *
 * <p>Each request takes the next free moment. After a rest a few go at once; never more than the
 * service takes in one of its windows, even if another invocation has just ended with as many.
 */
final class Pacer {

  private Pace pace;
  private Instant free = Instant.EPOCH;
  private Instant restUntil = Instant.EPOCH;

  Pacer(Pace pace) {
    this.pace = pace;
  }

  /** A moment that was taken, and how long it is until then. */
  record Slot(Duration until, Duration interval) {}

  /** Takes the next free moment. */
  synchronized Slot take(Instant now) {
    Instant from = now.isBefore(restUntil) ? restUntil : now;
    Duration interval = pace.interval();
    Instant ahead = free.minus(interval.multipliedBy(pace.burst() - 1L));
    Instant at = ahead.isBefore(from) ? from : ahead;
    free = (free.isBefore(from) ? from : free).plus(interval);
    return new Slot(Duration.between(now, at), interval);
  }

  /** Gives a moment back that nobody waits for. */
  synchronized void giveBack(Slot slot) {
    free = free.minus(slot.interval());
  }

  /** Lets nothing through before this time. */
  synchronized void rest(Instant until) {
    restUntil = until.isAfter(restUntil) ? until : restUntil;
  }

  /** The service told its pace; only a slower one than is kept already counts. */
  synchronized void correct(Pace told) {
    pace = told.isSlowerThan(pace) ? told : pace;
  }

  synchronized Pace pace() {
    return pace;
  }
}
