package dev.rollcall.localtenant.graph.mailbox;

import java.util.Optional;

/** Who has a mailbox: the directory, as far as mailboxes need it. */
@FunctionalInterface
public interface MailboxOwners {

  /**
   * Somebody in the directory.
   *
   * @param id the object's id, which names the mailbox
   * @param licensed whether there is a mailbox
   */
  record Owner(String id, String userPrincipalName, boolean licensed) {}

  /** Finds a person by object id or user principal name. */
  Optional<Owner> owner(String idOrUpn);

  /** Finds a person by any of their mail addresses. */
  default Optional<Owner> ownerOf(String address) {
    return owner(address);
  }
}
