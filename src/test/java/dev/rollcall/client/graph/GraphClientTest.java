package dev.rollcall.client.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What the client itself does with a socket: nothing twice that we did not ask for. */
@Tag("R10")
class GraphClientTest {

  private static final BatchItem CREATE =
      BatchItem.post(
          "/users/u/contacts", JsonNodeFactory.instance.objectNode().put("displayName", "x"));

  /** What the server does with an exchange. */
  private interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final AtomicReference<Behaviour> behaviour = new AtomicReference<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final CallMeter meter = new CallMeter();
  private final GraphClient client;

  GraphClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getRequestBody().readAllBytes();
          behaviour.get().answer(exchange);
          exchange.close();
        });
    server.start();
    client =
        new GraphClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1.0"),
            new TokenCredential() {
              @Override
              public Mono<AccessToken> getToken(TokenRequestContext request) {
                return Mono.just(getTokenSync(request));
              }

              @Override
              public AccessToken getTokenSync(TokenRequestContext request) {
                return new AccessToken("secret", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
              }
            },
            "scope",
            GraphClient.transport(),
            Clock.systemUTC(),
            new Random(1),
            pauses::add);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aWriteIsSentOnceWhateverTheAnswer(int status) {
    behaviour.set(exchange -> answer(exchange, status, "<html>", "Retry-After", "0"));

    ClientException failure =
        assertThrows(ClientException.class, () -> client.batch(List.of(CREATE), meter));

    assertEquals(1, requests.size());
    assertEquals(
        status == 429 ? Disposition.THROTTLED : Disposition.UNKNOWN_EFFECT, failure.disposition());
  }

  @Test
  void aWriteWhoseConnectionBreaksIsSentOnce() {
    behaviour.set(
        exchange -> {
          throw new IOException("broken on purpose");
        });

    ClientException failure =
        assertThrows(ClientException.class, () -> client.batch(List.of(CREATE), meter));

    assertEquals(1, requests.size());
    assertEquals(Disposition.UNKNOWN_EFFECT, failure.disposition());
  }

  @Test
  void anUnreachableServiceHadNoPartInIt() {
    server.stop(0);

    ClientException failure =
        assertThrows(ClientException.class, () -> client.batch(List.of(CREATE), meter));

    assertEquals(Disposition.RETRY, failure.disposition());
  }

  @Test
  void aRedirectIsNotFollowedWithTheToken() {
    behaviour.set(
        exchange -> answer(exchange, 302, "", "Location", "http://127.0.0.1:1/elsewhere"));

    assertThrows(ClientException.class, () -> client.get("/users?x=1", Map.of(), meter));

    assertEquals(1, requests.size());
    assertEquals("Bearer secret", authorizations.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/v1.0/users",
        "http://127.0.0.1:1/v1.0/users",
        "http://evil.example/v1.0/users",
        "http://127.0.0.1.evil.example/v1.0/users",
        "http://127.0.0.1@evil.example/v1.0/users",
        "ftp://127.0.0.1/users",
        "//evil.example/v1.0/users"
      })
  void aLinkToAnotherHostIsRefused(String link) {
    behaviour.set(exchange -> answer(exchange, 404, ""));

    assertThrows(ClientException.class, () -> client.get(link, Map.of(), meter));

    assertTrue(requests.stream().allMatch(request -> request.startsWith("GET /v1.0//evil")));
  }

  @Test
  void aReadIsRepeatedWithinBounds() {
    behaviour.set(exchange -> answer(exchange, 503, "<html>"));

    assertThrows(ClientException.class, () -> client.get("/users?x=1", Map.of(), meter));

    assertEquals(GraphClient.READ_ATTEMPTS, requests.size());
    assertEquals(GraphClient.READ_ATTEMPTS, meter.calls());
    assertEquals(GraphClient.READ_ATTEMPTS - 1, pauses.size());
  }

  @Test
  void aReadDoesNotWaitLongerThanItsPatience() {
    behaviour.set(exchange -> answer(exchange, 429, "", "Retry-After", "600"));

    ClientException failure =
        assertThrows(ClientException.class, () -> client.get("/users?x=1", Map.of(), meter));

    assertEquals(Duration.ofSeconds(600), failure.retryAfter().orElseThrow());
    assertEquals(List.of(), pauses);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"responses\":[", "<html>", "{\"responses\":[]}", "{}"})
  void aBatchAnswerThatCannotBeReadMayHaveHadItsEffect(String body) {
    behaviour.set(exchange -> answer(exchange, 200, body));

    Disposition disposition;
    try {
      disposition =
          client.batch(List.of(CREATE), meter).get(0).failure().orElseThrow().disposition();
    } catch (ClientException e) {
      disposition = e.disposition();
    }

    assertEquals(Disposition.UNKNOWN_EFFECT, disposition);
  }

  private static void answer(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
