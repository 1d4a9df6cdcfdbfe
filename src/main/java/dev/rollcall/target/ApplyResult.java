package dev.rollcall.target;

import dev.rollcall.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far an apply came.
 *
 * @param outcomes what became of each settled change, in no particular order
 * @param problem what stands in the way of the whole target, such as a mailbox without licence;
 *     nothing further was tried
 * @param fault whose fault the problem is; means nothing without one
 * @param pause how long the service wants to be left alone before the rest; empty if it does not
 *     mind
 * @param mayLandLate whether a creation whose answer was lost was made again, having been looked
 *     for in vain, or could not be looked for: the lost one may still take effect, so the target
 *     has to be looked at in full the next time
 */
public record ApplyResult(
    List<Outcome> outcomes,
    Optional<Problem> problem,
    Fault fault,
    Optional<Duration> pause,
    boolean mayLandLate) {

  /** The code of a problem that left writes of unknown effect behind. */
  public static final String EFFECT_UNKNOWN = "effectUnknown";

  /** The code of a problem that what is written to, such as a folder, is not there any more. */
  public static final String PLACE_GONE = "placeGone";

  public ApplyResult {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Whether such a problem leaves it uncertain what the target holds, or where: it then has to be
   * looked at in full before the next write, so its checkpoint stays open.
   */
  public static boolean leavesDoubt(Problem problem) {
    return problem.code().equals(EFFECT_UNKNOWN) || problem.code().equals(PLACE_GONE);
  }
}
