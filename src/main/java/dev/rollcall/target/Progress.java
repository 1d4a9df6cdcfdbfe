package dev.rollcall.target;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.Problem;
import dev.rollcall.plan.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an apply to a downstream service came, as it goes on: one request after the other, and
 * nothing more once the service wants a rest or something stands in the way of all of them. Not for
 * several threads.
 */
public final class Progress {

  /** So many outages in a row are one of the whole service. */
  private static final int OUTAGES = 3;

  private static final Duration SHORTEST_REST = Duration.ofSeconds(5);

  private final List<Outcome> outcomes = new ArrayList<>();
  private @Nullable Problem problem;
  private @Nullable Duration rest;
  private boolean mayLandLate;
  private int outages;

  /** A change found its end. */
  public void settled(Outcome outcome) {
    outcomes.add(outcome);
    outages = 0;
  }

  /** A change is not done, and why. */
  public void rejected(Change change, Problem reason) {
    settled(new Outcome.Rejected(change, reason));
  }

  /** A change failed for good, or everything has to stop and the change is left for later. */
  public void failed(Change change, ClientException failure) {
    if (!stopsAll(failure)) {
      outcomes.add(new Outcome.Rejected(change, failure.problem()));
      outages = failure.disposition().isPassing() ? outages + 1 : 0;
      if (outages >= OUTAGES) {
        problem = failure.problem();
      }
    }
  }

  /** Whether a failure concerns all changes; then nothing more is begun. */
  public boolean stopsAll(ClientException failure) {
    if (failure.disposition() == Disposition.THROTTLED) {
      rest = failure.retryAfter().orElse(SHORTEST_REST);
    } else if (failure.concernsWholeTarget()) {
      problem = failure.problem();
    } else {
      return false;
    }
    return true;
  }

  /** Nothing can be done at all. */
  public void stop(ClientException failure) {
    if (!stopsAll(failure)) {
      problem = failure.problem();
    }
  }

  /** It cannot be learned whether accounts were made. */
  public void effectUnknown(ClientException failure) {
    problem =
        Problem.passing(
            ApplyResult.EFFECT_UNKNOWN,
            "It could not be learned whether some accounts were made.",
            "Nothing: the next run reads all accounts before it writes.",
            failure.problem().service(),
            failure.retryAfter());
  }

  /** Something was made again whose first making may still take effect. */
  public void madeAgain() {
    mayLandLate = true;
  }

  /** Whether nothing more is to be begun. */
  public boolean stopped() {
    return problem != null || rest != null;
  }

  /** What it came to. */
  public ApplyResult result() {
    return new ApplyResult(
        outcomes,
        Optional.ofNullable(problem),
        Fault.TARGET,
        Optional.ofNullable(rest),
        mayLandLate);
  }
}
