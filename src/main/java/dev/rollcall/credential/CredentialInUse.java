package dev.rollcall.credential;

import dev.rollcall.model.Thumbprints;
import java.time.Instant;
import java.util.Optional;

/**
 * What an app proves itself with at present, as far as people may know it: nothing secret.
 *
 * @param kind what kind of credential it is
 * @param name its name in Key Vault; empty for a managed identity
 * @param version Key Vault's version of it; empty for a managed identity
 * @param ends when it ends; empty if it does not, or nobody wrote down when: a client secret's end
 *     is the expiration date of the Key Vault secret that holds it
 * @param thumbprints of the certificate; empty if it is none
 * @param hint the first three characters of a client secret, by which Entra shows it; empty if it
 *     is none
 */
public record CredentialInUse(
    Kind kind,
    Optional<String> name,
    Optional<String> version,
    Optional<Instant> ends,
    Optional<Thumbprints> thumbprints,
    Optional<String> hint) {

  /** What is no client secret. */
  public CredentialInUse(
      Kind kind,
      Optional<String> name,
      Optional<String> version,
      Optional<Instant> ends,
      Optional<Thumbprints> thumbprints) {
    this(kind, name, version, ends, thumbprints, Optional.empty());
  }

  /** Kinds of credentials. */
  public enum Kind {
    CERTIFICATE,
    SECRET,
    MANAGED_IDENTITY
  }

  static CredentialInUse managedIdentity() {
    return new CredentialInUse(
        Kind.MANAGED_IDENTITY,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Without the hint, which is a part of a secret. */
  @Override
  public String toString() {
    return "CredentialInUse[" + kind + " " + name.orElse("") + "]";
  }
}
