package dev.rollcall.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a secret, as Key Vault gives it out.
 *
 * @param version Key Vault's version of it
 * @param contentType what the value is; empty if nobody said
 * @param value the secret itself
 * @param expires the expiration date it was given; empty if none
 */
record VaultSecret(String version, String contentType, String value, Optional<Instant> expires) {

  /** Does not hold the secret. */
  @Override
  public String toString() {
    return "VaultSecret[version " + version + "]";
  }
}
