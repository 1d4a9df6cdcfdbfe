package dev.rollcall.client.offer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Claims under a signature, in the compact form of RFC 7515.
 *
 * <p>The algorithm is PS256, whatever a header says: a text with another one is refused before
 * anything else is looked at, so there is neither {@code none} nor a public key taken for a shared
 * secret. The key is that of the certificate in {@code x5c}, and counts only if the certificate's
 * thumbprint is among those that are believed; nobody is asked who issued it.
 */
final class Signed {

  /** How far two installations' clocks may be apart. */
  static final Duration LEEWAY = Duration.ofMinutes(5);

  private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.PS256;
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 8192;

  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxStringLength(OfferAnswer.MAX_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Signed() {}

  /**
   * Claims whose signature was seen to be right.
   *
   * @param signer the thumbprint of who signed
   */
  record Verified(String signer, JsonNode claims) {}

  /**
   * Signs claims.
   *
   * @param type says what they are, so that nothing signed for one purpose serves another
   */
  static String text(String type, ObjectNode claims, SigningKey key) {
    try {
      byte[] der = key.certificate().getEncoded();
      JWSObject signed =
          new JWSObject(
              new JWSHeader.Builder(ALGORITHM)
                  .type(new JOSEObjectType(type))
                  .x509CertSHA256Thumbprint(
                      Base64URL.encode(HexFormat.of().parseHex(key.thumbprint())))
                  .x509CertChain(List.of(Base64.encode(der)))
                  .build(),
              new Payload(JSON.writeValueAsBytes(claims)));
      signed.sign(new RSASSASigner(key.key()));
      return signed.serialize();
    } catch (JOSEException | CertificateEncodingException | JsonProcessingException e) {
      throw new IllegalStateException("what can be signed with was looked at before", e);
    }
  }

  /**
   * Who says to have signed a text; not yet believed.
   *
   * @throws Refused if it is no text of this type
   */
  static String signerOf(String type, String text, int maxLength) throws Refused {
    return SigningKey.thumbprint(certificate(parsed(type, text, maxLength).getHeader()));
  }

  /**
   * What a text says.
   *
   * @param believed the thumbprints of those who may have signed it
   * @throws Refused if none of them did, or it has another form
   */
  static Verified verified(
      String type, String text, int maxLength, Collection<String> believed, Instant now)
      throws Refused {
    JWSObject signed = parsed(type, text, maxLength);
    X509Certificate certificate = certificate(signed.getHeader());
    String thumbprint = SigningKey.thumbprint(certificate);
    if (!believed.contains(thumbprint)) {
      throw new Refused(Refused.Reason.UNKNOWN_SIGNER);
    }
    if (now.isBefore(certificate.getNotBefore().toInstant().minus(LEEWAY))
        || !now.isBefore(certificate.getNotAfter().toInstant())) {
      throw new Refused(Refused.Reason.CERTIFICATE_DATES);
    }
    try {
      if (!signed.verify(new RSASSAVerifier((RSAPublicKey) certificate.getPublicKey()))) {
        throw new Refused(Refused.Reason.BAD_SIGNATURE);
      }
      JsonNode claims = JSON.readTree(signed.getPayload().toBytes());
      if (claims == null || !claims.isObject()) {
        throw new Refused(Refused.Reason.MALFORMED);
      }
      return new Verified(thumbprint, claims);
    } catch (JOSEException | IOException e) {
      throw new Refused(Refused.Reason.MALFORMED);
    }
  }

  /**
   * Refuses what was not said just now.
   *
   * @param lifetime how long what was said may be of use at most
   */
  static void checkTime(JsonNode claims, Duration lifetime, Instant now) throws Refused {
    Instant issued = instant(claims, "iat");
    Instant expires = instant(claims, "exp");
    if (expires.isBefore(issued) || expires.isAfter(issued.plus(lifetime))) {
      throw new Refused(Refused.Reason.MALFORMED);
    }
    if (issued.isAfter(now.plus(LEEWAY)) || !now.isBefore(expires.plus(LEEWAY))) {
      throw new Refused(Refused.Reason.UNTIMELY);
    }
  }

  /** A time of the claims, in seconds since 1970. */
  static Instant instant(JsonNode claims, String name) throws Refused {
    JsonNode value = claims.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > Integer.MAX_VALUE * 4L) {
      throw new Refused(Refused.Reason.MALFORMED);
    }
    return Instant.ofEpochSecond(value.asLong());
  }

  /** A text of the claims; at most 200 characters. */
  static String text(JsonNode claims, String name) throws Refused {
    JsonNode value = claims.path(name);
    if (!value.isTextual() || value.asText().isEmpty() || value.asText().length() > 200) {
      throw new Refused(Refused.Reason.MALFORMED);
    }
    return value.asText();
  }

  private static JWSObject parsed(String type, String text, int maxLength) throws Refused {
    if (text.length() > maxLength) {
      throw new Refused(Refused.Reason.TOO_LONG);
    }
    try {
      JWSObject signed = JWSObject.parse(text);
      JWSHeader header = signed.getHeader();
      boolean ours =
          ALGORITHM.equals(header.getAlgorithm())
              && header.getType() != null
              && header.getType().getType().equals(type)
              && (header.getCriticalParams() == null
                  || header.getCriticalParams().equals(Set.of()));
      if (!ours) {
        throw new Refused(Refused.Reason.MALFORMED);
      }
      return signed;
    } catch (ParseException | RuntimeException e) {
      // The library meets some texts with exceptions of other kinds, such as a header of "null".
      throw new Refused(Refused.Reason.MALFORMED);
    }
  }

  /** The certificate a header carries, which its thumbprint has to name. */
  private static X509Certificate certificate(JWSHeader header) throws Refused {
    List<Base64> chain = header.getX509CertChain();
    X509Certificate certificate =
        chain == null || chain.size() != 1 ? null : X509CertUtils.parse(chain.get(0).decode());
    boolean usable =
        certificate != null
            && certificate.getPublicKey() instanceof RSAPublicKey key
            && key.getModulus().bitLength() >= MIN_BITS
            && key.getModulus().bitLength() <= MAX_BITS
            && header.getX509CertSHA256Thumbprint() != null
            && HexFormat.of()
                .formatHex(header.getX509CertSHA256Thumbprint().decode())
                .equals(SigningKey.thumbprint(certificate));
    if (certificate == null || !usable) {
      throw new Refused(Refused.Reason.MALFORMED);
    }
    return certificate;
  }
}
