package dev.rollcall.credential;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.model.Thumbprints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;

/**
 * A certificate with its private key, as Key Vault keeps it.
 *
 * @param version Key Vault's version of it
 * @param content the key and certificates, PFX or PEM
 * @param pem whether the content is PEM
 * @param ends when the certificate ends
 * @param thumbprints what it is recognised by
 */
record LoadedCertificate(
    String version, byte[] content, boolean pem, Instant ends, Thumbprints thumbprints) {

  /**
   * Reads the secret behind a certificate.
   *
   * @param version its version
   * @param contentType {@code application/x-pkcs12} for a PFX in base64 without a password, {@code
   *     application/x-pem-file} for PEM
   * @throws ClientException if it is neither
   * @see <a
   *     href="https://learn.microsoft.com/azure/key-vault/certificates/about-certificates#composition-of-a-certificate">
   *     Composition of a certificate</a> (read 2026-11-21)
   */
  static LoadedCertificate read(String version, String contentType, String value) {
    try {
      boolean pem =
          contentType.toLowerCase(Locale.ROOT).contains("pem") || value.startsWith("-----BEGIN");
      byte[] content =
          pem
              ? value.getBytes(StandardCharsets.UTF_8)
              : Base64.getMimeDecoder().decode(value.getBytes(StandardCharsets.US_ASCII));
      X509Certificate certificate = pem ? ofPem(value) : ofPfx(content);
      return new LoadedCertificate(
          version,
          content,
          pem,
          certificate.getNotAfter().toInstant(),
          Thumbprints.of(certificate.getEncoded()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Failures.ofUnreadableCertificate();
    }
  }

  /** Names neither key nor certificate. */
  @Override
  public String toString() {
    return "LoadedCertificate[version " + version + ", ends " + ends + "]";
  }

  private static X509Certificate ofPfx(byte[] content)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(content), new char[0]);
    for (String alias : Collections.list(store.aliases())) {
      Certificate certificate = store.getCertificate(alias);
      if (store.isKeyEntry(alias) && certificate instanceof X509Certificate x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no private key");
  }

  /** The certificate of the key comes before those that vouch for it. */
  private static X509Certificate ofPem(String pem) throws GeneralSecurityException {
    int begin = pem.indexOf("-----BEGIN CERTIFICATE-----");
    if (begin < 0 || !pem.contains("PRIVATE KEY-----")) {
      throw new GeneralSecurityException("no private key or no certificate");
    }
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.substring(begin).getBytes(StandardCharsets.US_ASCII)));
    return (X509Certificate) certificate;
  }
}
