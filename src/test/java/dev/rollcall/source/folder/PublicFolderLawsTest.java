package dev.rollcall.source.folder;

import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.model.Location;
import dev.rollcall.policy.Policy;

class PublicFolderLawsTest extends FolderOffice {

  @Override
  MailboxUser.Folder folder(LocalTenant at) {
    return at.ews().publicFolders().make("/Contacts/Offices", "pf1").allow(READER).contents();
  }

  @Override
  Policy.SourceKind kind() {
    return Policy.SourceKind.PUBLIC_FOLDER;
  }

  @Override
  Policy.Folder selected() {
    return selected(READER, Location.ON_PREMISES, "Contacts", "Offices");
  }

  @Override
  boolean isPage(String operation) {
    return operation.equals("EWS GetItem");
  }
}
