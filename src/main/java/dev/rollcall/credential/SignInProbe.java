package dev.rollcall.credential;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tries, one by one, what a login is made of: for the connection test. Made for one test, so that
 * Key Vault and the login are really asked. Safe for several threads; trying changes nothing.
 */
public final class SignInProbe {

  private final AppCredentials credentials;
  private final LoginHost host;

  /**
   * @param credentials fresh ones, which keep nothing of earlier logins
   * @param http the connection to login hosts
   */
  public SignInProbe(AppCredentials credentials, HttpClient http) {
    this.credentials = credentials;
    this.host = new LoginHost(http);
  }

  /**
   * What came of a try.
   *
   * @param value what was answered; empty if it failed
   * @param problem why it failed; empty if it did not
   */
  public record Tried<T>(Optional<T> value, Optional<Problem> problem) {

    /** One behaviour per case. */
    public <R> R match(Function<T, R> succeeded, Function<Problem, R> failed) {
      return value.isPresent() ? succeeded.apply(value.get()) : failed.apply(problem.orElseThrow());
    }
  }

  /** The environment's login host, for people; {@code unknown} if the settings name none. */
  public String hostName(Environment environment) {
    return trying(() -> credentials.hosts(environment).login().getAuthority())
        .value()
        .orElse("unknown");
  }

  /** The environment's login host and organisation, and what time it is there, if it says so. */
  public Tried<Optional<Instant>> host(Environment environment) {
    return trying(() -> host.time(credentials.hosts(environment), environment));
  }

  /** Reads an app's credential from Key Vault. */
  public Tried<CredentialInUse> credential(Environment environment, Environment.App app) {
    return trying(() -> credentials.inUse(environment, app));
  }

  /** Logs an app in; answers its permissions, or empty if the token does not show them. */
  public Tried<Optional<Set<String>>> login(Environment environment, Environment.App app) {
    return trying(() -> roles(environment, app, credentials.hosts(environment).graphScope()));
  }

  /** The same for Exchange's administration, whose tokens are others. */
  public Tried<Optional<Set<String>>> exchangeLogin(Environment environment, Environment.App app) {
    return trying(
        () ->
            roles(
                environment,
                app,
                credentials
                    .hosts(environment)
                    .exchange()
                    .orElseThrow(Failures::ofUnknownCloud)
                    .scope()));
  }

  private Optional<Set<String>> roles(Environment environment, Environment.App app, String scope) {
    return TokenRoles.of(
        credentials
            .of(environment, app)
            .getTokenSync(new TokenRequestContext().addScopes(scope))
            .getToken());
  }

  private static <T> Tried<T> trying(Supplier<T> work) {
    try {
      return new Tried<>(Optional.of(work.get()), Optional.empty());
    } catch (ClientException e) {
      return new Tried<>(Optional.empty(), Optional.of(e.problem()));
    } catch (RuntimeException e) {
      return new Tried<>(Optional.empty(), Optional.of(Failures.ofException(e).problem()));
    }
  }
}
