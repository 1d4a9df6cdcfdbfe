package dev.rollcall.run;

import dev.rollcall.mapping.WriteMasks;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Contact;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Guardrail;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Reconciler;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.Outcome;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes some claimed targets through the four steps: observe, decide, guard, act. One invocation
 * uses one slice, in one thread.
 *
 * <p>The order of writes for each target: open mark, the target itself, ledger with the open mark
 * off, the target's row, claim off. Killed anywhere, the next invocation finds the open mark and
 * looks at the target in full, or finds the ledger and has nothing left to do.
 */
final class Slice {

  /**
   * How often a target is planned anew because items turned out to be deleted while it was written.
   */
  private static final int ROUNDS = 3;

  /** A service that wants to be left alone for longer is asked again after this all the same. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final RunPorts ports;
  private final RunRecord run;
  private final RunRecord.Work work;
  private final Policy policy;
  private final Environment environment;
  private final Snapshot snapshot;
  private final Rules rules;
  private final Guardrail guardrail;
  private final Budget budget;
  private final CallMeter meter;
  private final Journal journal;
  private final Map<Fingerprint, Optional<Snapshot>> earlier = new HashMap<>();
  private final Map<Fingerprint, Optional<byte[]>> photos = new HashMap<>();
  private Optional<Duration> pause = Optional.empty();

  Slice(RunPorts ports, Task task, Budget budget, CallMeter meter, Journal journal) {
    this.ports = ports;
    this.run = task.run();
    this.work = task.run().work().orElseThrow();
    this.policy = task.policy();
    this.environment = task.environment();
    this.snapshot = task.snapshot();
    this.rules = rulesOf(task.policy());
    this.guardrail =
        new Guardrail(
            task.policy().guardrail().maxDeletes(), task.policy().guardrail().maxDeletePercent());
    this.budget = budget;
    this.meter = meter;
    this.journal = journal;
  }

  /** What all slices of a run have in common. */
  record Task(RunRecord run, Policy policy, Environment environment, Snapshot snapshot) {}

  /**
   * One target on its way through the slice.
   *
   * @param entry the target
   * @param head its checkpoint, claimed by us
   * @param ledger what we know of it
   * @param depth how much to look at; empty if the ledger is believed
   */
  private record Visit(
      TargetList.Entry entry,
      Versioned<CheckpointHead> head,
      Ledger ledger,
      Optional<Depth> depth) {

    TargetId id() {
      return entry.id();
    }
  }

  /** A visit whose plan is made and passed the guardrail. */
  private record Ready(Visit visit, Observation.Seen seen, Plan plan) {}

  /**
   * Does what the budget allows.
   *
   * @return how long the services want to be left alone before the rest; empty if they do not mind
   */
  Optional<Duration> perform(
      List<TargetList.Entry> entries, Map<TargetId, Versioned<CheckpointHead>> claimed) {
    List<Visit> visits = new ArrayList<>(claimed.size());
    for (TargetList.Entry entry : entries) {
      if (claimed.containsKey(entry.id())) {
        visits.add(visit(entry, claimed.get(entry.id())));
      }
    }
    Map<TargetId, Observation> observations = observe(visits);
    List<Ready> ready = new ArrayList<>();
    for (Visit visit : visits) {
      observations
          .get(visit.id())
          .match(seen -> decide(visit, seen), failed -> failedToLook(visit, failed.problem()))
          .ifPresent(ready::add);
    }
    act(ready);
    return pause;
  }

  // --- observe -------------------------------------------------------------------------------

  private Visit visit(TargetList.Entry entry, Versioned<CheckpointHead> head) {
    CheckpointHead value = head.value();
    try {
      Ledger ledger = ports.checkpoints().loadLedger(policy.id(), value);
      return new Visit(entry, head, ledger, depth(entry, value));
    } catch (StateUnreadable e) {
      // Damaged is not absent: the target is looked at in full, and an operator hears of it.
      journal.write(
          event(Event.Severity.ERROR, "CheckpointUnreadable", entry.id())
              .with(Field.REMEDY, "Nothing to do: the ledger is rebuilt from the mailbox."));
      return new Visit(entry, head, Ledger.empty(), Optional.of(Depth.WHOLE));
    }
  }

