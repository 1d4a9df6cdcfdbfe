package dev.rollcall.run;

import dev.rollcall.credential.CredentialInUse;
import dev.rollcall.credential.RegisteredCredentials;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Environment.App;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an environment's apps log in with: the certificate or client secret in Key Vault, and the
 * same as the app registration knows it, where that ends at another time. An app that uses the
 * function app's own identity has nothing that ends.
 */
public final class LoginCredentials implements CredentialSource {

  /** Ends that differ by less are one; services cut off fractions. */
  private static final Duration SAME = Duration.ofMinutes(1);

  private final Login login;
  private final Registration registration;

  /** Reads what an app logs in with. */
  public interface Login {
    /**
     * What the app logs in with at present.
     *
     * @throws CredentialUnseen if that cannot be told
     */
    CredentialInUse of(Environment environment, App app);
  }

  /** Reads app registrations. */
  public interface Registration {
    /**
     * The credentials that are registered for the app.
     *
     * @throws CredentialUnseen if they cannot be read
     */
    RegisteredCredentials of(Environment environment, App app);
  }

  public LoginCredentials(Login login, Registration registration) {
    this.login = login;
    this.registration = registration;
  }

  @Override
  public List<Sight> look(Environment environment) {
    List<Sight> sights = new ArrayList<>();
    for (App app : environment.registrations()) {
      app.credential()
          .match(
              certificate -> look(environment, app, Expiry.Kind.CERTIFICATE, certificate.name()),
              secret -> look(environment, app, Expiry.Kind.SECRET, secret.name()),
              identity -> List.<Sight>of(),
              account -> List.<Sight>of())
          .forEach(sights::add);
    }
    return sights;
  }

  private List<Sight> look(Environment environment, App app, Expiry.Kind kind, String name) {
    List<Sight> sights = new ArrayList<>();
    CredentialInUse inUse;
    try {
      inUse = login.of(environment, app);
    } catch (CredentialUnseen e) {
      return List.of(new Sight.Unseen(kind, app.name(), name, e.problem(), true));
    }
    sights.add(
        new Sight.Lifetime(
            kind,
            app.name(),
            name,
            app.clientId() + "/" + inUse.version().orElse(""),
            inUse.ends()));
    try {
      registered(registration.of(environment, app), app, name, inUse).ifPresent(sights::add);
    } catch (CredentialUnseen e) {
      sights.add(
          new Sight.Unseen(
              Expiry.Kind.REGISTERED_CREDENTIAL, app.name(), name, e.problem(), false));
    }
    return sights;
  }

  /** The registered credential, if it ends at another time than the one in Key Vault. */
  private static Optional<Sight> registered(
      RegisteredCredentials registered, App app, String name, CredentialInUse inUse) {
    Optional<Sight.Lifetime> found =
        inUse.thumbprints().isPresent()
            ? inUse
                .thumbprints()
                .flatMap(registered::certificate)
                .map(certificate -> lifetime(app, name, certificate.sha1(), certificate.ends()))
            : inUse
                .hint()
                .flatMap(registered::secret)
                .map(secret -> lifetime(app, name, secret.id(), secret.ends()));
    return found
        .filter(lifetime -> lifetime.end().isPresent())
        .filter(lifetime -> !isSame(lifetime.end(), inUse.ends()))
        .map(lifetime -> lifetime);
  }

  private static Sight.Lifetime lifetime(
      App app, String name, String version, Optional<Instant> end) {
    return new Sight.Lifetime(
        Expiry.Kind.REGISTERED_CREDENTIAL, app.name(), name, app.clientId() + "/" + version, end);
  }

  private static boolean isSame(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent()
        && other.isPresent()
        && Duration.between(one.get(), other.get()).abs().compareTo(SAME) < 0;
  }
}
