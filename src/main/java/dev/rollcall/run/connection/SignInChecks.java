package dev.rollcall.run.connection;

import dev.rollcall.credential.CredentialInUse;
import dev.rollcall.credential.SignInProbe;
import dev.rollcall.model.Problem;
import dev.rollcall.model.Thumbprints;
import dev.rollcall.policy.Environment;
import dev.rollcall.run.connection.Finding.Point;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether each app can log in: the login host and its clock, Key Vault and the credential, the
 * login itself.
 */
public final class SignInChecks implements ConnectionProbe {

  /** What Entra tolerates between clocks is not documented; five minutes is its libraries' word. */
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private static final Duration NOTICEABLE = Duration.ofMinutes(1);
  private static final int SOON_DAYS = 30;
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final SignInProbe probe;
  private final Clock clock;
  private final Map<Environment.App, Optional<Set<String>>> roles = new ConcurrentHashMap<>();
  private final Map<Environment.App, CredentialInUse> credentials = new ConcurrentHashMap<>();

  public SignInChecks(SignInProbe probe, Clock clock) {
    this.probe = probe;
    this.clock = clock;
  }

  /** The permissions an app's token shows; empty if it does not show them or there is none yet. */
  Optional<Set<String>> roles(Environment.App app) {
    return roles.getOrDefault(app, Optional.empty());
  }

  /** The permissions that an app's token for Exchange shows, or why there is none. */
  SignInProbe.Tried<Optional<Set<String>>> exchangeRoles(
      Environment environment, Environment.App app) {
    return probe.exchangeLogin(environment, app);
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Environment environment = scope.environment();
    Point host = new Point("login host", probe.hostName(environment));
    Point time = new Point("clock", host.subject());
    List<ConnectionCheck> checks = new ArrayList<>();
    checks.add(
        ConnectionCheck.of(
            host,
            Set.of(),
            LIMIT,
            () ->
                probe
                    .host(environment)
                    .match(
                        answered ->
                            Finding.ok(host, "Reachable; it knows " + environment.tenant() + "."),
                        problem -> Finding.failed(host, problem))));
    checks.add(
        ConnectionCheck.of(
            time,
            Set.of(host),
            LIMIT,
            () ->
                probe
                    .host(environment)
                    .match(there -> clock(time, there), problem -> Finding.failed(time, problem))));
    for (Environment.App app : environment.registrations()) {
      Point credential = Scope.credential(app);
      Point entry = Scope.login(app);
      checks.add(
          ConnectionCheck.of(
              credential, Set.of(), LIMIT, () -> credential(environment, app, credential)));
      checks.add(
          ConnectionCheck.of(
              entry, Set.of(host, credential), LIMIT, () -> login(environment, app, entry)));
    }
    return checks;
  }

  private Finding clock(Point point, Optional<Instant> there) {
    if (there.isEmpty()) {
      return Finding.warning(point, "The login host does not say what time it is there.");
    }
    Duration apart = Duration.between(there.get(), clock.instant());
    Duration by = apart.abs();
    // Its header counts in whole seconds, and the answer took its time.
    String said =
        "The app's clock is "
            + (by.toSeconds() <= 2
                ? "right."
                : by.toSeconds() + " seconds " + (apart.isNegative() ? "behind." : "ahead."));
    if (by.compareTo(NOTICEABLE) <= 0) {
      return Finding.ok(point, said);
    }
    Problem problem =
        Problem.lasting(
            "clockSkew",
            said,
            "Set the clock of the machine the app runs on by a time service: logins are refused when"
                + " clocks differ by more than "
                + TOLERATED.toMinutes()
                + " minutes.",
            "");
    return by.compareTo(TOLERATED) <= 0
        ? Finding.warning(point, said, problem)
        : Finding.failed(point, problem);
  }

  private Finding credential(Environment environment, Environment.App app, Point point) {
    return probe
        .credential(environment, app)
        .match(
            found -> {
              credentials.put(app, found);
              return seen(point, found);
            },
            problem -> Finding.failed(point, problem));
  }

  private Finding seen(Point point, CredentialInUse found) {
    String what =
        switch (found.kind()) {
          case CERTIFICATE ->
              "Certificate '"
                  + found.name().orElse("")
                  + "', thumbprint "
                  + found.thumbprints().map(Thumbprints::sha1).orElse("unknown");
          case SECRET -> "Client secret '" + found.name().orElse("") + "'";
          case MANAGED_IDENTITY -> "The function app's own identity, no key";
        };
    if (found.ends().isEmpty()) {
      return Finding.ok(
          point,
          what
              + (found.kind() == CredentialInUse.Kind.SECRET
                  ? ": readable; no expiration date is set on it in Key Vault."
                  : "."));
    }
    Instant end = found.ends().get();
    long days = Duration.between(clock.instant(), end).toDays();
    if (!clock.instant().isBefore(end)) {
      return Finding.failed(
          point,
          Problem.lasting(
              "credentialEnded",
              what + " ended " + -days + " days ago.",
              "Create a new one in Key Vault and register it with the app; it is taken up by itself.",
              ""));
    }
    String said = what + ": readable, " + days + " days left.";
    return days > SOON_DAYS
        ? Finding.ok(point, said)
        : Finding.warning(
            point,
            said,
            Problem.lasting(
                "credentialEnds",
                said,
                "Create a new version in Key Vault and register it with the app before the old one"
                    + " ends; it is taken up by itself.",
                ""));
  }

  private Finding login(Environment environment, Environment.App app, Point point) {
    return probe
        .login(environment, app)
        .match(
            shown -> {
              roles.put(app, shown);
              return Finding.ok(
                  point,
                  "Logged in to "
                      + environment.tenant()
                      + shown
                          .map(all -> "; the token has " + all.size() + " permissions.")
                          .orElse("; the token does not show its permissions."));
            },
            problem -> Finding.failed(point, explained(problem, app)));
  }

  /** Which certificate it is that the app does not list. */
  private Problem explained(Problem problem, Environment.App app) {
    Optional<String> thumbprint =
        Optional.ofNullable(credentials.get(app))
            .flatMap(CredentialInUse::thumbprints)
            .map(Thumbprints::sha1);
    if (!problem.code().equals("certificateNotRegistered") || thumbprint.isEmpty()) {
      return problem;
    }
    String name = credentials.get(app).name().orElse("");
    return Problems.told(
        problem,
        "The app registration does not list the certificate with thumbprint "
            + thumbprint.get()
            + ".",
        "Upload its public part (GET /api/certificates/"
            + name
            + "/cer) to the app registration "
            + app.clientId()
            + ", under Certificates & secrets.");
  }
}
