package dev.rollcall.run;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hands what refused apps left undone to other apps, in a further round of the run. It begins when
 * all lanes are over, so that no app ever has more lanes than its connections, and each target goes
 * to the app that would be its own if the refused ones were not there.
 *
 * <p>Written in the order in which a run begins: list of targets, lanes, then the run, of which one
 * of two at once moves it on.
 */
final class Takeover {

  private static final int PAGE = 1000;
  private static final int AT_ONCE = 20;
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final RunPorts ports;
  private final Lanes lanes;
  private final Library library;

  Takeover(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.library = new Library(ports);
  }

  /** Whether a further round of the run has begun. */
  static boolean hasBegun(RunRecord run) {
    return run.work().filter(work -> work.round().firstLane() > 0).isPresent();
  }

  /**
   * The run with a round over all its targets once more, through every app there is; what is
   * settled is passed over.
   */
  RunRecord overAll(RunRecord run) {
    RunRecord.Work work = run.work().orElseThrow();
    Policy policy = library.policyOf(run);
    Environment environment = library.writing(policy);
    RunRecord.Round round =
        Rounds.form(
            lanes.firstFree(run.id()),
            work.targets(),
            targets(work.targets()),
            environment.apps(),
            policy.target().concurrency());
    lanes.create(run.id(), round);
    return run.withWork(work.with(round, AppCalls.with(work.apps(), environment)));
  }

  /**
   * Begins a further round if an app was refused, others are left, and there is something to do for
   * them. What no app is left for has failed.
   *
   * @param over the lanes of the round that is over
   * @return whether the run goes on
   */
  boolean begin(Versioned<RunRecord> found, List<RunLane> over, Journal journal) {
    RunRecord run = found.value();
    List<Left> left = run.status() == RunStatus.APPLYING ? left(run, over) : List.of();
    if (left.isEmpty()) {
      return false;
    }
    List<Environment.App> apps = usable(run);
    if (apps.isEmpty()) {
      fail(run, left);
      return false;
    }
    RunRecord.Work work = run.work().orElseThrow();
    Policy policy = library.policyOf(run);
    TargetList targets =
        new TargetList(
            left.stream()
                .map(Left::entry)
                .sorted(Comparator.comparing(TargetList.Entry::id))
                .toList());
    Fingerprint list = ports.snapshots().put(Snapshots.Kind.TARGETS, targets.encoded());
    RunRecord.Round round =
        Rounds.form(lanes.firstFree(run.id()), list, targets, apps, policy.target().concurrency());
    lanes.create(run.id(), round);
    RunRecord next =
        run.withWork(work.with(round, AppCalls.with(work.apps(), library.writing(policy))))
            .moved(RunStatus.APPLYING, ports.clock().instant());
    ports
        .runs()
        .update(found, next)
        .ifPresent(
            begun -> {
              journal.write(
                  RunEvents.of(next, "AppsTookOver").with(Field.TARGETS, targets.entries().size()));
              lanes.resend(next);
            });
    return true;
  }

