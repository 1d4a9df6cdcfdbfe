package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the owner of a mailbox does and sees there, and what an administrator does to it. Permanent
 * states, limits and hostility do not concern them.
 */
public final class MailboxUser {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MailboxOwners.Owner owner;
  private final Mailbox mailbox;
  private final Mailboxes mailboxes;

  MailboxUser(MailboxOwners.Owner owner, Mailbox mailbox, Mailboxes mailboxes) {
    this.owner = owner;
    this.mailbox = mailbox;
    this.mailboxes = mailboxes;
  }

  /** A folder of a mailbox that nobody owns. */
  public static Folder folderOf(Mailbox mailbox, StoredFolder folder) {
    MailboxOwners owners = any -> Optional.empty();
    MailboxUser nobody =
        new MailboxUser(
            new MailboxOwners.Owner("", "", true),
            mailbox,
            new Mailboxes(owners, Clock.systemUTC()));
    return nobody.new Folder(folder);
  }

  /** The owner's object id. */
  public String id() {
    return owner.id();
  }

  /** What apps find from now on. */
  public MailboxUser state(MailboxState now) {
    mailbox.state(now);
    return this;
  }

  /** It is moved with everything in it: what was written goes along, ids do not. */
  public MailboxUser moveTo(Location there) {
    mailbox.moveTo(there);
    return this;
  }

  public Location location() {
    return mailbox.location();
  }

  /** The Contacts folder. */
  public Folder contacts() {
    return new Folder(mailbox.root());
  }

  /**
   * A folder below Contacts, such as {@code CompanyEmployees} or {@code Company/Sales}.
   *
   * @throws IllegalStateException if it is not there
   */
  public Folder folder(String path) {
    return findFolder(path)
        .orElseThrow(() -> new IllegalStateException("the mailbox has no folder " + path));
  }

  /** A folder below Contacts, if it is there. */
  public Optional<Folder> findFolder(String path) {
    synchronized (mailbox) {
      StoredFolder folder = mailbox.root();
      for (String name : names(path)) {
        Optional<StoredFolder> child = mailbox.child(folder, name);
        if (child.isEmpty()) {
          return Optional.empty();
        }
        folder = child.get();
      }
      return Optional.of(new Folder(folder));
    }
  }

  /** Makes a folder below Contacts with the folders above it; one that is there stays. */
  public Folder makeFolder(String path) {
    synchronized (mailbox) {
      StoredFolder folder = mailbox.root();
      for (String name : names(path)) {
        StoredFolder parent = folder;
        folder = mailbox.child(parent, name).orElseGet(() -> mailbox.createFolder(parent, name));
      }
      return new Folder(folder);
    }
  }

  /** The names of the folders below Contacts, with their paths, in the order they were made. */
  public List<String> folders() {
    synchronized (mailbox) {
      List<String> paths = new ArrayList<>();
      collect(mailbox.root(), "", paths);
      return List.copyOf(paths);
    }
  }

  /**
   * Everything in the mailbox, byte for byte what was before if nothing was changed: folders,
   * contacts, change keys, times, hidden properties, photos.
   */
  public String rawState() {
    synchronized (mailbox) {
      return new Folder(mailbox.root()).raw().toPrettyString();
    }
  }

  private static List<String> names(String path) {
    return path.isEmpty() ? List.of() : List.of(path.split("/"));
  }