  private Optional<Depth> depth(TargetList.Entry entry, CheckpointHead head) {
    if (head.open() || head.place().isEmpty()) {
      return Optional.of(Depth.WHOLE);
    }
    if (entry.leaving()) {
      return Optional.empty();
    }
    boolean due =
        run.request().checkDrift()
            || head.driftCheckedAt()
                .map(at -> at.plus(policy.target().driftCheckEvery()))
                .filter(next -> next.isAfter(StartRun.reference(run)))
                .isEmpty();
    if (!due && !rules.needObservation()) {
      return Optional.empty();
    }
    return Optional.of(head.deltaToken().isPresent() ? Depth.DRIFT : Depth.WHOLE);
  }

  private Map<TargetId, Observation> observe(List<Visit> visits) {
    Map<TargetId, Observation> observations = new HashMap<>();
    List<ObserveRequest> requests = new ArrayList<>();
    for (Visit visit : visits) {
      CheckpointHead head = visit.head().value();
      if (visit.depth().isPresent()) {
        requests.add(
            new ObserveRequest(
                visit.id(),
                head.place(),
                visit.depth().get(),
                // A full look begins anew: what it shows must be older than the next drift.
                visit.depth().get() == Depth.DRIFT ? head.deltaToken() : Optional.empty()));
      } else {
        observations.put(
            visit.id(),
            new Observation.Seen(head.place(), new Observed.NotRead(), head.deltaToken()));
      }
    }
    if (!requests.isEmpty()) {
      observations.putAll(ports.target().observe(environment, policy, requests, meter));
    }
    return observations;
  }

  private Optional<Ready> failedToLook(Visit visit, Problem problem) {
    fail(visit, visit.head(), Optional.empty(), problem, RunTarget.Counts.none());
    return Optional.empty();
  }

  // --- decide and guard ----------------------------------------------------------------------

  private Optional<Ready> decide(Visit visit, Observation.Seen seen) {
    boolean leaving = visit.entry().leaving();
    Plan plan =
        Reconciler.reconcile(
            leaving ? List.of() : snapshot.records(),
            leaving || work.complete(),
            visit.ledger(),
            seen.observed(),
            leaving ? leavingRules() : rules,
            run.request().trigger() == RunRecord.Trigger.MANUAL
                ? Instant.MAX
                : ports.clock().instant());
    Optional<Guardrail.Tripped> tripped =
        leaving ? Optional.empty() : guardrail.judgeTarget(deletes(plan), plan.ledger().held());
    boolean preview = run.request().mode() == RunRecord.Mode.PREVIEW;
    if (preview) {
      show(visit, seen, plan, tripped);
      return Optional.empty();
    }
    if (tripped.isPresent() && !isPermitted(visit, tripped.get().found())) {
      hold(visit, seen, plan, tripped.get());
      return Optional.empty();
    }
    if (run.request().preview().isPresent() && !asPreviewed(visit, plan)) {
      settle(
          visit,
          new RunTarget(
              visit.id(),
              RunTarget.Status.MOVED,
              RunTarget.Counts.none(),
              plan.ledger().held(),
              visit.head().value().generation(),
              Optional.of(plan.id()),
              Optional.of(
                  Moves.refused(
                      List.of("The mailbox's contacts were changed by its user meanwhile.")))));
      release(visit.head());
      return Optional.empty();
    }
    return Optional.of(new Ready(visit, seen, plan));
  }

  /**
   * Whether somebody approved deletions of this size here: this very plan of the target, or the
   * run's when what it would delete could be foreseen. What an approval did not cover is held once
   * more.
   */
  private boolean isPermitted(Visit visit, int deletes) {
    CheckpointHead head = visit.head().value();
    boolean begun = head.progress().filter(progress -> progress.run().equals(run.id())).isPresent();
    if (begun) {
      // An earlier slice of this run passed, and stopped at its budget.
      return true;
    }
    if (run.hold().filter(RunRecord.Hold::approved).isEmpty()) {
      return false;
    }
    boolean seen =
        ports.runs().targets(run.id(), List.of(visit.id())).stream()
            .anyMatch(
                row -> row.status() == RunTarget.Status.HELD && row.counts().deleted() >= deletes);
    return seen
        || head.applied()
            .flatMap(applied -> earlier.computeIfAbsent(applied.snapshot(), this::kept))
            .map(then -> Assessment.Difference.between(then, snapshot).deletes() >= deletes)
            .orElse(false);
  }

