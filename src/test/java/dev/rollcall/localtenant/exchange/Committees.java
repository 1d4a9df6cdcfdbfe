package dev.rollcall.localtenant.exchange;

import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each committee of a congress a shared mailbox, which its members may open: people by
 * themselves, subcommittees as groups in the group. Committees are the Microsoft 365 groups and the
 * mail-enabled security groups of {@link dev.rollcall.localtenant.organisation.CongressFile}.
 */
public final class Committees {

  private static final String SEED = "committee ";

  private Committees() {}

  /** Adds the mailboxes; answers their ids, in the order of the committees. */
  public static List<String> open(Organisation congress) {
    List<String> ids = new ArrayList<>();
    for (DirectoryObject committee : committees(congress)) {
      ids.add(
          congress
              .addMailbox(
                  SEED + committee.id(),
                  committee.text("displayName") + " (office)",
                  committee.text("mailNickname") + "-office",
                  "shared")
              .id());
    }
    return ids;
  }

  /** The committee's mailbox, by the committee's id. */
  public static String mailbox(String committee) {
    return Organisation.idOf("USER:" + SEED + committee);
  }

  /** The committees. */
  public static List<DirectoryObject> committees(Organisation congress) {
    return congress.all(Kind.GROUP).stream()
        .filter(
            group ->
                group.properties().path("securityEnabled").asBoolean()
                    || group.properties().path("groupTypes").toString().contains("Unified"))
        .toList();
  }

  /** Lets exactly the members of each committee, as it is now, open its mailbox. */
  public static void grant(Organisation congress, Permissions permissions) {
    for (DirectoryObject committee : committees(congress)) {
      String mailbox = mailbox(committee.id());
      permissions.clear(mailbox);
      for (DirectoryObject member : congress.members(committee.id(), false)) {
        permissions.fullAccess(
            mailbox,
            member.kind() == Kind.GROUP ? member.text("mail") : member.text("userPrincipalName"));
      }
    }
  }
}
