package dev.rollcall.client.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key that is kept for a while after it was read, since a vault takes longer to answer than most
 * services. It is read anew when the service refuses it. Safe for several threads.
 */
public final class KeptKey implements ServiceKey {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Supplier<String> source;
  private final Clock clock;
  private @Nullable String kept;
  private Instant until = Instant.MIN;

  /**
   * @param source reads it, from a vault
   * @param clock when it has been kept for long enough
   */
  public KeptKey(Supplier<String> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public synchronized String read() {
    String known = kept;
    if (known == null || !clock.instant().isBefore(until)) {
      known = source.get();
      kept = known;
      until = clock.instant().plus(KEPT);
    }
    return known;
  }

  @Override
  public synchronized void refused(String key) {
    // Another thread may have read the new one already.
    if (kept != null && kept.strip().equals(key)) {
      kept = null;
    }
  }
}