  private boolean asPreviewed(Visit visit, Plan plan) {
    return ports.runs().targets(run.request().preview().orElseThrow(), List.of(visit.id())).stream()
        .anyMatch(then -> then.plan().equals(Optional.of(plan.id())));
  }

  private static int deletes(Plan plan) {
    return (int)
        plan.changes().stream()
            .filter(
                change ->
                    change.match(
                        create -> false,
                        update -> false,
                        delete -> !delete.surplus(),
                        skip -> false))
            .count();
  }

  private void show(
      Visit visit, Observation.Seen seen, Plan plan, Optional<Guardrail.Tripped> tripped) {
    recordPlanned(visit, seen, plan);
    settle(
        visit,
        new RunTarget(
            visit.id(),
            RunTarget.Status.DONE,
            plannedCounts(plan),
            plan.ledger().held(),
            visit.head().value().generation(),
            Optional.of(plan.id()),
            tripped.map(Slice::guarded)));
    release(visit.head());
  }

  private static RunTarget.Counts plannedCounts(Plan plan) {
    Plan.Counts counts = plan.counts();
    return new RunTarget.Counts(
        counts.creates(), counts.updates(), counts.deletes(), plan.unchanged(), counts.skips(), 0);
  }

  private void hold(Visit visit, Observation.Seen seen, Plan plan, Guardrail.Tripped tripped) {
    recordPlanned(visit, seen, plan);
    settle(
        visit,
        new RunTarget(
            visit.id(),
            RunTarget.Status.HELD,
            plannedCounts(plan),
            plan.ledger().held(),
            visit.head().value().generation(),
            Optional.of(plan.id()),
            Optional.of(guarded(tripped))));
    release(visit.head());
  }

  private static Problem guarded(Guardrail.Tripped tripped) {
    return Problem.lasting(
        "guardrail",
        tripped.sentence(),
        "Look at the changes of this mailbox. If they are right, approve the run; if not, cancel it"
            + " and mend the source.",
        "");
  }

  // --- act -----------------------------------------------------------------------------------

  private void act(List<Ready> ready) {
    Map<TargetId, Observation.Seen> unprepared = new LinkedHashMap<>();
    for (Ready one : ready) {
      boolean needed =
          !one.plan().writesNothing()
              && (one.seen().place().isEmpty() || one.seen().deltaToken().isEmpty());
      if (needed && !one.visit().entry().leaving()) {
        unprepared.put(one.visit().id(), one.seen());
      }
    }
    Map<TargetId, Observation> prepared =
        unprepared.isEmpty()
            ? Map.of()
            : ports.target().prepare(environment, policy, unprepared, meter);
    for (Ready one : ready) {
      Observation now = prepared.getOrDefault(one.visit().id(), one.seen());
      now.match(
          seen -> {
            if (one.plan().writesNothing()) {
              agree(one, seen);
            } else if (!budget.allowsAnother()) {
              release(one.visit().head());
            } else {
              write(one, seen);
            }
            return seen;
          },
          failed -> {
            failedToLook(one.visit(), failed.problem());
            return failed;
          });
    }
  }

  /**
   * Nothing to write: the ledger takes what was seen, and the target counts as brought to this
   * snapshot.
   */
  private void agree(Ready ready, Observation.Seen seen) {
    Visit visit = ready.visit();
    Ledger ledger = ready.plan().ledger().with(ready.plan().settled());
    CheckpointHead head = headAfter(visit, seen, ledger, true, counted(visit, ready.plan()));
    boolean gone = visit.entry().leaving() && ledger.held() == 0;
    boolean saved =
        gone
            ? ports.checkpoints().delete(policy.id(), visit.head())
            : ledger.equals(visit.ledger()) && !visit.head().value().open()
                ? ports.checkpoints().update(policy.id(), visit.head(), head).isPresent()
                : ports.checkpoints().save(policy.id(), visit.head(), head, ledger).isPresent();
    if (saved) {
      recordSkips(visit, ready);
      done(visit, ready.plan(), head);
    }
  }

