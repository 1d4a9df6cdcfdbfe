package dev.rollcall.app;

import dev.rollcall.client.offer.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What this installation signs with, by the certificate's name. A key is kept for ten minutes after
 * it was read, so that somebody who asks often does not have the vault asked as often. Safe for
 * several threads.
 */
final class KeptSigningKeys implements Function<String, SigningKey> {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Function<String, SigningKey> vault;
  private final Clock clock;
  private final Map<String, Kept> keys = new ConcurrentHashMap<>();

  private record Kept(SigningKey key, Instant until) {

    boolean isOfUse(Instant now) {
      return now.isBefore(until) && now.isBefore(key.certificate().getNotAfter().toInstant());
    }
  }

  /**
   * @param vault reads a key
   */
  KeptSigningKeys(Function<String, SigningKey> vault, Clock clock) {
    this.vault = vault;
    this.clock = clock;
  }

  @Override
  public SigningKey apply(String certificate) {
    Instant now = clock.instant();
    return keys.compute(
            certificate,
            (name, kept) ->
                kept != null && kept.isOfUse(now)
                    ? kept
                    : new Kept(vault.apply(name), now.plus(KEPT)))
        .key();
  }
}
