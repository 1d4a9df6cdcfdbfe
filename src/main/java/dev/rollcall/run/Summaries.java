package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.run.RunSummary.MailboxLine;
import dev.rollcall.run.RunSummary.Standing;
import dev.rollcall.run.RunSummary.Trouble;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums a run up, from its rows. */
final class Summaries {

  /** So many mailboxes are shown one by one. */
  static final int SHOWN_MAILBOXES = 20;

  /** So many mailboxes' changes are looked through for contacts that failed. */
  private static final int SEARCHED_MAILBOXES = 20;

  private static final int SEARCHED_CHANGES = 100;
  private static final int PAGE = 1000;

  private static final Comparator<RunTarget> TELLING_FIRST =
      Comparator.comparingInt(Summaries::rank)
          .thenComparing(Comparator.comparingLong(Summaries::writes).reversed())
          .thenComparing(RunTarget::target);

  private final RunPorts ports;

  Summaries(RunPorts ports) {
    this.ports = ports;
  }

  /** What a run's targets say together; the same for a run however often it is asked for. */
  Findings findings(RunRecord run) {
    Findings findings = new Findings();
    run.problem().ifPresent(problem -> findings.add(problem, 0, 0));
    Optional<TargetId> after = Optional.empty();
    List<RunTarget> page = ports.runs().targets(run.id(), after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(findings::add);
      after = Optional.of(page.get(page.size() - 1).target());
      page = page.size() < PAGE ? List.of() : ports.runs().targets(run.id(), after, PAGE);
    }
    for (TargetId target : findings.withFailures) {
      ports
          .runs()
          .changes(run.id(), Optional.of(target.value()), Optional.empty(), SEARCHED_CHANGES)
          .stream()
          .filter(change -> change.outcome().equals("failed"))
          .forEach(change -> findings.add(failure(change), 0, 1));
    }
    return findings;
  }

  /** The whole for people. */
  RunSummary of(RunRecord run, Standing standing, Findings findings) {
    Map<TargetId, String> addresses = new HashMap<>();
    run.work()
        .flatMap(work -> ports.snapshots().get(Snapshots.Kind.TARGETS, work.targets()))
        .map(TargetList::decoded)
        .ifPresent(
            list -> list.entries().forEach(entry -> addresses.put(entry.id(), entry.address())));
    Map<TargetId, Integer> holding = new HashMap<>();
    ports.checkpoints().list(run.policy()).forEach(head -> holding.put(head.target(), head.held()));
    List<MailboxLine> lines =
        findings.first().stream()
            .map(
                row ->
                    new MailboxLine(
                        addresses.getOrDefault(row.target(), ""),
                        holding.getOrDefault(row.target(), 0),
                        row))
            .toList();
    return new RunSummary(
        run,
        standing,
        lines,
        findings.targets - lines.size(),
        findings.troubles(),
        next(run.policy()));
  }

  private Optional<Instant> next(PolicyId policy) {
    return new ReadSchedule(ports)
        .of(policy)
        .filter(shown -> shown.scheduled() && shown.previewed())
        .flatMap(shown -> shown.next().stream().findFirst());
  }

  /** History has cause and remedy in one text. */
  private static Problem failure(RunChange change) {
    return Problem.lasting(change.reason(), change.detail(), "", "");
  }

  private static int rank(RunTarget target) {
    return switch (target.status()) {
      case FAILED -> 0;
      case HELD, MOVED -> 1;
      case DEFERRED -> 2;
      case PENDING, CANCELLED -> 3;
      case DONE -> target.counts().failed() > 0 ? 3 : 4;
    };
  }

  private static long writes(RunTarget target) {
    RunTarget.Counts counts = target.counts();
    return (long) counts.created() + counts.updated() + counts.deleted();
  }

  /** What was found so far. Used by one thread. */
  static final class Findings {

    private final Map<String, Trouble> troubles = new LinkedHashMap<>();
    private final List<RunTarget> first = new ArrayList<>();
    private final List<TargetId> withFailures = new ArrayList<>();
    private int targets;

    /** What went wrong, the most frequent first. */
    List<Trouble> troubles() {
      return troubles.values().stream()
          .sorted(
              Comparator.comparingInt((Trouble trouble) -> isOfRun(trouble) ? 0 : 1)
                  .thenComparing(Comparator.comparingInt(Trouble::mailboxes).reversed())
                  .thenComparing(Comparator.comparingInt(Trouble::contacts).reversed()))
          .toList();
    }

    private static boolean isOfRun(Trouble trouble) {
      return trouble.mailboxes() == 0 && trouble.contacts() == 0;
    }

    private void add(RunTarget row) {
      targets++;
      row.problem()
          .filter(problem -> row.status() != RunTarget.Status.HELD)
          .ifPresent(problem -> add(problem, 1, 0));
      if (row.counts().failed() > 0 && withFailures.size() < SEARCHED_MAILBOXES) {
        withFailures.add(row.target());
      }
      first.add(row);
      if (first.size() >= 2 * SHOWN_MAILBOXES) {
        first.sort(TELLING_FIRST);
        first.subList(SHOWN_MAILBOXES, first.size()).clear();
      }
    }

    /** The mailboxes that say most. */
    private List<RunTarget> first() {
      return first.stream().sorted(TELLING_FIRST).limit(SHOWN_MAILBOXES).toList();
    }

    private void add(Problem problem, int mailboxes, int contacts) {
      troubles.merge(
          problem.code(),
          new Trouble(problem, mailboxes, contacts),
          (known, more) ->
              new Trouble(
                  known.problem(),
                  known.mailboxes() + more.mailboxes(),
                  known.contacts() + more.contacts()));
    }
  }
}
