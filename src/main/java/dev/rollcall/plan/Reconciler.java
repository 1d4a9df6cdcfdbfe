package dev.rollcall.plan;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns (desired, ledger, observed) into a {@link Plan}. Pure and total: it never throws for any
 * combination of well-formed arguments.
 *
 * <p>For every record there are two questions: is it desired, and how does it stand at the target?
 * The answers make this table, which {@link Decision} spells out:
 *
 * <pre>
 *                 not desired            desired
 * never there     -                      create
 * untouched       delete                 update what differs, or nothing
 * edited by user  delete                 update what differs from the source, or keep the user's fields
 * gone            forget                 create again, or respect the deletion
 * respected       forget                 nothing, or create again if the policy now restores
 * </pre>
 */
public final class Reconciler {

  private Reconciler() {}

  /**
   * Decides what to do with one target.
   *
   * @param desired what it should hold, ascending by key
   * @param complete whether the source proved that {@code desired} is everything; if not, nothing
   *     is deleted
   * @param ledger what we know of it
   * @param observed what it was seen to hold
   * @param rules what the policy says
   * @param now records whose last attempts failed are left alone until their time has come
   */
  public static Plan reconcile(
      List<DesiredRecord> desired,
      boolean complete,
      Ledger ledger,
      Observed observed,
      Rules rules,
      Instant now) {
    Sighting sighting =
        observed.match(
            notRead -> new Sighting(ledger, Map.of(), Map.of()),
            drift -> Sighting.ofDrift(ledger, drift),
            whole -> Sighting.ofWhole(ledger, whole));
    Decision decision = new Decision(complete, rules, now);

    List<LedgerEntry> held = sighting.ledger().entries();
    int d = 0;
    int h = 0;
    while (d < desired.size() || h < held.size()) {
      int order =
          d == desired.size()
              ? 1
              : h == held.size() ? -1 : desired.get(d).key().compareTo(held.get(h).key());
      if (order < 0) {
        decision.neverThere(desired.get(d++));
      } else if (order > 0) {
        LedgerEntry entry = held.get(h++);
        decision.notDesired(entry, sighting.of(entry));
        decision.surplus(sighting.surplusOf(entry.key()));
      } else {
        LedgerEntry entry = held.get(h++);
        decision.desired(desired.get(d++), entry, sighting.of(entry));
        decision.surplus(sighting.surplusOf(entry.key()));
      }
    }
    return decision.plan(sighting.ledger());
  }

