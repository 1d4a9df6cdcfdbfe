package dev.rollcall.target;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Address lists, each written where its organisation's contacts are kept.
 *
 * @param online those in Exchange Online
 * @param onPremises those in the organisation's own Active Directory
 * @param isOnPremises which of both a policy feeds
 */
public record AddressListTarget(Target online, Target onPremises, Predicate<Policy> isOnPremises)
    implements Target {

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    return of(policy).observe(environment, policy, requests, meter);
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    return of(policy).prepare(environment, policy, targets, meter);
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    return of(policy).apply(environment, policy, request, meter);
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return of(policy).predictCalls(policy, counts, photos);
  }

  @Override
  public List<String> hints(Environment environment, Policy policy, CallMeter meter) {
    return of(policy).hints(environment, policy, meter);
  }

  private Target of(Policy policy) {
    return isOnPremises.test(policy) ? onPremises : online;
  }
}
