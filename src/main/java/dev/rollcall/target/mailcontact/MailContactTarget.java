package dev.rollcall.target.mailcontact;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Maker;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Mail contacts in another organisation's Global Address List.
 *
 * <p>Every look reads everything, by lists of a thousand rows a call; there is no feed of changes.
 * Ten contacts are made by three requests and changed by at most two, each read again afterwards,
 * since the service says nothing of what it made of a value; ten are looked at and removed by two.
 */
public final class MailContactTarget implements Target {

  /** Contacts written together; the service takes ten commands a request. */
  static final int AT_ONCE = 10;

  private final Function<Policy, AddressList> lists;
  private final Supplier<Maker> makers;

  /**
   * @param lists the organisation that a policy feeds; asked often, so it should keep the client
   * @param makers a new one, for a policy that never wrote
   */
  public MailContactTarget(Function<Policy, AddressList> lists, Supplier<Maker> makers) {
    this.lists = lists;
    this.makers = makers;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      observations.put(request.target(), look(policy, request, meter));
    }
    return observations;
  }

  private Observation look(Policy policy, ObserveRequest request, CallMeter meter) {
    Optional<String> place = request.place();
    if (place.isPresent() && !place.equals(place.flatMap(Maker::ofPlace).map(Maker::place))) {
      return new Observation.Failed(Remarks.writtenElsewhere());
    }
    Maker maker = place.flatMap(Maker::ofPlace).orElseGet(makers);
    try {
      return new Observation.Seen(
          Optional.of(maker.place()),
          new Observed.Whole(new Looking(lists.apply(policy), maker, meter).items()),
          Optional.empty());
    } catch (ClientException e) {
      return new Observation.Failed(e.problem());
    }
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    // The organisation was there when it was looked at, and nothing is made but contacts.
    return new LinkedHashMap<>(targets);
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    try {
      return new Keeping(lists.apply(policy), request, meter).run();
    } catch (ClientException e) {
      return new ApplyResult(
          List.of(), Optional.of(e.problem()), Fault.TARGET, Optional.empty(), false);
    }
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return 3L * batches(counts.creates())
        + readAgain(counts.creates())
        + 2L * batches(counts.updates())
        + readAgain(counts.updates())
        + 2L * batches(counts.deletes());
  }

  /** Two commands for each. */
  private static int readAgain(int count) {
    return batches(2 * count);
  }

  private static int batches(int count) {
    return (count + AT_ONCE - 1) / AT_ONCE;
  }
}
