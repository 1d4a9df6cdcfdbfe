package dev.rollcall.app;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.AppRegistrations;
import dev.rollcall.policy.Environment;
import dev.rollcall.run.CredentialSource;
import dev.rollcall.run.CredentialUnseen;
import dev.rollcall.run.LoginCredentials;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everywhere it is known when credentials end. */
final class CredentialReading {

  private CredentialReading() {}

  /**
   * All sources. A service whose API keys have a known end is one more of them.
   *
   * @param graph requests on behalf of an environment's primary app
   */
  static List<CredentialSource> sources(
      Supplier<AppCredentials> credentials, Function<Environment, GraphClient> graph) {
    AppRegistrations registrations = new AppRegistrations(graph);
    return List.of(
        new LoginCredentials(
            (environment, app) -> seen(() -> credentials.get().inUse(environment, app)),
            (environment, app) -> seen(() -> registrations.read(environment, app))));
  }

  private static <T> T seen(Supplier<T> look) {
    try {
      return look.get();
    } catch (ClientException e) {
      throw new CredentialUnseen(e.problem(), e);
    }
  }
}
