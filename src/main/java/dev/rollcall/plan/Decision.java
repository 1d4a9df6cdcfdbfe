package dev.rollcall.plan;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cells of the {@link Reconciler}'s table, asked in the order of the keys.
 *
 * <p>What was seen is settled in the ledger at once, whether or not a write follows: the service
 * tells a change only once, and the write may fail or be left for later.
 */
final class Decision {

  private final boolean complete;
  private final Rules rules;
  private final boolean keepEdits;
  private final Instant now;
  private final Instant asOf;
  private final List<Change> changes = new ArrayList<>();
  private final Map<RecordKey, Optional<LedgerEntry>> settled = new HashMap<>();
  private int unchanged;

  Decision(boolean complete, Rules rules, Instant now, Instant asOf) {
    this.complete = complete;
    this.rules = rules;
    this.keepEdits = rules.userEdits() == Rules.UserEdits.KEEP;
    this.now = now;
    this.asOf = asOf;
  }

  /**
   * Joined since, or the very first run.
   *
   * @param refusal why what the target has of it is left alone; empty if it has nothing of it
   */
  void neverThere(DesiredRecord record, Optional<SkipReason> refusal) {
    create(record, false, refusal);
  }

  /** Something to say about a record beside what is done with it. */
  void noted(Change.Skip note) {
    changes.add(note);
  }

  /** Left since, or no longer selected. */
  void notDesired(LedgerEntry entry, Sighting.Seen seen) {
    boolean thereIsNothing = !entry.isPresent() || seen.gone();
    if (thereIsNothing) {
      nothingThere(entry);
    } else if (!complete) {
      // Perhaps it is still desired and was only not answered: neither delete nor forget.
      stays(entry, seen, SkipReason.SOURCE_INCOMPLETE);
    } else if (seen.unread()) {
      stays(entry, seen, SkipReason.ITEM_UNREAD);
    } else if (!rules.delete()) {
      stays(entry, seen, SkipReason.DELETE_OFF);
    } else if (isBackingOff(entry)) {
      stays(entry, seen, SkipReason.BACKING_OFF);
    } else {
      remove(entry, seen);
    }
  }

  /** The next step of a removal, if it is time for one; each in a run of its own. */
  private void remove(LedgerEntry entry, Sighting.Seen seen) {
    Rules.Removal removal = rules.removal();
    LedgerEntry.Leaving leaving =
        entry
            .leaving()
            .orElseGet(() -> new LedgerEntry.Leaving(asOf, Optional.empty(), Optional.of(asOf)));
    LedgerEntry known = entry.withLeaving(Optional.of(leaving));
    boolean firstMissedNow = !leaving.since().isBefore(asOf);
    boolean isDisabled = leaving.disabledAt().isPresent();
    Instant goesAt = leaving.since().plus(removal.after());
    if (removal.secondRun() && firstMissedNow) {
      stays(known, entry, seen, SkipReason.WAITS_FOR_SECOND_RUN);
    } else if (removal.disableFirst() && !isDisabled) {
      settle(entry, known);
      changes.add(new Change.Disable(entry.key(), entry.itemId()));
    } else if (!removal.deletes()) {
      stays(
          next(known, leaving, Optional.empty()),
          entry,
          seen,
          isDisabled ? SkipReason.DISABLED_ONLY : SkipReason.NOT_REMOVABLE);
    } else if (goesAt.isAfter(asOf)) {
      stays(next(known, leaving, Optional.of(goesAt)), entry, seen, SkipReason.WAITS_FOR_GRACE);
    } else if (leaving.disabledAt().filter(at -> !at.isBefore(asOf)).isPresent()) {
      stays(known, entry, seen, SkipReason.WAITS_FOR_SECOND_RUN);
    } else {
      changes.add(new Change.Delete(entry.key(), entry.itemId(), false));
    }
  }

  private static LedgerEntry next(
      LedgerEntry entry, LedgerEntry.Leaving leaving, Optional<Instant> step) {
    return entry.withLeaving(
        Optional.of(new LedgerEntry.Leaving(leaving.since(), leaving.disabledAt(), step)));
  }

