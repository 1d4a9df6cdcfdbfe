package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.Recollections;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Deletes history that is older than it is to be kept, also of policies that are gone: runs that
 * ended so long ago with their lanes, targets and changes, then the content that no run and no
 * checkpoint refers to any more. With them go the names and numbers of people, at most two days
 * after the time.
 *
 * <p>Stays, however old: a run that is under way or waits for approval, the preview it carries out,
 * and all content they need; what checkpoints were last brought to. Of the runs that a policy's
 * schedule goes by ({@link Timetable}) the bare row stays. A finished preview ages like every run,
 * and cannot be applied once it is purged.
 *
 * <p>A run is first marked as purged, by the version that was read, and an apply of a marked
 * preview is refused; then it is seen whether an apply had begun before; its row goes last. So it
 * may be killed anywhere: the next time goes on there. Stops when its time is over, and the next
 * time goes on.
 */
public final class PurgeHistory {

  /**
   * The invocation that stores a run's content also writes the row that refers to it, and lasts ten
   * minutes at most; less than a day, so that what one purge condemns the next one deletes.
   */
  private static final Duration NOTICE = Duration.ofHours(12);

  private final RunPorts ports;
  private final Duration kept;
  private final Recollections recollections;
  private final History history;

  /**
   * @param kept how long a run is kept after its end
   * @param recollections what sources remember, which goes with the history
   */
  public PurgeHistory(RunPorts ports, Duration kept, Recollections recollections) {
    this.ports = ports;
    this.kept = kept;
    this.recollections = recollections;
    this.history = new History(ports.runs());
  }

  /** Deletes what is too old, as far as there is time. */
  public void execute(Journal journal) {
    Instant begun = ports.clock().instant();
    Progress progress = new Progress();
    for (PolicyId policy : ports.runs().policies()) {
      try {
        purge(policy, begun.minus(kept), timeUntil(begun.plus(ports.limits().budget())), progress);
      } catch (StateUnreadable e) {
        progress.complete = false;
        journal.write(unreadable(e).with(Field.POLICY, policy.value()));
      }
    }
    recollections.purge(stored(), begun.minus(kept));
    int contents = 0;
    try {
      contents = sweep(progress);
    } catch (StateUnreadable e) {
      // What cannot be read may refer to anything.
      progress.complete = false;
      journal.write(unreadable(e));
    }
    journal.write(
        Event.info("HistoryPurged")
            .with(Field.RUNS, progress.runs)
            .with(Field.CONTENTS, contents)
            .with(Field.OUTCOME, progress.complete ? "complete" : "goesOnNextTime")
            .with(Field.ELAPSED_MS, Duration.between(begun, ports.clock().instant()).toMillis()));
  }

  private Set<PolicyId> stored() {
    return ports.documents().list(Documents.Kind.POLICY).stream()
        .map(policy -> new PolicyId(policy.id()))
        .collect(Collectors.toSet());
  }

  /** What was done so far. */
  private static final class Progress {
    private int runs;
    private boolean complete = true;
  }

  private void purge(PolicyId policy, Instant limit, BooleanSupplier goOn, Progress progress) {
    Optional<Versioned<byte[]>> document =
        ports.documents().get(Documents.Kind.POLICY, policy.value());
    Look look = look(policy, limit, document.isPresent());
    List<RunId> marked = new ArrayList<>();
    for (RunRecord run : look.old()) {
      if (!goOn.getAsBoolean()) {
        progress.complete = false;
        break;
      }
      if (!look.carriedOut().contains(run.id()) && mark(run)) {
        marked.add(run.id());
      }
    }
    if (marked.isEmpty()) {
      return;
    }
    // After the marks: an apply that is not seen here comes later, and sees its preview's mark.
    Set<RunId> carriedOut = look(policy, limit, document.isPresent()).carriedOut();
    Set<RunId> evidence = evidence(policy, document);
    for (RunId id : marked) {
      if (!carriedOut.contains(id) && !delete(policy, id, !evidence.contains(id), goOn, progress)) {
        progress.complete = false;
        return;
      }
    }
  }

  /**
   * A policy's history at one time.
   *
   * @param old the runs that nobody needs any more by their age
   * @param carriedOut the previews that runs carry out which are not over
   */
  private record Look(List<RunRecord> old, Set<RunId> carriedOut) {}

  private Look look(PolicyId policy, Instant limit, boolean policyIsStored) {
    Look look = new Look(new ArrayList<>(), new HashSet<>());
    history.forEach(
        policy,
        run -> {
          if (isOld(run, limit, policyIsStored)) {
            look.old().add(run);
          } else if (!run.status().isOver()) {
            run.request().preview().ifPresent(look.carriedOut()::add);
          }
        });
    return look;
  }

  /** Whether all of it is gone that is to go. */
  private boolean delete(
      PolicyId policy, RunId id, boolean row, BooleanSupplier goOn, Progress progress) {
    if (!ports.runs().deleteParts(id, goOn)) {
      return false;
    }
    if (row) {
      Optional<Versioned<RunRecord>> read = ports.runs().get(policy, id);
      if (read.isPresent() && ports.runs().delete(read.get())) {
        progress.runs++;
      }
    }
    return true;
  }

  /** Whether nobody needs the run any more by its age. */
  private boolean isOld(RunRecord run, Instant limit, boolean policyIsStored) {
    if (run.status().isOver()) {
      return run.finishedAt().orElse(run.progressAt()).isBefore(limit);
    }
    // Of a policy that is gone nobody wakes or ends the run.
    return !policyIsStored
        && run.progressAt().isBefore(limit)
        && ports.runs().lanes(run.id()).stream()
            .map(RunLane::progressAt)
            .allMatch(at -> at.isBefore(limit));
  }

  /** Whether the run is marked as purged now; not if somebody changed it meanwhile. */
  private boolean mark(RunRecord run) {
    if (run.purgedAt().isPresent()) {
      return true;
    }
    return ports
        .runs()
        .get(run.policy(), run.id())
        .filter(read -> read.value().equals(run))
        .flatMap(read -> ports.runs().update(read, run.purged(ports.clock().instant())))
        .isPresent();
  }

  /** The runs whose bare rows the policy's schedule goes by. */
  private Set<RunId> evidence(PolicyId id, Optional<Versioned<byte[]>> document) {
    Optional<Policy> policy =
        document.flatMap(
            stored ->
                PolicyDocuments.policy(stored.value())
                    .match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()));
    if (policy.isPresent()) {
      return Timetable.evidence(ports.runs(), policy.get());
    }
    // Not valid for this version, perhaps for another: what it will go by is not known.
    Set<RunId> every = new HashSet<>();
    if (document.isPresent()) {
      history.forEach(id, run -> every.add(run.id()));
    }
    return every;
  }

  /** How many contents were deleted. */
  private int sweep(Progress progress) {
    Snapshots.Swept swept =
        ports
            .snapshots()
            .sweep(
                ReferredTo.now(ports),
                ports.clock().instant(),
                NOTICE,
                timeUntil(ports.clock().instant().plus(ports.limits().budget())));
    progress.complete &= swept.complete();
    return swept.deleted();
  }

  private BooleanSupplier timeUntil(Instant end) {
    return () -> ports.clock().instant().isBefore(end);
  }

  private static Event unreadable(StateUnreadable e) {
    return Event.error("HistoryUnreadable")
        .with(Field.REASON, "stateUnreadable")
        .with(Field.REMEDY, String.valueOf(e.getMessage()));
  }
}
