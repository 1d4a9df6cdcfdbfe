package dev.rollcall.run;

import dev.rollcall.mapping.WriteMasks;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.Snapshot;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Guardrail;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Reconciler;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.StateUnreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what a run does at a target, and whether it may. Writes nothing. */
final class Planning {

  /** What only a look can tell. */
  private static final Set<SkipReason> OTHERS_ARE_THERE =
      EnumSet.of(SkipReason.EXISTS_ALREADY, SkipReason.OTHER_KIND_THERE);

  private final RunPorts ports;
  private final RunRecord run;
  private final Policy policy;
  private final Snapshot snapshot;
  private final boolean complete;
  private final SliceHistory history;
  private final Rules rules;
  private final Rules leaving;
  private final Guardrail guardrail;

  Planning(RunPorts ports, RunRecord run, Policy policy, Snapshot snapshot, SliceHistory history) {
    this.ports = ports;
    this.run = run;
    this.policy = policy;
    this.snapshot = snapshot;
    this.complete = run.work().orElseThrow().complete();
    this.history = history;
    this.rules = rulesOf(policy);
    this.leaving = leaving(rules);
    this.guardrail =
        new Guardrail(
            policy.guardrail().maxDeletes(),
            policy.guardrail().maxDeletePercent(),
            policy.type().nouns().items());
  }

  /** What the policy wants of a mailbox that is in it. */
  Rules rules() {
    return rules;
  }

  /**
   * The plan for a target as it was seen. A run started by hand tries what is set back too, but not
   * what this very run has just set back: it would never come to an end.
   */
  Plan plan(Visit visit, Observed observed) {
    boolean manual = run.request().trigger() == RunRecord.Trigger.MANUAL;
    boolean begun =
        visit
            .progressOf(run.id())
            .filter(c -> c.created() + c.updated() + c.deleted() + c.failed() > 0)
            .isPresent();
    return reconcile(
        visit, visit.ledger(), observed, manual && !begun ? Instant.MAX : ports.clock().instant());
  }

  /**
   * What is left to do after writes that found the target changed. Nothing is looked at, so what
   * the look showed to be in a record's place counts still.
   *
   * @param first the plan that was made of what was seen
   */
  Plan again(Visit visit, Ledger ledger, Plan first) {
    Plan rest = reconcile(visit, ledger, new Observed.NotRead(), ports.clock().instant());
    Set<RecordKey> leftAlone = new HashSet<>();
    for (Change change : first.changes()) {
      boolean othersAreThere =
          change.match(
              create -> false,
              update -> false,
              disable -> false,
              delete -> false,
              skip -> OTHERS_ARE_THERE.contains(skip.reason()));
      if (othersAreThere) {
        leftAlone.add(change.key());
      }
    }
    return new Plan(
        rest.changes().stream()
            .filter(
                change -> !(change instanceof Change.Create) || !leftAlone.contains(change.key()))
            .toList(),
        rest.ledger(),
        rest.settled(),
        rest.unchanged());
  }

  /** What the guardrail has against a plan. */
  Optional<Guardrail.Tripped> judge(Visit visit, Plan plan) {
    return visit.leaving()
        ? Optional.empty()
        : guardrail.judgeTarget(deletes(plan), plan.ledger().held());
  }

  /**
   * Whether somebody approved deletions of this size here: this very plan of the target, or the
   * run's when what it would delete could be foreseen. What an approval did not cover is held once
   * more.
   */
  boolean isPermitted(Visit visit, Plan plan, Guardrail.Tripped tripped) {
    if (visit.progressOf(run.id()).isPresent()) {
      // An earlier slice of this run passed, and stopped at its budget.
      return true;
    }
    if (run.hold().filter(RunRecord.Hold::approved).isEmpty()) {
      return false;
    }
    int deletes = tripped.found();
    boolean seen =
        ports.runs().targets(run.id(), List.of(visit.id())).stream()
            .anyMatch(
                row ->
                    row.status() == RunTarget.Status.HELD
                        && (row.plan().equals(Optional.of(plan.id()))
                            || row.counts().deleted() >= deletes));
    return seen
        || history
            .lastApplied(visit)
            .map(then -> Assessment.Difference.between(then, snapshot).deletes() >= deletes)
            .orElse(false);
  }

  /**
   * Whether the plan is the one that the preview showed which this run carries out, if it does; or
   * the rest of it, after an earlier slice of this run.
   */
  boolean isAsPreviewed(Visit visit, Plan plan) {
    if (visit.progressOf(run.id()).isPresent()) {
      return true;
    }
    return run.request()
        .preview()
        .map(
            preview ->
                ports.runs().targets(preview, List.of(visit.id())).stream()
                    .anyMatch(then -> then.plan().equals(Optional.of(plan.id()))))
        .orElse(true);
  }

  /** What an administrator reads about a plan that the guardrail holds. */
  static Problem guarded(Guardrail.Tripped tripped) {
    return Problem.lasting(
        "guardrail",
        tripped.sentence(),
        "Look at the changes. If they are right, approve the run; if not, cancel it"
            + " and mend the source.",
        "");
  }

  private Plan reconcile(Visit visit, Ledger ledger, Observed observed, Instant retryUpTo) {
    return visit.leaving()
        ? Reconciler.reconcile(List.of(), true, ledger, observed, leaving, retryUpTo, asOf())
        : sparing(
            Reconciler.reconcile(
                snapshot.records(), complete, ledger, observed, rules, retryUpTo, asOf()));
  }

