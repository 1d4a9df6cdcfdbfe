package dev.rollcall.client.webhook;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceKey;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Fingerprint;
import java.time.Clock;
import java.time.Instant;

/**
 * Posts events. Safe for several threads.
 *
 * <p>The key that tells a receiver of a repeated event is made of the body alone, so the same event
 * has the same key whenever it is sent again.
 */
public final class WebhookClient {

  /** Seconds since 1970 when the event was signed. */
  public static final String TIMESTAMP = "Rollcall-Timestamp";

  /** The signature over timestamp and body. */
  public static final String SIGNATURE = "Rollcall-Signature";

  /** What kind of event it is. */
  public static final String EVENT = "Rollcall-Event";

  /** The same for the same event. */
  public static final String KEY = "Idempotency-Key";

  /** Shorter ones can be guessed. */
  static final int SHORTEST_SECRET = 16;

  private final ServiceClient http;
  private final ServiceKey secret;
  private final Clock clock;

  /**
   * @param http towards the receiver, over connections of {@link PublicSockets#only}
   * @param secret what both sides know
   */
  public WebhookClient(ServiceClient http, ServiceKey secret, Clock clock) {
    this.http = http;
    this.secret = secret;
    this.clock = clock;
  }

  /**
   * Posts one event; again if it is not certain that it arrived.
   *
   * @param event what kind of event it is
   * @param body JSON
   * @throws ClientException if the receiver did not take it
   */
  public void post(String event, byte[] body, Waits waits, CallMeter meter) {
    String shared = secret();
    try {
      send(event, body, shared, waits, meter);
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        // Of a single record a receiver says nothing: it is the receiver that is not there.
        throw Failures.of(Symptom.answer(Service.WEBHOOK, e.status(), "addressWrong", ""));
      }
      if (e.disposition() != Disposition.AUTH) {
        throw e;
      }
      // The secret may have been rolled since it was read; what was refused had no effect.
      secret.refused(shared);
      String fresh = secret();
      if (fresh.equals(shared)) {
        throw e;
      }
      send(event, body, fresh, waits, meter);
    }
  }

  private String secret() {
    String shared = secret.read().strip();
    if (shared.length() < SHORTEST_SECRET) {
      throw Failures.of(Symptom.answer(Service.WEBHOOK, 0, "secretShort", ""));
    }
    return shared;
  }

  private void send(String event, byte[] body, String shared, Waits waits, CallMeter meter) {
    Instant now = clock.instant();
    http.send(
        ServiceRequest.post("POST {webhook}")
            .whose(ServiceRequest.Effect.REPEATABLE)
            .withBody(body, ServiceRequest.JSON)
            .withHeader(TIMESTAMP, Long.toString(now.getEpochSecond()))
            .withHeader(SIGNATURE, Signature.of(shared, now, body))
            .withHeader(EVENT, event)
            .withHeader(KEY, Fingerprint.of(body).hex())
            .answeringAnything(),
        waits,
        meter);
  }
}