  /**
   * The ledger after looking: entries for items that only the target knew, and for each entry what
   * was seen of it.
   *
   * @param ledger corrected by what was seen
   * @param seen by key: what differs from the ledger
   * @param surplus by key: further items with the same stamp
   */
  private record Sighting(
      Ledger ledger, Map<RecordKey, Seen> seen, Map<RecordKey, List<Change>> surplus) {

    private Seen of(LedgerEntry entry) {
      return seen.getOrDefault(entry.key(), Seen.AS_LEFT);
    }

    private List<Change> surplusOf(RecordKey key) {
      return surplus.getOrDefault(key, List.of());
    }

    /**
     * A delta names items by id only, and may bring our own writes back: those have the prints that
     * were answered.
     */
    static Sighting ofDrift(Ledger ledger, Observed.Drift drift) {
      Map<RecordKey, Seen> seen = new HashMap<>();
      for (LedgerEntry entry : ledger.entries()) {
        if (!entry.isPresent()) {
          continue;
        }
        ObservedItem item = drift.changed().get(entry.itemId());
        if (item != null) {
          if (!item.prints().equals(entry.answered())) {
            seen.put(entry.key(), Seen.edited(item.prints()));
          }
        } else if (drift.removed().contains(entry.itemId())) {
          seen.put(entry.key(), Seen.GONE);
        }
      }
      return new Sighting(ledger, seen, Map.of());
    }

    /**
     * A full read names our items by their stamps. The item the ledger knows is the original, else
     * the oldest one; others with the same stamp are left over from a write whose answer was lost.
     */
    static Sighting ofWhole(Ledger ledger, Observed.Whole whole) {
      Map<RecordKey, List<ObservedItem>> stamped = new TreeMap<>();
      for (ObservedItem item : whole.items()) {
        item.key()
            .ifPresent(key -> stamped.computeIfAbsent(key, k -> new ArrayList<>(1)).add(item));
      }
      Map<RecordKey, Seen> seen = new HashMap<>();
      Map<RecordKey, List<Change>> surplus = new HashMap<>();
      Map<RecordKey, Optional<LedgerEntry>> corrections = new TreeMap<>();
      for (LedgerEntry entry : ledger.entries()) {
        if (entry.isPresent() && !stamped.containsKey(entry.key())) {
          seen.put(entry.key(), Seen.GONE);
        }
      }
      stamped.forEach(
          (key, items) -> {
            Optional<LedgerEntry> known = ledger.find(key).filter(LedgerEntry::isPresent);
            items.sort(
                Comparator.comparing(
                        (ObservedItem item) ->
                            !known.map(entry -> entry.itemId().equals(item.itemId())).orElse(false))
                    .thenComparing(ObservedItem::createdAt)
                    .thenComparing(ObservedItem::itemId));
            ObservedItem original = items.get(0);
            boolean asKnown =
                known.map(entry -> entry.itemId().equals(original.itemId())).orElse(false);
            if (!asKnown) {
              // Written by an invocation that died before it could say so. What it holds is all we
              // know of what was sent.
              corrections.put(
                  key,
                  Optional.of(
                      LedgerEntry.present(
                          key,
                          original.itemId(),
                          original.prints(),
                          original.prints(),
                          Optional.empty())));
            } else if (!known.get().answered().equals(original.prints())) {
              seen.put(key, Seen.edited(original.prints()));
            }
            if (items.size() > 1) {
              surplus.put(
                  key,
                  items.stream()
                      .skip(1)
                      .map(item -> (Change) new Change.Delete(key, item.itemId(), true))
                      .toList());
            }
          });
      return new Sighting(ledger.with(corrections), seen, surplus);
    }
  }

  /**
   * What was seen of an item.
   *
   * @param gone it is no longer there
   * @param edited its prints, if they are not the ones the service answered to our last write
   */
  private record Seen(boolean gone, @Nullable FieldPrints edited) {
    static final Seen AS_LEFT = new Seen(false, null);
    static final Seen GONE = new Seen(true, null);

    static Seen edited(FieldPrints prints) {
      return new Seen(false, prints);
    }
  }

  /** The table's cells, in the order of the keys. */
  private static final class Decision {

    private final boolean complete;
    private final Rules rules;
    private final Instant now;
    private final List<Change> changes = new ArrayList<>();
    private final Map<RecordKey, Optional<LedgerEntry>> settled = new HashMap<>();
    private int unchanged;

    Decision(boolean complete, Rules rules, Instant now) {
      this.complete = complete;
      this.rules = rules;
      this.now = now;
    }

    /** Joined since, or the very first run. */
    void neverThere(DesiredRecord record) {
      create(record.key(), false);
    }

    /** Left since, or no longer selected. */
    void notDesired(LedgerEntry entry, Seen seen) {
      boolean thereIsNothing = !entry.isPresent() || seen.gone();
      if (!complete) {
        // Perhaps it is still desired and was only not answered: neither delete nor forget.
        if (!thereIsNothing) {
          skip(entry.key(), SkipReason.SOURCE_INCOMPLETE, 0L);
        }
      } else if (thereIsNothing) {
        settled.put(entry.key(), Optional.empty());
      } else if (!rules.delete()) {
        skip(entry.key(), SkipReason.DELETE_OFF, 0L);
      } else if (isBackingOff(entry)) {
        skip(entry.key(), SkipReason.BACKING_OFF, 0L);
      } else {
        changes.add(new Change.Delete(entry.key(), entry.itemId(), false));
      }
    }

    /** Wanted, and known at the target. */
    void desired(DesiredRecord record, LedgerEntry entry, Seen seen) {
      switch (entry.standing()) {
        case NOT_CREATED -> {
          // Its creation failed before.
          if (isBackingOff(entry)) {
            skip(record.key(), SkipReason.BACKING_OFF, 0L);
          } else {
            create(record.key(), false);
          }
        }
        case DELETED_BY_USER -> {
          // Respected once; the policy may have changed its mind.
          if (rules.userDeletes() == Rules.UserDeletes.RESPECT) {
            skip(record.key(), SkipReason.DELETED_BY_USER, 0L);
          } else {
            create(record.key(), true);
          }
        }
        case PRESENT -> {
          if (!seen.gone()) {
            there(record, entry, seen.edited());
          } else if (rules.userDeletes() == Rules.UserDeletes.RESTORE) {
            create(record.key(), true);
          } else {
            skip(record.key(), SkipReason.DELETED_BY_USER, 0L);
            settled.put(record.key(), Optional.of(LedgerEntry.deletedByUser(record.key())));
          }
        }
      }
    }