  private static void collect(StoredFolder folder, String prefix, List<String> paths) {
    for (StoredFolder child : folder.children()) {
      paths.add(prefix + child.name());
      collect(child, prefix + child.name() + "/", paths);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  /** A folder as its owner sees it. */
  public final class Folder {

    private final StoredFolder folder;

    private Folder(StoredFolder folder) {
      this.folder = folder;
    }

    public String id() {
      return folder.id();
    }

    public String name() {
      return folder.name();
    }

    /** The contacts in it, not in folders below, in the order they were made. */
    public List<Card> contacts() {
      return mailbox.contacts(folder).stream().map(Card::new).toList();
    }

    /**
     * The contact with this display name.
     *
     * @throws IllegalStateException if there is none or more than one
     */
    public Card contact(String displayName) {
      List<Card> found =
          contacts().stream().filter(c -> c.text("displayName").equals(displayName)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(
            "the folder has " + found.size() + " contacts called " + displayName);
      }
      return found.get(0);
    }

    /** Adds a contact, given as Graph's JSON. */
    public Card add(String json) {
      return add(parse(json));
    }

    /** Adds a contact, given as Graph's JSON. */
    public Card add(JsonNode json) {
      return new Card(mailbox.create(folder, json, mailboxes.quirks()));
    }

    /**
     * Copies a contact of any folder into this one, as people do with the mouse: everything goes
     * along, hidden properties and search key too; id, change key and times do not.
     */
    public Card paste(Card copied) {
      Card card = add(copied.writable());
      copied.photo().ifPresent(card::photo);
      return card;
    }

    public void rename(String name) {
      mailbox.renameFolder(folder, name);
    }

    /** Deletes it with everything in it. */
    public void delete() {
      mailbox.deleteFolder(folder);
    }

    /** Makes every point from which its changes were to be read unknown: 410. */
    public void forgetChanges() {
      synchronized (mailbox) {
        folder.forgetChanges();
      }
    }

    /** Everything in it, comparable byte for byte. */
    public String rawState() {
      synchronized (mailbox) {
        return raw().toPrettyString();
      }
    }

    private ObjectNode raw() {
      ObjectNode raw = JSON.createObjectNode();
      raw.put("id", folder.id()).put("name", folder.name());
      ArrayNode contacts = raw.putArray("contacts");
      folder.contacts().values().forEach(contact -> contacts.add(new Card(contact).raw()));
      ArrayNode folders = raw.putArray("folders");
      folder.children().forEach(child -> folders.add(new Folder(child).raw()));
      return raw;
    }
  }

  /** A contact as its owner sees it. */
  public final class Card {

    private final StoredContact contact;

    private Card(StoredContact contact) {
      this.contact = contact;
    }

    /** Its immutable id. */
    public String id() {
      return mailbox.ids().contact(contact.number(), true);
    }

    /** Its id in an app's eyes that did not ask for immutable ones. */
    public String restId() {
      return mailbox.ids().contact(contact.number(), false);
    }

    /** All of it as Graph answers it. */
    public ObjectNode json() {
      synchronized (mailbox) {
        return new ContactAnswers("", owner.id(), mailbox.ids(), true)
            .contact(contact, Set.of(), Set.of())
            .deepCopy();
      }
    }

    private ObjectNode writable() {
      synchronized (mailbox) {
        ObjectNode copy = contact.content().deepCopy();
        ArrayNode hidden = copy.putArray("singleValueExtendedProperties");
        contact
            .extended()
            .forEach((id, value) -> hidden.addObject().put("id", id).put("value", value));
        hidden
            .addObject()
            .put("id", StoredContact.SEARCH_KEY)
            .put("value", contact.property(StoredContact.SEARCH_KEY).orElseThrow());
        return copy;
      }
    }

    /** A property that is one text; empty if it has no value. */
    public String text(String property) {
      synchronized (mailbox) {
        return contact.content().path(property).asText("");
      }
    }

    /** A hidden property. */
    public Optional<String> extended(String id) {
      synchronized (mailbox) {
        return Optional.ofNullable(contact.extended().get(ExtendedProperties.canonical(id)));
      }
    }

    public Optional<byte[]> photo() {
      synchronized (mailbox) {
        return contact.photo().map(photo -> photo.bytes().clone());
      }
    }

    /** Changes properties, given as Graph's JSON. */
    public Card edit(String json) {
      mailbox.update(contact, parse(json), Optional.empty(), mailboxes.quirks());
      return this;
    }

    /** Changes one property that is one text. */
    public Card edit(String property, String value) {
      ObjectNode body = JSON.createObjectNode().put(property, value);
      if (!property.equals("displayName")) {
        body.put("displayName", text("displayName"));
      }
      mailbox.update(contact, body, Optional.empty(), mailboxes.quirks());
      return this;
    }

    public Card notes(String text) {
      return edit("personalNotes", text);
    }

    public Card categories(String... names) {
      ObjectNode body = JSON.createObjectNode().put("displayName", text("displayName"));
      ArrayNode categories = body.putArray("categories");
      List.of(names).forEach(categories::add);
      mailbox.update(contact, body, Optional.empty(), mailboxes.quirks());
      return this;
    }

    public void photo(byte[] jpeg) {
      mailbox.photo(contact, new StoredContact.Photo("image/jpeg", jpeg.clone()));
    }

    public void delete() {
      mailbox.delete(contact, Optional.empty());
    }

    /** Everything about it, comparable byte for byte. */
    public String rawState() {
      synchronized (mailbox) {
        return raw().toPrettyString();
      }
    }

    private ObjectNode raw() {
      ObjectNode raw = JSON.createObjectNode();
      raw.put("id", id())
          .put("changeKey", ItemIds.changeKey(contact.changedAt()))
          .put("created", contact.created().toString())
          .put("modified", contact.modified().toString());
      raw.set("content", contact.content());
      ObjectNode hidden = raw.putObject("extended");
      for (Map.Entry<String, String> property : new TreeMap<>(contact.extended()).entrySet()) {
        hidden.put(property.getKey(), property.getValue());
      }
      contact
          .photo()
          .ifPresent(photo -> raw.put("photo", Base64.getEncoder().encodeToString(photo.bytes())));
      return raw;
    }
  }
}
