package dev.rollcall.localtenant;

import dev.rollcall.localtenant.graph.mailbox.MailboxOwners;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.Optional;

/** The people of an organisation as owners of mailboxes. */
record DirectoryOwners(Organisation organisation) implements MailboxOwners {

  @Override
  public Optional<Owner> owner(String idOrUpn) {
    return organisation.locked(
        directory ->
            directory
                .find(idOrUpn)
                .filter(object -> object.kind() == DirectoryObject.Kind.USER)
                .filter(object -> isNamedBy(object, idOrUpn))
                .map(
                    object ->
                        new Owner(
                            object.id(), object.text("userPrincipalName"), object.hasMailbox())));
  }

  @Override
  public Optional<Owner> ownerOf(String address) {
    return organisation.locked(
        directory ->
            directory
                .find(address)
                .filter(object -> object.kind() == DirectoryObject.Kind.USER)
                .map(
                    object ->
                        new Owner(
                            object.id(), object.text("userPrincipalName"), object.hasMailbox())));
  }

  /** Graph takes an id or a user principal name, no other address. */
  private static boolean isNamedBy(DirectoryObject object, String name) {
    return object.id().equalsIgnoreCase(name)
        || object.text("userPrincipalName").equalsIgnoreCase(name);
  }
}
