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

/** Every kind of target there is: each policy is served by the one it names. */
public final class TargetsByKind implements Target {

  private final Target mailboxes;
  private final Map<String, Target> services;

  /**
   * @param services by {@link Service#kind}
   */
  public TargetsByKind(Target mailboxes, Map<String, Target> services) {
    this.mailboxes = mailboxes;
    this.services = Map.copyOf(services);
  }

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
  public long predictCalls(Policy policy, Location where, Plan.Counts counts, int photos) {
    return of(policy).predictCalls(policy, where, counts, photos);
  }

  @Override
  public Duration predictTime(Policy policy, Plan.Counts counts) {
    return of(policy).predictTime(policy, counts);
  }

  @Override
  public List<String> hints(Environment environment, Policy policy, CallMeter meter) {
    return of(policy).hints(environment, policy, meter);
  }

  private Target of(Policy policy) {
    return policy
        .target()
        .service()
        .map(
            service -> {
              Target target = services.get(service.kind());
              if (target == null) {
                throw new IllegalStateException("no target of kind " + service.kind());
              }
              return target;
            })
        .orElse(mailboxes);
  }
}
