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

  /** Of items with one search key the first has it for ever, whatever order they are read in. */
  private static final Comparator<FolderItem> OLDEST_FIRST =
      Comparator.comparing(FolderItem::created).thenComparing(FolderItem::id);

  /** The records of these items, in any order. */
  static FolderRecords of(Collection<FolderItem> items) {
    Map<RecordKey, FolderItem> byKey = keyed(items);
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

  /**
   * Every item by its key. What may not be passed on has one too: were it left out before, a copy
   * of it would change its key on the day the original is marked private.
   */
  private static Map<RecordKey, FolderItem> keyed(Collection<FolderItem> items) {
    Map<String, List<FolderItem>> bySearchKey = new HashMap<>();
    Map<RecordKey, FolderItem> keyed = new TreeMap<>();
    for (FolderItem item : items) {
      if (item.searchKey().isEmpty()) {
        keyed.put(key("id " + item.id()), item);
      } else {
        bySearchKey.computeIfAbsent(item.searchKey(), searchKey -> new ArrayList<>(1)).add(item);
      }
    }
    bySearchKey.forEach(
        (searchKey, sharing) -> {
          sharing.sort(OLDEST_FIRST);
          keyed.put(key("search " + searchKey), sharing.get(0));
          for (FolderItem copy : sharing.subList(1, sharing.size())) {
            keyed.put(key("search " + searchKey + " id " + copy.id()), copy);
          }
        });
    return keyed;
  }

  /** Ids are long, and differ in the case of letters alone; keys may do neither. */
  private static RecordKey key(String of) {
    return new RecordKey("contact:" + Fingerprint.of(of).hex());
  }
}
