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
 * @param content the key and certificates, PFX or PEM
 * @param pem whether the content is PEM
 * @param begins when the certificate becomes valid
 * @param ends when the certificate ends
 * @param thumbprints what it is recognised by
 */
record LoadedCertificate(
    byte[] content, boolean pem, Instant begins, Instant ends, Thumbprints thumbprints) {

  private static final String BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  /**
   * Reads the secret behind a certificate.
   *
   * @param contentType {@code application/x-pkcs12} for a PFX in base64 without a password, {@code
   *     application/x-pem-file} for PEM
   * @throws ClientException if it is neither, or has no private key
   * @see <a
   *     href="https://learn.microsoft.com/azure/key-vault/certificates/about-certificates#composition-of-a-certificate">
   *     Composition of a certificate</a> (read 2026-11-21)
   */
  static LoadedCertificate read(String contentType, String value) {
    try {
      boolean pem =
          contentType.toLowerCase(Locale.ROOT).contains("pem") || value.startsWith("-----BEGIN");
      byte[] content =
          pem
              ? value.getBytes(StandardCharsets.UTF_8)
              : Base64.getMimeDecoder().decode(value.getBytes(StandardCharsets.US_ASCII));
      X509Certificate certificate = pem ? ofPem(value) : ofPfx(content);
      return new LoadedCertificate(
          content,
          pem,
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant(),
          Thumbprints.of(certificate.getEncoded()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Failures.ofUnreadableCertificate();
    }
  }

  /** Names neither key nor certificate. */
  @Override
  public String toString() {
    return "LoadedCertificate[ends " + ends + "]";
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
    throw Failures.ofCertificateWithoutKey();
  }

  /** The certificate of the key comes before those that vouch for it. */
  private static X509Certificate ofPem(String pem) throws GeneralSecurityException {
    int begin = pem.indexOf(BEGIN_CERTIFICATE);
    if (begin < 0) {
      throw new GeneralSecurityException("no certificate");
    }
    if (!pem.contains("PRIVATE KEY-----")) {
      throw Failures.ofCertificateWithoutKey();
    }
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.substring(begin).getBytes(StandardCharsets.US_ASCII)));
    return (X509Certificate) certificate;
  }
}
