package dev.rollcall.client.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Service;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallLog;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of downstream services against a service on loopback. */
@Tag("E4")
class ServiceClientTest {

  private static final ServiceRequest LIST = ServiceRequest.get("GET /Users", "Users");
  private static final ServiceRequest CREATE =
      ServiceRequest.post("POST /Users", "Users")
          .withJson(JsonNodeFactory.instance.objectNode().put("userName", "ann"));
  private static final ServiceRequest REPLACE =
      ServiceRequest.put("PUT /Users/{id}", "Users", "a/b c")
          .withJson(JsonNodeFactory.instance.objectNode().put("userName", "ann"));

  private final List<WireRequest> seen = new ArrayList<>();
  private final Deque<WireAnswer> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final CallMeter meter = new CallMeter();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final ServiceFront service =
      ServiceFront.open(
          "any",
          20_261_121L,
          request -> {
            seen.add(request);
            return answers.isEmpty() ? json("{\"ok\":true}") : answers.removeFirst();
          });

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void keyHeadersPathAndQueryGoAsGiven() {
    ServiceClient client = client(endpoint(() -> " key-1\n").with(Map.of("X-Tenant", "contoso")));

    ServiceAnswer answer =
        client.read(
            ServiceRequest.get("GET /Users", "Users", "a/b c")
                .with("filter", "userName eq \"x&y\""),
            meter);

    assertTrue(answer.json().path("ok").asBoolean());
    assertEquals("Bearer key-1", seen.get(0).header("authorization").orElseThrow());
    assertEquals("contoso", seen.get(0).header("x-tenant").orElseThrow());
    assertEquals("/api/scim/v2/Users/a%2Fb%20c", seen.get(0).path());
    assertEquals("userName eq \"x&y\"", WireRequest.parameters(seen.get(0).query()).get("filter"));
    assertEquals(1, meter.calls());
  }

  @Test
  void aKeyMayHaveAHeaderOfItsOwn() {
    client(ServiceEndpoint.withHeader(Service.EMAILGISTICS, base(), "eg-token", () -> "k"))
        .read(LIST, meter);

    assertEquals("k", seen.get(0).header("eg-token").orElseThrow());
    assertTrue(seen.get(0).header("authorization").isEmpty());
  }

  @Test
  void aRolledKeyIsTakenAtOnceEvenForAWrite() {
    List<String> refused = new ArrayList<>();
    ServiceKey key =
        new ServiceKey() {
          @Override
          public String read() {
            return refused.isEmpty() ? "old" : "new";
          }

          @Override
          public void refused(String old) {
            refused.add(old);
          }
        };
    answers.add(WireAnswer.empty(401));

    client(endpoint(key)).send(CREATE, none(), meter);

    assertEquals(List.of("old"), refused);
    assertEquals("Bearer new", seen.get(1).header("authorization").orElseThrow());
  }

