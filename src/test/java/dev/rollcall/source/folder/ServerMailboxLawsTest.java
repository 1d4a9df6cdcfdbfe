package dev.rollcall.source.folder;

import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.model.Location;
import dev.rollcall.policy.Policy;

class ServerMailboxLawsTest extends FolderOffice {

  @Override
  MailboxUser.Folder folder(LocalTenant at) {
    return shared(at)
        .moveTo(dev.rollcall.localtenant.graph.mailbox.Location.ON_PREMISES)
        .makeFolder("Offices/East");
  }

  @Override
  Policy.SourceKind kind() {
    return Policy.SourceKind.SHARED_MAILBOX;
  }

  @Override
  Policy.Folder selected() {
    return selected(SHARED, Location.ON_PREMISES, "Offices", "East");
  }

  @Override
  boolean isPage(String operation) {
    return operation.equals("EWS GetItem");
  }
}
