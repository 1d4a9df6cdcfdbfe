package dev.rollcall.localtenant.exchange;

import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;

/**
 * Permissions as organisations have them: on each shared mailbox a few people and a group, and what
 * gathers over the years beside them. The same for the same organisation.
 */
public final class SamplePermissions {

  private static final int PEOPLE = 3;
  private static final String GONE = "S-1-5-21-2127521184-1604012920-1887927527-72713";

  private SamplePermissions() {}

  /** Grants them. */
  public static void grant(Organisation organisation, Permissions permissions) {
    List<DirectoryObject> people =
        organisation.all(Kind.USER).stream().filter(user -> user.purpose().equals("user")).toList();
    List<DirectoryObject> groups =
        organisation.all(Kind.GROUP).stream()
            .filter(group -> group.properties().path("securityEnabled").asBoolean())
            .filter(group -> organisation.members(group.id(), true).size() <= people.size() / 2 + 1)
            .toList();
    int number = 0;
    for (DirectoryObject mailbox : organisation.mailboxes()) {
      if (!mailbox.purpose().equals("shared") || people.isEmpty()) {
        continue;
      }
      for (int i = 0; i < PEOPLE; i++) {
        String person = people.get((number * PEOPLE + i) % people.size()).text("userPrincipalName");
        permissions.fullAccess(mailbox.id(), person);
        permissions.sendAs(mailbox.id(), person);
      }
      if (!groups.isEmpty() && number % 2 == 1) {
        permissions.fullAccess(
            mailbox.id(), groups.get(number / 2 % groups.size()).text("displayName"));
      }
      permissions.add(
          mailbox.id(),
          new Permissions.Entry("EURPR01A001\\Exchange Servers", "FullAccess", true, false));
      permissions.add(
          mailbox.id(),
          new Permissions.Entry("EURPR01A001\\Domain Admins", "FullAccess", true, true));
      permissions.fullAccess(mailbox.id(), GONE);
      number++;
    }
  }
}
