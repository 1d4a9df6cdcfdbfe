package dev.rollcall.model;

import java.time.Instant;

/**
 * The newest version of a certificate in the vault, as far as anybody may know it: nothing secret.
 *
 * @param name its name in the vault
 * @param version the vault's version of it
 * @param subject whom it names, as X.500 writes it
 * @param thumbprints what it is recognised by
 * @param notBefore from when it is valid
 * @param notAfter when it ends
 * @param key the kind and size of its key
 * @param enabled whether the vault gives it out
 * @param publicPart the certificate without its key, in DER
 */
public record StoredCertificate(
    String name,
    String version,
    String subject,
    Thumbprints thumbprints,
    Instant notBefore,
    Instant notAfter,
    Key key,
    boolean enabled,
    byte[] publicPart) {

  /**
   * A certificate's key.
   *
   * @param algorithm such as {@code RSA}
   * @param bits its size
   * @param isPrivate whether the vault has the private key as well
   * @param exportable whether the vault gives the private key out: logins need it
   */
  public record Key(String algorithm, int bits, boolean isPrivate, boolean exportable) {}

  /** Whether it is valid at this time. */
  public boolean isValidAt(Instant now) {
    return !now.isBefore(notBefore) && now.isBefore(notAfter);
  }

  /** Does not show the public part, which is long. */
  @Override
  public String toString() {
    return "StoredCertificate[" + name + ", version " + version + "]";
  }
}
