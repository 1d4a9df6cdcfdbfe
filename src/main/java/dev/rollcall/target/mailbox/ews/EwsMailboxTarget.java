package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import dev.rollcall.target.mailbox.Faults;
import dev.rollcall.target.mailbox.Stamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A contact folder in each of a policy's mailboxes, on the organisation's own Exchange servers.
 *
 * <p>Calls made when nothing gets in the way, for each mailbox: one to find the folder (for each
 * level of its path), one to create it, one for the first point from which changes can be read; one
 * for a drift check; one for each 512 contacts and one for each hundred for reading a folder in
 * full; one for each hundred contacts written, deleted or changed, see {@link EwsWriting}.
 */
public final class EwsMailboxTarget implements Target {

  private final Function<Environment, EwsClient> clients;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;

  /**
   * @param clients the client of an environment, which acts for its mailboxes; asked often, so it
   *     should keep them
   * @param clock when writes may be tried again
   * @param random the jitter of waits
   * @param pause how short waits are spent
   */
  public EwsMailboxTarget(
      Function<Environment, EwsClient> clients, Clock clock, RandomGenerator random, Pause pause) {
    this.clients = clients;
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.pause = pause;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    atMost(requests.size());
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      observations.put(
          request.target(),
          place(request)
              .map(
                  place ->
                      looking(environment, policy, meter)
                          .look(place, request.depth(), request.deltaToken()))
              .orElseGet(EwsMailboxTarget::withoutAddress));
    }
    return observations;
  }

  private Looking looking(Environment environment, Policy policy, CallMeter meter) {
    return new Looking(
        clients.apply(environment), new Stamp(policy.id()), policy.target().folder(), meter);
  }

  /** The mailbox by its address of now, or by that of before if it left the policy. */
  private static Optional<EwsPlace> place(ObserveRequest request) {
    Optional<EwsPlace> known = request.place().flatMap(EwsPlace::read);
    return !EwsCaller.isAddress(request.address())
        ? known
        : Optional.of(new EwsPlace(request.address(), known.flatMap(EwsPlace::folder)));
  }

  private static Observation withoutAddress() {
    return Faults.failed(
        Failures.of(Symptom.answer(Service.EWS, 0, "ErrorMissingEmailAddress", "")));
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    atMost(targets.size());
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    targets.forEach(
        (target, seen) ->
            observations.put(
                target,
                seen.place()
                    .flatMap(EwsPlace::read)
                    .map(place -> prepared(environment, policy, place, seen, meter))
                    .orElseGet(EwsMailboxTarget::withoutAddress)));
    return observations;
  }

  private Observation prepared(
      Environment environment,
      Policy policy,
      EwsPlace place,
      Observation.Seen seen,
      CallMeter meter) {
    EwsClient client = clients.apply(environment);
    try {
      EwsPlace there =
          place.folder().isPresent()
              ? place
              : place.at(
                  new FolderPath(client, place.caller(), policy.target().folder(), meter).create());
      Optional<String> token =
          seen.deltaToken().isPresent() ? seen.deltaToken() : token(client, there, meter);
      return new Observation.Seen(Optional.of(there.text()), seen.observed(), token);
    } catch (ClientException e) {
      return Faults.failed(e);
    }
  }

  /** A point from before the first write; without one everything is read the next time. */
  private static Optional<String> token(EwsClient client, EwsPlace place, CallMeter meter) {
    try {
      return Optional.of(
          client
              .syncFolderItems(place.caller(), place.folderId(), Optional.empty(), meter)
              .state());
    } catch (ClientException e) {
      if (e.disposition() == Disposition.PERMANENT && !e.concernsWholeTarget()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    EwsPlace place =
        EwsPlace.read(request.place())
            .filter(known -> known.folder().isPresent())
            .orElseThrow(() -> new IllegalArgumentException("the target is not prepared"));
    return new EwsWriting(
            clients.apply(environment).once(),
            place,
            new Stamp(policy.id()),
            request,
            new EwsWriting.Waiting(clock, backoff, pause),
            meter)
        .run();
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return EwsWriting.predictCalls(counts) + photos;
  }

  private static void atMost(int targets) {
    if (targets > MAX_TARGETS_AT_ONCE) {
      throw new IllegalArgumentException(
          "at most " + MAX_TARGETS_AT_ONCE + " targets at once, not " + targets);
    }
  }
}