  /** An account that another policy wants too is given up to that one, and never removed. */
  private Plan sparing(Plan plan) {
    if (!rules.accounts().known() || deletes(plan) == 0) {
      return plan;
    }
    Optional<Set<String>> elsewhere = accountsElsewhere();
    Map<RecordKey, Optional<LedgerEntry>> settled = new HashMap<>(plan.settled());
    List<Change> changes = new ArrayList<>(plan.changes().size());
    for (Change change : plan.changes()) {
      Optional<String> removed =
          change.match(
              create -> Optional.empty(),
              update -> Optional.empty(),
              disable -> Optional.of(disable.itemId()),
              delete -> Optional.of(delete.itemId()),
              skip -> Optional.empty());
      boolean stays =
          removed.isPresent() && elsewhere.map(ids -> ids.contains(removed.get())).orElse(true);
      if (stays) {
        elsewhere.ifPresent(known -> settled.put(change.key(), Optional.empty()));
        changes.add(new Change.Skip(change.key(), SkipReason.IN_ANOTHER_POLICY, 0L));
      } else {
        changes.add(change);
      }
    }
    return new Plan(changes, plan.ledger(), settled, plan.unchanged());
  }

  /** Empty if a ledger cannot be read: then nobody knows, and nothing is removed. */
  private Optional<Set<String>> accountsElsewhere() {
    try {
      return Optional.of(new Overlap(ports).accountsElsewhere(policy));
    } catch (StateUnreadable e) {
      return Optional.empty();
    }
  }

  private Instant asOf() {
    return StartRun.reference(run);
  }

  /** Disabling an account takes it from its owner as deleting does. */
  private int deletes(Plan plan) {
    return (int)
        plan.changes().stream()
            .filter(
                change ->
                    change.match(
                        create -> false,
                        this::takesAccess,
                        disable -> true,
                        delete -> !delete.surplus(),
                        skip -> false))
            .count();
  }

  /** Nobody may use an account any more that is switched off, or that loses all its members. */
  private boolean takesAccess(Change.Update update) {
    if ((update.fields() & Rules.DISABLED_FIELDS) == 0L) {
      return false;
    }
    Optional<Content> wanted = snapshot.find(update.key()).map(DesiredRecord::content);
    boolean emptied = writes(update, RecordField.MEMBERS) && has(wanted, RecordField.MEMBERS, "");
    boolean off = writes(update, RecordField.ACTIVE) && has(wanted, RecordField.ACTIVE, "false");
    return emptied || off;
  }

  private static boolean writes(Change.Update update, RecordField field) {
    return (update.fields() & 1L << field.code()) != 0L;
  }

  private static boolean has(Optional<Content> content, RecordField field, String shown) {
    return content.flatMap(c -> c.get(field)).map(FieldValue::shown).orElse("").equals(shown);
  }

  private static Rules rulesOf(Policy policy) {
    WriteMasks masks = WriteMasks.of(policy.mapping());
    return new Rules(
        policy.changes().createAndUpdate(),
        policy.changes().delete(),
        policy.changes().userEdits() == Policy.UserEdits.KEEP
            ? Rules.UserEdits.KEEP
            : Rules.UserEdits.OVERWRITE,
        policy.changes().userDeletes() == Policy.UserDeletes.RESPECT
            ? Rules.UserDeletes.RESPECT
            : Rules.UserDeletes.RESTORE,
        masks.createOnlyFields(),
        masks.fillOnlyFields(),
        removalOf(policy),
        accountsOf(policy));
  }

  /** A functional account keeps its messages as long as nobody asked twice for their deletion. */
  private static Rules.Removal removalOf(Policy policy) {
    Policy.Removal removal = policy.changes().removal();
    boolean spared =
        policy.type() == Policy.Type.FUNCTIONAL_ACCOUNTS
            && policy
                .target()
                .service()
                .filter(Service.Scim.class::isInstance)
                .map(service -> !((Service.Scim) service).deleteFunctionalAccounts())
                .orElse(false);
    return new Rules.Removal(
        removal.secondRun(),
        removal.disableFirst() || spared,
        Duration.ofDays(removal.afterDays()),
        !spared && policy.target().service().map(Service::removes).orElse(true));
  }

  /**
   * A target that left keeps nothing of ours, whatever else the policy says. Of accounts only what
   * this very policy made is ours.
   */
  private static Rules leaving(Rules rules) {
    Rules usual = Rules.defaults();
    return new Rules(
        usual.createAndUpdate(),
        usual.delete(),
        usual.userEdits(),
        usual.userDeletes(),
        usual.createOnlyFields(),
        usual.fillOnlyFields(),
        usual.removal(),
        new Rules.Accounts(rules.accounts().known(), false, 0L));
  }

  private static Rules.Accounts accountsOf(Policy policy) {
    return policy
        .target()
        .service()
        .map(
            service ->
                new Rules.Accounts(
                    service.listsAccounts(),
                    policy.changes().existing() == Policy.Existing.ADOPT,
                    policy.type().hasMembers() ? 1L << RecordField.MEMBERS.code() : 0L))
        .orElse(Rules.Accounts.NONE);
  }
}
