package dev.rollcall.run;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.LedgerEntry.Setback;
import dev.rollcall.plan.Rules;
import dev.rollcall.state.RunTarget;
import dev.rollcall.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What outcomes make of a ledger. Pure.
 *
 * @param ledger the ledger after them
 * @param counts what was created, updated, deleted and failed
 * @param gone whether an item to update turned out to be deleted by its user: the target has to be
 *     planned once more
 */
record Settling(Ledger ledger, RunTarget.Counts counts, boolean gone) {

  private static final Duration LONGEST_SETBACK = Duration.ofDays(1);
  private static final Duration LASTING = Duration.ofHours(1);
  private static final Duration PASSING = Duration.ofMinutes(15);

  /**
   * Works the outcomes into the ledger.
   *
   * @param ledger as the plan corrected it, with what it settled without writing
   * @param desired finds the record behind a key
   */
  static Settling of(
      Ledger ledger,
      List<Outcome> outcomes,
      Function<RecordKey, Optional<DesiredRecord>> desired,
      Rules rules,
      Instant now) {
    Map<RecordKey, Optional<LedgerEntry>> corrections = new HashMap<>();
    Tally tally = new Tally();
    boolean keepEdits = rules.userEdits() == Rules.UserEdits.KEEP;
    for (Outcome outcome : outcomes) {
      RecordKey key = outcome.change().key();
      outcome.match(
          done -> {
            tally.done(done.change());
            written(done, ledger.find(key), desired.apply(key), keepEdits, now)
                .ifPresent(entry -> corrections.put(key, entry));
            return done;
          },
          gone -> {
            tally.gone = true;
            corrections.put(
                key,
                rules.userDeletes() == Rules.UserDeletes.RESPECT
                    ? Optional.of(LedgerEntry.deletedByUser(key))
                    : Optional.empty());
            return gone;
          },
          rejected -> {
            tally.failed++;
            setBack(rejected, ledger.find(key), now)
                .ifPresent(entry -> corrections.put(key, Optional.of(entry)));
            return rejected;
          });
    }
    return new Settling(ledger.with(corrections), tally.counts(), tally.gone);
  }

  /** When the first of a ledger's set-back or leaving records has its next turn. */
  static Optional<Instant> firstRetry(Ledger ledger) {
    return ledger.entries().stream()
        .flatMap(
            entry ->
                Stream.concat(
                    entry.setback().map(Setback::notBefore).stream(),
                    entry.leaving().flatMap(LedgerEntry.Leaving::nextStep).stream()))
        .min(Instant::compareTo);
  }

  /**
   * How long something that failed so often in a row is left alone: doubling, up to a day.
   *
   * @param failures at least 1
   */
  static Duration pauseAfter(int failures, Problem problem) {
    Duration pause =
        (problem.passing() ? PASSING : LASTING).multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(LONGEST_SETBACK) > 0 ? LONGEST_SETBACK : pause;
  }

  /** The correction a finished write makes, if it makes one. */
  private static Optional<Optional<LedgerEntry>> written(
      Outcome.Done done,
      Optional<LedgerEntry> known,
      Optional<DesiredRecord> record,
      boolean keepEdits,
      Instant now) {
    return done.change()
        .match(
            create ->
                record.map(
                    wanted ->
                        Optional.of(
                            LedgerEntry.written(
                                create.key(),
                                done.itemId(),
                                wanted.prints(),
                                done.answered(),
                                done.photo()))),
            update ->
                record.flatMap(
                    wanted ->
                        known.map(
                            entry ->
                                Optional.of(
                                    entry.updated(
                                        wanted.prints(),
                                        update.fields(),
                                        done.answered(),
                                        done.photo(),
                                        keepEdits)))),
            disable ->
                known.map(
                    entry ->
                        Optional.of(
                            entry.disabled(
                                Rules.DISABLED_FIELDS, done.answered(), disabledAt(entry, now)))),
            delete -> delete.surplus() ? Optional.empty() : Optional.of(Optional.empty()),
            skip -> Optional.empty());
  }

  /** The next run looks what the next step is, and when it is due. */
  private static LedgerEntry.Leaving disabledAt(LedgerEntry entry, Instant now) {
    Instant since = entry.leaving().map(LedgerEntry.Leaving::since).orElse(now);
    return new LedgerEntry.Leaving(since, Optional.of(now), Optional.of(now));
  }

  private static Optional<LedgerEntry> setBack(
      Outcome.Rejected rejected, Optional<LedgerEntry> known, Instant now) {
    int failures = known.flatMap(LedgerEntry::setback).map(Setback::failures).orElse(0) + 1;
    Setback setback = new Setback(failures, now.plus(pauseAfter(failures, rejected.problem())));
    RecordKey key = rejected.change().key();
    return rejected
        .change()
        .match(
            create -> Optional.of(LedgerEntry.notCreated(key, setback)),
            update -> known.map(entry -> entry.withSetback(Optional.of(setback))),
            disable -> known.map(entry -> entry.withSetback(Optional.of(setback))),
            delete ->
                delete.surplus()
                    ? Optional.empty()
                    : known.map(entry -> entry.withSetback(Optional.of(setback))),
            skip -> Optional.empty());
  }

  /** Counts while outcomes are worked in. */
  private static final class Tally {
    private int created;
    private int updated;
    private int deleted;
    private int failed;
    private boolean gone;

    void done(Change change) {
      change.match(
          create -> created++,
          update -> updated++,
          disable -> updated++,
          delete -> deleted++,
          skip -> 0);
    }

    RunTarget.Counts counts() {
      return new RunTarget.Counts(created, updated, deleted, 0, 0, failed);
    }
  }
}
