package dev.rollcall.run.connection;

import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Permission;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.target.MailboxProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether each app may use a mailbox: whether it is one, lies in the app's scope, and has the
 * folder.
 */
public final class MailboxChecks implements ConnectionProbe {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SignInChecks logins;
  private final MailboxLooks looks;

  public MailboxChecks(SignInChecks logins, MailboxLooks looks) {
    this.logins = logins;
    this.looks = looks;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Environment environment = scope.environment();
    boolean nothingNamed = scope.mailbox().isEmpty() && scope.policies().isEmpty();
    boolean servicesOnly = !scope.policies().isEmpty() && scope.intoMailboxes().isEmpty();
    if (nothingNamed || servicesOnly) {
      // Nobody said which mailbox, or the app needs to get into none.
      return List.of();
    }
    List<ConnectionCheck> checks = new ArrayList<>();
    for (Environment.App app : environment.apps()) {
      Point mailbox = new Point("mailbox", app.name());
      Point inScope = new Point("scope", app.name());
      Point folder = new Point("folder", app.name());
      Set<Point> needs = new HashSet<>();
      needs.add(Scope.login(app));
      needs.add(Scope.permission(app, Permission.WRITE_CONTACTS));
      // The primary app finds the mailbox in the directory.
      needs.add(Scope.login(environment.app()));
      needs.add(Scope.permission(environment.app(), Permission.READ_USERS));
      if (scope.mailbox().isEmpty()) {
        needs.add(Scope.permission(environment.app(), Permission.READ_GROUP_MEMBERS));
      }
      checks.add(
          new ConnectionCheck(
              mailbox,
              List.of(mailbox, inScope, folder),
              needs,
              LIMIT,
              () -> look(scope, app, mailbox, inScope, folder)));
    }
    return checks;
  }

  private List<Finding> look(
      Scope scope, Environment.App app, Point point, Point inScope, Point folder) {
    MailboxLooks.Seen seen = looks.seen(scope, app);
    if (seen.mailbox().isEmpty()) {
      return notFound(scope, point, inScope, folder);
    }
    Mailbox mailbox = seen.mailbox().get();
    if (seen.isElsewhere()) {
      String why = "Not looked at, because the mailbox is not in Exchange Online.";
      return List.of(
          Finding.ok(point, mailbox.address() + " lives on the organisation's own servers."),
          Finding.skipped(inScope, why),
          Finding.skipped(folder, why));
    }
    Optional<MailboxProbe.Sight> trouble =
        seen.folders().stream()
            .map(MailboxLooks.Folder::sight)
            .filter(sight -> sight.problem().isPresent())
            .findFirst();
    if (trouble.isPresent()) {
      Problem problem = trouble.get().problem().orElseThrow();
      if (trouble.get().denied()) {
        return List.of(
            Finding.ok(point, mailbox.address() + " is in the directory."),
            Finding.failed(inScope, outside(app, mailbox, problem)),
            Finding.skipped(folder, "Not looked at, because the app may not use the mailbox."));
      }
      return List.of(
          Finding.failed(point, problem),
          Finding.skipped(inScope, "Not looked at, because the mailbox did not open."),
          Finding.skipped(folder, "Not looked at, because the mailbox did not open."));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(point, mailbox.address() + " opens."));
    findings.add(Finding.ok(inScope, extent(app)));
    for (MailboxLooks.Folder one : seen.folders()) {
      String name =
          one.path().isEmpty()
              ? "The Contacts folder"
              : "The folder '" + String.join("/", one.path()) + "'";
      findings.add(
          Finding.ok(
              folder,
              name
                  + (one.sight().folderExists()
                      ? " is there and can be read."
                      : " is not there yet; the first run creates it.")));
    }
    return findings;
  }

  private List<Finding> notFound(Scope scope, Point point, Point inScope, Point folder) {
    Problem problem =
        Problem.lasting(
            "noMailboxFound",
            scope.mailbox().isPresent()
                ? "The directory has nobody of this address or id who has a mail address."
                : "The policies' targets take nobody who has a mail address.",
            "Name another mailbox to look into, or correct the policies' targets.",
            "");
    String why = "Not looked at, because there is no mailbox.";
    return List.of(
        scope.mailbox().isPresent()
            ? Finding.failed(point, problem)
            : Finding.warning(point, problem.cause(), problem),
        Finding.skipped(inScope, why),
        Finding.skipped(folder, why));
  }

  private String extent(Environment.App app) {
    boolean everywhere =
        logins
            .roles(app)
            .map(roles -> roles.contains(Permission.WRITE_CONTACTS.value()))
            .orElse(false);
    return everywhere
        ? "Inside. The app is not limited by RBAC for Applications; it may write every mailbox."
        : "Inside the mailboxes that Exchange lets the app write.";
  }

  private static Problem outside(Environment.App app, Mailbox mailbox, Problem problem) {
    return Problems.told(
        problem,
        mailbox.address() + " is outside the mailboxes that the app is limited to.",
        "Add it to the group of the app's management scope, or take it out of the policy's target."
            + " In Exchange Online PowerShell, this shows the scope at once: "
            + Shell.POWERSHELL.command(
                "Test-ServicePrincipalAuthorization",
                "-Identity",
                app.clientId(),
                "-Resource",
                mailbox.address())
            + ". Graph follows changes within two hours.");
  }
}
