package dev.rollcall.client.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Asks for what is offered.
 *
 * @param offer the id of the policy that offers it
 * @param audience whose answer is believed: thumbprints. Whoever has none of them does not answer,
 *     so one partner can not use the request at another
 * @param nonce names the request; the answer repeats it
 * @param have the hash of the records that are known already; empty if none are
 * @param issued when it was made, to the second
 */
public record OfferRequest(
    String offer, List<String> audience, String nonce, Optional<String> have, Instant issued) {

  /** How long one is of use. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** The longest one, in characters: twice what a certificate and 20 thumbprints need. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final String TYPE = "rollcall-offer-request+jwt";

  public OfferRequest {
    audience = List.copyOf(audience);
    issued = Instant.ofEpochSecond(issued.getEpochSecond());
  }

  /**
   * A request with whoever sent it.
   *
   * @param signer the sender's thumbprint
   * @param timely whether it was made just now; one that was not is not followed
   */
  public record Received(OfferRequest request, String signer, boolean timely) {}

  /** The signed request. */
  public String signed(SigningKey key) {
    ObjectNode claims = Signed.JSON.createObjectNode();
    audience.forEach(claims.putArray("aud")::add);
    claims
        .put("offer", offer)
        .put("jti", nonce)
        .put("iat", issued.getEpochSecond())
        .put("exp", issued.plus(LIFETIME).getEpochSecond());
    have.ifPresent(hash -> claims.put("have", hash));
    return Signed.text(TYPE, claims, key);
  }

  /**
   * The thumbprint of who says to have sent a request; not yet believed.
   *
   * @throws Refused if it is none
   */
  public static String senderOf(String text) throws Refused {
    return Signed.signerOf(TYPE, text, MAX_LENGTH);
  }

  /**
   * Reads a request.
   *
   * @param believed the thumbprints of those who may ask
   * @throws Refused if none of them asks, or it is no request
   */
  public static Received read(String text, Collection<String> believed, Instant now)
      throws Refused {
    Signed.Verified verified = Signed.verified(TYPE, text, MAX_LENGTH, believed, now);
    JsonNode claims = verified.claims();
    List<String> audience = new ArrayList<>();
    for (JsonNode one : claims.path("aud")) {
      audience.add(one.asText());
    }
    OfferRequest request =
        new OfferRequest(
            Signed.text(claims, "offer"),
            audience,
            Signed.text(claims, "jti"),
            claims.has("have") ? Optional.of(Signed.text(claims, "have")) : Optional.empty(),
            Signed.instant(claims, "iat"));
    return new Received(request, verified.signer(), isTimely(claims, now));
  }

  private static boolean isTimely(JsonNode claims, Instant now) throws Refused {
    try {
      Signed.checkTime(claims, LIFETIME, now);
      return true;
    } catch (Refused e) {
      if (e.reason() == Refused.Reason.UNTIMELY) {
        return false;
      }
      throw e;
    }
  }
}
