package dev.rollcall.target.scim;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the writes to one service, one after the other.
 *
 * <p>Creations that need a second pass are finished in between, so that little is left open if the
 * time is over. It never ends with a creation of unknown effect without having looked: then there
 * is either an outcome, or certainty that the account is not there, or a problem that says so.
 */
final class Writing {

  /** How many creations may wait for their second pass. */
  private static final int PORTION = 50;

  /** From how many changes on they are carried out together. */
  private static final int MANY = 20;

  /** So many records in a row that the service keeps failing at are its outage. */
  private static final int OUTAGE = 3;

  /** What a throttled request waits for if nobody says how long. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final Calls calls;
  private final Carrier carrier;
  private final ApplyRequest request;
  private final Budget budget;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Change.Create> open = new ArrayList<>();
  private @Nullable Problem problem;
  private @Nullable Duration handedBack;
  private int failuresInARow;

  Writing(Calls calls, Carrier carrier, ApplyRequest request) {
    this.calls = calls;
    this.carrier = carrier;
    this.request = request;
    this.budget = request.budget();
  }

  ApplyResult run() {
    try {
      carrier.begin(request.changes());
    } catch (ClientException e) {
      stop(e);
    }
    for (Change change : afterBulks()) {
      if (!goesOn()) {
        break;
      }
      attempt(change, () -> carryOut(change));
      if (open.size() >= PORTION) {
        finish(create -> carrier.canFinish(create));
      }
    }
    finish(create -> true);
    open.forEach(create -> outcomes.add(carrier.unfinished(create)));
    return new ApplyResult(
        outcomes,
        Optional.ofNullable(problem),
        Fault.TARGET,
        Optional.ofNullable(handedBack),
        calls.mayLandLate());
  }

  /** Has many changes carried out together, where the service takes that; answers the others. */
  private List<Change> afterBulks() {
    List<Change> line = request.changes();
    List<Change> alone = new ArrayList<>();
    while (line.size() >= MANY && goesOn()) {
      Optional<Carrier.Together> together;
      try {
        together = carrier.together(line, this::desired);
      } catch (ClientException e) {
        stop(e);
        break;
      }
      if (together.isEmpty()) {
        break;
      }
      outcomes.addAll(together.get().settled());
      alone.addAll(together.get().alone());
      line = together.get().rest();
    }
    alone.addAll(line);
    return alone;
  }

  private boolean goesOn() {
    return problem == null && handedBack == null && budget.allowsAnother();
  }

  private Optional<Outcome> carryOut(Change change) {
    return change.match(
        create -> {
          Optional<Outcome> outcome = carrier.create(create, desired(create.key()));
          if (outcome.isEmpty()) {
            open.add(create);
          }
          return outcome;
        },
        update -> Optional.of(carrier.update(update, desired(update.key()))),
        disable -> Optional.of(carrier.disable(disable)),
        delete -> Optional.of(carrier.delete(delete)),
        skip -> {
          throw new IllegalArgumentException("a skip is not carried out");
        });
  }

  private void finish(Predicate<Change.Create> ready) {
    for (Change.Create create : List.copyOf(open)) {
      if (goesOn() && ready.test(create)) {
        boolean settled =
            attempt(create, () -> Optional.of(carrier.finish(create, desired(create.key()))));
        if (settled) {
          open.remove(create);
        }
      }
    }
  }

  /** Whether there is an outcome, or will be in the second pass. */
  private boolean attempt(Change change, Supplier<Optional<Outcome>> step) {
    try {
      step.get().ifPresent(outcomes::add);
      failuresInARow = 0;
      return true;
    } catch (Calls.EffectUnknown e) {
      problem = Problems.effectUnknown(e.failure());
      return false;
    } catch (ClientException e) {
      boolean ofAll = e.concernsWholeTarget() || e.disposition() == Disposition.RETRY;
      if (e.disposition() == Disposition.THROTTLED || ofAll) {
        stop(e);
        return false;
      }
      boolean isCreate = change instanceof Change.Create;
      if (e.disposition() == Disposition.GONE && !isCreate) {
        outcomes.add(new Outcome.Gone(change));
      } else {
        outcomes.add(new Outcome.Rejected(change, e.problem()));
      }
      failuresInARow = e.disposition() == Disposition.UNKNOWN_EFFECT ? failuresInARow + 1 : 0;
      if (failuresInARow == OUTAGE) {
        problem = e.problem();
      }
      return true;
    }
  }

  private void stop(ClientException e) {
    if (e.disposition() == Disposition.THROTTLED) {
      handedBack = e.retryAfter().orElse(REST);
    } else {
      problem = e.problem();
    }
  }

  private DesiredRecord desired(RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalStateException("the record to be written is not there"));
  }
}
