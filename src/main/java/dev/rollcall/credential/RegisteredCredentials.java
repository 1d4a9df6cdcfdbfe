package dev.rollcall.credential;

import dev.rollcall.model.Thumbprints;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The credentials that Entra takes of one app, as the app registration shows them: public parts
 * alone.
 *
 * @param certificates its certificates
 * @param secrets its client secrets
 */
public record RegisteredCredentials(List<Certificate> certificates, List<Secret> secrets) {

  public RegisteredCredentials {
    certificates = List.copyOf(certificates);
    secrets = List.copyOf(secrets);
  }

  /**
   * A certificate.
   *
   * @param sha1 its thumbprint in capital hexadecimal digits; empty if it is told by another name
   * @param ends when Entra takes it no longer; empty if not said
   */
  public record Certificate(String sha1, Optional<Instant> ends) {}

  /**
   * A client secret.
   *
   * @param id Entra's id of it
   * @param hint its first characters; empty if Entra does not tell
   * @param ends when Entra takes it no longer; empty if not said
   */
  public record Secret(String id, String hint, Optional<Instant> ends) {}

  /** The registered certificate with these thumbprints, the one that lasts longest. */
  public Optional<Certificate> certificate(Thumbprints thumbprints) {
    return certificates.stream()
        .filter(certificate -> certificate.sha1().equals(thumbprints.sha1()))
        .max(Comparator.comparing(certificate -> certificate.ends().orElse(Instant.MAX)));
  }

  /** The registered client secret that begins with this hint, the one that lasts longest. */
  public Optional<Secret> secret(String hint) {
    return secrets.stream()
        .filter(secret -> !hint.isEmpty() && secret.hint().equals(hint))
        .max(Comparator.comparing(secret -> secret.ends().orElse(Instant.MAX)));
  }
}
