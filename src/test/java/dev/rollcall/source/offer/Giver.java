package dev.rollcall.source.offer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.offer.OfferAnswer;
import dev.rollcall.client.offer.OfferClient;
import dev.rollcall.client.offer.OfferRequest;
import dev.rollcall.client.offer.OfferedRecords;
import dev.rollcall.client.offer.Partners;
import dev.rollcall.client.offer.Refused;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.webhook.PublicSockets;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.model.Content;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.Recollections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Another installation as far as anybody outside sees it, and whoever stands in its place. */
public final class Giver implements AutoCloseable {

  /** Turns what is answered into something else. */
  record Deceit(int status, UnaryOperator<String> text, Map<String, String> headers) {

    static final Deceit NONE = new Deceit(200, text -> text, Map.of());

    static Deceit saying(UnaryOperator<String> text) {
      return new Deceit(200, text, Map.of());
    }

    static Deceit status(int status) {
      return new Deceit(status, text -> "{}", Map.of());
    }
  }

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
  final SigningKey own;
  final SigningKey taker;
  final Map<RecordKey, Content> records = new TreeMap<>();
  final List<String> answers = new ArrayList<>();
  Instant taken = clock.instant();
  SigningKey signer;
  Deceit deceit = Deceit.NONE;
  int requests;

  /** Turns the records into others before they are signed. */
  UnaryOperator<byte[]> written = bytes -> bytes;

  private final Recollections kept = new Kept();
  private final HttpServer server;
  private InstantSource now;

  Giver() {
    this.own = Partners.at(clock.instant());
    this.taker = Partners.at(clock.instant());
    this.signer = own;
    this.now = clock;
    this.server = open();
  }

  private Giver(SigningKey own, SigningKey taker, InstantSource now) {
    this.own = own;
    this.taker = taker;
    this.signer = own;
    this.now = now;
    this.taken = now.instant();
    this.server = open();
  }

  /** One that gives to this partner. */
  public static Giver beside(SigningKey own, SigningKey taker, InstantSource now) {
    return new Giver(own, taker, now);
  }

  /** It has the time from here. */
  public void at(InstantSource time) {
    now = time;
  }

  /** Where it answers. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/offers/people";
  }

  /** Who is offered, by name. */
  public List<String> names() {
    return records.values().stream()
        .map(content -> content.text(RecordField.DISPLAY_NAME))
        .sorted()
        .toList();
  }

  /** Somebody is offered no more. */
  public void drop(int number) {
    records.remove(key(number));
  }

  private HttpServer open() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext("/api/offers/people", this::answer);
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Offers somebody called {@code Person 7}. */
  public void put(int number, String jobTitle) {
    put(number, "Person " + number, jobTitle);
  }

  /** Offers somebody. */
  public void put(int number, String name, String jobTitle) {
    records.put(
        key(number),
        new Content.Builder()
            .text(RecordField.DISPLAY_NAME, name)
            .text(RecordField.JOB_TITLE, jobTitle)
            .text(RecordField.MAIL, "p" + number + "@partner.example")
            .text(RecordField.RECIPIENT_TYPE, "user")
            .texts(RecordField.BUSINESS_PHONES, List.of("+49 30 " + (1_000_000 + number)))
            .build());
  }

  static RecordKey key(int number) {
    return new RecordKey("user:" + String.format("%08d", number));
  }

  /** Somebody who takes what is given here. */
  OfferSource source() {
    return new OfferSource(
        policy -> {
          Policy.Offer offer = policy.reading().offer().orElseThrow();
          return new OfferClient(
              new ServiceClient(
                  OfferClient.endpoint(offer.url()),
                  PublicSockets.only(GraphClient.transport(), true),
                  true,
                  clock,
                  new Random(7),
                  clock::advance),
              offer,
              () -> taker,
              clock);
        },
        kept,
        clock);
  }

  Policy policy() {
    String json =
        sample("policies/people-of-contoso.json")
            .replace(
                "https://contoso-rollcall.azurewebsites.net/api/offers/offer-to-fabrikam", url())
            .replace(
                "9f2c0a6d4b1e8f7350c2d1a9e8b7c6d5f4e3d2c1b0a99887766554433221100f",
                own.thumbprint());
    return valid(PolicyDocuments.policy(json.getBytes(StandardCharsets.UTF_8)));
  }

  static Environment environment() {
    return valid(
        PolicyDocuments.environment(
            sample("environments/fabrikam.json").getBytes(StandardCharsets.UTF_8)));
  }

  private static <T> T valid(Parsed<T> parsed) {
    return parsed.match(
        Parsed.Valid::value,
        invalid -> {
          throw new IllegalStateException(invalid.problems().toString());
        });
  }

  private static String sample(String name) {
    try {
      return Files.readString(Path.of("src/main/samples").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests++;
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    int status = deceit.status();
    String text;
    try {
      OfferRequest.Received received =
          OfferRequest.read(asked, List.of(taker.thumbprint()), now.instant());
      text =
          OfferAnswer.of(received.request(), taken, written.apply(OfferedRecords.bytes(records)))
              .signed(received, signer, now.instant());
      answers.add(text);
    } catch (Refused e) {
      status = 403;
      text = "{}";
    }
    byte[] body = deceit.text().apply(text).getBytes(StandardCharsets.UTF_8);
    deceit.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  void passes(Duration time) {
    clock.advance(time);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** What is remembered from run to run. */
  private static final class Kept implements Recollections {

    private final Map<PolicyId, Recollection> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Recollection> of(PolicyId policy) {
      return Optional.ofNullable(kept.get(policy));
    }

    @Override
    public void keep(PolicyId policy, Recollection what) {
      kept.put(policy, what);
    }

    @Override
    public void purge(Set<PolicyId> policies, Instant since) {
      kept.keySet().retainAll(policies);
    }
  }
}
