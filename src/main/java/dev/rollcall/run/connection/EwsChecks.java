package dev.rollcall.run.connection;

import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.EwsProbe;
import dev.rollcall.source.SourceUnavailable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the organisation's own Exchange Server answers, takes the account and lets it act for a
 * mailbox; and whether the policies' public folders can be reached.
 */
public final class EwsChecks implements ConnectionProbe {

  /** Autodiscover asks up to four places, each of which may not answer. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private static final String SERVER = "Exchange Server";
  private static final String ACTING = "acting for a mailbox";
  private static final String PUBLIC_FOLDER = "public folder";

  /** Problems of the mailbox alone: the server was reached and has taken the account. */
  private static final Set<String> OF_MAILBOX =
      Set.of(
          "ewsImpersonationMissing",
          "ewsMailboxUnknown",
          "autodiscoverAddressUnknown",
          "autodiscoverElsewhere",
          "mailboxMoving",
          "folderRefused",
          "idRefused",
          "gone");

  private final EwsProbe exchange;
  private final MailboxHomes homes;

  public EwsChecks(EwsProbe exchange, MailboxHomes homes) {
    this.exchange = exchange;
    this.homes = homes;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    List<ConnectionCheck> checks = new ArrayList<>();
    scope
        .environment()
        .onPremises()
        .flatMap(OnPremises::ews)
        .ifPresent(server -> checks.add(server(scope, server)));
    for (Policy policy : scope.policies()) {
      if (policy.reading().kind() == Policy.SourceKind.PUBLIC_FOLDER) {
        policy
            .reading()
            .folder()
            .ifPresent(folder -> checks.add(publicFolder(scope.environment(), policy, folder)));
      }
    }
    return checks;
  }

  private ConnectionCheck server(Scope scope, OnPremises.Ews server) {
    Point reached =
        new Point(
            SERVER, server.url().map(URI::getHost).or(server::autodiscover).orElse("Exchange"));
    List<Mailbox> named = named(scope);
    List<Point> covers = new ArrayList<>(List.of(reached));
    if (!named.isEmpty()) {
      covers.add(acting(named.get(0)));
    }
    return new ConnectionCheck(reached, covers, Set.of(), LIMIT, () -> look(scope, named, reached));
  }

  private static Point acting(Mailbox mailbox) {
    return new Point(ACTING, mailbox.address());
  }

  private List<Finding> look(Scope scope, List<Mailbox> named, Point reached) {
    try {
      return homes.at(Location.ON_PREMISES, scope.environment(), named).stream()
          .findFirst()
          .map(mailbox -> look(scope.environment(), mailbox.address(), reached, acting(mailbox)))
          .orElseGet(() -> List.of(Finding.warning(reached, notAsked(scope))));
    } catch (SourceUnavailable e) {
      return List.of(
          Finding.warning(
              reached,
              "It was not asked: Active Directory does not tell which mailboxes live on it.",
              e.problem()));
    }
  }

  private static String notAsked(Scope scope) {
    return scope.mailbox().isPresent()
        ? "It was not asked: the mailbox does not live on it. Test again with one that does."
        : "It was not asked: no mailbox on it is known. Test again with a mailbox.";
  }

  private List<Finding> look(Environment environment, String mailbox, Point reached, Point acting) {
    Optional<Problem> problem = exchange.openContacts(environment, mailbox);
    if (problem.isPresent() && !OF_MAILBOX.contains(problem.get().code())) {
      return List.of(
          Finding.failed(reached, problem.get()),
          Finding.skipped(acting, "The server has to answer first."));
    }
    return List.of(
        Finding.ok(reached, "It answers, and takes the account."),
        problem
            .map(why -> Finding.failed(acting, why))
            .orElseGet(() -> Finding.ok(acting, "Its contacts can be opened.")));
  }

  /** The one asked for, or those that documents name. */
  private static List<Mailbox> named(Scope scope) {
    Environment environment = scope.environment();
    if (scope.mailbox().isPresent()) {
      return List.of(mailbox(scope.mailbox().get()));
    }
    List<Mailbox> named = new ArrayList<>();
    if (environment.mailsThroughEws()) {
      environment.notificationMailbox().map(EwsChecks::mailbox).ifPresent(named::add);
    }
    scope.policies().stream()
        .flatMap(policy -> policy.reading().folder().stream())
        .filter(folder -> folder.location().filter(Location.ONLINE::equals).isEmpty())
        .map(folder -> mailbox(folder.mailbox()))
        .forEach(named::add);
    return named;
  }

  private static Mailbox mailbox(String address) {
    return new Mailbox(new TargetId(address), address);
  }

  private ConnectionCheck publicFolder(
      Environment environment, Policy policy, Policy.Folder folder) {
    Point point = new Point(PUBLIC_FOLDER, policy.id().value());
    return ConnectionCheck.of(
        point,
        Set.of(),
        LIMIT,
        () ->
            exchange
                .openPublicFolder(environment, folder)
                .map(problem -> Finding.failed(point, problem))
                .orElseGet(() -> Finding.ok(point, "It is found, and its contacts can be read.")));
  }
}
