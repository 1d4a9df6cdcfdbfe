package dev.rollcall.localtenant.login;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

/** What certificates are known by. */
public final class Thumbprints {

  private Thumbprints() {}

  /** {@code x5t}. */
  public static String sha1(X509Certificate certificate) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest("SHA-1", certificate));
  }

  /** {@code x5t#S256}. */
  public static String sha256(X509Certificate certificate) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest("SHA-256", certificate));
  }

  /** As portals show it. */
  public static String hex(X509Certificate certificate) {
    return HexFormat.of().withUpperCase().formatHex(digest("SHA-1", certificate));
  }

  private static byte[] digest(String algorithm, X509Certificate certificate) {
    try {
      return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