  private void write(Ready ready, Observation.Seen seen) {
    Visit visit = ready.visit();
    Instant started = ports.clock().instant();
    CheckpointHead opened =
        withPlace(visit.head().value(), seen.place(), seen.deltaToken()).withOpen(true);
    Optional<Versioned<CheckpointHead>> open =
        ports.checkpoints().update(policy.id(), visit.head(), opened);
    if (open.isEmpty()) {
      return;
    }
    Plan plan = ready.plan();
    Ledger ledger = plan.ledger().with(plan.settled());
    RunTarget.Counts counts = counted(visit, plan);
    List<Outcome> outcomes = new ArrayList<>();
    Optional<Problem> problem = Optional.empty();
    boolean finished = false;
    for (int round = 0; round < ROUNDS && !finished; round++) {
      ApplyResult result = apply(visit, seen, plan, ledger);
      Settling settling =
          Settling.of(ledger, result.outcomes(), this::wanted, rules, ports.clock().instant());
      ledger = settling.ledger();
      counts = counts.plus(settling.counts());
      outcomes.addAll(result.outcomes());
      problem = result.problem();
      result.pause().ifPresent(this::pauseFor);
      boolean all = result.outcomes().size() == writes(plan).size();
      if (problem.isPresent() || !all) {
        break;
      }
      finished = !settling.gone();
      if (!finished) {
        plan = replan(visit, ledger);
      }
    }
    recordOutcomes(visit, seen, ready.plan(), outcomes, started);
    close(visit, open.get(), seen, ledger, counts, problem, finished);
  }

  private ApplyResult apply(Visit visit, Observation.Seen seen, Plan plan, Ledger ledger) {
    return ports
        .target()
        .apply(
            environment,
            policy,
            new ApplyRequest(
                visit.id(),
                seen.place().orElseThrow(),
                writes(plan),
                this::wanted,
                ledger::find,
                this::photo,
                budget),
            meter);
  }

  private Plan replan(Visit visit, Ledger ledger) {
    return Reconciler.reconcile(
        visit.entry().leaving() ? List.of() : snapshot.records(),
        visit.entry().leaving() || work.complete(),
        ledger,
        new Observed.NotRead(),
        visit.entry().leaving() ? leavingRules() : rules,
        ports.clock().instant());
  }

  private void close(
      Visit visit,
      Versioned<CheckpointHead> open,
      Observation.Seen seen,
      Ledger ledger,
      RunTarget.Counts counts,
      Optional<Problem> problem,
      boolean finished) {
    if (problem.isPresent()) {
      fail(visit, open, Optional.of(ledger), problem.get(), counts);
      return;
    }
    CheckpointHead head = headAfter(visit, seen, ledger, finished, counts);
    boolean gone = finished && visit.entry().leaving() && ledger.held() == 0;
    boolean saved =
        gone
            ? ports.checkpoints().delete(policy.id(), open)
            : ports.checkpoints().save(policy.id(), open, head, ledger).isPresent();
    if (saved && finished) {
      settle(visit, row(visit, RunTarget.Status.DONE, counts, Optional.empty()));
    }
  }

  /**
   * Something stands in the way of the whole target: it is left alone for a while, longer each
   * time, and its neighbours go on.
   */
  private void fail(
      Visit visit,
      Versioned<CheckpointHead> head,
      Optional<Ledger> ledger,
      Problem problem,
      RunTarget.Counts counts) {
    boolean preview = run.request().mode() == RunRecord.Mode.PREVIEW;
    // Left open, the target is looked at in full before it is written again.
    boolean doubt = ApplyResult.leavesDoubt(problem);
    Instant now = ports.clock().instant();
    boolean patient = now.isBefore(run.id().startedAt().plus(ports.limits().patience()));
    if (!preview && problem.retryAfter().isPresent() && patient) {
      pauseFor(problem.retryAfter().get());
      CheckpointHead waiting = head.value().withClaim(Optional.empty());
      ledger.ifPresentOrElse(
          known -> ports.checkpoints().save(policy.id(), head, waiting.withOpen(doubt), known),
          () -> ports.checkpoints().update(policy.id(), head, waiting));
      return;
    }
    if (preview) {
      release(head);
    } else if (visit.entry().leaving() && problem.code().equals(Problem.RECIPIENT_GONE)) {
      // What we wrote went with the mailbox.
      if (ports.checkpoints().delete(policy.id(), head)) {
        settle(visit, row(visit, RunTarget.Status.DONE, counts, Optional.empty()));
      }
      return;
    } else {
      CheckpointHead failed = failedHead(head.value(), ledger, problem, now, counts);
      boolean saved =
          ledger.isPresent()
              ? ports
                  .checkpoints()
                  .save(policy.id(), head, failed.withOpen(doubt), ledger.get())
                  .isPresent()
              : ports.checkpoints().update(policy.id(), head, failed).isPresent();
      if (!saved) {
        return;
      }
    }
    journal.write(
        event(Event.Severity.WARN, "TargetFailed", visit.id())
            .with(Field.REASON, problem.code())
            .with(Field.SERVICE, problem.service()));
    settle(
        visit,
        row(
            visit,
            problem.retryAfter().isPresent() ? RunTarget.Status.DEFERRED : RunTarget.Status.FAILED,
            counts,
            Optional.of(problem)));
  }

