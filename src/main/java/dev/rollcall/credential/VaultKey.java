package dev.rollcall.credential;

import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.service.ServiceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The key of a downstream service, from Key Vault. Kept for a while; read anew when the service
 * refuses it, since somebody may have stored another one. Safe for several threads.
 */
final class VaultKey implements ServiceKey {

  /** How long a key is believed; Key Vault takes some 4,000 reads of secrets in 10 seconds. */
  private static final Duration KEPT = Duration.ofMinutes(30);

  private final VaultSecrets vault;
  private final String name;
  private final Clock clock;
  private Optional<Kept> kept = Optional.empty();

  /** A key and when it was read. */
  private record Kept(String value, Instant readAt) {}

  /**
   * @param name the secret's name
   */
  VaultKey(VaultSecrets vault, String name, Clock clock) {
    this.vault = vault;
    this.name = name;
    this.clock = clock;
  }

  @Override
  public synchronized String read() {
    Instant now = clock.instant();
    if (kept.filter(key -> now.isBefore(key.readAt().plus(KEPT))).isEmpty()) {
      // A line's end comes along when a secret is stored from a file.
      String value = vault.newest(Service.KEY_VAULT_SECRETS, name).value().strip();
      if (value.isEmpty()) {
        throw Failures.ofBlankSecret();
      }
      kept = Optional.of(new Kept(value, now));
    }
    return kept.orElseThrow().value();
  }

  @Override
  public synchronized void refused(String key) {
    kept = kept.filter(known -> !known.value().equals(key));
  }
}
