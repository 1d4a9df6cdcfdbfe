package dev.rollcall.run.connection;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Permission;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.Announcer;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.DirectoryProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether mails can be sent: the notification mailbox is in the directory, and, only if somebody
 * asked for it, a test mail is accepted.
 */
public final class MailChecks implements ConnectionProbe {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final DirectoryProbe directory;
  private final Announcer announcer;

  public MailChecks(DirectoryProbe directory, Announcer announcer) {
    this.directory = directory;
    this.announcer = announcer;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Environment environment = scope.environment();
    if (environment.notificationMailbox().isEmpty() && scope.mailTo().isEmpty()) {
      return List.of();
    }
    Point point =
        new Point("mail", environment.notificationMailbox().orElse("notification mailbox"));
    // The tenant's directory need not know a mailbox that is used on-premises.
    Set<Point> needs =
        environment.mailsThroughEws()
            ? Set.of()
            : Set.of(
                Scope.login(environment.app()),
                Scope.permission(environment.app(), Permission.READ_USERS));
    return List.of(ConnectionCheck.of(point, needs, LIMIT, () -> look(scope, point)));
  }

  private Finding look(Scope scope, Point point) {
    Environment environment = scope.environment();
    Optional<String> sender = environment.notificationMailbox();
    boolean online = !environment.mailsThroughEws();
    if (online && sender.isPresent() && directory.mailbox(environment, sender.get()).isEmpty()) {
      return Finding.failed(
          point,
          Problem.lasting(
              "notificationMailboxMissing",
              "The directory does not have the notification mailbox.",
              "Create it, as a shared mailbox for example, which needs no licence; or correct"
                  + " notificationMailbox in the environment.",
              ""));
    }
    if (scope.mailTo().isEmpty()) {
      return Finding.ok(
          point,
          (online ? "It is in the directory." : "Mails go out through Exchange Server.")
              + " mailTo sends a test mail from it.");
    }
    if (scope.policies().isEmpty()) {
      return Finding.warning(
          point, "No test mail was sent: mails are a policy's, and there is none yet.");
    }
    return announcer
        .test(environment, told(scope.policies().get(0), scope.mailTo().get()))
        .map(problem -> Finding.failed(point, problem))
        .orElseGet(() -> Finding.ok(point, "The test mail was accepted; look whether it arrives."));
  }

  /** The policy, with this recipient alone. */
  private static Policy told(Policy policy, String to) {
    return new Policy(
        policy.id(),
        policy.name(),
        policy.description(),
        policy.environment(),
        policy.source(),
        policy.filters(),
        policy.target(),
        policy.mapping(),
        policy.changes(),
        policy.guardrail(),
        policy.schedule(),
        Optional.of(new Policy.SummaryMail(List.of(to), Optional.empty(), false)));
  }
}
