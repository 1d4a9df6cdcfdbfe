package dev.rollcall.source.folder;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.RecipientType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records that a folder's items are, ascending by key, and what was left out.
 *
 * @param items by key
 * @param records what may be passed on
 * @param dropped the others, with the reason
 */
record FolderRecords(
    Map<RecordKey, FolderItem> items, List<SourceRecord> records, List<Dropped> dropped) {

  /** What takes an item, for those who look for the reason. */
  static final String SELECTION = "/source/folder";

  /** Of new items with one search key the first has it, whatever order they are read in. */
  private static final Comparator<FolderItem> OLDEST_FIRST =
      Comparator.comparing(FolderItem::created).thenComparing(FolderItem::id);

  /**
   * The records of these items, in any order.
   *
   * @param known the keys that items had before, by their ids
   */
  static FolderRecords of(Collection<FolderItem> items, Map<String, RecordKey> known) {
    Map<RecordKey, FolderItem> byKey = keyed(items, known);
    List<SourceRecord> records = new ArrayList<>(byKey.size());
    List<Dropped> dropped = new ArrayList<>();
    byKey.forEach(
        (key, item) -> {
          switch (item.kind()) {
            case CONTACT ->
                records.add(
                    new SourceRecord(
                        key, RecipientType.MAIL_CONTACT.document(), item.attributes(), SELECTION));
            case PRIVATE -> dropped.add(dropped(key, SkipReason.PRIVATE_ITEM));
            case OURS -> dropped.add(dropped(key, SkipReason.WRITTEN_BY_ROLLCALL));
          }
        });
    return new FolderRecords(byKey, records, dropped);
  }

  private static Dropped dropped(RecordKey key, SkipReason reason) {
    return new Dropped(key.value(), SELECTION, reason, "");
  }

  /** The key of each item, by its id. */
  Map<String, RecordKey> keys() {
    Map<String, RecordKey> keys = new HashMap<>();
    items.forEach((key, item) -> keys.put(item.id(), key));
    return keys;
  }

  /** The key of an item that shares its search key with no other. */
  static RecordKey usualKey(FolderItem item) {
    return key(item.searchKey().isEmpty() ? "id " + item.id() : "search " + item.searchKey());
  }

  /**
   * Every item by its key. One that had a key keeps it: were keys told anew each time, a copy would
   * take over the key of its original on the day that is deleted, and the original's contact on
   * phones would be rewritten into the copy. Where nothing is remembered any more, the oldest of
   * those that share a search key has it.
   *
   * <p>What may not be passed on has a key too: were it left out before, a copy of it would change
   * its key on the day the original is marked private.
   */
  private static Map<RecordKey, FolderItem> keyed(
      Collection<FolderItem> items, Map<String, RecordKey> known) {
    Map<RecordKey, FolderItem> keyed = new TreeMap<>();
    List<FolderItem> fresh = new ArrayList<>();
    for (FolderItem item : items) {
      RecordKey key = known.get(item.id());
      if (key == null || keyed.putIfAbsent(key, item) != null) {
        fresh.add(item);
      }
    }
    fresh.sort(OLDEST_FIRST);
    for (FolderItem item : fresh) {
      if (keyed.putIfAbsent(usualKey(item), item) != null) {
        keyed.put(key("search " + item.searchKey() + " id " + item.id()), item);
      }
    }
    return keyed;
  }

  /** Ids are long, and differ in the case of letters alone; keys may do neither. */
  private static RecordKey key(String of) {
    return new RecordKey("contact:" + Fingerprint.of(of).hex());
  }
}
