package dev.rollcall.run;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RunId;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Runs;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a policy's history means for its schedule.
 *
 * @param last when the last scheduled run began; empty if there was none
 * @param ready since when the policy may run by itself, as its present content was previewed; empty
 *     if it was not
 */
record Timetable(Optional<Instant> last, Optional<Instant> ready) {

  /** How far back in a policy's history a preview is looked for. */
  private static final int HISTORY = 200;

  static Timetable of(Runs runs, Policy policy) {
    List<RunRecord> history = runs.list(policy.id(), Optional.empty(), HISTORY);
    return new Timetable(
        lastScheduled(history).map(run -> run.id().startedAt()),
        firstOfContent(history, policy).map(run -> run.id().startedAt()));
  }

  /**
   * The runs that the timetable goes by. As long as they are kept, however bare, and whatever
   * others are not, it stays as it is.
   */
  static Set<RunId> evidence(Runs runs, Policy policy) {
    List<RunRecord> history = runs.list(policy.id(), Optional.empty(), HISTORY);
    return Stream.of(lastScheduled(history), firstOfContent(history, policy))
        .flatMap(Optional::stream)
        .map(RunRecord::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the policy's next run is to be started now. */
  boolean isDue(Policy policy, Instant now) {
    return policy
        .schedule()
        .flatMap(schedule -> ready.map(since -> schedule.isDue(last, since, now)))
        .orElse(false);
  }

  private static Optional<RunRecord> lastScheduled(List<RunRecord> history) {
    return history.stream().filter(Timetable::isScheduled).max(Comparator.comparing(RunRecord::id));
  }

  private static Optional<RunRecord> firstOfContent(List<RunRecord> history, Policy policy) {
    Fingerprint content = policy.contentFingerprint();
    return history.stream()
        .filter(run -> isScheduled(run) || isPreview(run))
        .filter(run -> run.work().filter(work -> work.policyPrint().equals(content)).isPresent())
        .min(Comparator.comparing(RunRecord::id));
  }

  /**
   * A scheduled run stands for the preview that let it start, which may be older than the history
   * looked at.
   */
  private static boolean isScheduled(RunRecord run) {
    return run.request().trigger() == Trigger.SCHEDULE;
  }

  private static boolean isPreview(RunRecord run) {
    return run.request().mode() == Mode.PREVIEW && run.status() == RunStatus.FINISHED;
  }
}
