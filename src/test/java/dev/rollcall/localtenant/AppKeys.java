package dev.rollcall.localtenant;

import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.localtenant.wire.CertificateMint;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Certificates for apps. Keys take a tenth of a second to make, so a JVM has two, taken in turn:
 * certificates made one after the other never share a key.
 */
final class AppKeys {

  private static final class First {
    static final KeyPair PAIR = CertificateMint.rsaKey();
  }

  private static final class Second {
    static final KeyPair PAIR = CertificateMint.rsaKey();
  }

  private int made;

  /** A certificate that began an hour ago. */
  VaultCertificate next(
      String name, Instant now, Duration lifetime, VaultCertificate.Format format) {
    KeyPair pair = made++ % 2 == 0 ? First.PAIR : Second.PAIR;
    X509Certificate certificate =
        CertificateMint.selfSigned(pair, name, now.minus(Duration.ofHours(1)), now.plus(lifetime));
    String version = UUID.randomUUID().toString().replace("-", "");
    return new VaultCertificate(version, certificate, pair.getPrivate(), format, true);
  }
}
