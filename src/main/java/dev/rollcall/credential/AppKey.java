package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.model.Thumbprints;
import java.time.Instant;
import java.util.Optional;

/**
 * One version of what an app logs in with.
 *
 * @param version Key Vault's version of it
 * @param begins from when it is valid; empty if it always was
 * @param ends when it ends; empty if it does not, or nobody wrote down when
 * @param thumbprints of a certificate
 * @param hint the first characters of a client secret, as Entra shows them
 * @param login buys tokens with it
 */
record AppKey(
    String version,
    Optional<Instant> begins,
    Optional<Instant> ends,
    Optional<Thumbprints> thumbprints,
    Optional<String> hint,
    TokenCredential login) {

  /**
   * Why it cannot be used now; empty if it can. Whether a client secret can, the login alone knows:
   * its end is a note of whoever stored it.
   */
  Optional<ClientException> problemAt(Instant now) {
    if (thumbprints.isEmpty()) {
      return Optional.empty();
    }
    if (begins.filter(now::isBefore).isPresent()) {
      return Optional.of(Failures.ofEarlyCertificate());
    }
    return ends.filter(end -> !now.isBefore(end)).map(end -> Failures.ofEndedCertificate());
  }

  /** Names neither key nor secret. */
  @Override
  public String toString() {
    return "AppKey[version " + version + "]";
  }
}
