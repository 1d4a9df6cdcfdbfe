package dev.rollcall.state;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run, as its row tells it.
 *
 * @param policy the policy
 * @param id the run
 * @param request what was asked for
 * @param status how it stands
 * @param reading what the source answered; empty before it was read
 * @param work what there is to do; empty before that was worked out
 * @param hold why it waits for approval, or waited
 * @param counts what was done, or in a preview what would be done; complete once the run is over
 * @param problem why it ended early, or was refused
 * @param progressAt when something last happened; the watchdog goes by it
 * @param finishedAt when it ended
 * @param purgedAt when its lanes, targets and changes were given up to be deleted, as older than
 *     history is kept; then the row stands for itself alone, as evidence for the policy's schedule
 * @param mail whether people were told of how it stands; empty if nobody is to be
 */
public record RunRecord(
    PolicyId policy,
    RunId id,
    Request request,
    RunStatus status,
    Optional<Reading> reading,
    Optional<Work> work,
    Optional<Hold> hold,
    Counts counts,
    Optional<Problem> problem,
    Instant progressAt,
    Optional<Instant> finishedAt,
    Optional<Instant> purgedAt,
    Optional<RunMail> mail) {

  /** A run just asked for. */
  public static RunRecord requested(PolicyId policy, RunId id, Request request) {
    return new RunRecord(
        policy,
        id,
        request,
        RunStatus.QUEUED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Counts.none(),
        Optional.empty(),
        id.startedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * This run in another status, as of {@code now}; an end is noted as such, and that people are to
   * be told, unless it is a preview.
   */
  public RunRecord moved(RunStatus newStatus, Instant now) {
    return new RunRecord(
        policy,
        id,
        request,
        newStatus,
        reading,
        work,
        hold,
        counts,
        problem,
        now,
        newStatus.isOver() ? Optional.of(now) : Optional.empty(),
        purgedAt,
        request.mode() == Mode.APPLY && newStatus.isToldOf() ? Optional.of(RunMail.due()) : mail);
  }

  /** This run with what the source answered and what there is to do. */
  public RunRecord planned(Reading newReading, Optional<Work> newWork, Optional<Hold> newHold) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        Optional.of(newReading),
        newWork,
        newHold,
        counts,
        problem,
        progressAt,
        finishedAt,
        purgedAt,
        mail);
  }

  /** This run with other work to do. */
  public RunRecord withWork(Work newWork) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        reading,
        Optional.of(newWork),
        hold,
        counts,
        problem,
        progressAt,
        finishedAt,
        purgedAt,
        mail);
  }

  /** This run with another hold, or none. */
  public RunRecord withHold(Optional<Hold> newHold) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        reading,
        work,
        newHold,
        counts,
        problem,
        progressAt,
        finishedAt,
        purgedAt,
        mail);
  }

  /** This run with these numbers. */
  public RunRecord withCounts(Counts newCounts) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        reading,
        work,
        hold,
        newCounts,
        problem,
        progressAt,
        finishedAt,
        purgedAt,
        mail);
  }

  /** This run with what went wrong. */
  public RunRecord withProblem(Problem newProblem) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        reading,
        work,
        hold,
        counts,
        Optional.of(newProblem),
        progressAt,
        finishedAt,
        purgedAt,
        mail);
  }

  /**
   * What is left of this run once its history is purged: how it ended, its numbers, and what it was
   * made from; no sentence that may name somebody.
   */
  public RunRecord purged(Instant now) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        Optional.empty(),
        work,
        Optional.empty(),
        counts,
        Optional.empty(),
        progressAt,
        finishedAt,
        Optional.of(now),
        Optional.empty());
  }

  /** This run with what became of its mail; empty if nobody is to be told. */
  public RunRecord withMail(Optional<RunMail> newMail) {
    return new RunRecord(
        policy,
        id,
        request,
        status,
        reading,
        work,
        hold,
        counts,
        problem,
        progressAt,
        finishedAt,
        purgedAt,
        newMail);
  }

  /** What a run does. */
  public enum Mode {
    /** Plans, stores the plan, writes nothing to any target. */
    PREVIEW,
    /** Plans and writes. */
    APPLY
  }

  /** What started a run. */
  public enum Trigger {
    SCHEDULE,
    MANUAL
  }

  /**
   * What was asked for.
   *
   * @param mode preview or apply
   * @param trigger who asked
   * @param checkDrift whether every target is looked at, also if it is not due
   * @param preview the preview that is to be carried out exactly
   * @param decommission whether everything the policy wrote is to be removed, and then the policy
   */
  public record Request(
      Mode mode,
      Trigger trigger,
      boolean checkDrift,
      Optional<RunId> preview,
      boolean decommission) {}

  /**
   * What the source answered.
   *
   * @param records how many records are desired
   * @param dropped how many were named and not taken
   * @param pages pages read, of source and target selection
   * @param rows rows read
   * @param shortfalls what speaks against completeness
   * @param hints what the administrator should know
   * @param calls HTTP calls it took
   */
  public record Reading(
      int records,
      int dropped,
      int pages,
      int rows,
      List<String> shortfalls,
      List<String> hints,
      long calls) {
    public Reading {
      shortfalls = List.copyOf(shortfalls);
      hints = List.copyOf(hints);
    }
  }

  /**
   * What there is to do.
   *
   * @param snapshot the desired state
   * @param policyContent hash of the policy document the run goes by, in {@link
   *     Snapshots.Kind#POLICY}
   * @param policyPrint fingerprint of what in the policy matters for content
   * @param targets hash of the target list, in {@link Snapshots.Kind#TARGETS}
   * @param targetCount how many targets the lanes have
   * @param upToDate how many targets needed nothing and are in no lane
   * @param round who works on which of them now
   * @param complete whether the source proved to be complete: deletes are allowed
   * @param expectedChanges about how many items will be written, for progress
   * @param apps the apps that take part, the primary first; their calls are complete once the run
   *     is over
   */
  public record Work(
      Fingerprint snapshot,
      Fingerprint policyContent,
      Fingerprint policyPrint,
      Fingerprint targets,
      int targetCount,
      int upToDate,
      Round round,
      boolean complete,
      long expectedChanges,
      List<AppUse> apps) {
    public Work {
      apps = List.copyOf(apps);
    }

    /** How many lanes work at the same time. */
    public int lanes() {
      return round.lanes();
    }

    /** This work in another round, with these apps. */
    public Work with(Round next, List<AppUse> taking) {
      return new Work(
          snapshot,
          policyContent,
          policyPrint,
          targets,
          targetCount,
          upToDate,
          next,
          complete,
          expectedChanges,
          taking);
    }
  }

  /**
   * One passage over targets. A run has one; a further one begins when an app was refused, and
   * other apps take over what it left.
   *
   * @param firstLane the number of its first lane; earlier lanes are over
   * @param targets hash of its target list, in {@link Snapshots.Kind#TARGETS}
   * @param shares the apps its targets are given to, and how many lanes each has, which follow one
   *     another in this order
   */
  public record Round(int firstLane, Fingerprint targets, List<Share> shares) {
    public Round {
      shares = List.copyOf(shares);
    }

    /** How many lanes. */
    public int lanes() {
      return shares.stream().mapToInt(Share::lanes).sum();
    }
  }

  /**
   * An app's part of a round.
   *
   * @param app its client id
   * @param lanes how many lanes work through it; 0 if no target is its own
   */
  public record Share(String app, int lanes) {}

  /**
   * How a run used an app.
   *
   * @param app its client id
   * @param name what people call it
   * @param calls HTTP calls made through it
   * @param refusal why other apps took over its mailboxes; empty if none had to
   */
  public record AppUse(String app, String name, long calls, String refusal) {}

  /**
   * Why the run waits.
   *
   * @param plan id of exactly what would be done; an approval names it
   * @param reasons what made it stop, in plain sentences
   * @param approved whether somebody approved that plan
   */
  public record Hold(Fingerprint plan, List<String> reasons, boolean approved) {
    public Hold {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * What was done.
   *
   * @param targetsDone targets in the wanted state
   * @param targetsFailed targets that could not be brought there
   * @param targetsHeld targets waiting for approval, or refused because they moved since the
   *     preview
   * @param created items created; in a preview, to be created
   * @param updated items updated
   * @param deleted items deleted
   * @param unchanged items that needed nothing
   * @param skipped records skipped, with their reasons in the changes
   * @param failed changes that failed
   * @param calls HTTP calls made to services
   * @param predictedCalls in a preview, the calls an apply will make
   * @param predictedSeconds in a preview, how long an apply will take at the service's rate limits
   */
  public record Counts(
      int targetsDone,
      int targetsFailed,
      int targetsHeld,
      long created,
      long updated,
      long deleted,
      long unchanged,
      long skipped,
      long failed,
      long calls,
      long predictedCalls,
      long predictedSeconds) {

    /** Nothing yet. */
    public static Counts none() {
      return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }
}
