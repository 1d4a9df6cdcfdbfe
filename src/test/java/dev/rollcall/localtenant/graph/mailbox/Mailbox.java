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

/**
 * One mailbox's contact folders. Every method is one step, whoever else is in there; who needs
 * several holds its lock.
 */
public final class Mailbox {

  static final String DEFAULT_FOLDER = "contacts";

  private final Clock clock;
  private final Interned interned;
  private final String ownerId;
  private ItemIds ids;
  private final StoredFolder root;
  private final Map<String, StoredFolder> folders = new LinkedHashMap<>();
  private MailboxState state = MailboxState.ACTIVE;
  private Location location = Location.ONLINE;
  private int moves;
  private final Map<String, StoredFolder> specials = new LinkedHashMap<>();
  private long lastNumber;
  private long lastFolder;
  private long lastChange;

  Mailbox(String ownerId, Clock clock, Interned interned) {
    this(ownerId, "Contacts", clock, interned);
  }

  /** One that nobody owns, such as a tree of public folders. */
  public Mailbox(String id, String rootName, Clock clock) {
    this(id, rootName, clock, new Interned());
  }

  private Mailbox(String ownerId, String rootName, Clock clock, Interned interned) {
    this.interned = interned;
    this.clock = clock;
    this.ownerId = ownerId;
    this.ids = new ItemIds(ownerId);
    this.root = new StoredFolder(ids.folder(lastFolder++), null, rootName);
    folders.put(root.id(), root);
  }

  public synchronized ItemIds ids() {
    return ids;
  }

  public synchronized Location location() {
    return location;
  }

  /** It goes elsewhere with everything in it, which has other ids and change tokens there. */
  synchronized void moveTo(Location there) {
    if (location == there) {
      return;
    }
    location = there;
    moves++;
    ids = new ItemIds(ownerId + "#" + moves);
    List<StoredFolder> all = List.copyOf(folders.values());
    folders.clear();
    for (StoredFolder folder : all) {
      folder.id(ids.folder(lastFolder++));
      folders.put(folder.id(), folder);
    }
    // They are made again when they are asked for.
    specials.clear();
  }

  /**
   * A folder that every mailbox has beside Contacts, which only EWS shows.
   *
   * @param number its own among them, below zero
   */
  public synchronized StoredFolder special(int number, String name, String folderClass) {
    return specials.computeIfAbsent(
        ids.folder(number), id -> new StoredFolder(id, null, name, folderClass));
  }

  public synchronized MailboxState state() {
    return state;
  }

  synchronized void state(MailboxState now) {
    state = now;
  }

  /** The default folder, whose name is Contacts. */
  public StoredFolder root() {
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

  /** A folder by its id; empty if there is none. */
  public synchronized Optional<StoredFolder> folder(String id) {
    return Optional.ofNullable(folders.getOrDefault(id, specials.get(id)));
  }

  synchronized List<StoredFolder> children(StoredFolder parent) {
    return List.copyOf(parent.children());
  }

  /** The folder of this name in another, whatever the case. */
  public synchronized Optional<StoredFolder> child(StoredFolder parent, String name) {
    return parent.children().stream()
        .filter(folder -> folder.name().equalsIgnoreCase(name))
        .findFirst();
  }

  synchronized StoredFolder createFolder(StoredFolder parent, String name) {
    return createFolder(parent, name, StoredFolder.CONTACTS);
  }

  public synchronized StoredFolder createFolder(
      StoredFolder parent, String name, String folderClass) {
    checkName(parent, name);
    StoredFolder folder = new StoredFolder(ids.folder(lastFolder++), parent, name, folderClass);
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

  public synchronized void deleteFolder(StoredFolder folder) {
    checkNotRoot(folder).children().remove(folder);
    forget(folder);
  }

  synchronized List<StoredContact> contacts(StoredFolder folder) {
    return List.copyOf(folder.contacts().values());
  }

  /** A contact by either of its ids, in this folder or, with none, anywhere. */
  public synchronized StoredContact contact(Optional<StoredFolder> folder, String id) {
    OptionalLong number = ids.number(id);
    if (number.isEmpty() && moves > 0 && ItemIds.isContact(id)) {
      // From before the mailbox was moved.
      throw notFound();
    }
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

  /** Adds a contact whose content was checked by who gives it. */
  public synchronized StoredContact create(StoredFolder folder, CardContent content) {
    checkThere(folder);
    StoredContact contact =
        new StoredContact(
            ++lastNumber, folder, clock.instant().truncatedTo(ChronoUnit.SECONDS), lastChange + 1);
    replace(contact, content);
    folder.contacts().put(contact.number(), contact);
    changed(contact);
    return contact;
  }

  /** Writes content that was checked by who gives it. */
  public synchronized void update(StoredContact contact, CardContent content) {
    checkThere(contact);
    replace(contact, content);
    changed(contact);
  }

  private void replace(StoredContact contact, CardContent content) {
    contact.replace(
        interned.content(content.content()),
        interned.properties(content.extended()),
        content.ownFileAs());
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

  public synchronized void removePhoto(StoredContact contact) {
    checkThere(contact);
    contact.photo(null);
    changed(contact);
  }

  public synchronized void photo(StoredContact contact, StoredContact.Photo photo) {
    checkThere(contact);
    contact.photo(new StoredContact.Photo(photo.contentType(), interned.photo(photo.bytes())));
    changed(contact);
  }

  public synchronized void delete(StoredContact contact, Optional<String> ifMatch) {
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
