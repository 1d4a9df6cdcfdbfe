package dev.rollcall.target;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contact folders of mailboxes wherever they live: each mailbox is reached where it is now.
 *
 * <p>A mailbox that moved is looked at in full, as if nothing were known of it but what is in it:
 * its items came along with their stamps, and with other ids. What is to be written goes where the
 * folder was seen, which its place tells.
 *
 * @param online reaches Exchange Online
 * @param onPremises reaches the organisation's own servers
 */
public record MailboxesByLocation(Target online, Target onPremises) implements Target {

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<Location, List<ObserveRequest>> byLocation = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      byLocation
          .computeIfAbsent(request.location(), none -> new ArrayList<>())
          .add(hasMoved(request) ? anew(request) : request);
    }
    Map<TargetId, Observation> observations = new HashMap<>();
    byLocation.forEach(
        (location, there) ->
            observations.putAll(at(location).observe(environment, policy, there, meter)));
    for (ObserveRequest request : requests) {
      if (hasMoved(request)) {
        observations.computeIfPresent(request.target(), (target, seen) -> moved(seen));
      }
    }
    return observations;
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    Map<Location, Map<TargetId, Observation.Seen>> byLocation = new LinkedHashMap<>();
    targets.forEach(
        (target, seen) ->
            byLocation
                .computeIfAbsent(
                    seen.place().map(Location::ofPlace).orElse(Location.ONLINE),
                    none -> new LinkedHashMap<>())
                .put(target, seen));
    Map<TargetId, Observation> observations = new HashMap<>();
    byLocation.forEach(
        (location, there) ->
            observations.putAll(at(location).prepare(environment, policy, there, meter)));
    return observations;
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    return at(Location.ofPlace(request.place())).apply(environment, policy, request, meter);
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return online.predictCalls(policy, counts, photos);
  }

  @Override
  public long predictCalls(Policy policy, Location where, Plan.Counts counts, int photos) {
    return at(where).predictCalls(policy, counts, photos);
  }

  private Target at(Location location) {
    return location == Location.ON_PREMISES ? onPremises : online;
  }

  private static boolean hasMoved(ObserveRequest request) {
    return request.place().filter(p -> Location.ofPlace(p) != request.location()).isPresent();
  }

  private static Observation moved(Observation observation) {
    return observation.match(
        seen ->
            new Observation.Seen(
                seen.place(),
                seen.observed()
                    .match(
                        notRead -> notRead,
                        drift -> drift,
                        whole -> new Observed.Whole(whole.items(), true)),
                seen.deltaToken()),
        failed -> failed);
  }

  private static ObserveRequest anew(ObserveRequest request) {
    return new ObserveRequest(
        request.mailbox(), Optional.empty(), ObserveRequest.Depth.WHOLE, Optional.empty());
  }
}
