package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsChanges;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsContact;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.client.ews.EwsItemId;
import dev.rollcall.client.ews.EwsProperty;
import dev.rollcall.client.ews.EwsResult;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A contact folder read through Exchange Web Services.
 *
 * <p>A mailbox's folder has a feed of changes, {@code SyncFolderItems}; public folders have none,
 * so that there the ids with their change keys are listed and compared with those of the last
 * reading. A list's pages shift while somebody deletes: what is missing in a list of several pages
 * counts as gone only when the server says so of the contact itself.
 *
 * <p>Requests: for N contacts ceil(N/512) of the feed or ceil(N/500) of the list, and ceil(N/100)
 * for what they say; without changes one, in public folders one for every 500 contacts.
 */
final class EwsContactFolder implements ContactFolder {

  /** The stamp of what Rollcall writes; one spelling, for ever. */
  private static final EwsProperty STAMP =
      EwsProperty.named("5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40", "RollcallKey");

  private static final List<EwsProperty> PROPERTIES = List.of(STAMP, EwsProperty.SEARCH_KEY);

  /** Stands for a point in time where the folder has no feed: ids are compared. */
  private static final String COMPARED = "compared";

  /** How many more lists are read while contacts are deleted, before that is given up. */
  private static final int LISTS = 4;

  private final EwsClient client;
  private final CallMeter meter;
  private final EwsCaller caller;
  private final EwsFolderId folder;
  private final boolean hasFeed;

  /**
   * @param caller whose access is used, and where the folder's contents are
   * @param hasFeed false for public folders
   */
  EwsContactFolder(
      EwsClient client, CallMeter meter, EwsCaller caller, EwsFolderId folder, boolean hasFeed) {
    this.client = client;
    this.meter = meter;
    this.caller = caller;
    this.folder = folder;
    this.hasFeed = hasFeed;
  }

  /** What was learned of some contacts. */
  private static final class Learned {
    private final Map<String, FolderItem> items = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final List<String> shortfalls = new ArrayList<>();
  }

  @Override
  public FolderContents readAll() {
    if (hasFeed) {
      EwsChanges feed = client.syncFolderItems(caller, folder, Optional.empty(), meter);
      Learned learned = learn(feed.changed());
      return contents(learned.items, feed.state(), feed.changed().size(), learned);
    }
    List<EwsItemId> listed = client.findItems(caller, folder, meter);
    Learned learned = learn(listed);
    if (!learned.gone.isEmpty() && listed.size() > EwsClient.LISTED) {
      // Somebody deleted meanwhile; the pages after that began later than they should have.
      settle(ids(listed), learned);
    }
    return contents(learned.items, COMPARED, listed.size(), learned);
  }

  /**
   * Lists until a list is the same as the one before: had a contact on it been deleted while the
   * earlier one was read, the later one would lack it.
   */
  private void settle(Set<String> first, Learned learned) {
    Set<String> before = first;
    Set<String> seen = new HashSet<>(first);
    for (int lists = 0; lists < LISTS; lists++) {
      List<EwsItemId> listed = client.findItems(caller, folder, meter);
      Set<String> now = ids(listed);
      if (now.equals(before)) {
        learned.items.keySet().retainAll(now);
        return;
      }
      Learned more = learn(listed.stream().filter(id -> !seen.contains(id.id())).toList());
      learned.items.putAll(more.items);
      learned.shortfalls.addAll(more.shortfalls);
      seen.addAll(now);
      before = now;
    }
    learned.shortfalls.add(
        "Contacts were deleted from the folder all the while it was listed, so that others may be"
            + " missing in the list.");
  }