  /**
   * Wanted, and known at the target.
   *
   * @param refusal why what the target has in its place now is left alone; empty if it has nothing
   */
  void desired(
      DesiredRecord record, LedgerEntry before, Sighting.Seen seen, Optional<SkipReason> refusal) {
    // Whoever comes back is not leaving any more; what disabling took away differs, and is written.
    LedgerEntry entry =
        before.leaving().isPresent() ? before.withLeaving(Optional.empty()) : before;
    settle(before, entry);
    if (record.doubt().isPresent()) {
      skip(record.key(), record.doubt().get(), 0L);
      return;
    }
    switch (entry.standing()) {
      case NOT_CREATED -> {
        // Its creation failed before.
        if (isBackingOff(entry)) {
          skip(record.key(), SkipReason.BACKING_OFF, 0L);
        } else {
          create(record, false, refusal);
        }
      }
      case DELETED_BY_USER -> {
        // Respected once; the policy may have changed its mind.
        if (rules.userDeletes() == Rules.UserDeletes.RESPECT) {
          skip(record.key(), SkipReason.DELETED_BY_USER, 0L);
        } else {
          create(record, true, refusal);
        }
      }
      case PRESENT, WRITTEN -> {
        if (seen.unread()) {
          // A damaged one, mostly: neither another is made nor is it written over.
          skip(record.key(), SkipReason.ITEM_UNREAD, 0L);
        } else if (!seen.gone()) {
          there(record, entry, seen.edited());
        } else if (rules.userDeletes() == Rules.UserDeletes.RESTORE) {
          settled.put(record.key(), Optional.empty());
          create(record, true, refusal);
        } else {
          settled.put(record.key(), Optional.of(LedgerEntry.deletedByUser(record.key())));
          skip(record.key(), SkipReason.DELETED_BY_USER, 0L);
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

  /** No longer wanted, as far as we know, and not there either. */
  private void nothingThere(LedgerEntry entry) {
    boolean userDeletedIt = entry.isPresent() && rules.userDeletes() == Rules.UserDeletes.RESPECT;
    if (complete) {
      settled.put(entry.key(), Optional.empty());
    } else if (userDeletedIt) {
      settled.put(entry.key(), Optional.of(LedgerEntry.deletedByUser(entry.key())));
    } else if (entry.isPresent()) {
      settled.put(entry.key(), Optional.empty());
    }
  }

  private void stays(LedgerEntry entry, Sighting.Seen seen, SkipReason reason) {
    stays(entry, entry, seen, reason);
  }

  /**
   * @param known the entry as it is to be
   * @param entry the entry as it was
   */
  private void stays(LedgerEntry known, LedgerEntry entry, Sighting.Seen seen, SkipReason reason) {
    settle(
        entry,
        seen.edited() == null ? known : known.seenAs(seen.edited(), entry.sent(), keepEdits));
    skip(entry.key(), reason, 0L);
  }

  private void there(DesiredRecord record, LedgerEntry entry, @Nullable FieldPrints edited) {
    FieldPrints desired = record.prints();
    LedgerEntry known = edited == null ? entry : entry.seenAs(edited, desired, keepEdits);
    if (!keepEdits && known.keptFields() != 0L) {
      known = known.takenBack(desired);
    }
    boolean photoWentAtTheSource = record.photo().isEmpty() && known.photo().isPresent();
    if (photoWentAtTheSource) {
      known = known.withPhoto(Optional.empty());
    }
    long differing = desired.differing(known.sent());
    long fields = differing == 0L ? 0L : differing & ~known.keptFields() & ~untouchable(known);
    Optional<Fingerprint> photo = photoToWrite(record, known);

    if (fields == 0L && photo.isEmpty()) {
      upToDate(entry, known, desired, differing);
    } else {
      settle(entry, known);
      if (!rules.createAndUpdate()) {
        skip(record.key(), SkipReason.CREATE_AND_UPDATE_OFF, fields);
      } else if (isBackingOff(known)) {
        skip(record.key(), SkipReason.BACKING_OFF, fields);
      } else {
        changes.add(new Change.Update(record.key(), known.itemId(), fields, photo));
      }
    }
    if (photoWentAtTheSource) {
      skip(record.key(), SkipReason.PHOTO_NOT_REMOVABLE, 0L);
    }
  }

  private void upToDate(LedgerEntry entry, LedgerEntry known, FieldPrints desired, long differing) {
    boolean asEver = known == entry && differing == 0L && entry.setback().isEmpty();
    if (asEver) {
      unchanged++;
      return;
    }
    settle(entry, known.upToDate(desired));
    long newlyKept = known.keptFields() & ~entry.keptFields();
    if (newlyKept != 0L || (differing & known.keptFields()) != 0L) {
      skip(entry.key(), SkipReason.EDITED_BY_USER, known.keptFields());
    } else {
      unchanged++;
    }
  }

  private long untouchable(LedgerEntry known) {
    return rules.createOnlyFields() | (rules.fillOnlyFields() & known.answered().fields());
  }

  private static Optional<Fingerprint> photoToWrite(DesiredRecord record, LedgerEntry entry) {
    if (record.photo().isEmpty()) {
      return Optional.empty();
    }
    Fingerprint content = record.photo().get().content();
    boolean hasIt = entry.photo().isPresent() && entry.photo().get().equals(content);
    return hasIt ? Optional.empty() : Optional.of(content);
  }

  private void create(DesiredRecord record, boolean restores, Optional<SkipReason> refusal) {
    long lacking = rules.accounts().neededToCreate() & ~record.prints().fields();
    if (record.doubt().isPresent()) {
      skip(record.key(), record.doubt().get(), 0L);
    } else if (refusal.isPresent()) {
      skip(record.key(), refusal.get(), 0L);
    } else if (lacking != 0L) {
      skip(record.key(), SkipReason.NO_MEMBER, 0L);
    } else if (record.content().text(RecordField.ACTIVE).equals("false")) {
      skip(record.key(), SkipReason.DISABLED_AT_SOURCE, 0L);
    } else if (rules.createAndUpdate()) {
      changes.add(new Change.Create(record.key(), restores));
    } else {
      skip(record.key(), SkipReason.CREATE_AND_UPDATE_OFF, 0L);
    }
  }

  private boolean isBackingOff(LedgerEntry entry) {
    return entry.setback().isPresent() && now.isBefore(entry.setback().get().notBefore());
  }

  private void settle(LedgerEntry before, LedgerEntry after) {
    if (!after.equals(before)) {
      settled.put(after.key(), Optional.of(after));
    }
  }

  private void skip(RecordKey key, SkipReason reason, long fields) {
    changes.add(new Change.Skip(key, reason, fields));
  }
}
