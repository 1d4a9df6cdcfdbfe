package dev.rollcall.run.connection;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.Permission;
import dev.rollcall.run.connection.Finding.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether each app has the permissions it needs, and which it has beyond them. What a token does
 * not show, Exchange may grant for some mailboxes: only a look at one can tell.
 */
public final class PermissionChecks implements ConnectionProbe {

  /** The code of the problem that an app has a permission nothing needs. */
  static final String NOT_NEEDED = "permissionNotNeeded";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SignInChecks logins;
  private final MailboxLooks looks;

  public PermissionChecks(SignInChecks logins, MailboxLooks looks) {
    this.logins = logins;
    this.looks = looks;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    List<ConnectionCheck> checks = new ArrayList<>();
    for (Environment.App app : scope.environment().registrations()) {
      List<NeededPermission> needs = scope.needs(app);
      for (NeededPermission need : needs) {
        Point point = Scope.permission(app, need.permission());
        checks.add(
            ConnectionCheck.of(
                point, Set.of(Scope.login(app)), LIMIT, () -> judge(scope, app, need, point)));
      }
      Point excess = new Point("permission", app.name() + ": others");
      checks.add(
          new ConnectionCheck(
              excess, List.of(), Set.of(Scope.login(app)), LIMIT, () -> excess(app, needs)));
    }
    return checks;
  }

  private Finding judge(Scope scope, Environment.App app, NeededPermission need, Point point) {
    if (need.permission().resourceAppId().equals(Permission.EXCHANGE_APP_ID)) {
      return ofExchange(scope, app, need.permission(), point);
    }
    Optional<Set<String>> shown = logins.roles(app);
    if (shown.isEmpty()) {
      return Finding.warning(point, "The token does not show whether it is granted.");
    }
    Permission permission = need.permission();
    if (shown.get().contains(permission.value())) {
      return Finding.ok(
          point,
          "Granted"
              + (permission.canBeLimited() ? ", for every mailbox." : ".")
              + neededBy(need.policies()));
    }
    Optional<String> wider = shown.get().stream().filter(permission.wider()::contains).findFirst();
    if (wider.isPresent()) {
      return Finding.ok(point, "Granted through " + wider.get() + ", which allows more.");
    }
    if (need.optional()) {
      return Finding.warning(
          point,
          "Not granted; without it, nobody is warned when a credential that is listed only at the"
              + " app registration ends.");
    }
    if (permission == Permission.SEND_MAIL) {
      return Finding.warning(
          point,
          "Not in the token. If Exchange grants it for the notification mailbox, a test mail"
              + " (mailTo) proves it.",
          missing(scope, permission));
    }
    if (permission == Permission.WRITE_CONTACTS) {
      return byExchange(scope, app, point);
    }
    return Finding.failed(point, missing(scope, permission));
  }

  /** Exchange's permissions stand in tokens of their own. */
  private Finding ofExchange(Scope scope, Environment.App app, Permission permission, Point point) {
    return logins
        .exchangeRoles(scope.environment(), app)
        .match(
            shown ->
                shown
                    .map(
                        roles ->
                            roles.contains(permission.value())
                                ? Finding.ok(
                                    point,
                                    permission == Permission.ADMINISTER_EXCHANGE
                                        ? "Granted. What it allows, the role tells."
                                        : "Granted, for every mailbox.")
                                : Finding.failed(point, missing(scope, permission)))
                    .orElseGet(
                        () ->
                            Finding.warning(
                                point, "The token does not show whether it is granted.")),
            problem -> Finding.failed(point, problem));
  }

  /** Not in the token: one mailbox that lets the app in shows that Exchange grants it. */
  private Finding byExchange(Scope scope, Environment.App app, Point point) {
    MailboxLooks.Seen seen = looks.seen(scope, app);
    if (seen.anyOpen()) {
      return Finding.ok(point, "Granted by Exchange, for some mailboxes (RBAC for Applications).");
    }
    if (seen.anyDenied()) {
      return Finding.failed(point, missing(scope, Permission.WRITE_CONTACTS));
    }
    return Finding.warning(
        point,
        "Not in the token. Whether Exchange grants it for some mailboxes, no mailbox could tell.",
        missing(scope, Permission.WRITE_CONTACTS));
  }

  private static Problem missing(Scope scope, Permission permission) {
    return Problem.lasting(
        "permissionMissing",
        "The app lacks " + permission.value() + ": it " + permission.purpose() + ".",
        "Run the commands of GET /api/environments/"
            + scope.environment().id()
            + "/commands, or grant it in the Entra admin center and consent (GET …/consent); then test"
            + " again.",
        "");
  }

  private List<Finding> excess(Environment.App app, List<NeededPermission> needs) {
    Set<String> needed =
        needs.stream().map(need -> need.permission().value()).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (String role : new TreeSet<>(logins.roles(app).orElse(Set.of()))) {
      if (!needed.contains(role)) {
        String enough =
            needs.stream()
                .map(NeededPermission::permission)
                .filter(permission -> permission.wider().contains(role))
                .map(Permission::value)
                .collect(Collectors.joining(", "));
        findings.add(
            Finding.warning(
                new Point("permission", app.name() + ": " + role),
                enough.isEmpty()
                    ? "Not needed by any policy."
                    : "Wider than needed. Enough would be " + enough + ".",
                Problem.lasting(
                    NOT_NEEDED,
                    "The app has a permission that it does not need.",
                    "Take it away in the Entra admin center, unless something else uses this app.",
                    "")));
      }
    }
    return findings;
  }

  private static String neededBy(List<PolicyId> policies) {
    if (policies.isEmpty()) {
      return "";
    }
    Function<Integer, String> more = count -> count > 1 ? " and " + (count - 1) + " more" : "";
    return " Needed by " + policies.get(0) + more.apply(policies.size()) + ".";
  }
}
