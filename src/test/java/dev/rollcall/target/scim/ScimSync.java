package dev.rollcall.target.scim;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Reconciler;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import okhttp3.OkHttpClient;

/**
 * One policy's synchronisation with a SCIM service, with the engine's own decision and the ledger
 * it would keep: looks, decides, writes, remembers. Dies where it is told to.
 */
final class ScimSync {

  static final TargetId TARGET = new TargetId("scim");

  private final TestClock clock;
  private final Policy policy;
  private final ScimTarget target;
  private Rules rules;
  private Ledger ledger = Ledger.empty();
  final CallMeter meter = new CallMeter();
  private Duration budget = Duration.ofHours(10);

  ScimSync(
      TestClock clock,
      Policy.Type type,
      Service.Dialect dialect,
      URI url,
      java.util.function.Supplier<String> key) {
    this(clock, type, new Service.Scim(dialect, url, "scim-key", false), key, false);
  }

  ScimSync(
      TestClock clock,
      Policy.Type type,
      Service.Scim service,
      java.util.function.Supplier<String> key,
      boolean divisions) {
    this.clock = clock;
    this.policy = policy(type, service, divisions);
    this.target =
        new ScimTarget(
            new ScimConnections(
                name -> key.get(),
                OkHttpClient.Builder::new,
                true,
                clock,
                new Random(1),
                clock.pause()));
    this.rules = rules(true, new Rules.Removal(false, false, Duration.ZERO, true));
  }

  static Rules rules(boolean adopt, Rules.Removal removal) {
    return new Rules(
        true,
        true,
        Rules.UserEdits.OVERWRITE,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        removal,
        new Rules.Accounts(true, adopt, 0L));
  }

  ScimSync rules(Rules newRules) {
    rules = newRules;
    return this;
  }

  ScimSync budget(Duration newBudget) {
    budget = newBudget;
    return this;
  }

  ScimTarget target() {
    return target;
  }

  Policy policy() {
    return policy;
  }

  Ledger ledger() {
    return ledger;
  }

  /** The ledger is lost. */
  void forget() {
    ledger = Ledger.empty();
  }

  Observation look() {
    return target
        .observe(
            environment(),
            policy,
            List.of(
                new ObserveRequest(
                    TARGET, Optional.empty(), ObserveRequest.Depth.WHOLE, Optional.empty())),
            meter)
        .get(TARGET);
  }

  Plan plan(List<DesiredRecord> desired) {
    Observed observed =
        look()
            .match(
                Observation.Seen::observed,
                failed -> {
                  throw new AssertionError(failed.problem().toString());
                });
    return Reconciler.reconcile(
        Snapshot.of(desired).records(),
        true,
        ledger,
        observed,
        rules,
        clock.instant(),
        clock.instant());
  }

  /** What came of a run. */
  record Run(Plan plan, ApplyResult result) {

    List<String> problems() {
      List<String> codes = new ArrayList<>();
      result.problem().ifPresent(problem -> codes.add("! " + problem.code()));
      for (Outcome outcome : result.outcomes()) {
        outcome.match(
            done -> done.remark().map(remark -> codes.add("~ " + remark.code())),
            gone -> codes.add("gone"),
            rejected -> codes.add(rejected.problem().code()));
      }
      return codes;
    }
  }

  Run run(List<DesiredRecord> desired) {
    return run(desired, true);
  }

  /** A run whose outcomes are lost with the process. */
  Run die(List<DesiredRecord> desired) {
    return run(desired, false);
  }

  private Run run(List<DesiredRecord> desired, boolean remembers) {
    Plan plan = plan(desired);
    Snapshot snapshot = Snapshot.of(desired);
    Ledger settled = plan.ledger().with(plan.settled());
    List<Change> writes = plan.changes().stream().filter(Change::writes).toList();
    ApplyResult result =
        new ApplyResult(
            List.of(), Optional.empty(), dev.rollcall.target.Fault.TARGET, Optional.empty(), false);
    if (!writes.isEmpty()) {
      result =
          target.apply(
              environment(),
              policy,
              new ApplyRequest(
                  TARGET,
                  "accounts",
                  writes,
                  snapshot::find,
                  settled::find,
                  print -> Optional.empty(),
                  new Budget(clock, clock.instant().plus(budget), () -> false)),
              meter);
    }
    if (remembers) {
      ledger = settled.with(settle(result, snapshot, settled));
    }
    return new Run(plan, result);
  }

  private Map<RecordKey, Optional<LedgerEntry>> settle(
      ApplyResult result, Snapshot snapshot, Ledger settled) {
    Map<RecordKey, Optional<LedgerEntry>> corrections = new HashMap<>();
    for (Outcome outcome : result.outcomes()) {
      RecordKey key = outcome.change().key();
      Optional<LedgerEntry> known = settled.find(key);
      outcome.match(
          done ->
              done.change()
                  .match(
                      create ->
                          corrections.put(
                              key,
                              Optional.of(
                                  LedgerEntry.written(
                                      key,
                                      done.itemId(),
                                      snapshot.find(key).orElseThrow().prints(),
                                      done.answered(),
                                      Optional.empty()))),
                      update ->
                          corrections.put(
                              key,
                              known.map(
                                  entry ->
                                      entry.updated(
                                          snapshot.find(key).orElseThrow().prints(),
                                          update.fields(),
                                          done.answered(),
                                          Optional.empty(),
                                          false))),
                      disable ->
                          corrections.put(
                              key,
                              known.map(
                                  entry ->
                                      entry.disabled(
                                          Rules.DISABLED_FIELDS,
                                          done.answered(),
                                          new LedgerEntry.Leaving(
                                              clock.instant(),
                                              Optional.of(clock.instant()),
                                              Optional.of(clock.instant()))))),
                      delete -> corrections.put(key, Optional.empty()),
                      skip -> null),
          gone -> corrections.put(key, Optional.empty()),
          rejected -> null);
    }
    return corrections;
  }

  static Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.GLOBAL,
        "contoso.onmicrosoft.com",
        new Environment.App("Rollcall", "client", "certificate", 4));
  }

  private static Policy policy(Policy.Type type, Service.Scim service, boolean divisions) {
    Policy.Accounts none = Policy.Accounts.none();
    return new Policy(
        new PolicyId("downstream"),
        type,
        "Downstream",
        "",
        new EnvironmentId("contoso"),
        List.of(),
        Policy.Reading.directory(),
        Policy.Filters.none(),
        Policy.Target.of(service, Duration.ZERO),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(1_000, 100),
        Optional.empty(),
        Optional.empty(),
        new Policy.Accounts(
            none.mailboxTypes(),
            EnumSet.allOf(Policy.Include.class),
            List.of(),
            none.trustees(),
            new Policy.Division(divisions ? Policy.Division.By.DOMAIN : Policy.Division.By.OFF, ""),
            none.destinations()));
  }
}
