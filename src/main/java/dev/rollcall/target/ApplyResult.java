package dev.rollcall.target;

import dev.rollcall.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far an apply came.
 *
 * @param outcomes what became of each settled change, in no particular order
 * @param problem what stands in the way of the whole target, such as a mailbox without licence;
 *     nothing further was tried
 * @param pause how long the service wants to be left alone before the rest; empty if it does not
 *     mind
 */
public record ApplyResult(
    List<Outcome> outcomes, Optional<Problem> problem, Optional<Duration> pause) {

  public ApplyResult {
    outcomes = List.copyOf(outcomes);
  }
}
