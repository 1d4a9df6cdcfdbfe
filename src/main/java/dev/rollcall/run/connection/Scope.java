package dev.rollcall.run.connection;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Permission;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.state.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a test, or a list of commands, is about.
 *
 * @param environment the environment
 * @param policies its policies, or those of them that were asked for; a stored one that is not
 *     valid is not among them
 * @param feeding policies of other environments that write this one's address list, or those of
 *     them that were asked for
 * @param mailbox the mailbox to look into; empty takes one of the policies'
 * @param mailTo whom to send a test mail; empty sends none
 */
public record Scope(
    Environment environment,
    List<Policy> policies,
    List<Policy> feeding,
    Optional<String> mailbox,
    Optional<String> mailTo) {

  public Scope {
    policies = List.copyOf(policies);
    feeding = List.copyOf(feeding);
  }

  /**
   * Reads what is stored.
   *
   * @param only the policies asked for; empty asks for all of the environment's
   * @return empty if there is no such environment
   */
  static Optional<Parsed<Scope>> find(Documents documents, EnvironmentId id, Set<PolicyId> only) {
    return documents
        .get(Documents.Kind.ENVIRONMENT, id.value())
        .map(stored -> PolicyDocuments.environment(stored.value()))
        .map(
            parsed ->
                parsed.match(
                    valid -> new Parsed.Valid<>(of(valid.value(), policies(documents, id, only))),
                    invalid -> new Parsed.Invalid<>(invalid.problems())));
  }

  private static Scope of(Environment environment, List<Policy> all) {
    Map<Boolean, List<Policy>> byWhetherOwn =
        all.stream()
            .collect(
                Collectors.partitioningBy(policy -> policy.environment().equals(environment.id())));
    return new Scope(
        environment,
        byWhetherOwn.get(true),
        byWhetherOwn.get(false),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Policy> policies(
      Documents documents, EnvironmentId environment, Set<PolicyId> only) {
    List<Policy> policies = new ArrayList<>();
    for (Documents.Stored stored : documents.list(Documents.Kind.POLICY)) {
      PolicyDocuments.policy(stored.document().value())
          .match(valid -> Optional.of(valid.value()), invalid -> Optional.<Policy>empty())
          .filter(policy -> policy.uses(environment))
          .filter(policy -> only.isEmpty() || only.contains(policy.id()))
          .ifPresent(policies::add);
    }
    return policies;
  }

  Scope about(Optional<String> newMailbox, Optional<String> newMailTo) {
    return new Scope(environment, policies, feeding, newMailbox, newMailTo);
  }

  /** The policies that write into mailboxes, and not to a service. */
  List<Policy> intoMailboxes() {
    return policies.stream().filter(policy -> policy.target().service().isEmpty()).toList();
  }

  /** What an app of the environment needs. */
  List<NeededPermission> needs(Environment.App app) {
    return NeededPermission.of(environment, app, all());
  }

  /** Its policies, and those that feed its address list. */
  List<Policy> all() {
    return Stream.concat(policies.stream(), feeding.stream()).toList();
  }

  /** Whether mail contacts are written to its Exchange Online. */
  boolean takesMailContacts() {
    return environment.hasTenant()
        && all().stream().anyMatch(policy -> policy.feeds(environment.id()));
  }

  /** The permissions that an app cannot do without. */
  Set<Permission> musts(Environment.App app) {
    return needs(app).stream()
        .filter(need -> !need.optional())
        .map(NeededPermission::permission)
        .collect(Collectors.toSet());
  }

  static Point credential(Environment.App app) {
    return new Point("credential", app.name());
  }

  static Point login(Environment.App app) {
    return new Point("login", app.name());
  }

  static Point permission(Environment.App app, Permission permission) {
    return new Point("permission", app.name() + ": " + permission.value());
  }
}
