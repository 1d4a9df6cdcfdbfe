package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.model.CallMeter;
import java.util.List;

/**
 * A folder of a mailbox on the organisation's own servers; its place is its id.
 *
 * @param mailbox the mailbox's address
 * @param path the folders on the way, below Contacts; empty for Contacts itself
 */
record EwsAccess(EwsClient client, CallMeter meter, String mailbox, List<String> path)
    implements FolderAccess {

  /** The name of the Contacts folder in every language; no id looks like it. */
  private static final String CONTACTS = "contacts";

  @Override
  public String form() {
    return "ews1";
  }

  @Override
  public String find() {
    EwsPath search = new EwsPath(client, EwsCaller.of(mailbox), meter);
    return path.isEmpty()
        ? CONTACTS
        : search.find(EwsFolderId.CONTACTS, "Contacts", path, FolderProblems::noFolder).id();
  }

  @Override
  public ContactFolder at(String place) {
    EwsFolderId folder = place.equals(CONTACTS) ? EwsFolderId.CONTACTS : EwsFolderId.of(place);
    return new EwsContactFolder(client, meter, EwsCaller.of(mailbox), folder, true);
  }
}
