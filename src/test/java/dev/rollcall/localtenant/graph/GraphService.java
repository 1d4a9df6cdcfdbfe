package dev.rollcall.localtenant.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.login.Caller;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.TokenRejected;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Graph v1.0: who calls, single requests and batches, error envelopes and headers. What it answers
 * comes from its {@link GraphRoutes parts}.
 */
public final class GraphService implements WireHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "/v1.0";
  private static final String RETRY_AFTER = "Retry-After";
  private static final String IMMUTABLE = "IdType=\"ImmutableId\"";

  private final Tokens tokens;
  private final Resource resource;
  private final Desk desk;
  private final Latency latency;
  private final Counters counters;
  private final Predicate<String> isDisabled;
  private final Function<String, Optional<String>> mailboxIds;
  private final Clock clock;
  private final Random order;

  /**
   * @param parts asked in this order
   * @param isDisabled whether an app's tokens are good no more, by its client id
   * @param mailboxIds from what a mailbox's owner is called to its id
   * @param limited whether mailboxes have limits
   * @param unexpected told of requests that are nobody's
   */
  public GraphService(
      Tokens tokens,
      Resource resource,
      List<GraphRoutes> parts,
      Predicate<String> isDisabled,
      Function<String, Optional<String>> mailboxIds,
      Hostility hostility,
      Latency latency,
      Counters counters,
      boolean limited,
      long seed,
      Clock clock,
      Consumer<String> unexpected) {
    this.tokens = tokens;
    this.resource = resource;
    this.desk = new Desk(parts, hostility, clock, limited, unexpected);
    this.latency = latency;
    this.counters = counters;
    this.isDisabled = isDisabled;
    this.mailboxIds = mailboxIds;
    this.clock = clock;
    this.order = new Random(seed);
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    if (!request.path().startsWith(VERSION + "/")) {
      return Optional.of(
          wire(GraphAnswer.error(400, "BadRequest", "Invalid version."), request.headers(), false));
    }
    Caller caller;
    try {
      caller = tokens.check(request.bearer(), resource);
      if (isDisabled.test(caller.appId())) {
        throw new TokenRejected("The app is disabled in the organisation.");
      }
    } catch (TokenRejected rejected) {
      counters.seen(
          new Sighting(
              Sighting.Level.CALL,
              request.method(),
              "unauthorised",
              request.path(),
              "",
              Optional.empty()),
          request.body().length);
      return Optional.of(
          wire(
                  GraphAnswer.error(401, "InvalidAuthenticationToken", rejected.getMessage()),
                  request.headers(),
                  false)
              .with("WWW-Authenticate", "Bearer realm=\"\""));
    }
    String path = request.path().substring(VERSION.length());
    return path.equals("/$batch") || path.equals("/%24batch")
        ? batch(request, caller)
        : single(request, path, caller);
  }

  private Optional<WireAnswer> single(WireRequest wire, String path, Caller caller) {
    GraphRequest request;
    try {
      request =
          new GraphRequest(
              wire.method(),
              Operations.segments(WireRequest.segments(path)),
              WireRequest.parameters(wire.query()),
              wire.headers(),
              wire.body(),
              caller.appId(),
              caller.roles());
    } catch (IllegalArgumentException e) {
      return Optional.of(
          wire(
              GraphAnswer.error(400, "BadRequest", "The address is malformed."),
              wire.headers(),
              false));
    }
    Sighting sighting = sighting(Sighting.Level.CALL, request);
    counters.seen(sighting, wire.body().length);
    Desk.Started started = desk.start(sighting);
    int place = sighting.mailbox().map(mailbox -> desk.gate(mailbox).enter(1)).orElse(1);
    Served served;
    try {
      Latency.awaitUntil(System.nanoTime() + latency.draw() + started.slowdown().toNanos());
      boolean hasPlace = place == 1;
      served = started.refused().orElseGet(() -> desk.serve(request, sighting, hasPlace));
    } finally {
      int got = place;
      sighting.mailbox().ifPresent(mailbox -> desk.gate(mailbox).leave(got));
    }
    return served
        .answer()
        .map(answer -> wire(answer, wire.headers(), sighting.mailbox().isPresent()));
  }

  private Optional<WireAnswer> batch(WireRequest request, Caller caller) {
    Sighting sighting =
        new Sighting(
            Sighting.Level.BATCH,
            request.method(),
            request.method() + " /$batch",
            "/$batch",
            caller.appId(),
            Optional.empty());
    counters.seen(sighting, request.body().length);
    counters.batchBegins(caller.appId());
    try {
      return batch(request, caller, sighting);
    } finally {
      counters.batchEnds(caller.appId());
    }
  }

  private Optional<WireAnswer> batch(WireRequest request, Caller caller, Sighting sighting) {
    long began = System.nanoTime();
    Desk.Started started = desk.start(sighting);
    Latency.awaitUntil(began + started.slowdown().toNanos());
    Served served = started.refused().orElseGet(() -> serve(request, caller, sighting));
    counters.batchTook(System.nanoTime() - began);
    return served.answer().map(answer -> wire(answer, request.headers(), false));
  }

  private Served serve(WireRequest request, Caller caller, Sighting sighting) {
    List<BatchItem> items;
    try {
      if (!request.method().equals("POST")) {
        throw new GraphFailure(405, "BadRequest", "A batch is posted.");
      }
      items =
          new BatchEnvelope(caller, inner -> sighting(Sighting.Level.ITEM, inner))
              .read(request.body());
    } catch (GraphFailure failure) {
      return Served.with(failure.answer());
    }
    Optional<Map<String, Served>> results = new BatchRun(desk, latency, counters, items).run();
    Incident incident = desk.hostility().after(sighting);
    if (results.isEmpty()) {
      return Served.BROKEN_OFF;
    }
    return Desk.instead(incident, sighting)
        .orElseGet(() -> Served.with(GraphAnswer.json(200, responses(items, results.get()))));
  }

  private ObjectNode responses(List<BatchItem> items, Map<String, Served> results) {
    List<ObjectNode> responses = new ArrayList<>();
    for (BatchItem item : items) {
      GraphAnswer answer = results.get(item.id()).answer().orElseThrow();
      responses.add(response(item, answer));
    }
    synchronized (order) {
      Collections.shuffle(responses, order);
    }
    ObjectNode body = JSON.createObjectNode();
    ArrayNode array = body.putArray("responses");
    responses.forEach(array::add);
    return body;
  }

  private ObjectNode response(BatchItem item, GraphAnswer answer) {
    counters.answered(answer.status(), 0);
    ObjectNode response = JSON.createObjectNode();
    response.put("id", item.id()).put("status", answer.status());
    ObjectNode headers = response.putObject("headers");
    headers.put("Cache-Control", "private");
    answer
        .headers()
        .forEach((name, value) -> headers.put(name.equals(RETRY_AFTER) ? spelling() : name, value));
    preferences(answer, item.request().headers(), item.sighting().mailbox().isPresent())
        .ifPresent(applied -> headers.put("Preference-Applied", applied));
    if (answer.json().isPresent()) {
      headers.put("Content-Type", "application/json");
      response.set("body", explained(answer.json().get(), item.request().headers()));
    } else if (answer.bytes().isPresent()) {
      response.put("body", Base64.getEncoder().encodeToString(answer.bytes().get()));
    }
    return response;
  }

  /** Observed in both. */
  private String spelling() {
    synchronized (order) {
      return order.nextBoolean() ? RETRY_AFTER : RETRY_AFTER.toLowerCase(Locale.ROOT);
    }
  }

  private Sighting sighting(Sighting.Level level, GraphRequest request) {
    return new Sighting(
        level,
        request.method(),
        Operations.name(request.method(), request.segments()),
        "/" + String.join("/", request.segments()),
        request.appId(),
        Operations.mailbox(request.segments()).flatMap(mailboxIds));
  }

  private WireAnswer wire(GraphAnswer answer, Map<String, String> asked, boolean mailbox) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("request-id", UUID.randomUUID().toString());
    headers.put(
        "client-request-id",
        Optional.ofNullable(asked.get("client-request-id"))
            .orElseGet(() -> UUID.randomUUID().toString()));
    preferences(answer, asked, mailbox)
        .ifPresent(applied -> headers.put("Preference-Applied", applied));
    answer.headers().forEach(headers::putIfAbsent);
    byte[] body = new byte[0];
    if (answer.json().isPresent()) {
      headers.put("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true");
      body = bytes(explained(answer.json().get(), headers));
    } else if (answer.bytes().isPresent()) {
      body = answer.bytes().get();
    }
    counters.answered(answer.status(), body.length);
    return new WireAnswer(answer.status(), headers, body);
  }

  private static Optional<String> preferences(
      GraphAnswer answer, Map<String, String> asked, boolean mailbox) {
    String own = answer.headers().getOrDefault("Preference-Applied", "");
    boolean immutable =
        mailbox && answer.status() < 300 && asked.getOrDefault("prefer", "").contains(IMMUTABLE);
    String all = immutable ? IMMUTABLE + (own.isEmpty() ? "" : ", " + own) : own;
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /** Error bodies name the request. */
  private JsonNode explained(JsonNode body, Map<String, String> headers) {
    if (body.path("error") instanceof ObjectNode error && !error.has("innerError")) {
      error
          .putObject("innerError")
          .put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""))
          .put("request-id", headers.getOrDefault("request-id", UUID.randomUUID().toString()))
          .put("client-request-id", headers.getOrDefault("client-request-id", ""));
    }
    return body;
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
