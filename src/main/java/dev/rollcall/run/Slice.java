package dev.rollcall.run;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Guardrail;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.Outcome;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes some claimed targets through the four steps: observe, decide, guard, act. One invocation
 * uses one slice, in one thread.
 *
 * <p>The order of writes for each target: open mark, the target itself, ledger with the open mark
 * off, the target's row, claim off. Killed anywhere, the next invocation finds the open mark and
 * looks at the target in full, or finds the ledger and has nothing left to do.
 */
final class Slice {

  /** The code of a mailbox that is not tried yet again, since it failed lately. */
  static final String LEFT_ALONE = "backingOff";

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
  private final boolean replaceable;
  private final BooleanSupplier letInBefore;
  private final Snapshot snapshot;
  private final Budget budget;
  private final CallMeter meter;
  private final Journal journal;
  private final SliceHistory history;
  private final Planning planning;
  private final Map<Fingerprint, Optional<byte[]>> photos = new HashMap<>();
  private final List<Denied> denied = new ArrayList<>();
  private int admitted;
  private Optional<Duration> pause = Optional.empty();
  private Optional<Problem> refused = Optional.empty();

  Slice(RunPorts ports, Task task, Budget budget, CallMeter meter, Journal journal) {
    this.ports = ports;
    this.run = task.run();
    this.work = task.run().work().orElseThrow();
    this.policy = task.policy();
    this.environment = task.environment();
    this.replaceable = task.replaceable();
    this.letInBefore = task.letInBefore();
    this.snapshot = task.snapshot();
    this.budget = budget;
    this.meter = meter;
    this.journal = journal;
    this.history = new SliceHistory(ports, task.run(), task.snapshot());
    this.planning = new Planning(ports, task.run(), task.policy(), task.snapshot(), history);
  }

  /**
   * What all slices of a lane have in common.
   *
   * @param environment the organisation, with no app but the lane's
   * @param replaceable whether other apps may do what this one is refused
   * @param letInBefore whether the app was let into a target earlier in the run; asked only if it
   *     is let into none now
   */
  record Task(
      RunRecord run,
      Policy policy,
      Environment environment,
      boolean replaceable,
      BooleanSupplier letInBefore,
      Snapshot snapshot) {}

  /**
   * What the lane has to know of a slice that is over.
   *
   * @param pause how long the services want to be left alone before the rest
   * @param letIn whether the app was let into a target
   * @param refused why the app cannot go on; what is not settled is for other apps
   */
  record End(Optional<Duration> pause, boolean letIn, Optional<Problem> refused) {

    static final End WITHOUT_TROUBLE = new End(Optional.empty(), false, Optional.empty());

    static End refused(Problem why) {
      return new End(Optional.empty(), false, Optional.of(why));
    }
  }

  /** A target that the app may not use, as it stands; its fate depends on its neighbours'. */
  private record Denied(
      Visit visit,
      Versioned<CheckpointHead> head,
      Optional<Ledger> ledger,
      Problem problem,
      RunTarget.Counts counts) {}

  /** A visit whose plan is made and passed the guardrail. */
  private record Ready(Visit visit, Observation.Seen seen, Plan plan) {}

  /** Does what the budget allows, and what the app is let. */
  End perform(List<TargetList.Entry> entries, Map<TargetId, Versioned<CheckpointHead>> claimed) {
    List<Visit> visits = new ArrayList<>(claimed.size());
    for (TargetList.Entry entry : entries) {
      Versioned<CheckpointHead> head = claimed.get(entry.id());
      if (head != null && isLeftAlone(head.value())) {
        leaveAlone(head);
      } else if (head != null) {
        visits.add(visit(entry, head));
      }
    }
    Map<TargetId, Observation> observations = observe(visits);
    List<Ready> ready = new ArrayList<>();
    for (Visit visit : visits) {
      observations
          .get(visit.id())
          .match(seen -> decide(visit, seen), failed -> failedToLook(visit, failed))
          .ifPresent(ready::add);
    }
    act(ready);
    settleDenied();
    return new End(pause, admitted > 0, refused);
  }

  /**
   * An app that is let into no mailbox at all lacks the permission, and other apps may have it. If
   * it was let into others, now or earlier in the run, the mailbox is closed to it on purpose.
   */
  private void settleDenied() {
    if (refused.isEmpty() && admitted == 0 && !denied.isEmpty() && !letInBefore.getAsBoolean()) {
      refused = Optional.of(denied.get(0).problem());
    }
    for (Denied one : denied) {
      if (refused.isPresent()) {
        leaveToOthers(one.head(), one.ledger(), one.problem(), one.counts());
      } else {
        Problem named = Takeover.through(environment.app().name(), one.problem());
        fail(one.visit(), one.head(), one.ledger(), named, one.counts());
      }
    }
  }

