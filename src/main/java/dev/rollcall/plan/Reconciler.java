package dev.rollcall.plan;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.SkipReason;
import java.time.Instant;
import java.util.List;

/**
 * Turns (desired, ledger, observed) into a {@link Plan}. Pure and total: it never throws for any
 * combination of well-formed arguments.
 *
 * <p>For every record there are two questions: is it desired, and how does it stand at the target?
 * The answers make this table, which {@link Decision} spells out:
 *
 * <pre>
 *                 not desired            desired
 * never there     -                      create, or leave alone what is there already
 * untouched       delete                 update what differs, or nothing
 * edited by user  delete                 update what differs from the source, or keep the user's fields
 * gone            forget                 create again, or respect the deletion
 * respected       forget                 nothing, or create again if the policy now restores
 * </pre>
 */
public final class Reconciler {

  private Reconciler() {}

  /**
   * Decides what to do with one target.
   *
   * @param desired what it should hold, ascending by key
   * @param complete whether the source proved that {@code desired} is everything; if not, nothing
   *     is deleted
   * @param ledger what we know of it
   * @param observed what it was seen to hold
   * @param rules what the policy says
   * @param now records whose last attempts failed are left alone until their time has come
   * @param asOf the start of the run, by which steps of a removal are told apart: no two of them
   *     happen in one run
   */
  public static Plan reconcile(
      List<DesiredRecord> desired,
      boolean complete,
      Ledger ledger,
      Observed observed,
      Rules rules,
      Instant now,
      Instant asOf) {
    Sighting sighting =
        observed.match(
            notRead -> notRead.inDoubt() ? Sighting.doubted(ledger) : Sighting.none(ledger),
            drift -> Sighting.ofDrift(ledger, drift),
            whole ->
                Sighting.ofWhole(
                    ledger, whole, Claims.of(desired, ledger, whole, rules.accounts())));
    Decision decision = new Decision(complete, rules, now, asOf);

    List<LedgerEntry> held = sighting.ledger().entries();
    int d = 0;
    int h = 0;
    while (d < desired.size() || h < held.size()) {
      int order =
          d == desired.size()
              ? 1
              : h == held.size() ? -1 : desired.get(d).key().compareTo(held.get(h).key());
      if (order < 0) {
        DesiredRecord record = desired.get(d++);
        decision.neverThere(record, sighting.refusalOf(record.key()));
      } else if (order > 0) {
        LedgerEntry entry = held.get(h++);
        decision.notDesired(entry, sighting.of(entry));
        decision.surplus(sighting.surplusOf(entry.key()));
      } else {
        LedgerEntry entry = held.get(h++);
        decision.desired(
            desired.get(d++), entry, sighting.of(entry), sighting.refusalOf(entry.key()));
        sighting.takeoverOf(entry.key()).ifPresent(decision::noted);
        decision.surplus(sighting.surplusOf(entry.key()));
      }
    }
    sighting
        .claims()
        .unclaimed()
        .forEach(key -> decision.noted(new Change.Skip(key, SkipReason.UNCLAIMED, 0L)));
    return decision.plan(sighting.ledger());
  }
}
