package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One mailbox's contact folders. Every method is one step, whoever else is in there. */
final class Mailbox {

  static final String DEFAULT_FOLDER = "contacts";

  private final Clock clock;
  private final Interned interned;
  private final ItemIds ids;
  private final StoredFolder root;
  private final Map<String, StoredFolder> folders = new LinkedHashMap<>();
  private MailboxState state = MailboxState.ACTIVE;
  private long lastNumber;
  private long lastFolder;
  private long lastChange;

  Mailbox(String ownerId, Clock clock, Interned interned) {
    this.interned = interned;
    this.clock = clock;
    this.ids = new ItemIds(ownerId);
    this.root = new StoredFolder(ids.folder(lastFolder++), null, "Contacts");
    folders.put(root.id(), root);
  }

  ItemIds ids() {
    return ids;
  }

  synchronized MailboxState state() {
    return state;
  }

  synchronized void state(MailboxState now) {
    state = now;
  }

  /** The default folder, whose name is Contacts. */
  StoredFolder root() {
    return root;
  }

  /** A folder by its id, or the default one by its well-known name. */
  synchronized StoredFolder folder(String id, MailboxQuirks quirks) {
    if (id.equalsIgnoreCase(DEFAULT_FOLDER)) {
      if (quirks.wellKnownFolder()) {
        return root;
      }
      throw GraphFailure.badRequest("ErrorInvalidIdMalformed", "Id is malformed.");
    }
    StoredFolder folder = folders.get(id);
    if (folder == null) {
      throw notFound();
    }
    return folder;
  }

  synchronized List<StoredFolder> children(StoredFolder parent) {
    return List.copyOf(parent.children());
  }

  /** The folder of this name in another, whatever the case. */
  synchronized Optional<StoredFolder> child(StoredFolder parent, String name) {
    return parent.children().stream()
        .filter(folder -> folder.name().equalsIgnoreCase(name))
        .findFirst();
  }

  synchronized StoredFolder createFolder(StoredFolder parent, String name) {
    checkName(parent, name);
    StoredFolder folder = new StoredFolder(ids.folder(lastFolder++), parent, name);
    parent.children().add(folder);
    folders.put(folder.id(), folder);
    return folder;
  }

  synchronized void renameFolder(StoredFolder folder, String name) {
    StoredFolder parent = checkNotRoot(folder);
    if (!folder.name().equalsIgnoreCase(name)) {
      checkName(parent, name);
    }
    folder.rename(name);
  }

  synchronized void deleteFolder(StoredFolder folder) {
    checkNotRoot(folder).children().remove(folder);
    forget(folder);
  }

  synchronized List<StoredContact> contacts(StoredFolder folder) {
    return List.copyOf(folder.contacts().values());
  }

  /** A contact by either of its ids, in this folder or, with none, anywhere. */
  synchronized StoredContact contact(Optional<StoredFolder> folder, String id) {
    OptionalLong number = ids.number(id);
    if (number.isEmpty()) {
      throw GraphFailure.badRequest("ErrorInvalidIdMalformed", "Id is malformed.");
    }
    for (StoredFolder candidate : folder.map(List::of).orElse(List.copyOf(folders.values()))) {
      StoredContact contact = candidate.contacts().get(number.getAsLong());
      if (contact != null) {
        return contact;
      }
    }
    throw notFound();
  }

  synchronized StoredContact create(StoredFolder folder, JsonNode body, MailboxQuirks quirks) {
    checkThere(folder);
    StoredContact contact =
        new StoredContact(
            lastNumber + 1,
            folder,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            lastChange + 1);
    ContactSchema.apply(body, contact, quirks, interned);
    lastNumber++;
    folder.contacts().put(contact.number(), contact);
    changed(contact);
    return contact;
  }

  synchronized void update(
      StoredContact contact, JsonNode body, Optional<String> ifMatch, MailboxQuirks quirks) {
    checkThere(contact);
    checkMatch(contact, ifMatch);
    ContactSchema.apply(body, contact, quirks, interned);
    changed(contact);
  }

  synchronized void photo(StoredContact contact, StoredContact.Photo photo) {
    checkThere(contact);
    contact.photo(new StoredContact.Photo(photo.contentType(), interned.photo(photo.bytes())));
    changed(contact);
  }

  synchronized void delete(StoredContact contact, Optional<String> ifMatch) {
    checkThere(contact);
    checkMatch(contact, ifMatch);
    StoredFolder folder = contact.folder();
    folder.contacts().remove(contact.number());
    folder.changed(++lastChange);
    folder
        .tombstones()
        .add(new StoredFolder.Tombstone(contact.number(), contact.createdAt(), lastChange));
  }

  private void changed(StoredContact contact) {
    contact.changed(clock.instant().truncatedTo(ChronoUnit.SECONDS), ++lastChange);
    contact.folder().changed(lastChange);
  }

  private void checkName(StoredFolder parent, String name) {
    if (name.isBlank()) {
      throw GraphFailure.badRequest(
          "ErrorInvalidRequest", "The folder's display name must not be empty.");
    }
    if (child(parent, name).isPresent()) {
      throw new GraphFailure(
          409, "ErrorFolderExists", "A folder with the specified name already exists.");
    }
  }

  private static StoredFolder checkNotRoot(StoredFolder folder) {
    StoredFolder parent = folder.parent();
    if (parent == null) {
      throw new GraphFailure(
          403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be changed.");
    }
    return parent;
  }

  private void checkThere(StoredFolder folder) {
    if (folders.get(folder.id()) != folder) {
      throw notFound();
    }
  }

  private void checkThere(StoredContact contact) {
    checkThere(contact.folder());
    if (contact.folder().contacts().get(contact.number()) != contact) {
      throw notFound();
    }
  }

  private static void checkMatch(StoredContact contact, Optional<String> ifMatch) {
    String current = "W/\"" + ItemIds.changeKey(contact.changedAt()) + "\"";
    if (ifMatch.isPresent() && !ifMatch.get().equals("*") && !ifMatch.get().equals(current)) {
      throw new GraphFailure(
          412,
          "ErrorIrresolvableConflict",
          "The send or update operation could not be performed because the change key passed in"
              + " the request does not match the current change key for the item.");
    }
  }

  private void forget(StoredFolder folder) {
    folders.remove(folder.id());
    List.copyOf(folder.children()).forEach(this::forget);
  }

  static GraphFailure notFound() {
    return new GraphFailure(
        404, "ErrorItemNotFound", "The specified object was not found in the store.");
  }
}