  @Override
  public Optional<FolderContents> readChanges(Map<String, FolderItem> before, String token) {
    try {
      return Optional.of(hasFeed ? synced(before, token) : compared(before));
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<PhotoAnswer> photos(List<FolderItem> items) {
    List<PhotoAnswer> answers = new ArrayList<>(items.size());
    for (FolderItem item : items) {
      answers.add(item.photo().map(this::photo).orElse(PhotoAnswer.NONE));
    }
    return answers;
  }

  private PhotoAnswer photo(String attachment) {
    try {
      return PhotoAnswer.of(client.getPhoto(caller, attachment, meter));
    } catch (ClientException e) {
      if (e.concernsWholeTarget() || e.disposition() == Disposition.AUTH) {
        throw e;
      }
      return e.disposition() == Disposition.GONE ? PhotoAnswer.NONE : PhotoAnswer.UNKNOWN;
    }
  }

  private FolderContents synced(Map<String, FolderItem> before, String state) {
    EwsChanges feed = client.syncFolderItems(caller, folder, Optional.of(state), meter);
    List<EwsItemId> changed = feed.changed().stream().filter(id -> !isKnown(before, id)).toList();
    Learned learned = learn(changed);
    Map<String, FolderItem> now = new HashMap<>(before);
    now.keySet().removeAll(feed.removed());
    now.keySet().removeAll(learned.gone);
    now.putAll(learned.items);
    return contents(now, feed.state(), changed.size(), learned);
  }

  private FolderContents compared(Map<String, FolderItem> before) {
    List<EwsItemId> listed = client.findItems(caller, folder, meter);
    List<EwsItemId> asked =
        new ArrayList<>(listed.stream().filter(id -> !isKnown(before, id)).toList());
    Set<String> missing = new HashSet<>(before.keySet());
    missing.removeAll(ids(listed));
    if (Math.max(listed.size(), before.size()) > EwsClient.LISTED) {
      missing.stream().sorted().map(EwsItemId::of).forEach(asked::add);
    }
    Learned learned = learn(asked);
    Map<String, FolderItem> now = new HashMap<>(before);
    now.keySet().removeAll(missing);
    now.keySet().removeAll(learned.gone);
    now.putAll(learned.items);
    return contents(now, COMPARED, listed.size(), learned);
  }

  private static boolean isKnown(Map<String, FolderItem> before, EwsItemId id) {
    FolderItem known = before.get(id.id());
    return known != null && !id.changeKey().isEmpty() && known.changeKey().equals(id.changeKey());
  }

  private static Set<String> ids(Collection<EwsItemId> items) {
    Set<String> ids = new HashSet<>();
    items.forEach(item -> ids.add(item.id()));
    return ids;
  }

  private static FolderContents contents(
      Map<String, FolderItem> items, String token, int listed, Learned learned) {
    return new FolderContents(
        items, Optional.of(token), 1 + listed / EwsClient.LISTED, learned.shortfalls);
  }

  private Learned learn(List<EwsItemId> ids) {
    Learned learned = new Learned();
    List<EwsResult<EwsContact>> results = client.getContacts(caller, ids, PROPERTIES, meter);
    int failed = 0;
    String cause = "";
    for (int i = 0; i < results.size(); i++) {
      Optional<ClientException> failure = results.get(i).failure();
      if (failure.isEmpty()) {
        FolderItem item = item(results.get(i).orThrow());
        learned.items.put(item.id(), item);
      } else if (failure.get().disposition() == Disposition.GONE) {
        learned.gone.add(ids.get(i).id());
      } else {
        failed++;
        cause = failure.get().problem().cause();
      }
    }
    if (failed > 0) {
      learned.shortfalls.add(
          failed + " of the folder's contacts could not be read, one of them because: " + cause);
    }
    return learned;
  }

  private static FolderItem item(EwsContact contact) {
    FolderItem.Kind kind =
        contact.properties().containsKey(STAMP)
            ? FolderItem.Kind.OURS
            : contact.isPrivate() ? FolderItem.Kind.PRIVATE : FolderItem.Kind.CONTACT;
    return FolderItem.of(
        contact.id().id(),
        contact.id().changeKey(),
        contact.created(),
        contact.properties().getOrDefault(EwsProperty.SEARCH_KEY, ""),
        contact.photo(),
        kind,
        contact.content());
  }
}
