package dev.rollcall.client.offer;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.service.ServiceAnswer;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Policy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Fetches what another installation offers: one request, whose answer is believed only if the one
 * signed it whom the policy names. Safe for several threads.
 */
public final class OfferClient {

  /** The content type of requests and answers. */
  public static final String MEDIA_TYPE = "application/jose";

  private final ServiceClient http;
  private final Policy.Offer offer;
  private final Supplier<SigningKey> key;
  private final Clock clock;

  /**
   * @param http towards the other installation, over connections to public addresses only
   * @param offer what is fetched, and who is believed
   * @param key what requests are signed with; asked once for each
   */
  public OfferClient(
      ServiceClient http, Policy.Offer offer, Supplier<SigningKey> key, Clock clock) {
    this.http = http;
    this.offer = offer;
    this.key = key;
    this.clock = clock;
  }

  /** How to reach an offer. */
  public static ServiceEndpoint endpoint(URI url) {
    return ServiceEndpoint.withoutKey(Service.OFFER, url).upTo(OfferAnswer.MAX_LENGTH);
  }

  /**
   * Fetches the records.
   *
   * @param have the hash of those that are known; empty if none are
   * @return the records, or that they are unchanged
   * @throws ClientException if the other installation does not give them, cannot be reached, or
   *     what it gives is not believed
   */
  public OfferAnswer fetch(Optional<String> have, CallMeter meter) {
    SigningKey own = key.get();
    OfferRequest request =
        new OfferRequest(
            name(offer.url()),
            offer.signers(),
            UUID.randomUUID().toString(),
            have,
            clock.instant());
    ServiceAnswer answer =
        http.read(
            ServiceRequest.post("POST {offer}")
                .whose(ServiceRequest.Effect.READ)
                .withBody(request.signed(own).getBytes(StandardCharsets.US_ASCII), MEDIA_TYPE)
                .withHeader("Accept", MEDIA_TYPE)
                .answeringAnything(),
            meter);
    OfferAnswer said = believed(answer.text(), request, own, clock.instant());
    return switch (said.state()) {
      case RECORDS, UNCHANGED -> said;
      case UNREADY -> throw failure("unready");
      case UNTIMELY -> throw failure("untimely");
    };
  }

  /** The failure that records stand for which cannot be read. */
  public static ClientException failure(Refused refused) {
    return failure(
        switch (refused.reason()) {
          case TOO_LONG -> "answerTooLong";
          case UNKNOWN_SIGNER -> "signerUnknown";
          case CERTIFICATE_DATES -> "signerEnded";
          case MALFORMED, BAD_SIGNATURE, MIXED_UP -> "answerNotBelieved";
          case UNTIMELY -> "untimely";
          case INCOMPLETE -> "answerIncomplete";
          case UNKNOWN_FORM -> "formUnknown";
        });
  }

  /** The id of the policy that offers: the last part of the address. */
  private static String name(URI url) {
    String path = url.getPath().replaceAll("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static OfferAnswer believed(
      String text, OfferRequest request, SigningKey own, Instant now) {
    try {
      return OfferAnswer.read(text.strip(), request, own.thumbprint(), now);
    } catch (Refused e) {
      throw failure(e);
    }
  }

  private static ClientException failure(String code) {
    return Failures.of(Symptom.answer(Service.OFFER, 0, code, ""));
  }
}
