package dev.rollcall.app;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.AppRegistrations;
import dev.rollcall.policy.Environment;
import dev.rollcall.run.AccountCredentials;
import dev.rollcall.run.CredentialSource;
import dev.rollcall.run.CredentialUnseen;
import dev.rollcall.run.LoginCredentials;
import dev.rollcall.run.ServiceCredentials;
import dev.rollcall.state.Documents;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everywhere it is known when credentials end. */
final class CredentialReading {

  private CredentialReading() {}

  /**
   * All sources.
   *
   * @param documents where the policies are that name services
   * @param graph requests on behalf of an environment's primary app
   */
  static List<CredentialSource> sources(
      Documents documents,
      Supplier<AppCredentials> credentials,
      Function<Environment, GraphClient> graph) {
    AppRegistrations registrations = new AppRegistrations(graph);
    return List.of(
        new LoginCredentials(
            (environment, app) -> seen(() -> credentials.get().inUse(environment, app)),
            (environment, app) -> seen(() -> registrations.read(environment, app))),
        new ServiceCredentials(documents, name -> seen(() -> credentials.get().storedKey(name))),
        new AccountCredentials(name -> seen(() -> credentials.get().storedKey(name))));
  }

  private static <T> T seen(Supplier<T> look) {
    try {
      return look.get();
    } catch (ClientException e) {
      throw new CredentialUnseen(e.problem(), e);
    }
  }
}
