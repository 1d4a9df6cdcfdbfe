package dev.rollcall.localservices.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver on loopback that keeps one document for each record. Safe for threads. */
public final class LocalReceiver implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /** Older and younger requests are taken for replayed ones. */
  private static final Duration MOST_AGE = Duration.ofMinutes(5);

  /**
   * A request that was accepted.
   *
   * @param repeated whether the record's last event had the same idempotency key, so that it had no
   *     effect
   */
  public record Delivery(String event, String key, boolean repeated, JsonNode body) {}

  private final String secret;
  private final Clock clock;
  private final Map<String, JsonNode> records = new HashMap<>();
  private final Map<String, String> lastKeys = new HashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final ServiceFront front;

  private LocalReceiver(String secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
    this.front = ServiceFront.open("webhook", 1, this::answer);
  }

  /** Opens it. */
  public static LocalReceiver start(String secret, Clock clock) {
    return new LocalReceiver(secret, clock);
  }

  /** Where events are posted to. */
  public URI uri() {
    return URI.create(front.uri() + "/rollcall");
  }

  /** What the receiver holds of each record, by its key. */
  public synchronized Map<String, JsonNode> records() {
    return new TreeMap<>(records);
  }

  /** What was accepted, in order. */
  public synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  public Hostility hostility() {
    return front.hostility();
  }

  public RequestCounts counts() {
    return front.counts();
  }

  /** The answer to the next event is lost after its effect. */
  public void loseAnswer() {
    front.loseAnswerTo("POST /rollcall");
  }

  @Override
  public void close() {
    front.close();
  }

  private synchronized WireAnswer answer(WireRequest request) {
    if (!request.method().equals("POST") || !request.path().equals("/rollcall")) {
      return message(404, "not found");
    }
    String timestamp = request.header("rollcall-timestamp").orElse("");
    if (!isRecent(timestamp)) {
      return message(401, "the timestamp is missing or too old");
    }
    byte[] given =
        request.header("rollcall-signature").orElse("").getBytes(StandardCharsets.US_ASCII);
    byte[] computed = signature(timestamp, request.body()).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(given, computed)) {
      return message(401, "the signature is wrong");
    }
    String event = request.header("rollcall-event").orElse("");
    String key = request.header("idempotency-key").orElse("");
    try {
      JsonNode body = JSON.readTree(request.body());
      // Only the last key of a record counts: a record may come back to what it was.
      boolean repeated = key.equals(lastKeys.put(body.path("key").asText(), key));
      deliveries.add(new Delivery(event, key, repeated, body));
      if (!repeated) {
        take(event, body);
      }
      return WireAnswer.empty(204);
    } catch (IOException e) {
      return message(400, "no JSON");
    }
  }

  private void take(String event, JsonNode body) {
    String record = body.path("key").asText();
    if (event.equals("delete")) {
      records.remove(record);
    } else if (!event.equals("ping")) {
      records.put(record, body.path("record"));
    }
  }

  private boolean isRecent(String timestamp) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Instant then = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(then, clock.instant()).abs().compareTo(MOST_AGE) <= 0;
  }

  private String signature(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static WireAnswer message(int status, String text) {
    return WireAnswer.json(status, JsonNodeFactory.instance.objectNode().put("message", text));
  }
}
