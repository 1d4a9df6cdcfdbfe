package dev.rollcall.plan;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
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
  private final List<Change> changes = new ArrayList<>();
  private final Map<RecordKey, Optional<LedgerEntry>> settled = new HashMap<>();
  private int unchanged;

  Decision(boolean complete, Rules rules, Instant now) {
    this.complete = complete;
    this.rules = rules;
    this.keepEdits = rules.userEdits() == Rules.UserEdits.KEEP;
    this.now = now;
  }

  /** Joined since, or the very first run. */
  void neverThere(DesiredRecord record) {
    create(record.key(), false);
  }

  /** Left since, or no longer selected. */
  void notDesired(LedgerEntry entry, Sighting.Seen seen) {
    boolean thereIsNothing = !entry.isPresent() || seen.gone();
    if (thereIsNothing) {
      nothingThere(entry);
    } else if (!complete) {
      // Perhaps it is still desired and was only not answered: neither delete nor forget.
      stays(entry, seen, SkipReason.SOURCE_INCOMPLETE);
    } else if (!rules.delete()) {
      stays(entry, seen, SkipReason.DELETE_OFF);
    } else if (isBackingOff(entry)) {
      stays(entry, seen, SkipReason.BACKING_OFF);
    } else {
      changes.add(new Change.Delete(entry.key(), entry.itemId(), false));
    }
  }

  /** Wanted, and known at the target. */
  void desired(DesiredRecord record, LedgerEntry entry, Sighting.Seen seen) {
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
      case PRESENT, WRITTEN -> {
        if (!seen.gone()) {
          there(record, entry, seen.edited());
        } else if (rules.userDeletes() == Rules.UserDeletes.RESTORE) {
          settled.put(record.key(), Optional.empty());
          create(record.key(), true);
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
    if (seen.edited() != null) {
      settle(entry, entry.seenAs(seen.edited(), entry.sent(), keepEdits));
    }
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

  private void settle(LedgerEntry before, LedgerEntry after) {
    if (!after.equals(before)) {
      settled.put(after.key(), Optional.of(after));
    }
  }

  private void skip(RecordKey key, SkipReason reason, long fields) {
    changes.add(new Change.Skip(key, reason, fields));
  }
}
