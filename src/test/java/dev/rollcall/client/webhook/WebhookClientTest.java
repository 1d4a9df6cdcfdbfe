package dev.rollcall.client.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.client.service.ServiceKey;
import dev.rollcall.localservices.webhook.LocalReceiver;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.model.CallMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are signed, arrive once, and go nowhere but where they may. */
@Tag("S7")
class WebhookClientTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final byte[] BODY =
      "{\"key\":\"user:1\",\"record\":{}}".getBytes(StandardCharsets.UTF_8);

  private final Clock clock = Clock.systemUTC();
  private final LocalReceiver receiver = LocalReceiver.start(SECRET, clock);

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aReceiverCanVerifyWhoSentItAndWhen() {
    post(receiver.uri(), SECRET, true);

    assertEquals(1, receiver.deliveries().size());
    assertEquals("create", receiver.deliveries().get(0).event());
  }

  /** Receivers in other languages compute the same. */
  @Test
  void theSignatureIsTheOneInTheGuide() throws IOException {
    String guide = Files.readString(Path.of("src/site/markdown/services.md"));

    String signature = Signature.of(SECRET, Instant.ofEpochSecond(1_795_258_800), BODY);

    assertTrue(guide.contains("signature  " + signature));
    assertTrue(guide.contains("secret     " + SECRET));
    assertTrue(guide.contains("body       " + new String(BODY, StandardCharsets.UTF_8)));
  }

  @Test
  void anotherSecretIsRefused() {
    ClientException refused =
        assertThrows(ClientException.class, () -> post(receiver.uri(), SECRET + "x", true));

    assertEquals("targetKeyRefused", refused.problem().code());
    assertTrue(receiver.deliveries().isEmpty());
  }

  @Test
  void aSecretThatWasRolledIsReadAnew() {
    AtomicInteger refusals = new AtomicInteger();
    ServiceKey rolled =
        new ServiceKey() {
          @Override
          public String read() {
            return refusals.get() == 0 ? "the-secret-of-before" : SECRET;
          }

          @Override
          public void refused(String key) {
            refusals.incrementAndGet();
          }
        };

    client(receiver.uri(), rolled, true, new OkHttpClient.Builder())
        .post("create", BODY, wait -> true, new CallMeter());

    assertEquals(1, refusals.get());
    assertEquals(1, receiver.deliveries().size());
  }

  @Test
  void aGuessableSecretSendsNothing() {
    ClientException refused =
        assertThrows(ClientException.class, () -> post(receiver.uri(), "short", true));

    assertEquals("webhookSecretShort", refused.problem().code());
    assertEquals(0, receiver.counts().all());
  }

  @Test
  void anEventWhoseAnswerWasLostIsSentAgainAndTakenOnce() {
    receiver.loseAnswer();

    post(receiver.uri(), SECRET, true);

    assertEquals(
        List.of(false, true),
        receiver.deliveries().stream().map(LocalReceiver.Delivery::repeated).toList());
  }

  @Test
  void throttlingIsWaitedForOrHandedBack() {
    receiver.hostility().once(s -> true, Moment.BEFORE, Incident.throttled(Duration.ofSeconds(2)));
    post(receiver.uri(), SECRET, true);
    assertEquals(1, receiver.deliveries().size());

    receiver.hostility().once(s -> true, Moment.BEFORE, Incident.throttled(Duration.ofSeconds(90)));
    ClientException throttled =
        assertThrows(
            ClientException.class,
            () ->
                client(receiver.uri(), SECRET, true, new OkHttpClient.Builder())
                    .post("create", BODY, w -> w.toSeconds() < 5, new CallMeter()));
    assertEquals(Duration.ofSeconds(90), throttled.retryAfter().orElseThrow());
  }

  @Test
  void thisMachineIsClosedUnlessTheAppIsTriedOutThere() {
    ClientException refused =
        assertThrows(ClientException.class, () -> post(receiver.uri(), SECRET, false));

    assertEquals("webhookAddressPrivate", refused.problem().code());
    assertEquals(0, receiver.counts().all());
    assertFalse(refused.problem().passing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://168.63.129.16/machine",
        "https://[::1]/hook",
        "https://[fd00:ec2::254]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://0x7f000001/hook",
        "https://2130706433/hook",
        "https://localhost/hook"
      })
  void anAddressInDigitsOrANameOfThisMachineIsNoWayIn(String url) {
    ClientException refused =
        assertThrows(ClientException.class, () -> post(URI.create(url), SECRET, false));

    assertTrue(
        List.of("webhookAddressPrivate", "hostUnknown").contains(refused.problem().code()),
        refused.problem().code());
  }

  /** The name answers something public when it is checked, and something private afterwards. */
  @Test
  void aNameThatResolvesToSomethingElseTheSecondTimeGainsNothing() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread acceptor =
          new Thread(
              () -> {
                try {
                  inside.accept().close();
                  connections.incrementAndGet();
                } catch (IOException e) {
                  // Closed: nobody came.
                  connections.addAndGet(0);
                }
              });
      acceptor.setDaemon(true);
      acceptor.start();
      Dns rebinding =
          host -> {
            lookups.incrementAndGet();
            return List.of(address("127.0.0.1"));
          };
      URI url = URI.create("https://hook.contoso.example:" + inside.getLocalPort() + "/");

      ClientException refused =
          assertThrows(
              ClientException.class,
              () ->
                  client(url, SECRET, false, new OkHttpClient.Builder().dns(rebinding))
                      .post("create", BODY, w -> true, new CallMeter()));

      assertEquals("webhookAddressPrivate", refused.problem().code());
    }
    assertEquals(1, lookups.get());
    assertEquals(0, connections.get());
  }

  @Test
  void plainHttpIsNoAddress() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            client(
                URI.create("http://hook.contoso.example/"),
                SECRET,
                false,
                new OkHttpClient.Builder()));
  }

  private void post(URI url, String secret, boolean loopback) {
    client(url, secret, loopback, new OkHttpClient.Builder())
        .post("create", BODY, wait -> true, new CallMeter());
  }

  private WebhookClient client(
      URI url, String secret, boolean loopback, OkHttpClient.Builder settings) {
    return client(url, () -> secret, loopback, settings);
  }

  private WebhookClient client(
      URI url, ServiceKey secret, boolean loopback, OkHttpClient.Builder settings) {
    ServiceClient http =
        new ServiceClient(
            ServiceEndpoint.withoutKey(Service.WEBHOOK, url),
            PublicSockets.only(settings, loopback),
            false,
            clock,
            new Random(1),
            pause -> {});
    return new WebhookClient(http, secret, clock);
  }

  private static InetAddress address(String digits) {
    try {
      return InetAddress.getByName(digits);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