    /** Items that a lost answer or a crash doubled; the record keeps one. */
    void surplus(List<Change> deletions) {
      changes.addAll(deletions);
    }

    Plan plan(Ledger ledger) {
      return new Plan(changes, ledger, settled, unchanged);
    }

    private void there(DesiredRecord record, LedgerEntry entry, @Nullable FieldPrints edited) {
      FieldPrints now = edited != null ? edited : entry.answered();
      long sourceChanged = record.prints().differing(entry.sent());
      long userEdited = edited == null ? 0L : edited.differing(entry.answered());
      boolean keep = rules.userEdits() == Rules.UserEdits.KEEP;
      long kept = keep ? entry.keptFields() | userEdited : 0L;
      // A policy that stopped keeping takes the kept fields back.
      long takenBack = keep ? 0L : entry.keptFields();

      long differing = (sourceChanged | userEdited | takenBack) & ~kept;
      // What the user typed is what the source says by now: agreement needs no write.
      long agreed =
          edited == null && takenBack == 0 ? 0L : agreeing(differing, record.prints(), now);
      long fields = differing & ~agreed & ~untouchable(now);
      Optional<Fingerprint> photo = photoToWrite(record, entry);

      if (fields == 0 && photo.isEmpty()) {
        LedgerEntry agreedEntry = entry.withPrints(record.prints(), now).withKeptFields(kept);
        if (edited != null || sourceChanged != 0 || kept != entry.keptFields()) {
          settled.put(record.key(), Optional.of(agreedEntry));
        }
        if ((userEdited & kept) != 0 || (sourceChanged & kept) != 0) {
          skip(record.key(), SkipReason.EDITED_BY_USER, kept);
        } else {
          unchanged++;
        }
      } else if (!rules.createAndUpdate()) {
        skip(record.key(), SkipReason.CREATE_AND_UPDATE_OFF, fields);
      } else if (isBackingOff(entry)) {
        skip(record.key(), SkipReason.BACKING_OFF, fields);
      } else {
        changes.add(new Change.Update(record.key(), entry.itemId(), fields, photo));
        if (kept != entry.keptFields()) {
          settled.put(record.key(), Optional.of(entry.withKeptFields(kept)));
        }
      }
      if (record.photo().isEmpty() && entry.photo().isPresent()) {
        skip(record.key(), SkipReason.PHOTO_NOT_REMOVABLE, 0L);
      }
    }

    private long untouchable(FieldPrints now) {
      return rules.createOnlyFields() | (rules.fillOnlyFields() & now.fields());
    }

    private static Optional<Fingerprint> photoToWrite(DesiredRecord record, LedgerEntry entry) {
      return record
          .photo()
          .map(DesiredRecord.Photo::content)
          .filter(content -> !entry.photo().equals(Optional.of(content)));
    }

    private void create(RecordKey key, boolean restores) {
      if (rules.createAndUpdate()) {
        changes.add(new Change.Create(key, restores));
      } else {
        skip(key, SkipReason.CREATE_AND_UPDATE_OFF, 0L);
      }
    }

    private boolean isBackingOff(LedgerEntry entry) {
      return entry.setback().isPresent() && now.isBefore(entry.setback().get().notBefore());
    }

    private void skip(RecordKey key, SkipReason reason, long fields) {
      changes.add(new Change.Skip(key, reason, fields));
    }

    private static long agreeing(long fields, FieldPrints one, FieldPrints other) {
      long agreeing = 0L;
      for (long rest = fields; rest != 0; rest &= rest - 1) {
        int code = Long.numberOfTrailingZeros(rest);
        if (one.agreesOn(code, other)) {
          agreeing |= 1L << code;
        }
      }
      return agreeing;
    }
  }
}
