package dev.rollcall.plan;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One policy's synchronisation of one folder: observes, decides, acts and keeps its ledger, and
 * dies or fails where it is told to.
 */
final class SimulatedSync {

  enum Depth {
    NOT_READ,
    DRIFT,
    WHOLE
  }

  /** How a run ends early, and which records' changes the service refuses. */
  record Faults(int diesAfterWrites, boolean ledgerSaved, Set<RecordKey> refused) {
    static final Faults NONE = new Faults(Integer.MAX_VALUE, true, Set.of());

    static Faults dyingAfter(int writes) {
      return new Faults(writes, false, Set.of());
    }

    static Faults refusing(Set<RecordKey> keys) {
      return new Faults(Integer.MAX_VALUE, true, keys);
    }
  }

  private final SimulatedFolder folder;
  private final Random random;
  private Rules rules;
  private Ledger ledger = Ledger.empty();
  private int token;
  private Instant now = Instant.EPOCH;

  SimulatedSync(SimulatedFolder folder, Rules rules, Random random) {
    this.folder = folder;
    this.rules = rules;
    this.random = random;
  }

  Ledger ledger() {
    return ledger;
  }

  void rules(Rules newRules) {
    rules = newRules;
  }

  /** Time passes. */
  void later(Duration by) {
    now = now.plus(by);
  }

  Plan plan(List<DesiredRecord> desired, boolean complete, Depth depth) {
    Observed observed =
        switch (depth) {
          case NOT_READ -> new Observed.NotRead();
          case DRIFT -> folder.since(token);
          case WHOLE -> folder.whole(random);
        };
    return Reconciler.reconcile(
        Snapshot.of(desired).records(), complete, ledger, observed, rules, now, now);
  }

  /** A run over everything the source has, without a fault. */
  Plan run(List<DesiredRecord> desired, Depth depth) {
    return run(desired, true, depth, Faults.NONE);
  }

  Plan run(List<DesiredRecord> desired, boolean complete, Depth depth, Faults faults) {
    int tokenBefore = folder.token();
    Plan plan = plan(desired, complete, depth);
    Snapshot snapshot = Snapshot.of(desired);
    Ledger settled = plan.ledger().with(plan.settled());
    Map<RecordKey, Optional<LedgerEntry>> outcomes = new HashMap<>();
    int writes = 0;
    for (Change change : plan.changes()) {
      if (!change.writes()) {
        continue;
      }
      if (writes++ >= faults.diesAfterWrites()) {
        break;
      }
      if (faults.refused().contains(change.key())) {
        refuse(change, settled, outcomes);
      } else {
        write(change, snapshot.find(change.key()), settled, outcomes);
      }
    }
    if (faults.ledgerSaved()) {
      ledger = settled.with(outcomes);
      // The token is older than our own writes: they come back with the next drift.
      token = depth == Depth.NOT_READ ? token : tokenBefore;
    }
    return plan;
  }

  private void write(
      Change change,
      Optional<DesiredRecord> desired,
      Ledger settled,
      Map<RecordKey, Optional<LedgerEntry>> outcomes) {
    boolean keepEdits = rules.userEdits() == Rules.UserEdits.KEEP;
    change.match(
        create -> {
          DesiredRecord record = desired.orElseThrow();
          SimulatedFolder.Item item =
              folder.add(
                  Optional.of(create.key()),
                  record.content(),
                  record.photo().map(DesiredRecord.Photo::content));
          outcomes.put(
              create.key(),
              Optional.of(
                  LedgerEntry.written(
                      create.key(),
                      item.id(),
                      record.prints(),
                      item.content().prints(),
                      item.photo())));
          return true;
        },
        update -> {
          DesiredRecord record = desired.orElseThrow();
          LedgerEntry entry = settled.find(update.key()).orElseThrow();
          Optional.ofNullable(folder.items().get(update.itemId()))
              .flatMap(
                  item ->
                      folder.set(
                          item.id(),
                          SimulatedFolder.patched(item.content(), record, update.fields()),
                          update.photo().or(item::photo)))
              .ifPresent(
                  item ->
                      outcomes.put(
                          update.key(),
                          Optional.of(
                              entry.updated(
                                  record.prints(),
                                  update.fields(),
                                  item.content().prints(),
                                  update.photo().or(entry::photo),
                                  keepEdits))));
          return true;
        },
        disable -> {
          throw new AssertionError("a contact is not disabled");
        },
        delete -> {
          folder.remove(delete.itemId());
          if (!delete.surplus()) {
            outcomes.put(delete.key(), Optional.empty());
          }
          return true;
        },
        skip -> {
          throw new AssertionError("a skip writes nothing");
        });
  }

  private void refuse(
      Change change, Ledger settled, Map<RecordKey, Optional<LedgerEntry>> outcomes) {
    LedgerEntry.Setback setback = new LedgerEntry.Setback(1, now.plus(Duration.ofHours(1)));
    outcomes.put(
        change.key(),
        Optional.of(
            settled
                .find(change.key())
                .filter(LedgerEntry::isPresent)
                .map(entry -> entry.withSetback(Optional.of(setback)))
                .orElseGet(() -> LedgerEntry.notCreated(change.key(), setback))));
  }

  /** The ledger is lost: it was unreadable. */
  void forget() {
    ledger = Ledger.empty();
  }

  /** Prints of a contact as the folder would keep it. */
  FieldPrints keptPrints(DesiredRecord record) {
    return folder.kept(record.content()).prints();
  }
}
