package dev.rollcall.localservices;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.client.http.Pause;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import dev.rollcall.localtenant.wire.WireServer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What stands before every downstream service: a port over HTTPS, the counting of requests, and
 * what goes wrong on demand. What comes before the effect keeps the service from being asked; what
 * comes after it takes the answer's place.
 */
public final class ServiceFront implements AutoCloseable {

  private static final Pattern ID =
      Pattern.compile("\\d+|(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** What a service answers when nothing goes wrong. */
  @FunctionalInterface
  public interface Desk {
    /** Answers one request; called by one thread at a time. */
    WireAnswer answer(WireRequest request);
  }

  private final ExecutorService threads;
  private final WireServer server;
  private final Hostility hostility;
  private final RequestCounts counts = new RequestCounts();
  private final Object oneAtATime = new Object();

  private ServiceFront(ExecutorService threads, WireServer server, Hostility hostility) {
    this.threads = threads;
    this.server = server;
    this.hostility = hostility;
  }

  /**
   * Opens a port and answers there.
   *
   * @param name of the service, for its threads
   * @param seed of what goes wrong by itself
   */
  public static ServiceFront open(String name, long seed, Desk desk) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "local-" + name);
              thread.setDaemon(true);
              return thread;
            });
    WireServer server = WireServer.open(LocalTrust.install().server(), threads);
    ServiceFront front = new ServiceFront(threads, server, new Hostility(seed));
    server.serve(request -> front.answer(request, desk));
    return front;
  }

  /** Scheme, address and port, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  /** What goes wrong. */
  public Hostility hostility() {
    return hostility;
  }

  /** What was asked. */
  public RequestCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }

  /** Method and path with ids left out. */
  static String operation(WireRequest request) {
    StringBuilder operation = new StringBuilder(request.method()).append(' ');
    for (String segment : request.segments()) {
      operation.append('/').append(ID.matcher(segment).matches() ? "{id}" : segment);
    }
    return operation.toString();
  }

  private Optional<WireAnswer> answer(WireRequest request, Desk desk) {
    String operation = operation(request);
    counts.count(operation);
    Sighting sighting =
        new Sighting(
            Sighting.Level.CALL, request.method(), operation, request.path(), "", Optional.empty());
    Incident before = hostility.before(sighting);
    if (isSlow(before) || before.equals(Incident.NONE)) {
      waitFor(before);
      WireAnswer answer;
      synchronized (oneAtATime) {
        answer = desk.answer(request);
      }
      Incident after = hostility.after(sighting);
      waitFor(after);
      return isSlow(after) || after.equals(Incident.NONE) ? Optional.of(answer) : trouble(after);
    }
    return trouble(before);
  }

  private static boolean isSlow(Incident incident) {
    return incident instanceof Incident.Slow;
  }

  private static void waitFor(Incident incident) {
    if (incident instanceof Incident.Slow slow) {
      Pause.onThisThread().await(slow.by());
    }
  }

  private static Optional<WireAnswer> trouble(Incident incident) {
    if (incident instanceof Incident.Throttled throttled) {
      return Optional.of(throttled(throttled.retryAfter()));
    }
    if (incident instanceof Incident.Unavailable) {
      return Optional.of(WireAnswer.html(503, "<html><body>Service Unavailable</body></html>"));
    }
    if (incident instanceof Incident.TimedOut) {
      return Optional.of(WireAnswer.html(504, "<html><body>Gateway Time-out</body></html>"));
    }
    if (incident instanceof Incident.Refused refused) {
      return Optional.of(
          WireAnswer.json(
              refused.status(),
              JsonNodeFactory.instance.objectNode().put("message", refused.message())));
    }
    return Optional.empty();
  }

  private static WireAnswer throttled(Optional<Duration> retryAfter) {
    WireAnswer answer =
        WireAnswer.json(
            429, JsonNodeFactory.instance.objectNode().put("message", "Too Many Requests"));
    return retryAfter
        .map(wait -> answer.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
        .orElse(answer);
  }

  /** Requests of one operation, for hostility. */
  public static Predicate<Sighting> operationIs(String operation) {
    return sighting -> sighting.operation().equals(operation);
  }

  /** The answer to the next request of this operation is lost after its effect. */
  public void loseAnswerTo(String operation) {
    hostility.once(operationIs(operation), Moment.AFTER, Incident.reset());
  }
}
