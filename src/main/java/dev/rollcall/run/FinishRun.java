package dev.rollcall.run;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Versioned;
import dev.rollcall.target.Target;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Closes a run once all its lanes are finished: counts, then the status, then the lease, then the
 * mail. Before that it does nothing, and of two at once one closes it.
 *
 * <p>A run some of whose targets exceed the guardrail is not closed but held, with the plan of
 * exactly those targets.
 */
public final class FinishRun {

  private static final int PAGE = 1000;

  private final RunPorts ports;
  private final Lanes lanes;
  private final Lease lease;
  private final Takeover takeover;

  public FinishRun(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.lease = new Lease(ports);
    this.takeover = new Takeover(ports);
  }

  /** Closes the run the message names, if it is ready to be closed. */
  public void execute(WorkMessage.FinishRun message, Journal journal) {
    Optional<Versioned<RunRecord>> found = ports.runs().get(message.policy(), message.run());
    if (found.isEmpty()) {
      return;
    }
    RunRecord run = found.get().value();
    if (run.status().isOver()) {
      lease.release(run);
      new Decommission(ports).complete(run);
      new TellRun(ports).execute(run.policy(), run.id(), journal);
      return;
    }
    boolean inWork = run.status() == RunStatus.APPLYING || run.status() == RunStatus.CANCELLING;
    List<RunLane> all = lanes.of(run);
    if (!inWork) {
      return;
    }
    if (!all.stream().allMatch(RunLane::finished)) {
      boolean mayNotKnow = all.stream().allMatch(lane -> lane.seq() == 0);
      if (Takeover.hasBegun(run) && mayNotKnow) {
        // Who began the round may have died before it sent the lanes' messages.
        lanes.resend(run);
      }
      return;
    }
    if (!takeover.begin(found.get(), all, journal)) {
      close(found.get(), journal);
    }
  }

  private void close(Versioned<RunRecord> found, Journal journal) {
    List<RunLane> all = ports.runs().lanes(found.value().id());
    RunRecord run = AppCalls.counted(found.value(), all);
    Sum sum = sum(run);
    long calls =
        run.reading().map(RunRecord.Reading::calls).orElse(0L)
            + all.stream().mapToLong(RunLane::calls).sum();
    boolean preview = run.request().mode() == RunRecord.Mode.PREVIEW;
    RunRecord counted = run.withCounts(sum.counts(run, calls, laneSizes(run)));
    boolean cancelled = run.status() == RunStatus.CANCELLING;
    RunRecord closed;
    if (!cancelled && !preview && sum.held > 0) {
      closed =
          counted
              .withHold(Optional.of(sum.hold(run)))
              .moved(RunStatus.HELD, ports.clock().instant());
    } else {
      closed =
          counted.moved(
              cancelled ? RunStatus.CANCELLED : RunStatus.FINISHED, ports.clock().instant());
    }
    if (ports.runs().update(found, closed).isEmpty()) {
      return;
    }
    if (closed.status().isOver()) {
      lease.release(closed);
      new Decommission(ports).complete(closed);
    }
    Event event =
        RunEvents.of(closed, closed.status() == RunStatus.HELD ? "RunHeld" : "RunFinished");
    journal.write(
        event
            .with(Field.TARGETS, sum.targets)
            .with(
                Field.ELAPSED_MS,
                Duration.between(run.id().startedAt(), ports.clock().instant()).toMillis()));
    new TellRun(ports).execute(closed.policy(), closed.id(), journal);
  }

  private Optional<List<Integer>> laneSizes(RunRecord run) {
    return run.request().mode() == RunRecord.Mode.PREVIEW
        ? run.work().map(takeover::laneSizes)
        : Optional.empty();
  }

  private Sum sum(RunRecord run) {
    Sum sum =
        new Sum(
            new Library(ports).policyOf(run),
            photoShare(run),
            run.work().map(takeover::onPremises).orElse(Set.of()));
    Optional<TargetId> after = Optional.empty();
    List<RunTarget> page = ports.runs().targets(run.id(), after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(target -> sum.add(target, ports));
      after = Optional.of(page.get(page.size() - 1).target());
      page = page.size() < PAGE ? List.of() : ports.runs().targets(run.id(), after, PAGE);
    }
    return sum;
  }

  /**
   * Which share of the records has a photo; in a preview each created contact will need one more
   * write for it.
   */
  private double photoShare(RunRecord run) {
    if (run.request().mode() != RunRecord.Mode.PREVIEW) {
      return 0;
    }
    return run.work()
        .flatMap(work -> ports.snapshots().get(work.snapshot()))
        .map(Snapshot::records)
        .filter(records -> !records.isEmpty())
        .map(
            records ->
                records.stream().filter(record -> record.photo().isPresent()).count()
                    / (double) records.size())
        .orElse(0.0);
  }