  /** How many targets each lane has that an apply of the same work will have. */
  List<Integer> laneSizes(RunRecord.Work work) {
    RunRecord.Round round = work.round();
    TargetList targets = targets(work.targets());
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < round.lanes(); i++) {
      sizes.add(LaneTargets.of(round, targets, round.firstLane() + i).size());
    }
    return sizes;
  }

  /** The run's targets that live on the organisation's own servers. */
  Set<TargetId> onPremises(RunRecord.Work work) {
    return targets(work.targets()).entries().stream()
        .filter(entry -> entry.mailbox().location() == Location.ON_PREMISES)
        .map(TargetList.Entry::id)
        .collect(Collectors.toSet());
  }

  /** A target that a refused app left, and why it did. */
  private record Left(TargetList.Entry entry, String app, Problem problem) {}

  private List<Left> left(RunRecord run, List<RunLane> over) {
    List<RunLane> stopped = over.stream().filter(lane -> lane.refused().isPresent()).toList();
    if (stopped.isEmpty()) {
      return List.of();
    }
    RunRecord.Round round = run.work().orElseThrow().round();
    TargetList targets = targets(round.targets());
    Set<TargetId> settled = settled(run);
    List<Left> left = new ArrayList<>();
    for (RunLane lane : stopped) {
      for (TargetList.Entry entry : LaneTargets.of(round, targets, lane.number()).entries()) {
        if (!settled.contains(entry.id())) {
          left.add(new Left(entry, lane.app(), lane.refused().orElseThrow()));
        }
      }
    }
    return left;
  }

  private Set<TargetId> settled(RunRecord run) {
    Set<TargetId> settled = new HashSet<>();
    Optional<TargetId> after = Optional.empty();
    List<RunTarget> page = ports.runs().targets(run.id(), after, PAGE);
    while (!page.isEmpty()) {
      page.stream()
          .filter(row -> SyncTargets.isSettled(run, row))
          .forEach(row -> settled.add(row.target()));
      after = Optional.of(page.get(page.size() - 1).target());
      page = page.size() < PAGE ? List.of() : ports.runs().targets(run.id(), after, PAGE);
    }
    return settled;
  }

  /** The environment's apps as it is now, without those that this run was refused. */
  private List<Environment.App> usable(RunRecord run) {
    Set<String> refused = new HashSet<>();
    ports.runs().lanes(run.id()).stream()
        .filter(lane -> lane.refused().isPresent())
        .forEach(lane -> refused.add(lane.app()));
    try {
      return library.writing(library.policyOf(run)).apps().stream()
          .filter(app -> !refused.contains(app.clientId()))
          .toList();
    } catch (Library.Unusable e) {
      return List.of();
    }
  }

  /** Settles what no app could do: its turn comes again later, as after any failure. */
  private void fail(RunRecord run, List<Left> left) {
    Map<String, String> names = new HashMap<>();
    run.work().orElseThrow().apps().forEach(use -> names.put(use.app(), use.name()));
    for (int from = 0; from < left.size(); from += AT_ONCE) {
      List<Left> some = left.subList(from, Math.min(from + AT_ONCE, left.size()));
      Map<TargetId, CheckpointHead> heads = setBack(run, some);
      ports
          .runs()
          .putTargets(
              run.id(),
              some.stream()
                  .map(
                      one ->
                          failed(
                              run,
                              one,
                              Optional.ofNullable(heads.get(one.entry.id())),
                              names.getOrDefault(one.app, one.app)))
                  .toList());
    }
  }

  private Map<TargetId, CheckpointHead> setBack(RunRecord run, List<Left> left) {
    if (run.request().mode() == RunRecord.Mode.PREVIEW) {
      return Map.of();
    }
    Instant now = ports.clock().instant();
    RunId id = run.id();
    Map<TargetId, Versioned<CheckpointHead>> claimed =
        ports
            .checkpoints()
            .claim(
                run.policy(),
                left.stream().map(one -> one.entry.id()).toList(),
                new CheckpointHead.Claim(id.value(), now.plus(CLAIM)),
                now);
    Map<TargetId, CheckpointHead> heads = new HashMap<>();
    for (Left one : left) {
      Optional.ofNullable(claimed.get(one.entry.id()))
          .ifPresent(
              head -> {
                heads.put(one.entry.id(), head.value());
                ports
                    .checkpoints()
                    .update(
                        run.policy(),
                        head,
                        Visit.failed(
                            head.value(),
                            Optional.empty(),
                            one.problem,
                            now,
                            new CheckpointHead.Progress(id, countsOf(run, head.value()))));
              });
    }
    return heads;
  }

  private static RunTarget.Counts countsOf(RunRecord run, CheckpointHead head) {
    return head.progress()
        .filter(progress -> progress.run().equals(run.id()))
        .map(CheckpointHead.Progress::counts)
        .orElse(RunTarget.Counts.none());
  }

  private static RunTarget failed(
      RunRecord run, Left left, Optional<CheckpointHead> head, String app) {
    return new RunTarget(
        left.entry.id(),
        RunTarget.Status.FAILED,
        head.map(known -> countsOf(run, known)).orElse(RunTarget.Counts.none()),
        head.map(CheckpointHead::held).orElse(0),
        head.map(CheckpointHead::generation).orElse(0L),
        Optional.empty(),
        Optional.of(through(app, left.problem)));
  }

  /** The problem of an app, by the app's name: there are others. */
  static Problem through(String app, Problem problem) {
    return new Problem(
        problem.code(),
        "Through the app registration '" + app + "': " + problem.cause(),
        problem.remedy(),
        problem.service(),
        problem.retryAfter(),
        problem.passing(),
        problem.message());
  }

  private TargetList targets(Fingerprint list) {
    return TargetList.decoded(
        ports
            .snapshots()
            .get(Snapshots.Kind.TARGETS, list)
            .orElseThrow(() -> new StateUnreadable("the run's list of targets is gone")));
  }
}
