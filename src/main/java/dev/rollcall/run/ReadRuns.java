package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows runs: history, progress, what became of each mailbox and each contact. */
public final class ReadRuns {

  private static final int PAGE = 1000;
  private static final int MAX_LOOKED_AT = 20_000;

  private final RunPorts ports;

  public ReadRuns(RunPorts ports) {
    this.ports = ports;
  }

  /** A run, or empty if there is none (any more). */
  public Optional<RunRecord> get(PolicyId policy, RunId run) {
    return ports.runs().get(policy, run).map(Versioned::value);
  }

  /** The run with what each app did so far; its record tells that only once it is over. */
  public RunRecord withApps(RunRecord run) {
    return run.status().isOver() ? run : AppCalls.counted(run, ports.runs().lanes(run.id()));
  }

  /** A policy's runs, newest first. */
  public List<RunRecord> list(PolicyId policy, Optional<RunId> after, int max) {
    return ports.runs().list(policy, after, max);
  }

  /**
   * A target with the address people know it by.
   *
   * @param address empty if the mailbox left the policy
   */
  public record LabelledTarget(RunTarget target, String address) {

    /** How much it asks of an administrator; empty if all went well. */
    public Optional<Severity> severity() {
      return Severity.of(target);
    }
  }

  /**
   * Some of a run's targets.
   *
   * @param targets ascending by id
   * @param next after which to go on; empty if these are the last
   */
  public record TargetPage(List<LabelledTarget> targets, Optional<TargetId> next) {}

  /**
   * A run's settled targets that a filter lets through.
   *
   * <p>At most {@value #MAX_LOOKED_AT} are looked at for one page, so a page may be short, even
   * empty, and still not be the last.
   */
  public TargetPage targets(RunRecord run, TargetFilter filter, Optional<TargetId> after, int max) {
    Map<TargetId, String> addresses = addresses(run);
    if (filter.mailbox().isPresent()) {
      return new TargetPage(
          ports.runs().targets(run.id(), filter.among(addresses)).stream()
              .map(row -> labelled(row, addresses))
              .filter(filter::holds)
              .sorted(Comparator.comparing(one -> one.target().target()))
              .toList(),
          Optional.empty());
    }
    List<LabelledTarget> found = new ArrayList<>();
    Optional<TargetId> last = after;
    for (int lookedAt = 0; lookedAt < MAX_LOOKED_AT; ) {
      int asked = filter.isOpen() ? max : PAGE;
      List<RunTarget> page = ports.runs().targets(run.id(), last, asked);
      for (RunTarget row : page) {
        last = Optional.of(row.target());
        LabelledTarget one = labelled(row, addresses);
        if (filter.holds(one)) {
          found.add(one);
        }
        if (found.size() == max) {
          return new TargetPage(found, last);
        }
      }
      if (page.size() < asked) {
        return new TargetPage(found, Optional.empty());
      }
      lookedAt += page.size();
    }
    return new TargetPage(found, last);
  }

  private static LabelledTarget labelled(RunTarget row, Map<TargetId, String> addresses) {
    return new LabelledTarget(row, addresses.getOrDefault(row.target(), ""));
  }

  private Map<TargetId, String> addresses(RunRecord run) {
    Map<TargetId, String> addresses = new HashMap<>();
    run.work()
        .flatMap(work -> ports.snapshots().get(Snapshots.Kind.TARGETS, work.targets()))
        .map(TargetList::decoded)
        .ifPresent(
            list -> list.entries().forEach(entry -> addresses.put(entry.id(), entry.address())));
    return addresses;
  }

  /** A run's changes and skips, by target and sequence. */
  public List<RunChange> changes(
      RunRecord run, Optional<String> target, Optional<String> after, int max) {
    return ports.runs().changes(run.id(), target, after, max);
  }

  /**
   * How far a run is.
   *
   * @param targetsDone targets settled
   * @param targets targets in all
   * @param changesDone items written, or in a preview planned
   * @param changesExpected about how many there will be
   * @param perSecond items a second since the start
   * @param estimatedEnd when it will end at this rate; empty while that can not be told
   */
  public record Progress(
      int targetsDone,
      int targets,
      long changesDone,
      long changesExpected,
      double perSecond,
      Optional<Instant> estimatedEnd) {}

  /** How far a run is that works through its targets; empty before and after. */
  public Optional<Progress> progress(RunRecord run) {
    boolean inWork = run.status() == RunStatus.APPLYING || run.status() == RunStatus.CANCELLING;
    if (!inWork || run.work().isEmpty()) {
      return Optional.empty();
    }
    RunRecord.Work work = run.work().get();
    int done = 0;
    long changes = 0;
    Optional<TargetId> after = Optional.empty();
    List<RunTarget> page = ports.runs().targets(run.id(), after, PAGE);
    while (!page.isEmpty()) {
      for (RunTarget target : page) {
        done += target.status() == RunTarget.Status.PENDING ? 0 : 1;
        RunTarget.Counts counts = target.counts();
        changes += (long) counts.created() + counts.updated() + counts.deleted();
      }
      after = Optional.of(page.get(page.size() - 1).target());
      page = page.size() < PAGE ? List.of() : ports.runs().targets(run.id(), after, PAGE);
    }
    Instant now = ports.clock().instant();
    Duration spent = Duration.between(run.id().startedAt(), now);
    double perSecond = spent.isZero() ? 0 : changes * 1000.0 / Math.max(1, spent.toMillis());
    Optional<Instant> end =
        done == 0
            ? Optional.empty()
            : Optional.of(
                now.plusMillis(
                    (long) (spent.toMillis() * (double) (work.targetCount() - done) / done)));
    return Optional.of(
        new Progress(done, work.targetCount(), changes, work.expectedChanges(), perSecond, end));
  }
}
