package dev.rollcall.target;

import dev.rollcall.model.Problem;
import dev.rollcall.plan.Observed;
import java.util.Optional;
import java.util.function.Function;

/** What came of looking at one target. */
public sealed interface Observation {

  /**
   * It was seen.
   *
   * @param place the folder's id; empty if it does not exist yet
   * @param observed what it holds
   * @param deltaToken from where the next drift can be read; empty if there is none yet
   */
  record Seen(Optional<String> place, Observed observed, Optional<String> deltaToken)
      implements Observation {
    @Override
    public <T> T match(Function<Seen, T> seen, Function<Failed, T> failed) {
      return seen.apply(this);
    }
  }

  /**
   * It could not be seen; nothing is known and nothing may be written.
   *
   * @param problem why
   * @param fault whose fault that is
   */
  record Failed(Problem problem, Fault fault) implements Observation {

    /** Nobody but the target is to blame. */
    public Failed(Problem problem) {
      this(problem, Fault.TARGET);
    }

    @Override
    public <T> T match(Function<Seen, T> seen, Function<Failed, T> failed) {
      return failed.apply(this);
    }
  }

  /** One behaviour per case. */
  <T> T match(Function<Seen, T> seen, Function<Failed, T> failed);
}
