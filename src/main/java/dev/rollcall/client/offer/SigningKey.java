package dev.rollcall.client.offer;

import dev.rollcall.model.Thumbprints;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;

/**
 * What an installation signs with.
 *
 * @param key of RSA
 * @param certificate the certificate it belongs to
 */
public record SigningKey(PrivateKey key, X509Certificate certificate) {

  /** What partners know it by: 64 lower-case hexadecimal digits. */
  public String thumbprint() {
    return thumbprint(certificate);
  }

  static String thumbprint(X509Certificate certificate) {
    try {
      return Thumbprints.of(certificate.getEncoded()).sha256().toLowerCase(Locale.ROOT);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has a form", e);
    }
  }

  /** Names neither key nor owner. */
  @Override
  public String toString() {
    return "SigningKey[" + thumbprint() + "]";
  }
}
