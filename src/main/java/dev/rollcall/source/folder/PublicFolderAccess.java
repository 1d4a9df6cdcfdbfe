package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsFolder;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.client.ews.EwsUserSettings;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.SourceUnavailable;
import java.util.Optional;

/**
 * A public folder, with the access of a mailbox. Its place is {@code <content mailbox>|<folder>}.
 *
 * <p>Two routes lead to it: the tree of folders is asked at the mailbox that Autodiscover names for
 * whoever reads, the contacts at the mailbox that the tree names for the folder. Either is found
 * once and then kept, the latter with what is remembered of the folder.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-route-public-folder-content-requests">Public
 *     folder content requests</a> (read 2026-11-21)
 */
record PublicFolderAccess(EwsClient client, CallMeter meter, Policy.Folder folder)
    implements FolderAccess {

  /** What the path begins in. */
  private static final String ROOT = "All Public Folders";

  @Override
  public String form() {
    return "public1";
  }

  @Override
  public String find() {
    if (folder.path().isEmpty()) {
      throw FolderProblems.unavailable(
          "sourceFolderNotContacts",
          "The root of the public folders holds no contacts.",
          "Name a public folder with contacts in source.folder, such as /Contacts/Offices.");
    }
    EwsUserSettings settings = client.userSettings(folder.mailbox(), meter);
    Optional<String> tree = settings.publicFolderInformation();
    Optional<String> server = settings.internalRpcClientServer();
    if (tree.isEmpty() || server.isEmpty()) {
      throw FolderProblems.unavailable(
          "publicFoldersNotOffered",
          "Autodiscover names no public folders for the mailbox in source.mailbox.",
          "Check that the organisation has public folders (Get-PublicFolder) and that the mailbox"
              + " may use them: Get-Mailbox, DefaultPublicFolderMailbox and"
              + " IsExcludedFromServingHierarchy.");
    }
    EwsCaller hierarchy = EwsCaller.of(folder.mailbox()).routedTo(tree.get(), server.get());
    EwsFolder found =
        new EwsPath(client, hierarchy, meter)
            .find(EwsFolderId.PUBLIC_FOLDERS, ROOT, folder.path(), FolderProblems::noPublicFolder);
    return contentMailbox(found) + "|" + found.id();
  }

  @Override
  public ContactFolder at(String place) {
    int bar = place.indexOf('|');
    String content = place.substring(0, bar);
    return new EwsContactFolder(
        client,
        meter,
        EwsCaller.of(folder.mailbox()).routedTo(content, content),
        EwsFolderId.of(place.substring(bar + 1)),
        false);
  }

  private String contentMailbox(EwsFolder found) throws SourceUnavailable {
    if (folder.contentMailbox().isPresent()) {
      return folder.contentMailbox().get();
    }
    String id =
        found
            .contentMailbox()
            .orElseThrow(
                () ->
                    FolderProblems.unavailable(
                        "contentMailboxUnknown",
                        "The server does not say which mailbox holds the public folder's contacts.",
                        "Write its address into source.contentMailbox: Get-PublicFolder shows it as"
                            + " ContentMailboxName."));
    String domain = folder.mailbox().substring(folder.mailbox().indexOf('@') + 1);
    return client.autodiscoverAddress(id + "@" + domain, meter);
  }
}
