package dev.rollcall.plan;

import dev.rollcall.model.RecordKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All we know of one target: one entry a record, ascending by key. Immutable. */
public final class Ledger {

  private static final Ledger EMPTY = new Ledger(List.of());

  private final List<LedgerEntry> entries;

  private Ledger(List<LedgerEntry> entries) {
    this.entries = entries;
  }

  /** The ledger of a target nothing was written to. */
  public static Ledger empty() {
    return EMPTY;
  }

  /**
   * A ledger of these entries, in any order.
   *
   * @throws IllegalArgumentException if two entries have one key
   */
  public static Ledger of(Collection<LedgerEntry> entries) {
    List<LedgerEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(LedgerEntry::key));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).key().equals(sorted.get(i - 1).key())) {
        throw new IllegalArgumentException("two ledger entries for " + sorted.get(i).key());
      }
    }
    return new Ledger(Collections.unmodifiableList(sorted));
  }

  /** The entries, ascending by key. */
  public List<LedgerEntry> entries() {
    return entries;
  }

  /** How many items the target holds by our knowledge. */
  public int held() {
    int held = 0;
    for (LedgerEntry entry : entries) {
      if (entry.isPresent()) {
        held++;
      }
    }
    return held;
  }

  /** The entry of this record. */
  public Optional<LedgerEntry> find(RecordKey key) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).key().compareTo(key);
      if (order == 0) {
        return Optional.of(entries.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /**
   * This ledger after these corrections: a present value replaces or adds the entry, an empty one
   * removes it.
   */
  public Ledger with(Map<RecordKey, Optional<LedgerEntry>> corrections) {
    if (corrections.isEmpty()) {
      return this;
    }
    Map<RecordKey, LedgerEntry> all = new TreeMap<>();
    entries.forEach(entry -> all.put(entry.key(), entry));
    corrections.forEach(
        (key, entry) ->
            entry.ifPresentOrElse(present -> all.put(key, present), () -> all.remove(key)));
    return new Ledger(List.copyOf(all.values()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ledger ledger && entries.equals(ledger.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}
