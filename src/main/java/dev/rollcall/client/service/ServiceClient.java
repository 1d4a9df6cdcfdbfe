package dev.rollcall.client.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.ErrorBodies;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one service. Safe for several threads; meant to be kept, since the pace is kept here.
 *
 * <p>What passes is tried again: {@value #ATTEMPTS} times in all, {@value #THROTTLED_ATTEMPTS} if
 * the service only asks for time, and as long as the waits are allowed. A key that is refused is
 * read anew, once; what was refused for it had no effect.
 */
public final class ServiceClient {

  /** How often a request is sent at most. */
  public static final int ATTEMPTS = 4;

  /** The same of one that is refused for the service's load. */
  public static final int THROTTLED_ATTEMPTS = 10;

  /** How long one read waits in all. */
  public static final Duration READ_PATIENCE = Duration.ofSeconds(60);

  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  private final ServiceEndpoint endpoint;
  private final HttpUrl base;
  private final OkHttpClient http;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;
  private final Pacer pacer;
  private final CallObserver calls;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param http connection settings; copied, but its connections are shared
   * @param plainLoopback whether {@code http} towards this machine is let through, for services
   *     that run beside the app while it is tried out
   * @throws IllegalArgumentException if the address is not {@code https}
   */
  public ServiceClient(
      ServiceEndpoint endpoint,
      OkHttpClient.Builder http,
      boolean plainLoopback,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    HttpUrl url = HttpUrl.get(endpoint.base());
    if (url == null || !(url.isHttps() || (plainLoopback && isLoopback(url)))) {
      throw new IllegalArgumentException("a service's address must begin with https:");
    }
    this.endpoint = endpoint;
    this.base = url;
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.pause = pause;
    this.pacer = new Pacer(endpoint.pace());
    this.calls = CallObserver.none();
    this.http =
        http.build()
            .newBuilder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  private ServiceClient(ServiceClient client, CallObserver calls) {
    this.endpoint = client.endpoint;
    this.base = client.base;
    this.http = client.http;
    this.clock = client.clock;
    this.backoff = client.backoff;
    this.pause = client.pause;
    this.pacer = client.pacer;
    this.calls = calls;
  }

  /** The same client, with its connections and pace, whose requests this observer is told of. */
  public ServiceClient observedBy(CallObserver observer) {
    return new ServiceClient(this, observer);
  }

  /** The pace kept now: the endpoint's, or a slower one that the service told. */
  public Pace pace() {
    return pacer.pace();
  }

  /**
   * Reads, waiting up to {@link #READ_PATIENCE} in all.
   *
   * @throws IllegalArgumentException if the request does not only read
   * @throws ClientException if it failed for good, or for longer than that
   */
  public ServiceAnswer read(ServiceRequest request, CallMeter meter) {
    if (request.effect() != ServiceRequest.Effect.READ) {
      throw new IllegalArgumentException(request.operation() + " is no read");
    }
    Instant begun = clock.instant();
    Duration[] waited = {Duration.ZERO};
    return send(
        request,
        wait -> {
          waited[0] = waited[0].plus(wait);
          return waited[0].compareTo(READ_PATIENCE) <= 0
              && clock.instant().isBefore(begun.plus(READ_PATIENCE));
        },
        meter);
  }

  /**
   * Sends a request, and sends it again where that is safe and helps.
   *
   * @param waits whether a pause may be waited for here
   * @throws ClientException if it failed. {@link Disposition#THROTTLED}: it had no effect, and
   *     {@code retryAfter} tells for how long the service, or its pace, wants nothing more. {@link
   *     Disposition#UNKNOWN_EFFECT}: look before writing again
   */
  public ServiceAnswer send(ServiceRequest request, Waits waits, CallMeter meter) {
    for (int failures = 0; ; ) {
      waitForTurn(waits);
      try {
        return exchange(request, failures + 1, meter);
      } catch (ClientException e) {
        failures++;
        int attempts = e.disposition() == Disposition.THROTTLED ? THROTTLED_ATTEMPTS : ATTEMPTS;
        Duration wait = backoff.before(failures, e.retryAfter());
        if (e.disposition() == Disposition.THROTTLED) {
          pacer.rest(clock.instant().plus(wait));
        }
        if (!request.effect().mayFollow(e.disposition())
            || failures >= attempts
            || Thread.currentThread().isInterrupted()
            || !waits.allows(wait)) {
          throw e;
        }
        await(wait);
      }
    }
  }

  /** One request, and once more if the key was rolled meanwhile. */
  private ServiceAnswer exchange(ServiceRequest request, int attempt, CallMeter meter) {
    String key = key();
    Received received = sendOnce(request, key, meter);
    if (received.status == UNAUTHORIZED && endpoint.login().isPresent()) {
      endpoint.login().get().key().refused(key);
      String renewed = key();
      if (!renewed.equals(key)) {
        received = sendOnce(request, renewed, meter);
      }
    }
    JsonNode json = received.json(mapper);
    RateHints hints = RateHints.read(received::header, json, clock.instant());
    hints.pace().ifPresent(pacer::correct);
    hints.rest().ifPresent(rest -> pacer.rest(clock.instant().plus(rest)));
    if (received.status < 200 || received.status >= 300) {
      throw failure(received, hints, attempt);
    }
    if (request.answersJson() && received.body.length > 0 && json.isMissingNode()) {
      throw Failures.of(
          Symptom.answer(endpoint.service(), received.status, "answerNotReadable", ""));
    }
    return new ServiceAnswer(
        received.status, received.headers, json, json.isMissingNode() ? received.text() : "");
  }

  /** An answer as it came. */
  private record Received(int status, Map<String, String> headers, byte[] body) {

    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .findFirst();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json(ObjectMapper mapper) {
      try {
        JsonNode read = body.length == 0 ? null : mapper.readTree(body);
        return read == null ? MissingNode.getInstance() : read;
      } catch (IOException e) {
        return MissingNode.getInstance();
      }
    }
  }

  private Received sendOnce(ServiceRequest request, String key, CallMeter meter) {
    Request.Builder wire = new Request.Builder().url(url(request));
    wire.header("Accept", ServiceRequest.JSON);
    endpoint.headers().forEach(wire::header);
    request.headers().forEach(wire::header);
    endpoint.login().ifPresent(login -> wire.header(login.header(), login.prefix() + key));
    wire.method(request.method(), body(request));
    meter.count();
    Instant begun = clock.instant();
    int status = 0;
    try (Response response = http.newCall(wire.build()).execute()) {
      status = response.code();
      Map<String, String> headers = new HashMap<>();
      response.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
      return new Received(status, headers, bytes(response.body()));
    } catch (IOException e) {
      throw Failures.ofException(e);
    } finally {
      calls.called(request.operation(), status, Duration.between(begun, clock.instant()));
    }
  }

  private HttpUrl url(ServiceRequest request) {
    HttpUrl.Builder url = base.newBuilder();
    boolean endsInSlash = base.pathSegments().get(base.pathSize() - 1).isEmpty();
    if (endsInSlash && !request.path().isEmpty()) {
      url.removePathSegment(base.pathSize() - 1);
    }
    request.path().forEach(url::addPathSegment);
    request.query().forEach(one -> url.addQueryParameter(one.getKey(), one.getValue()));
    return url.build();
  }

  /** OkHttp wants a body, if an empty one, with the methods that usually have one. */
  private static @Nullable RequestBody body(ServiceRequest request) {
    boolean usual = request.method().startsWith("P");
    return request.body().length > 0
        ? RequestBody.create(request.body(), MediaType.get(request.contentType()))
        : usual ? RequestBody.create(request.body(), null) : null;
  }

  /** The body, unless it is longer than an answer may be. */
  private byte[] bytes(@Nullable ResponseBody body) throws IOException {
    if (body == null) {
      return new byte[0];
    }
    byte[] read = body.byteStream().readNBytes(endpoint.maxBytes() + 1);
    if (read.length > endpoint.maxBytes()) {
      throw Failures.of(Symptom.answer(endpoint.service(), 0, "answerTooLong", ""));
    }
    return read;
  }

  private ClientException failure(Received received, RateHints hints, int attempt) {
    if (received.status >= 300 && received.status < 400) {
      return Failures.of(Symptom.answer(endpoint.service(), received.status, "redirected", ""));
    }
    Function<String, Optional<String>> header = received::header;
    Symptom seen =
        ErrorBodies.read(
            endpoint.service(), received.status, header, received.body, clock.instant());
    if (received.status == TOO_MANY_REQUESTS && seen.retryAfter().isEmpty()) {
      // Whoever hands the pause back has to name one.
      return Failures.of(seen.waiting(Optional.of(backoff.before(attempt, hints.rest()))));
    }
    return Failures.of(seen);
  }

  /** The key without what pasting leaves around it. */
  private String key() {
    if (endpoint.login().isEmpty()) {
      return "";
    }
    String key = endpoint.login().get().key().read().strip();
    // OkHttp's message about such a header would have the key in it.
    if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw Failures.of(Symptom.answer(endpoint.service(), 0, "keyUnusable", ""));
    }
    return key;
  }

  private void waitForTurn(Waits waits) {
    Pacer.Slot slot = pacer.take(clock.instant());
    if (slot.until().isZero()) {
      return;
    }
    if (!waits.allows(slot.until())) {
      pacer.giveBack(slot);
      throw Failures.of(
          Symptom.answer(endpoint.service(), TOO_MANY_REQUESTS, "paced", "")
              .waiting(Optional.of(slot.until())));
    }
    await(slot.until());
  }

  private void await(Duration time) {
    calls.waited(time);
    pause.await(time);
  }

  private static boolean isLoopback(HttpUrl url) {
    return url.host().equals("localhost")
        || url.host().equals("::1")
        || url.host().matches("127(\\.\\d{1,3}){3}");
  }
}
