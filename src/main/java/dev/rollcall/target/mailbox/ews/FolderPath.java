package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsFolder;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import java.util.List;
import java.util.Optional;

/**
 * Follows the policy's folder path into a mailbox, creating what is missing if it may; as in
 * Exchange Online it begins in the mailbox's Contacts.
 *
 * <p>Names are compared without regard to case, as Exchange does. Of two folders with one name,
 * which only other software can have made, the one with the lower id is used, always the same one.
 *
 * @param path the folders' names, from Contacts down; Contacts itself if empty
 */
record FolderPath(EwsClient client, EwsCaller caller, List<String> path, CallMeter meter) {

  /** A folder that was created and is not found again, or the other way round. */
  private static final int ATTEMPTS = 3;

  /**
   * The folder's id; empty if it is not there.
   *
   * @throws ClientException if it could not be looked for
   */
  Optional<String> find() {
    if (path.isEmpty()) {
      return client.getFolder(caller, EwsFolderId.CONTACTS, meter).map(EwsFolder::id);
    }
    EwsFolderId parent = EwsFolderId.CONTACTS;
    for (String name : path) {
      Optional<String> found = child(parent, name);
      if (found.isEmpty()) {
        return found;
      }
      parent = EwsFolderId.of(found.get());
    }
    return Optional.of(parent.value());
  }

  /**
   * The folder's id; what is missing is created. The whole path is known not to be there.
   *
   * @throws ClientException if it could not be looked for or created
   */
  String create() {
    if (path.isEmpty()) {
      return find().orElseThrow(() -> new IllegalStateException("every mailbox has Contacts"));
    }
    EwsFolderId parent = EwsFolderId.CONTACTS;
    // Of a path of one folder, it is that one that was missing; a new folder has none in it.
    boolean missing = path.size() == 1;
    for (String name : path) {
      Optional<String> found = missing ? Optional.empty() : child(parent, name);
      missing = found.isEmpty();
      parent = EwsFolderId.of(found.isPresent() ? found.get() : created(parent, name));
    }
    return parent.value();
  }

  private String created(EwsFolderId parent, String name) {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.createFolder(caller, parent, name, meter);
      } catch (ClientException e) {
        boolean perhapsThere =
            e.disposition() == Disposition.CONFLICT
                || e.disposition() == Disposition.UNKNOWN_EFFECT;
        if (!perhapsThere || e.concernsWholeTarget()) {
          throw e;
        }
        // Somebody else created it, or we did and were not told.
        Optional<String> found = child(parent, name);
        if (found.isPresent()) {
          return found.get();
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Optional<String> child(EwsFolderId parent, String name) {
    return client.findFolders(caller, parent, meter).stream()
        .filter(folder -> folder.name().equalsIgnoreCase(name) && folder.isForContacts())
        .map(EwsFolder::id)
        .sorted()
        .findFirst();
  }
}
