package dev.rollcall.client.service;

import java.time.Duration;

/**
 * Who says whether a pause may be waited for in place: whoever pays for the time. A longer one is
 * handed back as a throttled failure that tells it.
 */
@FunctionalInterface
public interface Waits {

  /** Whether the next wait may take this long. */
  boolean allows(Duration pause);
}