  @Test
  void aRefusedKeyThatStaysIsToldOnce() {
    answers.add(WireAnswer.empty(401));

    ClientException failure = readFails();

    assertEquals("targetKeyRefused", failure.problem().code());
    assertEquals(Disposition.AUTH, failure.disposition());
    assertEquals(1, seen.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two words", "schlüssel"})
  void whatIsNoKeyIsNeverSentAndNeverTold(String key) {
    ServiceClient client = client(endpoint(() -> key));

    ClientException failure = assertThrows(ClientException.class, () -> client.read(LIST, meter));

    assertEquals("targetKeyUnusable", failure.problem().code());
    assertEquals(List.of(), seen);
    assertFalse(key.isBlank() ? false : failure.toString().contains(key));
  }

  @ParameterizedTest
  @CsvSource({
    "403, targetForbidden, PERMANENT",
    "404, gone, GONE",
    "409, targetNotUnique, CONFLICT",
    "413, targetTooMany, PERMANENT",
    "415, targetFormRefused, PERMANENT",
    "501, targetNotImplemented, PERMANENT",
    "302, targetRedirected, PERMANENT",
    "308, targetRedirected, PERMANENT",
    "400, refused, PERMANENT",
    "500, targetOutage, UNKNOWN_EFFECT"
  })
  void refusalsAreKnownForWhatTheyAre(int status, String code, Disposition disposition) {
    for (int i = 0; i < ServiceClient.ATTEMPTS; i++) {
      answers.add(WireAnswer.empty(status).with("Location", service.uri() + "/elsewhere"));
    }

    ClientException failure = readFails();

    assertEquals(code, failure.problem().code());
    assertEquals(disposition, failure.disposition());
    assertTrue(seen.stream().noneMatch(request -> request.path().contains("elsewhere")));
  }

  @Test
  void aPageOfAProxyIsNoAnswer() {
    for (int i = 0; i < ServiceClient.ATTEMPTS; i++) {
      answers.add(WireAnswer.html(200, "<html>Sign in</html>"));
    }

    ClientException failure = readFails();

    assertEquals("targetAnswerUnreadable", failure.problem().code());
    assertEquals(ServiceClient.ATTEMPTS, seen.size());
  }

  @Test
  void anyFormIsTakenWhereAnyIsExpected() {
    answers.add(WireAnswer.html(200, "valid"));

    assertEquals("valid", client().read(LIST.answeringAnything(), meter).text());
  }

  @Test
  void anEmptyAnswerIsOne() {
    answers.add(WireAnswer.empty(204));

    assertTrue(client().send(REPLACE, none(), meter).json().isMissingNode());
  }

  @Test
  void anAnswerMayNotBeEndless() {
    answers.add(json("{\"text\":\"" + "x".repeat(5_000) + "\"}"));
    for (int i = 1; i < ServiceClient.ATTEMPTS; i++) {
      answers.add(answers.peekFirst());
    }
    ServiceClient client = client(endpoint(() -> "key").upTo(4_000));

    ClientException failure = assertThrows(ClientException.class, () -> client.read(LIST, meter));

    assertEquals("targetAnswerTooLong", failure.problem().code());
  }

  @Test
  void aReadIsRepeatedAfterTroubleThatPasses() {
    service.hostility().times(1, any -> true, Moment.BEFORE, any -> Incident.unavailable());
    service.hostility().times(1, any -> true, Moment.BEFORE, any -> Incident.reset());

    assertTrue(client().read(LIST, meter).json().path("ok").asBoolean());
    assertEquals(3, service.counts().all());
    assertEquals(3, meter.calls());
    assertEquals(2, pauses.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timedOut", "reset", "unavailable"})
  void aCreationWhoseAnswerIsLostIsNotSentAgain(String kind) {
    Incident lost =
        kind.equals("reset")
            ? Incident.reset()
            : kind.equals("timedOut") ? Incident.timedOut() : Incident.unavailable();
    service.hostility().once(any -> true, Moment.AFTER, lost);

    ClientException failure =
        assertThrows(ClientException.class, () -> client().send(CREATE, wait -> true, meter));

    assertEquals(Disposition.UNKNOWN_EFFECT, failure.disposition());
    assertEquals(1, seen.size());
  }

  @Test
  void whatDoesTheSameTwiceIsSentAgain() {
    service.hostility().once(any -> true, Moment.AFTER, Incident.timedOut());

    client().send(REPLACE, wait -> true, meter);

    assertEquals(2, seen.size());
  }

  @Test
  void aThrottledCreationWaitsAsLongAsItIsAllowedTo() {
    answers.add(WireAnswer.empty(429).with("Retry-After", "3"));

    client().send(CREATE, wait -> wait.compareTo(Duration.ofSeconds(5)) <= 0, meter);

    assertEquals(List.of(Duration.ofSeconds(3)), pauses);
    assertEquals(2, seen.size());
  }

  @Test
  void aLongerPauseIsHandedBackAndKept() {
    answers.add(WireAnswer.empty(429).with("Retry-After", "30"));
    ServiceClient client = client();

    ClientException failure =
        assertThrows(ClientException.class, () -> client.send(CREATE, shortOnes(), meter));
    clock.advance(Duration.ofSeconds(10));
    ClientException again =
        assertThrows(ClientException.class, () -> client.send(CREATE, shortOnes(), meter));

    assertEquals(Disposition.THROTTLED, failure.disposition());
    assertEquals(Optional.of(Duration.ofSeconds(30)), failure.retryAfter());
    assertEquals(Disposition.THROTTLED, again.disposition());
    assertEquals(Optional.of(Duration.ofSeconds(20)), again.retryAfter());
    assertEquals(1, seen.size(), "nothing is sent while the service wants nothing");
    assertEquals(List.of(), pauses);
  }

  @Test
  void retryAfterMayBeADate() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().plusSeconds(4).atZone(ZoneOffset.UTC));
    answers.add(WireAnswer.empty(429).with("Retry-After", date));

    client().send(CREATE, shortOnes(), meter);

    assertEquals(List.of(Duration.ofSeconds(4)), pauses);
  }

  @Test
  void throttlingWithoutAHintBacksOffAndNamesAPause() {
    for (int i = 0; i < ServiceClient.THROTTLED_ATTEMPTS; i++) {
      answers.add(WireAnswer.empty(429));
    }

    ClientException failure =
        assertThrows(ClientException.class, () -> client().send(CREATE, wait -> true, meter));

    assertEquals(ServiceClient.THROTTLED_ATTEMPTS, seen.size());
    assertTrue(failure.retryAfter().orElseThrow().compareTo(Duration.ofSeconds(8)) >= 0);
    assertTrue(pauses.get(0).compareTo(Duration.ofSeconds(1)) <= 0);
  }

  @Test
  void theBodyOfA429TellsThePace() {
    answers.add(
        new WireAnswer(
            429,
            Map.of("Content-Type", "application/json"),
            ("{\"code\":429,\"message\":\"Too Many Requests\",\"emptiedBucketDetails\":"
                    + "{\"limiterId\":\"cab\",\"budget\":50,\"windowSeconds\":10}}")
                .getBytes(StandardCharsets.UTF_8)));
    ServiceClient client = client();

    client.send(CREATE, wait -> true, meter);

    assertEquals(new Pace(50, Duration.ofSeconds(10)), client.pace());
    assertEquals(List.of(Duration.ofSeconds(10)), pauses);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RateLimit-Remaining: 0; RateLimit-Reset: 4",
        "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 4",
        "RateLimit: \"default\"\\;r=0\\;t=4",
        "RateLimit: limit=50, remaining=0, reset=4",
        "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1795255204"
      })
  void anEmptyBucketIsRestedFor(String headers) {
    WireAnswer answer = json("{}");
    for (String header : headers.split("(?<!\\\\); ")) {
      answer = answer.with(header.split(": ", 2)[0], header.split(": ", 2)[1].replace("\\;", ";"));
    }
    answers.add(answer);
    ServiceClient client = client();

    client.read(LIST, meter);
    client.read(LIST, meter);

    assertEquals(List.of(Duration.ofSeconds(4)), pauses);
  }

  @Test
  void thePaceIsKept() {
    ServiceClient client = client(endpoint(() -> "key").paced(new Pace(10, Duration.ofSeconds(9))));

    for (int i = 0; i < 10; i++) {
      client.send(CREATE, shortOnes(), meter);
    }

    assertEquals(9, pauses.size());
    assertEquals(Duration.ofSeconds(9), pauses.stream().reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  void aReadGivesUpWhenItsPatienceIsSpent() {
    for (int i = 0; i < ServiceClient.THROTTLED_ATTEMPTS; i++) {
      answers.add(WireAnswer.empty(429).with("Retry-After", "25"));
    }

    ClientException failure = readFails();

    assertEquals(Disposition.THROTTLED, failure.disposition());
    assertEquals(3, seen.size());
  }

  @Test
  void aServiceThatIsNotThereIsToldAsSuch() {
    service.close();

    assertEquals("connectionRefused", readFails().problem().code());
  }

  @Test
  void anUnknownHostIsToldAsSuch() {
    ServiceClient client =
        client(
            ServiceEndpoint.withBearer(
                Service.SCIM, URI.create("https://scim.contoso.invalid/v2"), () -> "key"));

    ClientException failure = assertThrows(ClientException.class, () -> client.read(LIST, meter));

    assertEquals("hostUnknown", failure.problem().code());
    assertFalse(failure.toString().contains("contoso"));
  }

  @Test
  void everyRequestIsObserved() {
    CallLog log = new CallLog();
    answers.add(WireAnswer.empty(429).with("Retry-After", "2"));

    client().observedBy(log.of("contoso/zivver")).send(REPLACE, wait -> true, meter);

    assertEquals(2, log.calls());
    assertEquals(1, log.throttled());
    assertEquals(Duration.ofSeconds(2), log.waited());
  }

  @Test
  void anUnencryptedAddressIsRefused() {
    for (String url : List.of("http://scim.contoso.example/", "ftp://127.0.0.1/")) {
      ServiceEndpoint plain = ServiceEndpoint.withoutKey(Service.SCIM, URI.create(url));
      assertThrows(IllegalArgumentException.class, () -> client(plain));
    }
    client(ServiceEndpoint.withoutKey(Service.SCIM, URI.create("http://127.0.0.1:8080/scim")));
    ServiceEndpoint loopback =
        ServiceEndpoint.withoutKey(Service.SCIM, URI.create("http://localhost/"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ServiceClient(
                loopback, new OkHttpClient.Builder(), false, clock, new Random(1), pauses::add));
  }

  private ClientException readFails() {
    return assertThrows(ClientException.class, () -> client().read(LIST, meter));
  }

  private URI base() {
    return URI.create(service.uri() + "/api/scim/v2/");
  }

  private ServiceEndpoint endpoint(ServiceKey key) {
    return ServiceEndpoint.withBearer(Service.SCIM, base(), key);
  }

  private ServiceClient client() {
    return client(endpoint(() -> "key"));
  }

  private ServiceClient client(ServiceEndpoint endpoint) {
    return new ServiceClient(
        endpoint,
        new OkHttpClient.Builder(),
        true,
        clock,
        new Random(1),
        pause -> {
          pauses.add(pause);
          clock.advance(pause);
        });
  }

  private static Waits none() {
    return wait -> false;
  }

  private static Waits shortOnes() {
    return wait -> wait.compareTo(Duration.ofSeconds(5)) <= 0;
  }

  private static WireAnswer json(String body) {
    return new WireAnswer(
        200, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
  }
}
