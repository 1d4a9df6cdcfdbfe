package dev.rollcall.plan;

import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger after looking: entries for items that only the target knew, and for each entry what
 * was seen of it.
 *
 * @param ledger corrected by what was seen
 * @param seen by key: what differs from the ledger
 * @param surplus by key: further items with the same stamp
 * @param claims what becomes of accounts that were there before; nothing where there are none
 */
record Sighting(
    Ledger ledger, Map<RecordKey, Seen> seen, Map<RecordKey, List<Change>> surplus, Claims claims) {

  /** Users file contacts under categories of their own, which an item we do not know may have. */
  private static final long OFTEN_THE_USERS = 1L << RecordField.CATEGORIES.code();

  /**
   * What was seen of an item.
   *
   * @param gone it is no longer there
   * @param unread it is there, and nobody knows what it holds
   * @param edited its prints, if they are not the ones the service answered to our last write
   */
  record Seen(boolean gone, boolean unread, @Nullable FieldPrints edited) {
    static final Seen AS_LEFT = new Seen(false, false, null);
    static final Seen GONE = new Seen(true, false, null);
    static final Seen UNREAD = new Seen(false, true, null);
  }

  /** Nothing was looked at: the ledger is believed. */
  static Sighting none(Ledger ledger) {
    return new Sighting(ledger, Map.of(), Map.of(), Claims.NONE);
  }

  /** Nothing could be looked at after a crash: of no item it is known what it holds. */
  static Sighting doubted(Ledger ledger) {
    Map<RecordKey, Optional<LedgerEntry>> unknown = new HashMap<>();
    for (LedgerEntry entry : ledger.entries()) {
      if (entry.isPresent()) {
        unknown.put(
            entry.key(), Optional.of(entry.withPrints(FieldPrints.EMPTY, FieldPrints.EMPTY)));
      }
    }
    return new Sighting(ledger.with(unknown), Map.of(), Map.of(), Claims.NONE);
  }

  /**
   * A delta names items by id only, and may bring our own writes back: those have the prints that
   * were answered.
   */
  static Sighting ofDrift(Ledger ledger, Observed.Drift drift) {
    Map<RecordKey, Seen> seen = new HashMap<>();
    Map<RecordKey, Optional<LedgerEntry>> shown = new HashMap<>();
    for (LedgerEntry entry : ledger.entries()) {
      if (!entry.isPresent()) {
        continue;
      }
      ObservedItem item = drift.changed().get(entry.itemId());
      if (item != null) {
        noteEdit(entry, item, seen);
        if (entry.isUnseen()) {
          shown.put(entry.key(), Optional.of(entry.shown()));
        }
      } else if (entry.isUnseen() || drift.removed().contains(entry.itemId())) {
        seen.put(entry.key(), Seen.GONE);
      }
    }
    return new Sighting(ledger.with(shown), seen, Map.of(), Claims.NONE);
  }

  /**
   * A full read names our items by their stamps, or by the id the ledger has. The item the ledger
   * knows is the original, else the oldest one; others with the same stamp are left over from a
   * write whose answer was lost, or copies their user made. Of accounts nothing is surplus: a
   * second one with our mark is somebody else's doing. Nor is what could not be read, or what it
   * may be a copy of.
   */
  static Sighting ofWhole(Ledger ledger, Observed.Whole whole, Claims claims) {
    Map<RecordKey, List<ObservedItem>> ours = ours(ledger, whole, claims);
    Map<RecordKey, Seen> seen = new HashMap<>();
    Map<RecordKey, List<Change>> surplus = new HashMap<>();
    Map<RecordKey, Optional<LedgerEntry>> corrections = new TreeMap<>();
    if (whole.moved() && ours.isEmpty()) {
      // Nothing came along: it is a new target that has the old one's name.
      return none(Ledger.empty());
    }
    for (LedgerEntry entry : ledger.entries()) {
      if (entry.isPresent() && !ours.containsKey(entry.key())) {
        seen.put(entry.key(), Seen.GONE);
      }
    }
    ours.forEach(
        (key, items) -> {
          Optional<LedgerEntry> known = ledger.find(key).filter(LedgerEntry::isPresent);
          items.sort(
              Comparator.comparing((ObservedItem item) -> !isItemOf(known, item))
                  .thenComparing((ObservedItem item) -> item.unread())
                  .thenComparing(ObservedItem::createdAt)
                  .thenComparing(ObservedItem::itemId));
          ObservedItem original = items.get(0);
          if (isItemOf(known, original)) {
            noteEdit(known.orElseThrow(), original, seen);
            if (known.orElseThrow().isUnseen()) {
              corrections.put(key, Optional.of(known.orElseThrow().shown()));
            }
          } else if (whole.moved() && known.isPresent()) {
            // What its user edited before the move is still the user's.
            LedgerEntry there = known.get().at(original.itemId());
            noteEdit(there, original, seen);
            corrections.put(key, Optional.of(there));
          } else {
            LedgerEntry found = found(key, original);
            noteEdit(found, original, seen);
            corrections.put(key, Optional.of(found));
          }
          if (items.size() > 1 && !claims.areAccounts() && !original.unread()) {
            surplus.put(
                key,
                items.stream()
                    .skip(1)
                    .filter(item -> !item.unread())
                    .map(item -> (Change) new Change.Delete(key, item.itemId(), true))
                    .toList());
          }
        });
    return new Sighting(ledger.with(corrections), seen, surplus, claims);
  }

  /** Why what the target has of a record is left alone. */
  Optional<SkipReason> refusalOf(RecordKey key) {
    return Optional.ofNullable(claims.refused().get(key));
  }

  /** The note that an account was there before. */
  Optional<Change.Skip> takeoverOf(RecordKey key) {
    return claims.adopted().contains(key)
        ? Optional.of(new Change.Skip(key, SkipReason.TAKEN_OVER, 0L))
        : Optional.empty();
  }

  Seen of(LedgerEntry entry) {
    return seen.isEmpty() ? Seen.AS_LEFT : seen.getOrDefault(entry.key(), Seen.AS_LEFT);
  }

  List<Change> surplusOf(RecordKey key) {
    return surplus.isEmpty() ? List.of() : surplus.getOrDefault(key, List.of());
  }

  /**
   * Written by an invocation that died before it could say so, or the ledger was lost. What the
   * item holds is all we know of what was sent.
   */
  private static LedgerEntry found(RecordKey key, ObservedItem item) {
    return LedgerEntry.present(
        key,
        item.itemId(),
        item.prints().replaced(OFTEN_THE_USERS, FieldPrints.EMPTY),
        item.prints(),
        Optional.empty());
  }

  /** Items by the record they were made from; a stamp that got lost is made up for by the id. */
  private static Map<RecordKey, List<ObservedItem>> ours(
      Ledger ledger, Observed.Whole whole, Claims claims) {
    Map<String, RecordKey> byId = new HashMap<>();
    for (LedgerEntry entry : ledger.entries()) {
      if (entry.isPresent()) {
        byId.put(entry.itemId(), entry.key());
      }
    }
    Map<RecordKey, List<ObservedItem>> ours = new TreeMap<>();
    for (ObservedItem item : whole.items()) {
      (claims.areAccounts() ? claims.takes(item.itemId()) : item.key())
          .or(() -> Optional.ofNullable(byId.get(item.itemId())).filter(key -> isKept(item)))
          .ifPresent(key -> ours.computeIfAbsent(key, k -> new ArrayList<>(1)).add(item));
    }
    return ours;
  }

  /** What another installation took over is its own, whatever our ledger says. */
  private static boolean isKept(ObservedItem item) {
    return item.origin() != ObservedItem.Origin.NAMESAKE;
  }

  private static boolean isItemOf(Optional<LedgerEntry> known, ObservedItem item) {
    return known.isPresent() && known.get().itemId().equals(item.itemId());
  }

  private static void noteEdit(LedgerEntry entry, ObservedItem item, Map<RecordKey, Seen> seen) {
    if (item.unread()) {
      seen.put(entry.key(), Seen.UNREAD);
    } else if (item.prints().differing(entry.answered()) != 0L) {
      seen.put(entry.key(), new Seen(false, false, item.prints()));
    }
  }
}
