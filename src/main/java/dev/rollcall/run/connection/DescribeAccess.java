package dev.rollcall.run.connection;

import dev.rollcall.credential.CloudHosts;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Permission;
import dev.rollcall.run.connection.ConnectionReport.Line;
import dev.rollcall.state.Documents;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Says which access the apps of an environment need: the commands that give it, and how far the
 * organisation has consented. Changes nothing.
 */
public final class DescribeAccess {

  private final Documents documents;
  private final Function<Environment, Optional<CloudHosts>> hosts;
  private final List<ConnectionProbe> logins;
  private final Clock clock;

  /**
   * @param hosts of an environment's cloud; empty if the settings name none
   * @param logins the checks of logins and permissions, made for this look alone
   */
  public DescribeAccess(
      Documents documents,
      Function<Environment, Optional<CloudHosts>> hosts,
      List<ConnectionProbe> logins,
      Clock clock) {
    this.documents = documents;
    this.hosts = hosts;
    this.logins = List.copyOf(logins);
    this.clock = clock;
  }

  /**
   * What the apps need, and the commands for it.
   *
   * @param needs by app
   * @param steps the commands
   */
  public record Access(EnvironmentId environment, List<AppNeeds> needs, List<Commands.Step> steps) {

    /** The commands as a script with comments. */
    public String text(boolean powershell) {
      return Commands.text(steps, powershell);
    }
  }

  /** What one app needs. */
  public record AppNeeds(Environment.App app, List<NeededPermission> permissions) {}

  /**
   * The commands for an environment's policies.
   *
   * @param policies the policies that count; empty for all
   * @return empty if there is no such environment, or a policy is not one of its
   */
  public Optional<Parsed<Access>> commands(EnvironmentId environment, Set<PolicyId> policies) {
    return Scope.find(documents, environment, policies)
        .filter(
            found ->
                found.match(
                    valid -> policies.isEmpty() || valid.value().all().size() == policies.size(),
                    invalid -> true))
        .map(
            found ->
                found.match(
                    valid -> new Parsed.Valid<>(access(valid.value())),
                    invalid -> new Parsed.Invalid<>(invalid.problems())));
  }

  private Access access(Scope scope) {
    Environment environment = scope.environment();
    return new Access(
        environment.id(),
        environment.registrations().stream()
            .map(app -> new AppNeeds(app, scope.needs(app)))
            .toList(),
        Commands.of(scope, hosts.apply(environment)));
  }

  /** How far an organisation has consented to what an app needs. */
  public enum Consented {
    GRANTED,
    MISSING,
    NOT_NEEDED,
    /** The app could not log in, or its token does not tell. */
    UNKNOWN
  }

  /** One permission of an app. */
  public record Permitted(String permission, Consented status, String detail) {}

  /**
   * An app's consent.
   *
   * @param url where an administrator consents; empty if the cloud's hosts are not known
   * @param permissions what it needs, then what it has beyond
   */
  public record Consent(Environment.App app, Optional<String> url, List<Permitted> permissions) {}

  /**
   * How far the organisation has consented, as the tokens it gives now show it.
   *
   * @return empty if there is no such environment
   */
  public Optional<Parsed<List<Consent>>> consent(EnvironmentId environment) {
    return Scope.find(documents, environment, Set.of())
        .map(
            found ->
                found.match(
                    valid -> new Parsed.Valid<>(consent(valid.value())),
                    invalid -> new Parsed.Invalid<>(invalid.problems())));
  }

  private List<Consent> consent(Scope scope) {
    Environment environment = scope.environment();
    ConnectionReport report =
        new CheckRunner(clock)
            .run(
                environment.id(),
                logins.stream().flatMap(probe -> probe.checks(scope).stream()).toList());
    List<Consent> consents = new ArrayList<>();
    for (Environment.App app : environment.registrations()) {
      String prefix = app.name() + ": ";
      List<Permitted> permissions =
          report.lines().stream()
              .map(Line::finding)
              .filter(finding -> finding.point().check().equals("permission"))
              .filter(finding -> finding.point().subject().startsWith(prefix))
              .map(
                  finding ->
                      new Permitted(
                          finding.point().subject().substring(prefix.length()),
                          status(finding),
                          finding.detail()))
              .toList();
      consents.add(new Consent(app, url(environment, app), permissions));
    }
    return consents;
  }

  private static Consented status(Finding finding) {
    boolean optional =
        finding.point().subject().endsWith(": " + Permission.READ_APPLICATIONS.value());
    return switch (finding.status()) {
      case OK -> Consented.GRANTED;
      case FAILED -> Consented.MISSING;
      case SKIPPED -> Consented.UNKNOWN;
      case WARNING ->
          finding
                  .problem()
                  .filter(problem -> problem.code().equals(PermissionChecks.NOT_NEEDED))
                  .isPresent()
              ? Consented.NOT_NEEDED
              : optional ? Consented.MISSING : Consented.UNKNOWN;
    };
  }

  /**
   * Where an administrator consents to all that the app registration asks for.
   *
   * @see <a
   *     href="https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent">Grant
   *     tenant-wide admin consent</a> (read 2026-11-21)
   */
  private Optional<String> url(Environment environment, Environment.App app) {
    return hosts
        .apply(environment)
        .map(
            known ->
                known.login()
                    + "/"
                    + environment.tenant()
                    + "/adminconsent?client_id="
                    + URLEncoder.encode(app.clientId(), StandardCharsets.UTF_8));
  }
}
