package dev.rollcall.run;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Guardrail;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.CheckpointHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a run has to do, judged from the targets' heads alone, before any target is touched. Pure.
 *
 * @param work the targets that need a visit, ascending by id
 * @param upToDate how many need none
 * @param leftInPlace mailboxes that left the policy and keep what they have
 * @param reasons why the run must stop and ask, in plain sentences; empty if it need not
 * @param expectedChanges about how many items will be written
 */
record Assessment(
    TargetList work,
    int upToDate,
    List<TargetId> leftInPlace,
    List<String> reasons,
    long expectedChanges) {

  /**
   * The question.
   *
   * @param policy the policy
   * @param policyPrint fingerprint of its content
   * @param snapshot the desired state
   * @param complete whether source and target selection were read completely
   * @param selected the mailboxes the policy selects now; of a decommission none
   * @param heads the checkpoints of all mailboxes ever written to
   * @param decommission whether everything is to be removed
   * @param everyTarget whether every target is to be visited, due or not
   * @param byHand whether somebody started the run: then what is set back is tried, due or not
   * @param reference the time that decides what is due
   */
  record Question(
      Policy policy,
      Fingerprint policyPrint,
      Snapshot snapshot,
      boolean complete,
      List<String> shortfalls,
      List<Mailbox> selected,
      List<CheckpointHead> heads,
      boolean decommission,
      boolean everyTarget,
      boolean byHand,
      Instant reference) {}

  /**
   * Judges.
   *
   * @param snapshots finds a snapshot that targets were brought to before; empty if it is not kept
   *     any more
   */
  static Assessment of(Question question, Function<Fingerprint, Optional<Snapshot>> snapshots) {
    return new Judge(question, snapshots).judge();
  }

  /**
   * The same, with the mailboxes that left where they live now.
   *
   * @param whereNow tells it of mailboxes that are said to be where we wrote
   */
  Assessment located(UnaryOperator<List<Mailbox>> whereNow) {
    return new Assessment(work.located(whereNow), upToDate, leftInPlace, reasons, expectedChanges);
  }

  private static final class Judge {

    private final Question question;
    private final Function<Fingerprint, Optional<Snapshot>> snapshots;
    private final Map<Fingerprint, Optional<Difference>> differences = new HashMap<>();
    private final List<String> reasons = new ArrayList<>();
    private final Map<TargetId, TargetList.Entry> work = new TreeMap<>();
    private int upToDate;
    private long expected;
    private int trippedTargets;
    private Optional<Guardrail.Tripped> worst = Optional.empty();

    Judge(Question question, Function<Fingerprint, Optional<Snapshot>> snapshots) {
      this.question = question;
      this.snapshots = snapshots;
    }

    Assessment judge() {
      Guardrail guardrail =
          new Guardrail(
              question.policy().guardrail().maxDeletes(),
              question.policy().guardrail().maxDeletePercent(),
              question.policy().type().nouns().items());
      Map<TargetId, CheckpointHead> known = new HashMap<>();
      question.heads().forEach(head -> known.put(head.target(), head));

      for (Mailbox mailbox : question.selected()) {
        CheckpointHead head = known.remove(mailbox.id());
        visit(mailbox, head == null ? CheckpointHead.unknown(mailbox.id()) : head, guardrail);
      }
      List<CheckpointHead> gone =
          known.values().stream()
              .filter(CheckpointHead::mayHold)
              .filter(head -> !isSelectedOtherwise(head))
              .sorted(Comparator.comparing(CheckpointHead::target))
              .toList();
      List<TargetId> leftInPlace = leave(gone, guardrail);
      judgeSource();
      worst.ifPresent(
          tripped ->
              reasons.add(
                  tripped.sentence()
                      + (trippedTargets > 1
                          ? " The same holds for " + (trippedTargets - 1) + " more mailboxes."
                          : "")));
      return new Assessment(
          new TargetList(List.copyOf(work.values())), upToDate, leftInPlace, reasons, expected);
    }

    /**
     * Whether its mailbox is still selected, under the id that it has since it is in the tenant, or
     * is there no more: what we wrote in it is that target's now.
     */
    private boolean isSelectedOtherwise(CheckpointHead head) {
      return head.place()
          .flatMap(Location::address)
          .filter(
              address ->
                  question.selected().stream()
                      .anyMatch(mailbox -> mailbox.address().equalsIgnoreCase(address)))
          .isPresent();
    }

    private void visit(Mailbox mailbox, CheckpointHead head, Guardrail guardrail) {
      boolean brought =
          head.applied()
              .filter(applied -> applied.snapshot().equals(question.snapshot().id()))
              .filter(applied -> applied.policy().equals(question.policyPrint()))
              .isPresent();
      boolean retryDue =
          head.retryAt()
              .filter(retryAt -> question.byHand() || !retryAt.isAfter(question.reference()))
              .isPresent();
      boolean driftDue =
          question.everyTarget()
              || head.driftCheckedAt()
                  .map(at -> at.plus(question.policy().target().driftCheckEvery()))
                  .filter(due -> due.isAfter(question.reference()))
                  .isEmpty();
      if (brought && !head.open() && !driftDue && !retryDue && !head.movedTo(mailbox.location())) {
        upToDate++;
        return;
      }
      work.put(mailbox.id(), new TargetList.Entry(mailbox, false));
      Optional<Difference> difference =
          head.applied().flatMap(applied -> difference(applied.snapshot()));
      expected += difference.map(Difference::changes).orElse(question.snapshot().records().size());
      // What goes in steps is judged when it goes: nothing does in the run that misses it first.
      boolean atOnce = question.policy().changes().removal().equals(Policy.Removal.atOnce());
      if (question.policy().changes().delete() && question.complete() && atOnce) {
        difference.ifPresent(known -> judgeTarget(known.deletes(), head.held(), guardrail));
      }
    }

    private void judgeTarget(int deletes, int held, Guardrail guardrail) {
      Optional<Guardrail.Tripped> tripped = guardrail.judgeTarget(deletes, held);
      if (tripped.isPresent()) {
        trippedTargets++;
        if (worst.isEmpty() || worst.get().found() < deletes) {
          worst = tripped;
        }
      }
    }

    /** Mailboxes that hold something of ours and are no longer selected. */
    private List<TargetId> leave(List<CheckpointHead> gone, Guardrail guardrail) {
      if (gone.isEmpty()) {
        return List.of();
      }
      boolean remove =
          question.policy().changes().delete()
              && question.policy().target().whenMailboxLeaves() == Policy.WhenMailboxLeaves.REMOVE;
      if (!question.decommission() && !remove) {
        return gone.stream().map(CheckpointHead::target).toList();
      }
      if (!question.complete()) {
        // Perhaps it is still selected and was only not answered.
        return List.of();
      }
      long items = 0;
      for (CheckpointHead head : gone) {
        // What we know is where we wrote; whoever plans asks where it lives now.
        Location where = head.place().map(Location::ofPlace).orElse(Location.ONLINE);
        work.put(head.target(), new TargetList.Entry(new Mailbox(head.target(), "", where), true));
        items += head.held();
      }
      expected += items;
      if (question.decommission()) {
        reasons.add(
            "The policy is to be deleted: all "
                + items
                + " contacts it wrote in "
                + gone.size()
                + " mailboxes would be removed, and then the policy.");
      } else {
        long holding = question.heads().stream().filter(head -> head.held() > 0).count();
        guardrail
            .judgeLeaving(gone.size(), (int) holding)
            .ifPresent(tripped -> reasons.add(tripped.sentence()));
      }
      return List.of();
    }

    private void judgeSource() {
      int held = question.heads().stream().mapToInt(CheckpointHead::held).max().orElse(0);
      if (!question.complete()) {
        reasons.add(
            "The source could not be read completely, so nothing would be deleted: "
                + String.join(" ", question.shortfalls()));
      } else if (!question.decommission()
          && question.snapshot().records().isEmpty()
          && held > 0
          && !question.selected().isEmpty()) {
        reasons.add(new Guardrail.Tripped(Guardrail.Cause.SOURCE_EMPTY, 0, held, 0).sentence());
      }
    }

    private Optional<Difference> difference(Fingerprint old) {
      return differences.computeIfAbsent(
          old,
          id ->
              id.equals(question.snapshot().id())
                  ? Optional.of(new Difference(0, 0))
                  : snapshots
                      .apply(id)
                      .map(snapshot -> Difference.between(snapshot, question.snapshot())));
    }
  }

  /**
   * How two snapshots differ.
   *
   * @param changes records that came, changed or went
   * @param deletes records that went
   */
  record Difference(int changes, int deletes) {

    static Difference between(Snapshot old, Snapshot now) {
      int came = 0;
      int changed = 0;
      int went = 0;
      int i = 0;
      int j = 0;
      List<DesiredRecord> before = old.records();
      List<DesiredRecord> after = now.records();
      while (i < before.size() || j < after.size()) {
        int order =
            i == before.size() ? 1 : j == after.size() ? -1 : before.get(i).compareTo(after.get(j));
        if (order < 0) {
          went++;
          i++;
        } else if (order > 0) {
          came++;
          j++;
        } else {
          boolean same =
              before.get(i).prints().equals(after.get(j).prints())
                  && before
                      .get(i)
                      .photo()
                      .map(DesiredRecord.Photo::content)
                      .equals(after.get(j).photo().map(DesiredRecord.Photo::content));
          changed += same ? 0 : 1;
          i++;
          j++;
        }
      }
      return new Difference(came + changed + went, went);
    }
  }
}
