package dev.rollcall.localtenant.graph;

import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Sighting;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Serves one request, be it a call of its own or in a batch: trouble, limits, permissions, parts.
 */
final class Desk {

  private static final String THROTTLED = "ApplicationThrottled";

  /** A request that has come in: refused already, or to be served after a while. */
  record Started(Optional<Served> refused, Duration slowdown) {}

  private final List<GraphRoutes> parts;
  private final Hostility hostility;
  private final Clock clock;
  private final boolean limited;
  private final Consumer<String> unexpected;
  private final Map<String, MailboxGate> gates = new ConcurrentHashMap<>();

  Desk(
      List<GraphRoutes> parts,
      Hostility hostility,
      Clock clock,
      boolean limited,
      Consumer<String> unexpected) {
    this.parts = List.copyOf(parts);
    this.hostility = hostility;
    this.clock = clock;
    this.limited = limited;
    this.unexpected = unexpected;
  }

  MailboxGate gate(String mailbox) {
    return gates.computeIfAbsent(mailbox, id -> new MailboxGate());
  }

  boolean limited() {
    return limited;
  }

  Hostility hostility() {
    return hostility;
  }

  /** A request comes in. */
  Started start(Sighting sighting) {
    Incident incident = hostility.before(sighting);
    return incident instanceof Incident.Slow slow
        ? new Started(Optional.empty(), slow.by())
        : new Started(instead(incident, sighting), Duration.ZERO);
  }

  /**
   * A request takes effect and is answered.
   *
   * @param hasPlace whether its mailbox had room for it
   */
  Served serve(GraphRequest request, Sighting sighting, boolean hasPlace) {
    GraphAnswer answer = answer(request, sighting, hasPlace);
    return instead(hostility.after(sighting), sighting).orElseGet(() -> Served.with(answer));
  }

  /** What is answered instead, if anything. */
  static Optional<Served> instead(Incident incident, Sighting sighting) {
    if (incident instanceof Incident.Throttled throttled) {
      return Optional.of(
          Served.with(
              throttled(
                  "Application is over its MailboxConcurrency limit.", throttled.retryAfter())));
    }
    if (incident instanceof Incident.Unavailable) {
      return Optional.of(
          Served.with(page(503, "Service Unavailable", "The service is unavailable.")));
    }
    if (incident instanceof Incident.TimedOut) {
      return Optional.of(
          Served.with(
              sighting.level() == Sighting.Level.ITEM
                  ? GraphAnswer.error(504, "UnknownError", "")
                  : page(504, "504 Gateway Time-out", "The gateway did not respond in time.")));
    }
    if (incident instanceof Incident.Refused refused) {
      return Optional.of(
          Served.with(GraphAnswer.error(refused.status(), refused.code(), refused.message())));
    }
    return incident instanceof Incident.Reset ? Optional.of(Served.BROKEN_OFF) : Optional.empty();
  }

  private GraphAnswer answer(GraphRequest request, Sighting sighting, boolean hasPlace) {
    if (limited && sighting.mailbox().isPresent()) {
      long bytes = request.method().equals("GET") ? 0 : request.body().length;
      Instant now = clock.instant();
      Optional<Duration> wait = gate(sighting.mailbox().get()).count(now, bytes);
      if (!hasPlace) {
        return throttled(
            "Application is over its MailboxConcurrency limit.",
            Optional.of(Duration.ofSeconds(1)));
      }
      if (wait.isPresent()) {
        return throttled("Application is over its RequestRate limit.", wait);
      }
    }
    try {
      Operations.checkPermission(request);
      for (GraphRoutes part : parts) {
        Optional<GraphAnswer> answer = part.answer(request);
        if (answer.isPresent()) {
          return checked(answer.get(), request);
        }
      }
      throw GraphFailure.notImplemented("this request");
    } catch (GraphFailure failure) {
      return checked(failure.answer(), request);
    } catch (IllegalArgumentException e) {
      return GraphAnswer.error(400, "BadRequest", "The request is malformed.");
    }
  }

  /** What is not implemented is answered, and never goes unnoticed. */
  private GraphAnswer checked(GraphAnswer answer, GraphRequest request) {
    if (answer.status() == 501) {
      unexpected.accept(
          "Graph: "
              + request.method()
              + " /"
              + String.join("/", request.segments())
              + (request.query().isEmpty() ? "" : " " + request.query()));
    }
    return answer;
  }

  private static GraphAnswer throttled(String message, Optional<Duration> retryAfter) {
    GraphAnswer answer = GraphAnswer.error(429, THROTTLED, message);
    Map<String, String> headers =
        retryAfter
            .map(time -> Map.of("Retry-After", Long.toString(Math.max(0, time.toSeconds()))))
            .orElse(Map.of());
    return new GraphAnswer(429, headers, answer.json(), answer.bytes());
  }

  private static GraphAnswer page(int status, String title, String text) {
    String html =
        "<!DOCTYPE html><html><head><title>"
            + title
            + "</title></head><body><h2>"
            + title
            + "</h2><hr><p>"
            + text
            + "</p></body></html>";
    return new GraphAnswer(
        status,
        Map.of("Content-Type", "text/html; charset=us-ascii"),
        Optional.empty(),
        Optional.of(html.getBytes(StandardCharsets.US_ASCII)));
  }
}
