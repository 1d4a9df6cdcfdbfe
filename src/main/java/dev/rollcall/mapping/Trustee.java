package dev.rollcall.mapping;

import java.util.List;

/**
 * A person who may use a shared mailbox.
 *
 * @param id the person's object id in the directory, lower-case; stable when names and addresses
 *     change
 * @param displayName the name people see; empty if the directory has none
 * @param mail the primary mail address in lower-case; empty if the person has none
 * @param userPrincipalName the sign-in name; empty for those who cannot sign in
 * @param path why this person has the mailbox: the groups that lead to them, outermost first, by
 *     name and, for a group without a name, by object id; empty if the permission names the person
 */
public record Trustee(
    String id, String displayName, String mail, String userPrincipalName, List<String> path) {

  public Trustee {
    path = List.copyOf(path);
  }
}
