package dev.rollcall.client.service;

import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import dev.rollcall.localtenant.wire.WireServer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A service's door: HTTPS on a free port of this machine, with a certificate that the JVM trusts.
 * It counts the requests by operation, and lets trouble happen before or after the service itself
 * is asked. One request at a time is served, so that the service behind need not be safe for
 * threads.
 */
final class LocalService implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool(LocalService::thread);
  private final Hostility hostility = new Hostility(20_261_121L);
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final WireServer server;

  private LocalService() {
    this.server = WireServer.open(LocalTrust.install().server(), threads);
  }

  /**
   * Opens a service.
   *
   * @param operation what a request is counted as: its method and path with ids left out
   * @param service what answers; empty breaks the connection off
   */
  public static LocalService start(Function<WireRequest, String> operation, WireHandler service) {
    LocalService door = new LocalService();
    door.server.serve(request -> door.answer(request, operation.apply(request), service));
    return door;
  }

  /** Scheme, address and port, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  /** What goes wrong here. A refusal of it is a JSON body with {@code code} and {@code message}. */
  public Hostility hostility() {
    return hostility;
  }

  /** How many requests came, by operation; refused ones as well. */
  public Map<String, Integer> counts() {
    Map<String, Integer> copy = new TreeMap<>();
    counts.forEach((operation, count) -> copy.put(operation, count.get()));
    return copy;
  }

  /** How many requests came whose operation begins so. */
  public int count(String beginning) {
    return counts().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(beginning))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Begins to count from nothing. */
  public void resetCounts() {
    counts.clear();
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }

  private synchronized Optional<WireAnswer> answer(
      WireRequest request, String operation, WireHandler service) {
    counts.computeIfAbsent(operation, any -> new AtomicInteger()).incrementAndGet();
    Sighting sighting =
        new Sighting(
            Sighting.Level.CALL, request.method(), operation, request.path(), "", Optional.empty());
    Incident before = hostility.before(sighting);
    if (happens(before)) {
      return answer(before);
    }
    Optional<WireAnswer> answer = service.answer(request);
    Incident after = hostility.after(sighting);
    return happens(after) ? answer(after) : answer;
  }

  private static boolean happens(Incident incident) {
    return !(incident instanceof Incident.None || incident instanceof Incident.Slow);
  }

  private static Optional<WireAnswer> answer(Incident incident) {
    if (incident instanceof Incident.Throttled throttled) {
      WireAnswer answer = WireAnswer.html(429, "Too Many Requests");
      return Optional.of(
          throttled
              .retryAfter()
              .map(time -> answer.with("Retry-After", Long.toString(time.toSeconds())))
              .orElse(answer));
    }
    if (incident instanceof Incident.Unavailable) {
      return Optional.of(WireAnswer.html(503, "<html><title>Service Unavailable</title></html>"));
    }
    if (incident instanceof Incident.TimedOut) {
      return Optional.of(WireAnswer.html(504, "<html><title>Gateway Timeout</title></html>"));
    }
    if (incident instanceof Incident.Refused refused) {
      return Optional.of(
          WireAnswer.html(
              refused.status(),
              "{\"code\":\"" + refused.code() + "\",\"message\":\"" + refused.message() + "\"}"));
    }
    return Optional.empty();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "local service");
    thread.setDaemon(true);
    return thread;
  }
}
