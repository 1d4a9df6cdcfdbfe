package dev.rollcall.target.scim;

import dev.rollcall.client.http.Pause;
import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.client.scim.ScimWire;
import dev.rollcall.client.service.KeptKey;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * Clients of the SCIM services that policies name. One is kept for each service, so that all of its
 * policies keep its pace together. Safe for several threads.
 */
public final class ScimConnections implements Function<Policy, ScimClient> {

  private final UnaryOperator<String> keys;
  private final Supplier<OkHttpClient.Builder> http;
  private final boolean plainLoopback;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final Map<Service.Scim, ScimClient> clients = new ConcurrentHashMap<>();

  /**
   * @param keys the key of a name; asked seldom, and again when the service refuses it
   * @param http connection settings
   * @param plainLoopback whether {@code http} towards this machine is let through
   */
  public ScimConnections(
      UnaryOperator<String> keys,
      Supplier<OkHttpClient.Builder> http,
      boolean plainLoopback,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.keys = keys;
    this.http = http;
    this.plainLoopback = plainLoopback;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * @throws IllegalArgumentException if the policy writes elsewhere
   */
  @Override
  public ScimClient apply(Policy policy) {
    return clients.computeIfAbsent(ScimTarget.service(policy), this::open);
  }

  private ScimClient open(Service.Scim service) {
    ScimWire wire = ScimTarget.wire(service.dialect());
    ServiceEndpoint endpoint =
        ServiceEndpoint.withBearer(
                wire.service(),
                service.url(),
                new KeptKey(() -> keys.apply(service.token()), clock))
            .paced(wire.pace());
    return new ScimClient(
        new ServiceClient(endpoint, http.get(), plainLoopback, clock, random, pause), wire);
  }
}
