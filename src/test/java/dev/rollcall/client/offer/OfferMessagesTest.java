package dev.rollcall.client.offer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two installations send each other, and everything that looks like it. */
@Tag("S8")
class OfferMessagesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SigningKey GIVER = Partners.at(NOW);
  private static final SigningKey TAKER = Partners.at(NOW);
  private static final SigningKey STRANGER = Partners.at(NOW);
  private static final String REQUEST = "rollcall-offer-request+jwt";
  private static final String ANSWER = "rollcall-offer+jwt";
  private static final byte[] RECORDS =
      "{\"form\":1,\"records\":[]}".getBytes(StandardCharsets.UTF_8);

  @Test
  void whatIsAskedAndAnsweredArrivesWhole() throws Refused {
    OfferRequest asked = request(Optional.empty());

    OfferRequest.Received received =
        OfferRequest.read(asked.signed(TAKER), List.of(TAKER.thumbprint()), NOW);
    OfferAnswer answer =
        read(OfferAnswer.of(received.request(), NOW, RECORDS).signed(received, GIVER, NOW), asked);

    assertEquals(asked, received.request());
    assertEquals(TAKER.thumbprint(), received.signer());
    assertTrue(received.timely());
    assertEquals(OfferAnswer.State.RECORDS, answer.state());
    assertEquals(NOW, answer.taken());
    assertArrayEquals(RECORDS, answer.records().orElseThrow());
  }

  @Test
  void whoHasTheRecordsGetsNone() throws Refused {
    OfferRequest asked = request(Optional.of(OfferAnswer.hash(RECORDS)));
    String signed = answerTo(asked, RECORDS);

    assertEquals(OfferAnswer.State.UNCHANGED, read(signed, asked).state());
    assertTrue(signed.length() < 4_000, "a small answer, not " + signed.length());
  }

  @Test
  void aSignerWhomNobodyNamedIsRefused() {
    OfferRequest asked = request(Optional.empty());

    refused(
        Refused.Reason.UNKNOWN_SIGNER,
        () -> OfferRequest.read(asked.signed(STRANGER), List.of(TAKER.thumbprint()), NOW));
    refused(
        Refused.Reason.UNKNOWN_SIGNER,
        () -> read(OfferAnswer.of(asked, NOW, RECORDS).signed(of(asked), STRANGER, NOW), asked));
  }

  /** The thumbprint of somebody who is known, and the key of somebody who is not. */
  @Test
  void aBorrowedCertificateIsOfNoUse() {
    SigningKey borrowed = new SigningKey(STRANGER.key(), GIVER.certificate());
    OfferRequest asked = request(Optional.empty());

    refused(
        Refused.Reason.BAD_SIGNATURE,
        () -> read(OfferAnswer.of(asked, NOW, RECORDS).signed(of(asked), borrowed, NOW), asked));
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() {
    OfferRequest asked = request(Optional.empty());
    OfferRequest before =
        new OfferRequest("people", List.of(GIVER.thumbprint()), "n-0", Optional.empty(), NOW);
    OfferRequest other =
        new OfferRequest("others", List.of(GIVER.thumbprint()), "n-1", Optional.empty(), NOW);
    OfferRequest.Received elses = new OfferRequest.Received(asked, STRANGER.thumbprint(), true);

    refused(Refused.Reason.MIXED_UP, () -> read(answerTo(before, RECORDS), asked));
    refused(Refused.Reason.MIXED_UP, () -> read(answerTo(other, RECORDS), asked));
    refused(
        Refused.Reason.MIXED_UP,
        () -> read(OfferAnswer.of(asked, NOW, RECORDS).signed(elses, GIVER, NOW), asked));
  }

  @Test
  void unchangedIsNoAnswerToWhoHasSomethingElse() {
    OfferRequest knew = request(Optional.of(OfferAnswer.hash(RECORDS)));
    OfferRequest asked = request(Optional.of("00".repeat(32)));

    refused(Refused.Reason.MIXED_UP, () -> read(answerTo(knew, RECORDS), asked));
  }

  @Test
  void aRequestIsNoAnswerThoughTheSameKeySignedIt() {
    OfferRequest asked = request(Optional.empty());

    refused(Refused.Reason.MALFORMED, () -> read(asked.signed(GIVER), asked));
  }

  @Test
  void whatWasAlteredIsRefused() {
    OfferRequest asked = request(Optional.empty());
    String signed = answerTo(asked, RECORDS);
    String[] parts = signed.split("\\.");
    String payload =
        new String(new Base64URL(parts[1]).decode(), StandardCharsets.UTF_8)
            .replace("\"state\":\"records\"", "\"state\":\"unready\"");
    String altered = parts[0] + "." + Base64URL.encode(payload) + "." + parts[2];

    refused(Refused.Reason.BAD_SIGNATURE, () -> read(altered, asked));
    refused(Refused.Reason.BAD_SIGNATURE, () -> read(parts[0] + "." + parts[1] + ".AAAA", asked));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 200, 1_000})
  void whatWasCutIsRefused(int length) {
    OfferRequest asked = request(Optional.empty());
    String signed = answerTo(asked, RECORDS);

    assertThrows(Refused.class, () -> read(signed.substring(0, length), asked));
    assertThrows(
        Refused.class, () -> read(signed.substring(0, signed.length() - length - 1), asked));
  }

  @Test
  void noneIsNoAlgorithm() {
    OfferRequest asked = request(Optional.empty());
    String[] parts = answerTo(asked, RECORDS).split("\\.");
    String header = "{\"alg\":\"none\",\"typ\":\"" + ANSWER + "\"}";

    refused(
        Refused.Reason.MALFORMED,
        () -> read(Base64URL.encode(header) + "." + parts[1] + ".", asked));
  }

  /** Public keys are public: whoever takes one for a shared secret believes everybody. */
  @Test
  void aPublicKeyIsNoSharedSecret() throws JOSEException, CertificateEncodingException {
    OfferRequest asked = request(Optional.empty());
    JWSObject forged =
        new JWSObject(
            header(JWSAlgorithm.HS256, ANSWER, GIVER),
            new Payload(new Base64URL(answerTo(asked, RECORDS).split("\\.")[1])));
    forged.sign(new MACSigner(GIVER.certificate().getPublicKey().getEncoded()));

    refused(Refused.Reason.MALFORMED, () -> read(forged.serialize(), asked));
  }

  @Test
  void noOtherAlgorithmIsTakenThoughTheKeyIsRight()
      throws JOSEException, CertificateEncodingException {
    OfferRequest asked = request(Optional.empty());
    JWSObject older =
        new JWSObject(
            header(JWSAlgorithm.RS256, ANSWER, GIVER),
            new Payload(new Base64URL(answerTo(asked, RECORDS).split("\\.")[1])));
    older.sign(new RSASSASigner(GIVER.key()));

    refused(Refused.Reason.MALFORMED, () -> read(older.serialize(), asked));
  }

  @Test
  void whatMustBeUnderstoodAndIsNotIsRefused() throws GeneralSecurityException {
    OfferRequest asked = request(Optional.empty());
    String[] parts = answerTo(asked, RECORDS).split("\\.");
    String header = new String(new Base64URL(parts[0]).decode(), StandardCharsets.UTF_8);
    String critical = header.replace("{", "{\"crit\":[\"more\"],\"more\":1,");
    String plain = signed(Base64URL.encode(header) + "." + parts[1]);

    assertEquals(OfferAnswer.State.RECORDS, readOrFail(plain, asked).state());
    refused(
        Refused.Reason.MALFORMED,
        () -> read(signed(Base64URL.encode(critical) + "." + parts[1]), asked));
  }

  @Test
  void whatIsOldOrOfATimeToComeIsRefused() throws Refused {
    OfferRequest asked = request(Optional.empty());
    String signed = answerTo(asked, RECORDS);
    List<String> believed = List.of(TAKER.thumbprint());

    refused(
        Refused.Reason.UNTIMELY,
        () ->
            OfferAnswer.read(signed, asked, TAKER.thumbprint(), NOW.plus(Duration.ofMinutes(11))));
    refused(
        Refused.Reason.UNTIMELY,
        () ->
            OfferAnswer.read(signed, asked, TAKER.thumbprint(), NOW.minus(Duration.ofMinutes(6))));
    assertTrue(
        OfferRequest.read(asked.signed(TAKER), believed, NOW.plus(Duration.ofMinutes(9))).timely());
    assertTrue(
        OfferRequest.read(asked.signed(TAKER), believed, NOW.minus(Duration.ofMinutes(4)))
            .timely());
    assertFalse(
        OfferRequest.read(asked.signed(TAKER), believed, NOW.plus(Duration.ofMinutes(11)))
            .timely());
    assertFalse(
        OfferRequest.read(asked.signed(TAKER), believed, NOW.minus(Duration.ofMinutes(6)))
            .timely());
  }

  @Test
  void aRequestThatShallLiveForEverIsRefused() {
    ObjectNode claims = Signed.JSON.createObjectNode();
    claims.putArray("aud").add(GIVER.thumbprint());
    claims
        .put("offer", "people")
        .put("jti", "n")
        .put("iat", NOW.getEpochSecond())
        .put("exp", NOW.plus(Duration.ofDays(900)).getEpochSecond());

    refused(
        Refused.Reason.MALFORMED,
        () ->
            OfferRequest.read(
                Signed.text(REQUEST, claims, TAKER), List.of(TAKER.thumbprint()), NOW));
  }

  @Test
  void aCertificateThatHasEndedOrNotBegunIsRefused() {
    SigningKey ended =
        Partners.during(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)));
    SigningKey early = Partners.during(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)));
    OfferRequest asked = request(Optional.empty());

    for (SigningKey key : List.of(ended, early)) {
      refused(
          Refused.Reason.CERTIFICATE_DATES,
          () -> OfferRequest.read(asked.signed(key), List.of(key.thumbprint()), NOW));
    }
  }

  /** A thousand times as long when it is unpacked as it says. */
  @Test
  void whatUnpacksToMoreThanItSaysIsRefused() throws IOException {
    OfferRequest asked = request(Optional.empty());

    refused(Refused.Reason.INCOMPLETE, () -> read(bomb(asked, 1_000, zeros(64)), asked));
    refused(Refused.Reason.TOO_LONG, () -> read(bomb(asked, Integer.MAX_VALUE, zeros(64)), asked));
    refused(Refused.Reason.TOO_LONG, () -> read(bomb(asked, -1, zeros(1)), asked));
    refused(
        Refused.Reason.INCOMPLETE,
        () -> read(bomb(asked, OfferedRecords.MAX_BYTES, zeros(1)), asked));
    refused(Refused.Reason.INCOMPLETE, () -> read(bomb(asked, 10, new byte[] {1, 2, 3}), asked));
  }

  @Test
  void whatIsLongerThanARequestMayBeIsNotLookedAt() {
    refused(
        Refused.Reason.TOO_LONG,
        () ->
            OfferRequest.read(
                "e".repeat(OfferRequest.MAX_LENGTH + 1), List.of(TAKER.thumbprint()), NOW));
    refused(
        Refused.Reason.TOO_LONG,
        () -> read("e".repeat(OfferAnswer.MAX_LENGTH + 1), request(Optional.empty())));
  }

  /** The longest there can be: records that cannot be compressed at all. */
  @Test
  void theLargestOfferHasRoomInItsAnswer() throws Refused {
    byte[] largest = new byte[OfferedRecords.MAX_BYTES];
    new Random(7).nextBytes(largest);
    OfferRequest asked = request(Optional.empty());

    assertArrayEquals(largest, read(answerTo(asked, largest), asked).records().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "...",
        "a.b.c",
        "<html>Sign in</html>",
        "eyJhbGciOiJQUzI1NiJ9..",
        "eyJhbGciOiJQUzI1NiJ9.e30.AAAA",
        "{}",
        "eyJhbGciOjF9.e30.AAAA",
        "bnVsbA.bnVsbA.bnVsbA"
      })
  void whatIsNoneOfOursIsRefused(String text) {
    refused(Refused.Reason.MALFORMED, () -> read(text, request(Optional.empty())));
    refused(Refused.Reason.MALFORMED, () -> OfferRequest.senderOf(text));
  }

  @Test
  void nobodyIsShown() {
    assertFalse((TAKER + " " + request(Optional.empty())).contains("PRIVATE"));
    assertFalse(TAKER.toString().contains("gal-exchange"));
    assertFalse(
        OfferAnswer.of(request(Optional.empty()), NOW, RECORDS).toString().contains("records\":"));
  }

  private static String signed(String text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    signature.initSign(GIVER.key());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + Base64URL.encode(signature.sign());
  }

  private static OfferAnswer readOrFail(String text, OfferRequest asked) {
    try {
      return read(text, asked);
    } catch (Refused e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] zeros(int megabytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < megabytes; i++) {
        zip.write(new byte[1024 * 1024]);
      }
    }
    return packed.toByteArray();
  }

  private static String bomb(OfferRequest asked, int says, byte[] packed) {
    return Signed.text(
        ANSWER,
        Signed.JSON
            .createObjectNode()
            .put("aud", TAKER.thumbprint())
            .put("offer", asked.offer())
            .put("nonce", asked.nonce())
            .put("iat", NOW.getEpochSecond())
            .put("exp", NOW.plusSeconds(60).getEpochSecond())
            .put("state", "records")
            .put("taken", NOW.getEpochSecond())
            .put("hash", "00".repeat(32))
            .put("bytes", says)
            .put("records", packed),
        GIVER);
  }

  private static JWSHeader header(JWSAlgorithm algorithm, String type, SigningKey key)
      throws CertificateEncodingException {
    return new JWSHeader.Builder(algorithm)
        .type(new JOSEObjectType(type))
        .x509CertSHA256Thumbprint(Base64URL.encode(HexFormat.of().parseHex(key.thumbprint())))
        .x509CertChain(List.of(Base64.encode(key.certificate().getEncoded())))
        .build();
  }

  private static OfferRequest request(Optional<String> have) {
    return new OfferRequest("people", List.of(GIVER.thumbprint()), "n-1", have, NOW);
  }

  private static OfferRequest.Received of(OfferRequest asked) {
    return new OfferRequest.Received(asked, TAKER.thumbprint(), true);
  }

  private static String answerTo(OfferRequest asked, byte[] records) {
    return OfferAnswer.of(asked, NOW, records).signed(of(asked), GIVER, NOW);
  }

  private static OfferAnswer read(String text, OfferRequest asked) throws Refused {
    return OfferAnswer.read(text, asked, TAKER.thumbprint(), NOW);
  }

  private static void refused(Refused.Reason reason, Executable reading) {
    assertEquals(reason, assertThrows(Refused.class, reading).reason());
  }
}
