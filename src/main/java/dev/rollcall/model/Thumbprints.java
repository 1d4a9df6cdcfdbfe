package dev.rollcall.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a certificate is recognised by: digests of its public part, in capital hexadecimal digits as
 * portals show them.
 *
 * @param sha1 40 digits; what Entra and Windows call the thumbprint
 * @param sha256 64 digits; what logins name the certificate by
 */
public record Thumbprints(String sha1, String sha256) {

  /**
   * The thumbprints of a certificate.
   *
   * @param der the certificate, public part alone, in DER
   */
  public static Thumbprints of(byte[] der) {
    return new Thumbprints(digest("SHA-1", der), digest("SHA-256", der));
  }

  private static String digest(String algorithm, byte[] der) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance(algorithm).digest(der));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