  private CheckpointHead failedHead(
      CheckpointHead head,
      Optional<Ledger> ledger,
      Problem problem,
      Instant now,
      RunTarget.Counts counts) {
    int failures = head.failures() + 1;
    return new CheckpointHead(
        head.target(),
        Optional.empty(),
        ledger.map(Ledger::held).orElse(head.held()),
        head.open(),
        head.generation(),
        head.place(),
        head.deltaToken(),
        head.driftCheckedAt(),
        Optional.of(now.plus(Settling.pauseAfter(failures, problem))),
        failures,
        Optional.empty(),
        Optional.of(new CheckpointHead.Progress(run.id(), counts)));
  }

  // --- what is kept --------------------------------------------------------------------------

  private CheckpointHead headAfter(
      Visit visit,
      Observation.Seen seen,
      Ledger ledger,
      boolean finished,
      RunTarget.Counts counts) {
    CheckpointHead head = visit.head().value();
    boolean brought = finished && !visit.entry().leaving() && work.complete();
    return new CheckpointHead(
        head.target(),
        brought
            ? Optional.of(new CheckpointHead.Applied(work.snapshot(), work.policyPrint()))
            : Optional.empty(),
        ledger.held(),
        false,
        head.generation(),
        seen.place(),
        seen.deltaToken(),
        visit.depth().isPresent() ? Optional.of(ports.clock().instant()) : head.driftCheckedAt(),
        Settling.firstRetry(ledger),
        0,
        Optional.empty(),
        Optional.of(new CheckpointHead.Progress(run.id(), counts)));
  }

  private static CheckpointHead withPlace(
      CheckpointHead head, Optional<String> place, Optional<String> deltaToken) {
    return new CheckpointHead(
        head.target(),
        head.applied(),
        head.held(),
        head.open(),
        head.generation(),
        place,
        deltaToken,
        head.driftCheckedAt(),
        head.retryAt(),
        head.failures(),
        head.claim(),
        head.progress());
  }

  /** What this run did here so far: a predecessor's numbers, or what the plan leaves alone. */
  private RunTarget.Counts counted(Visit visit, Plan plan) {
    return visit
        .head()
        .value()
        .progress()
        .filter(progress -> progress.run().equals(run.id()))
        .map(CheckpointHead.Progress::counts)
        .orElseGet(() -> new RunTarget.Counts(0, 0, 0, plan.unchanged(), plan.counts().skips(), 0));
  }

  private void done(Visit visit, Plan plan, CheckpointHead head) {
    settle(
        visit,
        row(
            visit,
            RunTarget.Status.DONE,
            head.progress()
                .map(CheckpointHead.Progress::counts)
                .orElseGet(() -> counted(visit, plan)),
            Optional.empty()));
  }

  private RunTarget row(
      Visit visit, RunTarget.Status status, RunTarget.Counts counts, Optional<Problem> problem) {
    return new RunTarget(
        visit.id(),
        status,
        counts,
        visit.ledger().held(),
        visit.head().value().generation(),
        Optional.empty(),
        problem);
  }

  private void settle(Visit visit, RunTarget target) {
    ports.runs().putTargets(run.id(), List.of(target));
  }

  private void release(Versioned<CheckpointHead> head) {
    ports.checkpoints().update(policy.id(), head, head.value().withClaim(Optional.empty()));
  }

  private void pauseFor(Duration wanted) {
    Duration bounded = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    pause = Optional.of(pause.filter(known -> known.compareTo(bounded) > 0).orElse(bounded));
  }

  // --- history -------------------------------------------------------------------------------

  private void recordPlanned(Visit visit, Observation.Seen seen, Plan plan) {
    ChangeHistory history = historyOf(visit, seen);
    List<RunChange> rows = new ArrayList<>();
    for (Change change : shownFirst(plan.changes())) {
      rows.add(history.planned(visit.id(), rows.size(), change));
    }
    ports.runs().putChanges(run.id(), rows);
  }

