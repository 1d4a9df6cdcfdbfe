package dev.rollcall.target;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Observes targets of one kind and writes to them. Safe for several threads, but never called for
 * one target by two at a time: the claim on its checkpoint sees to that.
 */
public interface Target {

  /**
   * How many targets one call of {@link #observe} or {@link #prepare} serves at once: Graph's limit
   * of requests in a batch.
   */
  int MAX_TARGETS_AT_ONCE = 20;

  /**
   * Looks at targets, as far as each request asks. One target's trouble is its own {@link
   * Observation.Failed}.
   *
   * @param requests at most {@link #MAX_TARGETS_AT_ONCE}
   * @return an observation for every request
   */
  Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter);

  /**
   * Makes targets ready to be written to: creates the folder where it is missing and takes a delta
   * token from before the first write where there is none yet. Doing it twice does no harm.
   *
   * @param targets what {@link #observe} answered, by target; at most {@link #MAX_TARGETS_AT_ONCE}
   * @return an observation for every target, its {@code place} known unless it failed; what was
   *     observed is passed through
   */
  Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter);

  /**
   * Carries out changes in the order given, as far as the budget goes. Never more than one batch in
   * flight. A create whose effect is unknown is looked up by its stamp before it is tried again. A
   * failing change does not touch the others.
   *
   * @return one outcome for each change that was settled; changes without one were not begun, or
   *     are left for later
   */
  ApplyResult apply(Environment environment, Policy policy, ApplyRequest request, CallMeter meter);

  /**
   * How many HTTP calls {@link #apply} will make for these writes to one target when nothing gets
   * in the way. Pure.
   *
   * @param policy the policy, which says what kind of target it is
   * @param counts the plan's numbers
   * @param photos how many of its writes set a photo
   */
  long predictCalls(Policy policy, Plan.Counts counts, int photos);

  /**
   * The same, for a target that lives there. Pure.
   *
   * @param where where it lives; what is no mailbox lives nowhere, and is said to be online
   */
  default long predictCalls(Policy policy, Location where, Plan.Counts counts, int photos) {
    return predictCalls(policy, counts, photos);
  }

  /**
   * How long these writes to one target take at least, at the pace that its service lets requests
   * through; nothing where it does not count them. Pure.
   */
  default Duration predictTime(Policy policy, Plan.Counts counts) {
    return Duration.ZERO;
  }

  /**
   * What an administrator should know of the target before anything is written there, and nothing
   * has to be stopped for. Asked for previews. Reads only.
   */
  default List<String> hints(Environment environment, Policy policy, CallMeter meter) {
    return List.of();
  }
}
