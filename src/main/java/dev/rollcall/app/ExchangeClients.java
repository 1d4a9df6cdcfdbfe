package dev.rollcall.app;

import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.policy.Environment;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the clients of Exchange's administration, one for each primary app, and keeps them. */
final class ExchangeClients implements Function<Environment, ExchangeClient> {

  private final Supplier<AppCredentials> credentials;
  private final Transport transport;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final Map<Environment, ExchangeClient> kept = new ConcurrentHashMap<>();

  /**
   * @param credentials asked when a client is first needed
   */
  ExchangeClients(
      Supplier<AppCredentials> credentials,
      Transport transport,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.credentials = credentials;
    this.transport = transport;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * The client of the environment's primary app.
   *
   * @throws dev.rollcall.client.http.ClientException if the environment is in a custom cloud whose
   *     Exchange the settings do not name
   */
  @Override
  public ExchangeClient apply(Environment environment) {
    return kept.computeIfAbsent(
        environment.with(environment.app()),
        known -> {
          CloudHosts.ExchangeHost host =
              credentials.get().hosts(known).exchange().orElseThrow(Failures::ofUnknownCloud);
          return new ExchangeClient(
              host.base(),
              known.tenant(),
              credentials.get().of(known),
              host.scope(),
              transport.graph(),
              clock,
              random,
              pause);
        });
  }
}