  /** What failed lately waits, unless somebody started the run and wants to know. */
  private boolean isLeftAlone(CheckpointHead head) {
    return run.request().trigger() == RunRecord.Trigger.SCHEDULE
        && head.failures() > 0
        && head.retryAt().filter(at -> at.isAfter(StartRun.reference(run))).isPresent();
  }

  private void leaveAlone(Versioned<CheckpointHead> claimed) {
    CheckpointHead head = claimed.value();
    Problem problem =
        Problem.lasting(
            LEFT_ALONE,
            "The last "
                + head.failures()
                + " attempts at this "
                + policy.type().nouns().place()
                + " failed; it is left alone until "
                + head.retryAt().orElseThrow().truncatedTo(ChronoUnit.SECONDS)
                + ".",
            "Look up the cause in the last run that tried, mend it, and start a run by hand: that"
                + " tries everything at once.",
            "");
    ports
        .runs()
        .putTargets(
            run.id(),
            List.of(
                new RunTarget(
                        head.target(),
                        RunTarget.Status.DEFERRED,
                        RunTarget.Counts.none(),
                        head.held(),
                        head.generation(),
                        Optional.empty(),
                        Optional.of(problem))
                    .at(ports.clock().instant())));
    release(claimed);
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
              .with(Field.REMEDY, "Nothing to do: the ledger is rebuilt from what is there."));
      return new Visit(entry, head, Ledger.empty(), Optional.of(Depth.WHOLE));
    }
  }

  private Optional<Depth> depth(TargetList.Entry entry, CheckpointHead head) {
    if (head.open() || !head.knowsFolder() || head.movedTo(entry.mailbox().location())) {
      return Optional.of(Depth.WHOLE);
    }
    if (entry.leaving()) {
      // What a run left half made is in no ledger, and goes as well.
      return planning.rules().accounts().known() ? Optional.of(Depth.WHOLE) : Optional.empty();
    }
    boolean due =
        run.request().checkDrift()
            || head.driftCheckedAt()
                .map(at -> at.plus(policy.target().driftCheckEvery()))
                .filter(next -> next.isAfter(StartRun.reference(run)))
                .isEmpty();
    if (!due && !planning.rules().needObservation()) {
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
                visit.entry().mailbox(),
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

  private Optional<Ready> failedToLook(Visit visit, Observation.Failed failed) {
    trouble(
        new Denied(
            visit,
            visit.head(),
            Optional.empty(),
            failed.problem(),
            visit.progressOf(run.id()).orElse(RunTarget.Counts.none())),
        failed.fault());
    return Optional.empty();
  }

  /** Something stands in the way of the whole target: other apps may do better, or it fails. */
  private void trouble(Denied target, Fault fault) {
    // No other app registration can do anything at the organisation's own Exchange.
    boolean others = replaceable && target.visit().entry().mailbox().location() == Location.ONLINE;
    if (others && fault == Fault.ACCESS) {
      denied.add(target);
    } else if (others && fault == Fault.APP) {
      refused = Optional.of(refused.orElse(target.problem()));
      leaveToOthers(target.head(), target.ledger(), target.problem(), target.counts());
    } else {
      fail(target.visit(), target.head(), target.ledger(), target.problem(), target.counts());
    }
  }

  /** Keeps what was done, and lets go: the target is not settled. */
  private void leaveToOthers(
      Versioned<CheckpointHead> head,
      Optional<Ledger> ledger,
      Problem problem,
      RunTarget.Counts counts) {
    CheckpointHead waiting = head.value().withClaim(Optional.empty());
    ledger.ifPresentOrElse(
        known ->
            ports
                .checkpoints()
                .save(
                    policy.id(),
                    head,
                    waiting
                        .withOpen(ApplyResult.leavesDoubt(problem))
                        .withProgress(new CheckpointHead.Progress(run.id(), counts)),
                    known),
        () -> ports.checkpoints().update(policy.id(), head, waiting));
  }

  // --- decide and guard ----------------------------------------------------------------------

  private Optional<Ready> decide(Visit visit, Observation.Seen seen) {
    admitted += visit.depth().isPresent() ? 1 : 0;
    Plan plan = planning.plan(visit, seen.observed());
    Optional<Guardrail.Tripped> tripped = planning.judge(visit, plan);
    boolean preview = run.request().mode() == RunRecord.Mode.PREVIEW;
    if (preview) {
      show(visit, seen, plan, tripped);
      return Optional.empty();
    }
    if (tripped.isPresent() && !planning.isPermitted(visit, plan, tripped.get())) {
      hold(visit, seen, plan, tripped.get());
      return Optional.empty();
    }
    if (!planning.isAsPreviewed(visit, plan)) {
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
                      List.of(
                          "What the "
                              + policy.type().nouns().place()
                              + " holds was changed there meanwhile.")))));
      release(visit.head());
      return Optional.empty();
    }
    return Optional.of(new Ready(visit, seen, plan));
  }

  private void show(
      Visit visit, Observation.Seen seen, Plan plan, Optional<Guardrail.Tripped> tripped) {
    history.planned(visit, seen, plan);
    settle(
        visit,
        new RunTarget(
            visit.id(),
            RunTarget.Status.DONE,
            plannedCounts(plan),
            plan.ledger().held(),
            visit.head().value().generation(),
            Optional.of(plan.id()),
            tripped.map(Planning::guarded)));
    release(visit.head());
  }

  private static RunTarget.Counts plannedCounts(Plan plan) {
    Plan.Counts counts = plan.counts();
    return new RunTarget.Counts(
        counts.creates(),
        counts.updates() + counts.disables(),
        counts.deletes(),
        plan.unchanged(),
        counts.skips(),
        0);
  }

  private void hold(Visit visit, Observation.Seen seen, Plan plan, Guardrail.Tripped tripped) {
    history.planned(visit, seen, plan);
    settle(
        visit,
        new RunTarget(
            visit.id(),
            RunTarget.Status.HELD,
            plannedCounts(plan),
            plan.ledger().held(),
            visit.head().value().generation(),
            Optional.of(plan.id()),
            Optional.of(Planning.guarded(tripped))));
    release(visit.head());
  }

  // --- act -----------------------------------------------------------------------------------

  private void act(List<Ready> ready) {
    Map<TargetId, Observation.Seen> unprepared = new LinkedHashMap<>();
    for (Ready one : ready) {
      boolean needed =
          !one.plan().writesNothing()
              && (one.seen().place().isEmpty() || one.seen().deltaToken().isEmpty());
      if (needed && !one.visit().leaving()) {
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
            } else if (!budget.allowsAnother() || refused.isPresent()) {
              release(one.visit().head());
            } else {
              write(one, seen);
            }
            return seen;
          },
          failed -> {
            failedToLook(one.visit(), failed);
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
    boolean gone = visit.leaving() && ledger.held() == 0;
    boolean saved =
        gone
            ? ports.checkpoints().delete(policy.id(), visit.head())
            : ledger.equals(visit.ledger()) && !visit.head().value().open()
                ? ports.checkpoints().update(policy.id(), visit.head(), head).isPresent()
                : ports.checkpoints().save(policy.id(), visit.head(), head, ledger).isPresent();
    if (saved) {
      history.planned(visit, ready.seen(), ready.plan());
      done(visit, ready.plan(), head);
    }
  }

  private void write(Ready ready, Observation.Seen seen) {
    Visit visit = ready.visit();
    Instant started = ports.clock().instant();
    Plan plan = ready.plan();
    Ledger ledger = plan.ledger().with(plan.settled());
    RunTarget.Counts counts = counted(visit, plan);
    Optional<Versioned<CheckpointHead>> open = open(visit, seen, plan, counts);
    if (open.isEmpty()) {
      return;
    }
    List<Outcome> outcomes = new ArrayList<>();
    Optional<Problem> problem = Optional.empty();
    Fault fault = Fault.TARGET;
    boolean finished = false;
    boolean doubted = false;
    for (int round = 0; round < ROUNDS && !finished; round++) {
      ApplyResult result = apply(visit, seen, plan, ledger);
      Settling settling =
          Settling.of(
              ledger, result.outcomes(), this::wanted, planning.rules(), ports.clock().instant());
      ledger = settling.ledger();
      counts = counts.plus(settling.counts());
      outcomes.addAll(result.outcomes());
      problem = result.problem();
      fault = result.fault();
      result.pause().ifPresent(this::pauseFor);
      doubted |= result.mayLandLate();
      boolean all = result.outcomes().size() == writes(plan).size();
      if (problem.isPresent() || !all) {
        break;
      }
      finished = !settling.gone();
      if (!finished) {
        plan = planning.again(visit, ledger, ready.plan());
      }
    }
    history.settled(visit, seen, ready.plan(), outcomes);
    journal.write(
        event(Event.Severity.INFO, "TargetWritten", visit.id())
            .with(Field.ELAPSED_MS, Duration.between(started, ports.clock().instant()).toMillis()));
    Versioned<CheckpointHead> left = doubted ? withoutPlace(open.get()) : open.get();
    if (problem.isPresent()) {
      trouble(new Denied(visit, left, Optional.of(ledger), problem.get(), counts), fault);
    } else {
      admitted++;
      close(
          visit,
          left,
          doubted
              ? new Observation.Seen(left.value().place(), seen.observed(), Optional.empty())
              : seen,
          ledger,
          counts,
          finished);
    }
  }

  /** Where nothing is known of the place, the next visit looks at everything. */
  /** Without a tenant a mailbox that its server does not know can be nowhere else. */
  private boolean isGone(Problem problem) {
    return problem.code().equals(Problem.RECIPIENT_GONE)
        || (!environment.hasTenant() && problem.code().equals("ewsMailboxUnknown"));
  }

  /**
   * The mark from before the first write. Of a target that moved, the place and the ids that count
   * there are stored together: whoever finds the mark must not believe the old ids of the new
   * place.
   */
  private Optional<Versioned<CheckpointHead>> open(
      Visit visit, Observation.Seen seen, Plan plan, RunTarget.Counts counts) {
    CheckpointHead opened = visit.opened(seen, new CheckpointHead.Progress(run.id(), counts));
    boolean moved = seen.observed().match(notRead -> false, drift -> false, Observed.Whole::moved);
    return moved
        ? ports.checkpoints().save(policy.id(), visit.head(), opened, plan.ledger())
        : ports.checkpoints().update(policy.id(), visit.head(), opened);
  }

  private static Versioned<CheckpointHead> withoutPlace(Versioned<CheckpointHead> head) {
    return new Versioned<>(head.value().withoutPlace(), head.version());
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
                setBackFirst(plan, ledger),
                this::wanted,
                ledger::find,
                this::photo,
                key ->
                    history
                        .lastApplied(visit)
                        .flatMap(then -> then.find(key))
                        .map(DesiredRecord::content),
                budget),
            meter);
  }

  private void close(
      Visit visit,
      Versioned<CheckpointHead> open,
      Observation.Seen seen,
      Ledger ledger,
      RunTarget.Counts counts,
      boolean finished) {
    CheckpointHead head = headAfter(visit, seen, ledger, finished, counts);
    boolean gone = finished && visit.leaving() && ledger.held() == 0;
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
          known ->
              ports
                  .checkpoints()
                  .save(
                      policy.id(),
                      head,
                      waiting
                          .withOpen(doubt)
                          .withProgress(new CheckpointHead.Progress(run.id(), counts)),
                      known),
          () -> ports.checkpoints().update(policy.id(), head, waiting));
      return;
    }
    if (preview) {
      release(head);
    } else if (visit.leaving() && isGone(problem)) {
      // What we wrote went with the mailbox.
      if (ports.checkpoints().delete(policy.id(), head)) {
        settle(visit, row(visit, RunTarget.Status.DONE, counts, Optional.empty()));
      }
      return;
    } else {
      CheckpointHead failed =
          Visit.failed(
              head.value(), ledger, problem, now, new CheckpointHead.Progress(run.id(), counts));
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
            .with(Field.REMEDY, problem.remedy())
            .with(Field.SERVICE, problem.service()));
    settle(
        visit,
        row(
            visit,
            problem.retryAfter().isPresent() ? RunTarget.Status.DEFERRED : RunTarget.Status.FAILED,
            counts,
            Optional.of(problem)));
  }

  // --- what is kept --------------------------------------------------------------------------

  private CheckpointHead headAfter(
      Visit visit,
      Observation.Seen seen,
      Ledger ledger,
      boolean finished,
      RunTarget.Counts counts) {
    boolean brought = finished && !visit.leaving() && work.complete();
    return visit.left(
        seen,
        ledger,
        brought
            ? Optional.of(new CheckpointHead.Applied(work.snapshot(), work.policyPrint()))
            : Optional.empty(),
        StartRun.reference(run),
        new CheckpointHead.Progress(run.id(), counts));
  }

  /** What this run did here so far: a predecessor's numbers, or what the plan leaves alone. */
  private RunTarget.Counts counted(Visit visit, Plan plan) {
    return visit
        .progressOf(run.id())
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
    ports.runs().putTargets(run.id(), List.of(target.at(ports.clock().instant())));
  }

  private void release(Versioned<CheckpointHead> head) {
    ports.checkpoints().update(policy.id(), head, head.value().withClaim(Optional.empty()));
  }

  private void pauseFor(Duration wanted) {
    Duration bounded = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    pause = Optional.of(pause.filter(known -> known.compareTo(bounded) > 0).orElse(bounded));
  }

  private Optional<DesiredRecord> wanted(RecordKey key) {
    return snapshot.find(key);
  }

  private Optional<byte[]> photo(Fingerprint content) {
    return photos.computeIfAbsent(content, id -> ports.snapshots().get(Snapshots.Kind.PHOTO, id));
  }

  /**
   * What failed before comes first: a run started by hand tries it once, and a first slice that
   * ends early has tried it then.
   */
  private static List<Change> setBackFirst(Plan plan, Ledger ledger) {
    List<Change> changes = new ArrayList<>(writes(plan));
    changes.sort(
        Comparator.comparing(
            change -> ledger.find(change.key()).flatMap(LedgerEntry::setback).isEmpty()));
    return changes;
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
}
