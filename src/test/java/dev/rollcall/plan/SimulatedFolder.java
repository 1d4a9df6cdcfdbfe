package dev.rollcall.plan;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A contact folder in memory: our items, other people's items, a log of what changed. It may change
 * what it is given, as the service does.
 */
public final class SimulatedFolder {

  /** An item; the stamp is empty if it is not ours. */
  public record Item(
      String id,
      Optional<RecordKey> stamp,
      Content content,
      Optional<Fingerprint> photo,
      Instant createdAt) {
    Item with(Content newContact) {
      return new Item(id, stamp, newContact, photo, createdAt);
    }
  }

  private final boolean normalises;
  private final Map<String, Item> items = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private int created;

  /**
   * @param normalises whether it writes job titles in capitals and makes up initials
   */
  public SimulatedFolder(boolean normalises) {
    this.normalises = normalises;
  }

  public Map<String, Item> items() {
    return Map.copyOf(items);
  }

  /** Our items of this record. */
  public List<Item> of(RecordKey key) {
    return items.values().stream().filter(item -> item.stamp().equals(Optional.of(key))).toList();
  }

  public List<Item> ours() {
    return items.values().stream().filter(item -> item.stamp().isPresent()).toList();
  }

  public List<Item> foreign() {
    return items.values().stream().filter(item -> item.stamp().isEmpty()).toList();
  }

  /** Adds an item and answers it as it is kept. */
  public Item add(Optional<RecordKey> stamp, Content contact, Optional<Fingerprint> photo) {
    created++;
    Item item =
        new Item(
            String.format("item-%06d", created),
            stamp,
            kept(contact),
            photo,
            Instant.EPOCH.plusSeconds(created));
    items.put(item.id(), item);
    log.add(item.id());
    return item;
  }

  /** Replaces an item's content and answers it as it is kept; empty if it is gone. */
  public Optional<Item> set(String id, Content contact, Optional<Fingerprint> photo) {
    Item before = items.get(id);
    if (before == null) {
      return Optional.empty();
    }
    Item after = new Item(id, before.stamp(), kept(contact), photo, before.createdAt());
    items.put(id, after);
    log.add(id);
    return Optional.of(after);
  }

  public void remove(String id) {
    if (items.remove(id) != null) {
      log.add(id);
    }
  }

  /** A point in time to ask for changes from. */
  public int token() {
    return log.size();
  }

  public Observed.Drift since(int token) {
    Map<String, ObservedItem> changed = new HashMap<>();
    Set<String> removed = new HashSet<>();
    for (String id : log.subList(token, log.size())) {
      Item item = items.get(id);
      if (item == null) {
        changed.remove(id);
        // What came and went since then is not mentioned.
        if (log.indexOf(id) < token) {
          removed.add(id);
        }
      } else {
        changed.put(id, observed(item, false));
      }
    }
    return new Observed.Drift(changed, removed);
  }

  public Observed.Whole whole(Random random) {
    List<ObservedItem> all = new ArrayList<>();
    items.values().forEach(item -> all.add(observed(item, true)));
    Collections.shuffle(all, random);
    return new Observed.Whole(all);
  }

  /** What the folder makes of a contact. */
  public Content kept(Content contact) {
    if (!normalises) {
      return contact;
    }
    String title = contact.text(RecordField.JOB_TITLE);
    Content.Builder kept = contact.toBuilder();
    if (!title.isEmpty()) {
      kept.text(RecordField.JOB_TITLE, title.toUpperCase(Locale.ROOT));
    }
    if (contact.get(RecordField.INITIALS).isEmpty()) {
      kept.text(RecordField.INITIALS, "I.");
    }
    return kept.build();
  }

  /** What an update makes of an item's content: the fields named and, always, the display name. */
  public static Content patched(Content before, DesiredRecord desired, long fields) {
    Content.Builder after = before.toBuilder();
    for (RecordField field : RecordField.OF_CONTACTS) {
      boolean written = (fields & (1L << field.code())) != 0L || field == RecordField.DISPLAY_NAME;
      if (written) {
        desired
            .content()
            .get(field)
            .ifPresentOrElse(value -> after.put(field, value), () -> after.remove(field));
      }
    }
    return after.build();
  }

  private static ObservedItem observed(Item item, boolean withStamp) {
    return new ObservedItem(
        item.id(),
        withStamp ? item.stamp() : Optional.empty(),
        item.content(),
        item.content().prints(),
        item.createdAt());
  }
}
