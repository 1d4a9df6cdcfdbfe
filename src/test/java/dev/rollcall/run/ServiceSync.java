package dev.rollcall.run;

import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Location;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Reconciler;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Runs against one downstream service, one after the other: looks, decides, writes and remembers as
 * a slice does, with nothing between it and the target.
 */
public final class ServiceSync {

  private final Target target;
  private final Environment environment;
  private final Policy policy;
  private final ManualClock clock;
  private final TargetId id;
  private final CallMeter meter = new CallMeter();
  private Rules rules;
  private Ledger ledger = Ledger.empty();
  private Map<RecordKey, Content> before = Map.of();
  private Optional<String> place = Optional.empty();
  private Optional<String> token = Optional.empty();
  private boolean open;

  /**
   * @param rules what the policy says
   */
  public ServiceSync(
      Target target,
      Environment environment,
      Policy policy,
      TargetId id,
      Rules rules,
      ManualClock clock) {
    this.target = target;
    this.environment = environment;
    this.policy = policy;
    this.id = id;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * What a run did.
   *
   * @param plan what it was going to do
   * @param outcomes what became of it
   * @param problem what stood in the way of everything
   * @param pause how long the service wants to be left alone
   */
  public record Report(
      Plan plan,
      List<Outcome> outcomes,
      Optional<Problem> problem,
      Optional<Duration> pause,
      boolean finished) {

    /** The problems of single records, by key. */
    public Map<String, String> rejected() {
      Map<String, String> codes = new HashMap<>();
      for (Outcome outcome : outcomes) {
        outcome.match(
            done -> null,
            gone -> null,
            no -> codes.put(no.change().key().value(), no.problem().code()));
      }
      return codes;
    }

    /** The remarks on what was done, by key. */
    public Map<String, String> remarks() {
      Map<String, String> codes = new HashMap<>();
      for (Outcome outcome : outcomes) {
        outcome.match(
            done -> done.remark().map(r -> codes.put(done.change().key().value(), r.code())),
            gone -> Optional.empty(),
            no -> Optional.empty());
      }
      return codes;
    }
  }

  public void rules(Rules now) {
    rules = now;
  }

  public Ledger ledger() {
    return ledger;
  }

  public CallMeter meter() {
    return meter;
  }

  /** A run that has all the time it needs. */
  public Report run(List<DesiredRecord> desired) {
    return run(desired, () -> false);
  }

  /** A run that is cancelled when this says so. */
  public Report run(List<DesiredRecord> desired, BooleanSupplier cancelled) {
    clock.advance(Duration.ofDays(2));
    Observation observation = look();
    if (observation instanceof Observation.Failed failed) {
      return new Report(
          Reconciler.reconcile(
              List.of(),
              false,
              Ledger.empty(),
              new Observed.NotRead(),
              rules,
              clock.instant(),
              clock.instant()),
          List.of(),
          Optional.of(failed.problem()),
          Optional.empty(),
          false);
    }
    Observation.Seen seen = (Observation.Seen) observation;
    Plan plan = plan(seen, desired);
    ledger = plan.ledger().with(plan.settled());
    if (plan.writesNothing()) {
      place = seen.place();
      token = seen.deltaToken();
      open = false;
      remember(desired);
      return new Report(plan, List.of(), Optional.empty(), Optional.empty(), true);
    }
    Observation.Seen ready = prepared(seen);
    ApplyResult result = apply(ready, plan, desired, cancelled);
    ledger =
        Settling.of(ledger, result.outcomes(), finder(desired), rules, clock.instant()).ledger();
    boolean doubt =
        result.mayLandLate() || result.problem().filter(ApplyResult::leavesDoubt).isPresent();
    place = doubt ? ready.place().flatMap(Location::withoutFolder) : ready.place();
    token = doubt ? Optional.empty() : ready.deltaToken();
    open = doubt;
    long writes = plan.changes().stream().filter(Change::writes).count();
    boolean finished = result.problem().isEmpty() && result.outcomes().size() == writes;
    if (finished) {
      remember(desired);
    }
    return new Report(plan, result.outcomes(), result.problem(), result.pause(), finished);
  }

  /** A run whose invocation dies after its writes: nothing is remembered but that it began. */
  public void die(List<DesiredRecord> desired) {
    clock.advance(Duration.ofDays(2));
    if (look() instanceof Observation.Seen seen) {
      Plan plan = plan(seen, desired);
      Observation.Seen ready = prepared(seen);
      place = ready.place();
      token = ready.deltaToken();
      open = true;
      apply(ready, plan, desired, () -> false);
    }
  }

  private void remember(List<DesiredRecord> desired) {
    Map<RecordKey, Content> now = new HashMap<>();
    desired.forEach(record -> now.put(record.key(), record.content()));
    before = now;
  }

  private Observation look() {
    if (!open && place.isPresent() && !rules.needObservation()) {
      return new Observation.Seen(place, new Observed.NotRead(), token);
    }
    Depth depth = open || place.isEmpty() || token.isEmpty() ? Depth.WHOLE : Depth.DRIFT;
    return target
        .observe(environment, policy, List.of(new ObserveRequest(id, place, depth, token)), meter)
        .get(id);
  }

  private Observation.Seen prepared(Observation.Seen seen) {
    return seen.place().isPresent() && seen.deltaToken().isPresent()
        ? seen
        : (Observation.Seen) target.prepare(environment, policy, Map.of(id, seen), meter).get(id);
  }

  private Plan plan(Observation.Seen seen, List<DesiredRecord> desired) {
    List<DesiredRecord> sorted = new ArrayList<>(desired);
    Collections.sort(sorted);
    return Reconciler.reconcile(
        sorted, true, ledger, seen.observed(), rules, clock.instant(), clock.instant());
  }

  private ApplyResult apply(
      Observation.Seen ready, Plan plan, List<DesiredRecord> desired, BooleanSupplier cancelled) {
    Ledger known = plan.ledger().with(plan.settled());
    return target.apply(
        environment,
        policy,
        new ApplyRequest(
            id,
            ready.place().orElseThrow(),
            plan.changes().stream().filter(Change::writes).toList(),
            finder(desired),
            known::find,
            print -> Optional.empty(),
            key -> Optional.ofNullable(before.get(key)),
            new Budget(clock, clock.instant().plus(Duration.ofMinutes(4)), cancelled)),
        meter);
  }

  private static Function<RecordKey, Optional<DesiredRecord>> finder(List<DesiredRecord> desired) {
    Map<RecordKey, DesiredRecord> wanted = new HashMap<>();
    desired.forEach(record -> wanted.put(record.key(), record));
    return key -> Optional.ofNullable(wanted.get(key));
  }
}
