package dev.rollcall.run.connection;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.EwsProbe;
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

  public EwsChecks(EwsProbe exchange) {
    this.exchange = exchange;
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
    Optional<String> mailbox = mailbox(scope);
    if (mailbox.isEmpty()) {
      return ConnectionCheck.of(
          reached,
          Set.of(),
          LIMIT,
          () ->
              Finding.warning(
                  reached,
                  "It was not asked: no mailbox on it is known. Test again with a mailbox."));
    }
    Point acting = new Point(ACTING, mailbox.get());
    return new ConnectionCheck(
        reached,
        List.of(reached, acting),
        Set.of(),
        LIMIT,
        () -> look(scope.environment(), mailbox.get(), reached, acting));
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

  /** The one asked for, or one that a document names. */
  private static Optional<String> mailbox(Scope scope) {
    Environment environment = scope.environment();
    return scope
        .mailbox()
        .or(
            () ->
                environment.mailsThroughEws()
                    ? environment.notificationMailbox()
                    : Optional.empty())
        .or(
            () ->
                scope.policies().stream()
                    .flatMap(policy -> policy.reading().folder().stream())
                    .map(Policy.Folder::mailbox)
                    .findFirst());
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
