package dev.rollcall.run.connection;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.Permission;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Selection;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.DirectoryProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the directory can be read, and has what the policies' selections name. */
public final class DirectoryChecks implements ConnectionProbe {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Map<Permission, DirectoryProbe.Kind> KINDS =
      new TreeMap<>(
          Map.of(
              Permission.READ_USERS, DirectoryProbe.Kind.USERS,
              Permission.READ_GROUP_MEMBERS, DirectoryProbe.Kind.GROUPS,
              Permission.READ_MAIL_CONTACTS, DirectoryProbe.Kind.MAIL_CONTACTS));

  private final DirectoryProbe directory;

  public DirectoryChecks(DirectoryProbe directory) {
    this.directory = directory;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Environment environment = scope.environment();
    Environment.App app = environment.app();
    Set<Permission> needed = scope.musts(app);
    List<ConnectionCheck> checks = new ArrayList<>();
    KINDS.forEach(
        (permission, kind) -> {
          if (needed.contains(permission)) {
            Point point = new Point("directory", kind.words());
            checks.add(
                ConnectionCheck.of(
                    point,
                    Set.of(Scope.login(app), Scope.permission(app, permission)),
                    LIMIT,
                    () ->
                        directory
                            .read(environment, kind)
                            .map(problem -> Finding.failed(point, problem))
                            .orElseGet(() -> Finding.ok(point, "Can be read."))));
          }
        });
    scope.policies().stream()
        // A policy from a file selects nobody here.
        .filter(policy -> !inTenant(policy).isEmpty())
        .forEach(policy -> checks.add(selections(environment, policy)));
    return checks;
  }

  /** What the policy names in the tenant's directory, by where it stands. */
  private static Map<String, Selection> inTenant(Policy policy) {
    Map<String, Selection> selections = new LinkedHashMap<>();
    if (policy.reading().kind() == Policy.SourceKind.DIRECTORY) {
      for (int i = 0; i < policy.source().size(); i++) {
        selections.put("/source/select/" + i, policy.source().get(i));
      }
    }
    if (policy.target().directory() == Policy.Directory.TENANT) {
      for (int i = 0; i < policy.target().select().size(); i++) {
        selections.put("/target/select/" + i, policy.target().select().get(i));
      }
    }
    return selections;
  }

  private ConnectionCheck selections(Environment environment, Policy policy) {
    List<Selection> selections = List.copyOf(inTenant(policy).values());
    List<Point> points =
        inTenant(policy).keySet().stream()
            .map(at -> new Point("selection", policy.id() + " " + at))
            .toList();
    Set<Point> needs =
        NeededPermission.of(policy).stream()
            .filter(KINDS::containsKey)
            .map(permission -> Scope.permission(environment.app(), permission))
            .collect(Collectors.toSet());
    needs.add(Scope.login(environment.app()));
    return new ConnectionCheck(
        points.get(0),
        points,
        needs,
        LIMIT,
        () -> {
          List<DirectoryProbe.Resolved> resolved = directory.resolve(environment, selections);
          List<Finding> findings = new ArrayList<>();
          for (int i = 0; i < points.size(); i++) {
            findings.add(judge(points.get(i), selections.get(i), resolved.get(i)));
          }
          return findings;
        });
  }

  private static Finding judge(Point point, Selection selection, DirectoryProbe.Resolved resolved) {
    String what =
        selection.match(
            group -> "The group " + group.group(),
            recipient -> "The recipient " + recipient.recipient(),
            query -> "The query '" + query.pattern() + "'",
            unit -> "The organisational unit " + unit.dn());
    return switch (resolved.sight()) {
      case FOUND ->
          Finding.ok(
              point,
              selection.match(
                  group -> what + " is there.",
                  recipient -> what + " is there.",
                  query -> what + " can be asked; a preview shows what it takes.",
                  unit -> what + " is there."));
      case EMPTY ->
          Finding.warning(
              point,
              what + " has no members.",
              Problem.lasting(
                  "groupEmpty",
                  what + " has no members.",
                  "Add members, or correct the group in the policy; runs refuse an empty source.",
                  ""));
      case MISSING ->
          Finding.failed(
              point,
              Problem.lasting(
                  "recipientNotFound",
                  what + " is not in the directory.",
                  "Correct the policy at this place. A dynamic distribution group is found only where"
                      + " the environment has \"exchange\": true.",
                  ""));
      case UNKNOWN -> Finding.failed(point, resolved.problem().orElseThrow());
    };
  }
}
