package dev.rollcall.target;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Several targets as one: each policy is served by the one that it chooses.
 *
 * @param choice the target of a policy
 */
public record TargetByPolicy(Function<Policy, Target> choice) implements Target {

  /**
   * Chosen by the kind of what the policy writes to.
   *
   * @param services by {@link Service#kind}
   */
  public static Target byKind(Target mailboxes, Map<String, Target> services) {
    Map<String, Target> known = Map.copyOf(services);
    return new TargetByPolicy(
        policy ->
            policy.target().service().map(service -> named(known, service)).orElse(mailboxes));
  }

  private static Target named(Map<String, Target> services, Service service) {
    Target target = services.get(service.kind());
    if (target == null) {
      throw new IllegalStateException("no target of kind " + service.kind());
    }
    return target;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    return choice.apply(policy).observe(environment, policy, requests, meter);
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    return choice.apply(policy).prepare(environment, policy, targets, meter);
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    return choice.apply(policy).apply(environment, policy, request, meter);
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return choice.apply(policy).predictCalls(policy, counts, photos);
  }

  @Override
  public long predictCalls(Policy policy, Location where, Plan.Counts counts, int photos) {
    return choice.apply(policy).predictCalls(policy, where, counts, photos);
  }

  @Override
  public Duration predictTime(Policy policy, Plan.Counts counts) {
    return choice.apply(policy).predictTime(policy, counts);
  }

  @Override
  public List<String> hints(Environment environment, Policy policy, CallMeter meter) {
    return choice.apply(policy).hints(environment, policy, meter);
  }
}
