package dev.rollcall.localtenant.vault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Base64;

/**
 * One version of a certificate with its private key.
 *
 * @param version 32 hexadecimal digits
 * @param exportable whether the secret behind it holds the key
 */
public record VaultCertificate(
    String version,
    X509Certificate certificate,
    PrivateKey key,
    Format format,
    boolean enabled,
    boolean exportable) {

  /** One with an exportable key. */
  public VaultCertificate(
      String version, X509Certificate certificate, PrivateKey key, Format format, boolean enabled) {
    this(version, certificate, key, format, enabled, true);
  }

  /** How the secret behind it is written. */
  public enum Format {
    PKCS12("application/x-pkcs12"),
    PEM("application/x-pem-file");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    public String contentType() {
      return contentType;
    }
  }

  /**
   * The value of the secret: a PFX with an empty password in base64, or PEM; without the key, if
   * that is not exportable.
   */
  String secret() {
    return switch (format) {
      case PKCS12 -> Base64.getEncoder().encodeToString(pfx());
      case PEM ->
          (exportable ? pem("PRIVATE KEY", key.getEncoded()) : "")
              + pem("CERTIFICATE", encoded(certificate));
    };
  }

  /** The same, whose key nobody gets. */
  public VaultCertificate notExportable() {
    return new VaultCertificate(version, certificate, key, format, enabled, false);
  }

  VaultCertificate disabled() {
    return new VaultCertificate(version, certificate, key, format, false, exportable);
  }

  int keySize() {
    return key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 256;
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate always has a form", e);
    }
  }

  private byte[] pfx() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      if (exportable) {
        store.setKeyEntry("certificate", key, new char[0], new Certificate[] {certificate});
      } else {
        store.setCertificateEntry("certificate", certificate);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, new char[0]);
      return out.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the PFX could not be made", e);
    }
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