  /** The numbers of a run's targets together. */
  private static final class Sum {

    private final Policy policy;
    private final double photoShare;
    private final Set<TargetId> onPremises;
    private int targets;
    private int fresh;
    private int freshOnPremises;
    private int done;
    private int failed;
    private int held;
    private long created;
    private long updated;
    private long deleted;
    private long unchanged;
    private long skipped;
    private long failures;
    private long applyCalls;
    private long rounds;
    private Duration paced = Duration.ZERO;
    private final List<String> heldPlans = new ArrayList<>();
    private final List<String> heldReasons = new ArrayList<>();

    /**
     * @param onPremises the targets that live on the organisation's own servers
     */
    Sum(Policy policy, double photoShare, Set<TargetId> onPremises) {
      this.policy = policy;
      this.photoShare = photoShare;
      this.onPremises = onPremises;
    }

    void add(RunTarget target, RunPorts ports) {
      targets++;
      Location where =
          onPremises.contains(target.target()) ? Location.ON_PREMISES : Location.ONLINE;
      if (target.generation() == 0) {
        fresh += where == Location.ONLINE ? 1 : 0;
        freshOnPremises += where == Location.ON_PREMISES ? 1 : 0;
      }
      // What is held was not done.
      RunTarget.Counts counts =
          target.status() == RunTarget.Status.HELD ? RunTarget.Counts.none() : target.counts();
      created += counts.created();
      updated += counts.updated();
      deleted += counts.deleted();
      unchanged += counts.unchanged();
      skipped += counts.skipped();
      failures += counts.failed();
      Plan.Counts writes =
          new Plan.Counts(
              counts.created(), counts.updated(), 0, counts.deleted(), counts.skipped());
      int photos = (int) Math.round(counts.created() * photoShare);
      applyCalls += ports.target().predictCalls(policy, where, writes, photos);
      paced = paced.plus(ports.target().predictTime(policy, writes));
      rounds += Prediction.rounds(writes.writes() + photos);
      switch (target.status()) {
        case DONE -> done++;
        case FAILED, DEFERRED -> failed++;
        case HELD, MOVED -> {
          if (target.status() == RunTarget.Status.HELD) {
            heldPlans.add(target.target() + ":" + target.plan().map(Fingerprint::hex).orElse(""));
          }
          target.problem().ifPresent(problem -> heldReasons.add(problem.cause()));
          held += target.status() == RunTarget.Status.HELD ? 1 : 0;
          failed += target.status() == RunTarget.Status.MOVED ? 1 : 0;
        }
        case PENDING, CANCELLED -> {}
      }
    }

    /**
     * @param laneSizes of a preview, how many targets each lane of an apply will have
     */
    RunRecord.Counts counts(RunRecord run, long calls, Optional<List<Integer>> laneSizes) {
      int upToDate = run.work().map(RunRecord.Work::upToDate).orElse(0);
      long reading = run.reading().map(RunRecord.Reading::calls).orElse(0L);
      return new RunRecord.Counts(
          done + upToDate,
          failed,
          held,
          created,
          updated,
          deleted,
          unchanged,
          skipped,
          failures,
          calls,
          laneSizes.map(sizes -> calls + applyCalls + readying(sizes)).orElse(0L),
          laneSizes
              .map(
                  sizes ->
                      Math.max(
                          paced.toSeconds(),
                          Prediction.seconds(
                              reading,
                              (calls - reading + readying(sizes)) * roundsOfALook(sizes) + rounds,
                              sizes.size())))
              .orElse(0L));
    }

    /** A look asks each target of a slice once, and so does what readies them. */
    private static long roundsOfALook(List<Integer> laneSizes) {
      int most = laneSizes.stream().mapToInt(Integer::intValue).max().orElse(0);
      return Prediction.rounds(Math.min(Target.MAX_TARGETS_AT_ONCE, most));
    }

    /**
     * A folder is made, and a first point to see changes from is taken, for the new mailboxes of
     * each slice together, and for each of those on-premises by itself.
     */
    private long readying(List<Integer> laneSizes) {
      long slices = 0;
      for (int size : laneSizes) {
        slices += (size + Target.MAX_TARGETS_AT_ONCE - 1) / Target.MAX_TARGETS_AT_ONCE;
      }
      return 2L * (Math.min(fresh, slices) + freshOnPremises);
    }

    RunRecord.Hold hold(RunRecord run) {
      Fingerprint plan =
          Fingerprint.of(
              run.work().map(work -> work.snapshot().hex()).orElse("")
                  + "|"
                  + String.join("|", heldPlans));
      String reason =
          heldReasons.get(0)
              + (held > 1 ? " The same holds for " + (held - 1) + " more mailboxes." : "");
      return new RunRecord.Hold(plan, List.of(reason), false);
    }
  }
}
