package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.Mailbox;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.graph.mailbox.StoredFolder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An organisation's public folders: one hierarchy, in a mailbox of its own, and contents in several
 * mailboxes, each folder's in one of them.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/public-folder-access-with-ews-in-exchange">Public
 *     folder access with EWS</a> (read 2026-11-21)
 */
public final class PublicFolders {

  /** A mailbox that holds contents, or the hierarchy. */
  public record Holder(String address, UUID guid) {

    /** By which it is looked for. */
    String byGuid() {
      return guid + "@" + address.substring(address.indexOf('@') + 1);
    }

    boolean isNamedBy(String text) {
      return text.equalsIgnoreCase(address) || text.equalsIgnoreCase(byGuid());
    }

    /** What {@code PR_REPLICA_LIST} says: the GUID in ASCII, with a NUL at its end. */
    String replicaList() {
      return Base64.getEncoder().encodeToString((guid + "\0").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private final String domain;
  private final Mailbox tree;
  private final Holder hierarchy;
  private final Map<String, Holder> holders = new LinkedHashMap<>();
  private final Map<StoredFolder, Holder> contents = new ConcurrentHashMap<>();
  private final Map<StoredFolder, Set<String>> readers = new ConcurrentHashMap<>();

  PublicFolders(String name, String domain, Clock clock) {
    this.domain = domain;
    this.tree = new Mailbox("public folders " + name, "IPM_SUBTREE", clock);
    this.hierarchy = holder("pfhierarchy");
    contents.put(tree.root(), hierarchy);
  }

  /** A mailbox for contents, made when it is first named. */
  public synchronized Holder holder(String localPart) {
    String address = localPart.toLowerCase(Locale.ROOT) + "@" + domain;
    return holders.computeIfAbsent(
        address,
        a -> new Holder(a, UUID.nameUUIDFromBytes(("pf " + a).getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * Makes a folder of contacts with the folders above it; nobody may read it yet.
   *
   * @param path such as {@code /Contacts/District offices}
   * @param holder the local part of the mailbox that holds what is in it
   */
  public PublicFolder make(String path, String holder) {
    return make(path, holder, "IPF.Contact");
  }

  /**
   * Makes a folder with the folders above it.
   *
   * @param folderClass {@code IPF.Note} for mail
   */
  public PublicFolder make(String path, String holder, String folderClass) {
    synchronized (tree) {
      StoredFolder folder = tree.root();
      List<String> names = List.of(path.replaceFirst("^/", "").split("/"));
      for (String name : names) {
        StoredFolder parent = folder;
        folder =
            tree.child(parent, name)
                .orElseGet(
                    () -> {
                      StoredFolder made = tree.createFolder(parent, name, folderClass);
                      contents.put(made, holder(holder));
                      return made;
                    });
      }
      return new PublicFolder(this, folder);
    }
  }

  /** What people who write in a folder see of it. */
  MailboxUser.Folder view(StoredFolder folder) {
    return MailboxUser.folderOf(tree, folder);
  }

  void allow(StoredFolder folder, String address) {
    readers
        .computeIfAbsent(folder, f -> ConcurrentHashMap.newKeySet())
        .add(address.toLowerCase(Locale.ROOT));
  }

  void move(StoredFolder folder, String holder) {
    contents.put(folder, holder(holder));
  }

  Mailbox tree() {
    return tree;
  }

  Holder hierarchy() {
    return hierarchy;
  }

  Holder holderOf(StoredFolder folder) {
    return contents.getOrDefault(folder, hierarchy);
  }

  /** Puts what was made through EWS into the mailbox of the folder above it. */
  void made(StoredFolder folder, StoredFolder parent) {
    contents.put(folder, holderOf(parent));
    readers.put(folder, readers.getOrDefault(parent, Set.of()));
  }

  /** A holder by its address or GUID. */
  synchronized Optional<Holder> named(String text) {
    return holders.values().stream().filter(holder -> holder.isNamedBy(text)).findFirst();
  }

  boolean mayRead(StoredFolder folder, String address) {
    return folder == tree.root()
        || readers.getOrDefault(folder, Set.of()).contains(address.toLowerCase(Locale.ROOT));
  }

  /** Whether somebody sees a folder: they may read it, or one below it. */
  boolean maySee(StoredFolder folder, String address) {
    return mayRead(folder, address)
        || folder.children().stream().anyMatch(child -> maySee(child, address));
  }

  /** A change of the hierarchy or a look at it goes to the mailbox that holds it. */
  void checkHierarchy(Map<String, String> headers) {
    boolean anchored =
        hierarchy.address().equalsIgnoreCase(headers.getOrDefault("x-anchormailbox", ""));
    boolean routed =
        hierarchy.byGuid().equalsIgnoreCase(headers.getOrDefault("x-publicfoldermailbox", ""));
    if (!anchored || !routed) {
      throw new EwsFailure(
          "ErrorNoPublicFolderServerAvailable",
          "The server that holds the public folder hierarchy could not be reached.");
    }
  }

  /** Whether a request reached the mailbox that holds this folder's contents. */
  boolean isContentRouted(StoredFolder folder, Map<String, String> headers) {
    Holder holder = holderOf(folder);
    // The hierarchy's own mailbox is also addressed as hierarchy requests do it.
    String routed = headers.getOrDefault("x-publicfoldermailbox", "");
    return holder.address().equalsIgnoreCase(headers.getOrDefault("x-anchormailbox", ""))
        && (holder == hierarchy
            ? holder.isNamedBy(routed)
            : holder.address().equalsIgnoreCase(routed));
  }
}
