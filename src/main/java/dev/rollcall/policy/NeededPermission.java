package dev.rollcall.policy;

import dev.rollcall.model.PolicyId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A permission that an app needs, and for what. This is the one place that derives permissions from
 * documents: the connection test, the commands, the consent and the requirements all ask here, and
 * a test holds the setup scripts to it.
 *
 * @param permission the permission
 * @param optional whether everything but a convenience works without it
 * @param policies the policies that need it; empty if it is the environment itself
 */
public record NeededPermission(Permission permission, boolean optional, List<PolicyId> policies) {

  public NeededPermission {
    policies = List.copyOf(policies);
  }

  /**
   * What one of an environment's apps needs. The primary app reads the directory, asks Exchange and
   * sends mail; every app writes mailboxes.
   *
   * @param policies the policies that count, of this environment and those of others that feed its
   *     address list; if there are none, what a usual policy will need
   */
  public static List<NeededPermission> of(
      Environment environment, Environment.App app, List<Policy> policies) {
    Map<Permission, List<PolicyId>> byPermission = new EnumMap<>(Permission.class);
    for (Policy policy : policies) {
      for (Permission permission : of(policy, environment, app)) {
        byPermission.computeIfAbsent(permission, none -> new ArrayList<>()).add(policy.id());
      }
    }
    if (policies.isEmpty()) {
      usual().forEach(permission -> byPermission.put(permission, List.of()));
    }
    if (environment.notificationMailbox().isPresent() && !environment.mailsThroughEws()) {
      byPermission.put(Permission.SEND_MAIL, List.of());
    }
    if (environment.registrations().stream().anyMatch(NeededPermission::hasCredentialOfItsOwn)) {
      byPermission.put(Permission.READ_APPLICATIONS, List.of());
    }
    if (environment.exchange()) {
      byPermission.put(Permission.ADMINISTER_EXCHANGE, List.of());
      // It knows what every mailbox is for; none has to be asked.
      byPermission.remove(Permission.READ_MAILBOX_SETTINGS);
    }
    if (environment.publicFoldersOnline()) {
      byPermission.put(Permission.USE_EWS, List.of());
    }
    boolean primary = app.equals(environment.app());
    return byPermission.entrySet().stream()
        .filter(entry -> primary || entry.getKey() == Permission.WRITE_CONTACTS)
        .map(
            entry ->
                new NeededPermission(
                    entry.getKey(),
                    entry.getKey() == Permission.READ_APPLICATIONS,
                    entry.getValue()))
        .toList();
  }

  /** Mailboxes may be written by another app than the one that reads. */
  private static Set<Permission> of(Policy policy, Environment environment, Environment.App app) {
    Set<Permission> needed =
        policy.environment().equals(environment.id())
            ? of(policy)
            : EnumSet.noneOf(Permission.class);
    if (policy.feeds(environment.id()) && environment.hasTenant()) {
      needed.add(Permission.ADMINISTER_EXCHANGE);
    }
    boolean writes =
        policy.target().writers().app().map(app.name()::equals).orElse(true)
            || (policy.reading().kind() == Policy.SourceKind.SHARED_MAILBOX
                && app.equals(environment.app()));
    if (!writes) {
      needed.remove(Permission.WRITE_CONTACTS);
    }
    return needed;
  }

  /** What a policy that takes a group's members needs, the most usual kind. */
  public static Set<Permission> usual() {
    return EnumSet.of(
        Permission.READ_USERS,
        Permission.READ_GROUP_MEMBERS,
        Permission.READ_MAIL_CONTACTS,
        Permission.WRITE_CONTACTS);
  }

  /** What a policy itself needs. */
  public static Set<Permission> of(Policy policy) {
    Set<Permission> needed = EnumSet.noneOf(Permission.class);
    boolean fromTenant = policy.reading().kind() == Policy.SourceKind.DIRECTORY;
    if (fromTenant || policy.type() == Policy.Type.CONTACTS) {
      needed.add(Permission.READ_USERS);
    }
    if (policy.type() == Policy.Type.CONTACTS) {
      // What is written can be read, so a shared mailbox asks for nothing more.
      needed.add(Permission.WRITE_CONTACTS);
    }
    if (!fromTenant && policy.type() != Policy.Type.CONTACTS) {
      return needed;
    }
    if (policy.type().hasMembers()) {
      // A mailbox may be open to groups.
      needed.add(Permission.READ_GROUP_MEMBERS);
    }
    if (fromTenant) {
      policy.source().forEach(selection -> needed.addAll(of(selection)));
    }
    if (policy.target().directory() == Policy.Directory.TENANT) {
      policy.target().select().forEach(selection -> needed.addAll(of(selection)));
    }
    boolean filtersByMembership =
        policy.filters().where().map(Filter::parse).filter(f -> !f.groups().isEmpty()).isPresent();
    if (filtersByMembership) {
      needed.add(Permission.READ_GROUP_MEMBERS);
    }
    return needed;
  }

  private static Set<Permission> of(Selection selection) {
    return selection.match(
        group ->
            group.include() == Selection.Include.GROUP && !group.membersInNotes()
                ? EnumSet.of(Permission.READ_GROUP_MEMBERS)
                // Without the second, mail contacts among the members have neither name nor
                // address, and the reading is incomplete.
                : EnumSet.of(Permission.READ_GROUP_MEMBERS, Permission.READ_MAIL_CONTACTS),
        // It may be a person, a group or a mail contact: all three are asked.
        recipient -> EnumSet.of(Permission.READ_GROUP_MEMBERS, Permission.READ_MAIL_CONTACTS),
        NeededPermission::of,
        unit -> EnumSet.noneOf(Permission.class));
  }

  private static Set<Permission> of(Selection.Query query) {
    Set<Permission> needed = EnumSet.noneOf(Permission.class);
    if (query.tellsUsersApart()) {
      needed.add(Permission.READ_MAILBOX_SETTINGS);
    }
    if (query.recipientTypes().contains(RecipientType.MAIL_CONTACT)) {
      needed.add(Permission.READ_MAIL_CONTACTS);
    }
    if (query.recipientTypes().stream().anyMatch(RecipientType.GROUPS::contains)) {
      needed.add(Permission.READ_GROUP_MEMBERS);
    }
    return needed;
  }

  private static boolean hasCredentialOfItsOwn(Environment.App app) {
    return app.credential()
        .match(certificate -> true, secret -> true, identity -> false, account -> false);
  }
}
