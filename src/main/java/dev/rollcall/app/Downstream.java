package dev.rollcall.app;

import static dev.rollcall.client.http.Service.MAILPROTECTOR;

import dev.rollcall.client.http.Pause;
import dev.rollcall.client.mailprotector.ConsoleAddress;
import dev.rollcall.client.mailprotector.MailprotectorClient;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.client.service.ServiceKey;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.Target;
import dev.rollcall.target.mailprotector.MailprotectorConnection;
import dev.rollcall.target.mailprotector.MailprotectorTarget;
import dev.rollcall.telemetry.CallLog;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The downstream services that policies write to. The client of a service is made when it is first
 * needed and kept, since it knows the service's pace.
 */
final class Downstream {

  private final Function<String, ServiceKey> keys;
  private final Transport transport;
  private final boolean loopback;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final Map<Address, ServiceClient> kept = new ConcurrentHashMap<>();

  /** What tells one client from another. */
  private record Address(URI base, String key) {}

  /**
   * @param keys the key of a service by the name of its secret
   * @param loopback whether services on this machine are let through, which run beside the app
   *     while it is tried out
   */
  Downstream(
      Function<String, ServiceKey> keys,
      Transport transport,
      boolean loopback,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.keys = keys;
    this.transport = transport;
    this.loopback = loopback;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * The targets by kind.
   *
   * @param calls where requests are counted; empty if they are not
   */
  Map<String, Target> targets(Optional<CallLog> calls) {
    Map<String, Target> targets = new HashMap<>();
    targets.put(
        "mailprotector", new MailprotectorTarget(policy -> mailprotector(policy, calls), clock));
    return targets;
  }

  private MailprotectorConnection mailprotector(Policy policy, Optional<CallLog> calls) {
    Service.Mailprotector console = (Service.Mailprotector) policy.target().service().orElseThrow();
    ConsoleAddress address = ConsoleAddress.of(console.url());
    ServiceClient client =
        client(
            address.base(),
            console.token(),
            key ->
                ServiceEndpoint.withBearer(MAILPROTECTOR, address.base(), key)
                    .paced(MailprotectorClient.PACE),
            policy,
            calls);
    Set<String> destinations = new HashSet<>();
    policy.accounts().destinations().rules().forEach(rule -> destinations.add(rule.group()));
    policy.accounts().destinations().otherwise().ifPresent(destinations::add);
    return new MailprotectorConnection(
        new MailprotectorClient(client, address), console.domain(), destinations);
  }

  private ServiceClient client(
      URI base,
      String key,
      Function<ServiceKey, ServiceEndpoint> endpoint,
      Policy policy,
      Optional<CallLog> calls) {
    ServiceClient client =
        kept.computeIfAbsent(
            new Address(base, key),
            address ->
                new ServiceClient(
                    endpoint.apply(keys.apply(key)),
                    transport.graph(),
                    loopback,
                    clock,
                    random,
                    pause));
    return calls
        .map(log -> client.observedBy(log.of(policy.environment() + "/" + policy.id())))
        .orElse(client);
  }
}
