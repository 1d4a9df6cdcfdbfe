package dev.rollcall.run;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.Plan;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.target.Observation;
import dev.rollcall.target.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts a slice's changes on record: all of them if the run has one target, of many a telling part.
 * Used by one thread.
 */
final class SliceHistory {

  private final RunPorts ports;
  private final RunRecord run;
  private final Snapshot snapshot;
  private final int shown;
  private final Map<Fingerprint, Optional<Snapshot>> earlier = new HashMap<>();

  SliceHistory(RunPorts ports, RunRecord run, Snapshot snapshot) {
    this.ports = ports;
    this.run = run;
    this.snapshot = snapshot;
    boolean single = run.work().filter(work -> work.targetCount() == 1).isPresent();
    this.shown = single ? Integer.MAX_VALUE : ports.limits().shownChanges();
  }

  /** A plan that is not carried out, or has nothing to carry out. */
  void planned(Visit visit, Observation.Seen seen, Plan plan) {
    if (plan.changes().isEmpty()) {
      return;
    }
    ChangeHistory history = of(visit, seen);
    List<RunChange> rows = new ArrayList<>();
    for (Change change : tellingFirst(plan.changes())) {
      rows.add(history.planned(visit.id(), rows.size(), change));
    }
    ports.runs().putChanges(run.id(), rows);
  }

  /** What became of a plan, after what earlier slices of the run put on record. */
  void settled(Visit visit, Observation.Seen seen, Plan plan, List<Outcome> outcomes) {
    ChangeHistory history = of(visit, seen);
    int first =
        visit
            .progressOf(run.id())
            .map(c -> c.created() + c.updated() + c.deleted() + c.failed())
            .orElse(0);
    int max = shown - first;
    List<RunChange> rows = new ArrayList<>();
    for (Outcome outcome : failuresFirst(outcomes)) {
      if (rows.size() < max) {
        rows.add(history.settled(visit.id(), first + rows.size(), outcome));
      }
    }
    for (Change change : plan.changes()) {
      if (!change.writes() && rows.size() < max) {
        rows.add(history.planned(visit.id(), first + rows.size(), change));
      }
    }
    ports.runs().putChanges(run.id(), rows);
  }

  /** The snapshot the target was last brought to, if that is known and kept. */
  Optional<Snapshot> lastApplied(Visit visit) {
    return visit
        .head()
        .value()
        .applied()
        .map(CheckpointHead.Applied::snapshot)
        .flatMap(id -> earlier.computeIfAbsent(id, this::kept));
  }

  private List<Change> tellingFirst(List<Change> changes) {
    if (changes.size() <= shown) {
      return changes;
    }
    // What is rarer says more: deletions and skips before updates before creations.
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(
        Comparator.comparingInt(
            change ->
                change.match(create -> 3, update -> 2, disable -> 0, delete -> 0, skip -> 1)));
    return sorted.subList(0, shown);
  }

  private static List<Outcome> failuresFirst(List<Outcome> outcomes) {
    List<Outcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(
        Comparator.comparingInt(
                (Outcome outcome) ->
                    outcome.match(
                        done -> done.remark().isPresent() ? 1 : 2, gone -> 0, rejected -> 0))
            .thenComparing(outcome -> outcome.change().key()));
    return sorted;
  }

  private ChangeHistory of(Visit visit, Observation.Seen seen) {
    Map<String, Content> byItem = new HashMap<>();
    seen.observed()
        .match(
            notRead -> List.<ObservedItem>of(),
            drift -> List.copyOf(drift.changed().values()),
            Observed.Whole::items)
        .forEach(item -> byItem.put(item.itemId(), item.content()));
    Optional<Snapshot> last = lastApplied(visit);
    Function<RecordKey, Optional<Content>> before =
        key ->
            visit
                .ledger()
                .find(key)
                .map(LedgerEntry::itemId)
                .flatMap(item -> Optional.ofNullable(byItem.get(item)))
                .or(() -> last.flatMap(then -> then.find(key)).map(DesiredRecord::content));
    return new ChangeHistory(before, snapshot::find);
  }

  private Optional<Snapshot> kept(Fingerprint id) {
    try {
      return ports.snapshots().get(id);
    } catch (StateUnreadable e) {
      return Optional.empty();
    }
  }
}
