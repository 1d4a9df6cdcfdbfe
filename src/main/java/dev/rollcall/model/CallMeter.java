package dev.rollcall.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the HTTP calls that a piece of work makes to services; a batch is one call. Safe for
 * several threads.
 */
public final class CallMeter {

  private final AtomicLong calls = new AtomicLong();

  /** Counts one call. */
  public void count() {
    calls.incrementAndGet();
  }

  /** How many calls were made so far. */
  public long calls() {
    return calls.get();
  }
}
