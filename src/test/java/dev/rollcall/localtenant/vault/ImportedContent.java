package dev.rollcall.localtenant.vault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.UUID;

/** What somebody imports: a PFX in base64 with its password, or PEM. */
final class ImportedContent {

  private ImportedContent() {}

  static VaultCertificate read(
      String value, String password, VaultCertificate.Format format, boolean exportable)
      throws VaultRefusal {
    String version = UUID.randomUUID().toString().replace("-", "");
    try {
      return format == VaultCertificate.Format.PEM
          ? pem(version, value, exportable)
          : pfx(version, value, password, exportable);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw VaultRefusal.badParameter(
          "The specified X.509 certificate content can not be read. Please check if certificate is"
              + " in valid "
              + (format == VaultCertificate.Format.PEM ? "PEM" : "PKCS#12")
              + " format.");
    }
  }

  private static VaultCertificate pfx(
      String version, String value, String password, boolean exportable)
      throws IOException, GeneralSecurityException, VaultRefusal {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Base64.getDecoder().decode(value)), password.toCharArray());
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return new VaultCertificate(
            version,
            (X509Certificate) store.getCertificate(alias),
            (PrivateKey) store.getKey(alias, password.toCharArray()),
            VaultCertificate.Format.PKCS12,
            true,
            exportable);
      }
    }
    throw VaultRefusal.badParameter("Private key is not specified in the specified X.509 content.");
  }

  private static VaultCertificate pem(String version, String value, boolean exportable)
      throws GeneralSecurityException, VaultRefusal {
    int begin = value.indexOf("-----BEGIN PRIVATE KEY-----");
    int end = value.indexOf("-----END PRIVATE KEY-----");
    if (begin < 0 || end < begin) {
      throw VaultRefusal.badParameter(
          "Private key is not specified in the specified X.509 content.");
    }
    byte[] key =
        Base64.getMimeDecoder()
            .decode(value.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end));
    String certificate = value.substring(value.indexOf("-----BEGIN CERTIFICATE-----"));
    return new VaultCertificate(
        version,
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))),
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)),
        VaultCertificate.Format.PEM,
        true,
        exportable);
  }
}
