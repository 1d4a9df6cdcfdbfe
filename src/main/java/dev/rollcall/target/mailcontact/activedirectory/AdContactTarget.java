package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.Controller;
import dev.rollcall.client.ldap.LdapWriter;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Maker;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import dev.rollcall.target.mailcontact.Remarks;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Mail-enabled contacts in an organisational unit of another organisation's Active Directory.
 *
 * <p>Every look reads every recipient, by one list of a thousand a request. A contact is made by
 * one request, changed by one and removed by one; twenty are looked at together before that, and
 * those that were written read again together.
 */
public final class AdContactTarget implements Target {

  /** Contacts looked at together. */
  static final int AT_ONCE = 20;

  /** Connecting, logging in, and learning whom this is with. */
  private static final int BEGINNING = 4;

  private final Function<Policy, ContactUnit> units;
  private final Supplier<Maker> makers;
  private final Clock clock;

  /**
   * @param units what a policy fills; asked often, so it should keep the client
   * @param makers a new one, for a policy that never wrote
   */
  public AdContactTarget(Function<Policy, ContactUnit> units, Supplier<Maker> makers, Clock clock) {
    this.units = units;
    this.makers = makers;
    this.clock = clock;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      observations.put(request.target(), look(environment, policy, request, meter));
    }
    return observations;
  }

  private Observation look(
      Environment environment, Policy policy, ObserveRequest request, CallMeter meter) {
    if (request.place().filter(place -> Place.of(place).isEmpty()).isPresent()) {
      return new Observation.Failed(Remarks.writtenElsewhere());
    }
    ContactUnit unit = units.apply(policy);
    try (LdapWriter conversation = unit.client().openToWrite(meter)) {
      Place now =
          new Place(
              request.place().flatMap(Maker::ofPlace).orElseGet(makers),
              conversation.session().controller().map(Controller::invocation).orElse(""),
              clock.instant());
      Optional<Problem> behind =
          request
              .place()
              .flatMap(Place::of)
              .flatMap(before -> before.doubtedUntil(now))
              .map(AdRemarks::controllerBehind);
      if (behind.isPresent()) {
        return new Observation.Failed(behind.get());
      }
      AdForm form = form(environment, policy, unit, now.maker());
      UnitLook look = new UnitLook(unit, form, conversation.session());
      if (!look.hasUnit()) {
        return new Observation.Failed(AdRemarks.unitMissing());
      }
      return new Observation.Seen(
          Optional.of(now.toString()), new Observed.Whole(look.items()), Optional.empty());
    } catch (ClientException e) {
      return new Observation.Failed(e.problem());
    }
  }

  /** The contacts say where they come from, as the organisation is known best. */
  private static AdForm form(Environment from, Policy policy, ContactUnit unit, Maker maker) {
    String own =
        from.hasTenant()
            ? from.tenant()
            : from.onPremises()
                .flatMap(OnPremises::ldap)
                .map(OnPremises.Ldap::base)
                .orElseGet(from.id()::value);
    String origin = policy.reading().offer().map(offer -> offer.url().getHost()).orElse(own);
    return new AdForm(unit.stamp(maker), unit.stampAttribute(), origin, unit.distinctNames());
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    // The directory was there when it was looked at, and nothing is made but contacts.
    return new LinkedHashMap<>(targets);
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    ContactUnit unit = units.apply(policy);
    try (LdapWriter writer = unit.client().openToWrite(meter)) {
      AdForm form = form(environment, policy, unit, Maker.ofPlace(request.place()).orElseThrow());
      return new AdKeeping(unit, form, request, writer).run(clock.instant());
    } catch (ClientException e) {
      return new ApplyResult(
          List.of(), Optional.of(e.problem()), Fault.TARGET, Optional.empty(), false);
    }
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    int writes = counts.creates() + counts.updates() + counts.deletes();
    return writes == 0
        ? 0
        : BEGINNING
            + writes
            + 2L * batches(counts.creates())
            + 2L * batches(counts.updates())
            + batches(counts.deletes());
  }

  private static int batches(int count) {
    return (count + AT_ONCE - 1) / AT_ONCE;
  }
}
