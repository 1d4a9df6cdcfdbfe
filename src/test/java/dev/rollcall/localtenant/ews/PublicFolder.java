package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.graph.mailbox.StoredFolder;

/** A public folder as people who write in it see it, and as its administrator does. */
public final class PublicFolder {

  private final PublicFolders folders;
  private final StoredFolder folder;

  PublicFolder(PublicFolders folders, StoredFolder folder) {
    this.folders = folders;
    this.folder = folder;
  }

  /** What is in it; contacts are added there as Graph's JSON. */
  public MailboxUser.Folder contents() {
    return folders.view(folder);
  }

  /** Lets a mailbox read it. */
  public PublicFolder allow(String address) {
    folders.allow(folder, address);
    return this;
  }

  /** Another mailbox holds what is in it from now on. */
  public PublicFolder moveTo(String holder) {
    folders.move(folder, holder);
    return this;
  }

  /** The address of the mailbox that holds what is in it. */
  public String holder() {
    return folders.holderOf(folder).address();
  }
}
