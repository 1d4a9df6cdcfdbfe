package dev.rollcall.run.connection;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Selection;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.DirectoryProbe.Resolved;
import dev.rollcall.source.LdapProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether Active Directory can be read: each server by itself, since runs notice a broken one only
 * when the others fail; then what the policies need of it.
 */
public final class LdapChecks implements ConnectionProbe {

  /** A server that is not there is given up after ten seconds, twice. */
  private static final Duration LIMIT = Duration.ofSeconds(25);

  private static final String CHECK = "Active Directory";

  private final LdapProbe directory;

  public LdapChecks(LdapProbe directory) {
    this.directory = directory;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Environment environment = scope.environment();
    Optional<OnPremises.Ldap> ldap = environment.onPremises().flatMap(OnPremises::ldap);
    if (ldap.isEmpty()) {
      return List.of();
    }
    List<ConnectionCheck> checks = new ArrayList<>();
    for (String server : ldap.get().servers()) {
      Point point = new Point(CHECK, server);
      checks.add(
          ConnectionCheck.of(
              point,
              Set.of(),
              LIMIT,
              () ->
                  directory
                      .server(environment, server)
                      .map(problem -> Finding.failed(point, problem))
                      .orElseGet(() -> connected(point, ldap.get().security()))));
    }
    checks.add(recipients(environment));
    boolean permissions =
        scope.policies().stream()
            .anyMatch(policy -> policy.type().hasMembers() && readsHere(policy));
    if (permissions) {
      checks.add(permissions(environment));
    }
    for (Policy policy : scope.policies()) {
      Map<String, Selection> named = named(policy);
      if (!named.isEmpty()) {
        checks.add(selections(environment, policy, named));
      }
    }
    return checks;
  }

  private static Finding connected(Point point, OnPremises.Security security) {
    return security == OnPremises.Security.NONE
        ? Finding.warning(
            point,
            "Signed in and read the search base, without encryption.",
            Problem.lasting(
                "ldapInTheClear",
                "The connection to Active Directory is not encrypted.",
                "Runs work, and whoever is on the way can read the account's password. Write ldaps or"
                    + " startTls into the environment.",
                ""))
        : Finding.ok(point, "Encrypted, signed in, and read the search base.");
  }

  private ConnectionCheck recipients(Environment environment) {
    Point point = new Point(CHECK, "recipients");
    return ConnectionCheck.of(
        point,
        Set.of(),
        LIMIT,
        () ->
            directory.seesRecipients(environment)
                ? Finding.ok(point, "Can be read.")
                : Finding.failed(
                    point,
                    Problem.lasting(
                        "noRecipientSeen",
                        "The account sees nobody with a mail address below the search base.",
                        "Correct the base in the environment, or let the account read people and"
                            + " groups there.",
                        "")));
  }

  private ConnectionCheck permissions(Environment environment) {
    Point point = new Point(CHECK, "permissions on mailboxes");
    return ConnectionCheck.of(
        point,
        Set.of(),
        LIMIT,
        () ->
            directory
                .readsPermissions(environment)
                .map(
                    read ->
                        read
                            ? Finding.ok(point, "Can be read.")
                            : Finding.failed(
                                point,
                                Problem.lasting(
                                    "descriptorNotReadable",
                                    "The account does not see who has a permission on a mailbox.",
                                    "Let it read permissions and msExchMailboxSecurityDescriptor"
                                        + " below the search base.",
                                    "")))
                .orElseGet(
                    () ->
                        Finding.warning(
                            point,
                            "No shared, room or equipment mailbox is on the organisation's own"
                                + " servers, so nothing could be tried.")));
  }

  private ConnectionCheck selections(
      Environment environment, Policy policy, Map<String, Selection> named) {
    List<Point> points =
        named.keySet().stream().map(at -> new Point("selection", policy.id() + " " + at)).toList();
    List<Selection> selections = List.copyOf(named.values());
    return new ConnectionCheck(
        points.get(0),
        points,
        Set.of(),
        LIMIT,
        () -> {
          List<Resolved> resolved = directory.resolve(environment, selections);
          List<Finding> findings = new ArrayList<>();
          for (int i = 0; i < points.size(); i++) {
            findings.add(judge(points.get(i), selections.get(i), resolved.get(i)));
          }
          return findings;
        });
  }

  private static Finding judge(Point point, Selection selection, Resolved resolved) {
    String what =
        selection.match(
            group -> "The group " + group.group(),
            recipient -> "The recipient " + recipient.recipient(),
            query -> "The query '" + query.pattern() + "'",
            unit -> "The organisational unit " + unit.dn());
    return switch (resolved.sight()) {
      case FOUND, EMPTY -> Finding.ok(point, what + " is there; a preview shows what it takes.");
      case MISSING ->
          Finding.failed(
              point,
              Problem.lasting(
                  "recipientNotFound",
                  what + " is not in Active Directory, or the account does not see it.",
                  "Correct the policy at this place.",
                  ""));
      case UNKNOWN -> Finding.failed(point, resolved.problem().orElseThrow());
    };
  }

  private static boolean readsHere(Policy policy) {
    return policy.reading().kind() == Policy.SourceKind.ACTIVE_DIRECTORY;
  }

  /** What the policy names in Active Directory, by where it stands. */
  private static Map<String, Selection> named(Policy policy) {
    Map<String, Selection> selections = new LinkedHashMap<>();
    if (readsHere(policy)) {
      for (int i = 0; i < policy.source().size(); i++) {
        selections.put("/source/select/" + i, policy.source().get(i));
      }
    }
    if (policy.target().directory() == Policy.Directory.ACTIVE_DIRECTORY) {
      for (int i = 0; i < policy.target().select().size(); i++) {
        selections.put("/target/select/" + i, policy.target().select().get(i));
      }
    }
    return selections;
  }
}