  private void recordSkips(Visit visit, Ready ready) {
    if (!ready.plan().changes().isEmpty()) {
      recordPlanned(visit, ready.seen(), ready.plan());
    }
  }

  private void recordOutcomes(
      Visit visit, Observation.Seen seen, Plan plan, List<Outcome> outcomes, Instant started) {
    ChangeHistory history = historyOf(visit, seen);
    int first =
        visit
            .head()
            .value()
            .progress()
            .filter(progress -> progress.run().equals(run.id()))
            .map(progress -> progress.counts())
            .map(c -> c.created() + c.updated() + c.deleted() + c.failed())
            .orElse(0);
    List<RunChange> rows = new ArrayList<>();
    int max = ports.limits().shownChanges() - first;
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
    journal.write(
        event(Event.Severity.DEBUG, "TargetWritten", visit.id())
            .with(Field.ELAPSED_MS, Duration.between(started, ports.clock().instant()).toMillis()));
  }

  private List<Change> shownFirst(List<Change> changes) {
    int max = ports.limits().shownChanges();
    if (changes.size() <= max) {
      return changes;
    }
    // What is rarer says more: deletions and skips before updates before creations.
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(
        Comparator.comparingInt(
            change -> change.match(create -> 3, update -> 2, delete -> 0, skip -> 1)));
    return sorted.subList(0, max);
  }

  private static List<Outcome> failuresFirst(List<Outcome> outcomes) {
    List<Outcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(
        Comparator.comparingInt(
                (Outcome outcome) -> outcome.match(done -> 1, gone -> 0, rejected -> 0))
            .thenComparing(outcome -> outcome.change().key()));
    return sorted;
  }

  private ChangeHistory historyOf(Visit visit, Observation.Seen seen) {
    Map<String, Contact> byItem = new HashMap<>();
    seen.observed()
        .match(
            notRead -> List.<ObservedItem>of(),
            drift -> List.copyOf(drift.changed().values()),
            Observed.Whole::items)
        .forEach(item -> byItem.put(item.itemId(), item.contact()));
    Optional<Snapshot> last =
        visit
            .head()
            .value()
            .applied()
            .map(CheckpointHead.Applied::snapshot)
            .flatMap(id -> earlier.computeIfAbsent(id, this::kept));
    Function<RecordKey, Optional<Contact>> before =
        key ->
            visit
                .ledger()
                .find(key)
                .map(LedgerEntry::itemId)
                .flatMap(item -> Optional.ofNullable(byItem.get(item)))
                .or(() -> last.flatMap(then -> then.find(key)).map(DesiredRecord::contact));
    return new ChangeHistory(before, this::wanted);
  }

  private Optional<Snapshot> kept(Fingerprint id) {
    try {
      return ports.snapshots().get(id);
    } catch (StateUnreadable e) {
      return Optional.empty();
    }
  }

  private Optional<DesiredRecord> wanted(RecordKey key) {
    return snapshot.find(key);
  }

  private Optional<byte[]> photo(Fingerprint content) {
    return photos.computeIfAbsent(content, id -> ports.snapshots().get(Snapshots.Kind.PHOTO, id));
  }

  private static List<Change> writes(Plan plan) {
    return plan.changes().stream().filter(Change::writes).toList();
  }

  private Event event(Event.Severity severity, String name, TargetId target) {
    return Event.of(severity, name)
        .with(Field.RUN_ID, run.id().value())
        .with(Field.POLICY, policy.id().value())
        .with(Field.TARGET, target.value());
  }

  private static Rules rulesOf(Policy policy) {
    WriteMasks masks = WriteMasks.of(policy.mapping());
    return new Rules(
        policy.changes().createAndUpdate(),
        policy.changes().delete(),
        policy.changes().userEdits() == Policy.UserEdits.KEEP
            ? Rules.UserEdits.KEEP
            : Rules.UserEdits.OVERWRITE,
        policy.changes().userDeletes() == Policy.UserDeletes.RESPECT
            ? Rules.UserDeletes.RESPECT
            : Rules.UserDeletes.RESTORE,
        masks.createOnlyFields(),
        masks.fillOnlyFields());
  }

  /** A mailbox that left keeps nothing of ours, whatever else the policy says. */
  private static Rules leavingRules() {
    return Rules.defaults();
  }
}
