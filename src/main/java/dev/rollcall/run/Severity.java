package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.state.RunTarget;
import java.util.Optional;

/** How much what became of a target asks of an administrator. */
public enum Severity {
  /** It, or some of its records, failed and will fail again until somebody mends it. */
  ERROR,
  /**
   * It was not brought up to date and that may go by itself, or waits for a decision; or some
   * records were left out.
   */
  WARNING;

  static Optional<Severity> of(RunTarget target) {
    return switch (target.status()) {
      case FAILED ->
          Optional.of(target.problem().filter(Problem::passing).isPresent() ? WARNING : ERROR);
      case HELD, MOVED, DEFERRED, CANCELLED -> Optional.of(WARNING);
      case DONE ->
          target.counts().failed() > 0
              ? Optional.of(ERROR)
              : target.counts().skipped() > 0 || target.problem().isPresent()
                  ? Optional.of(WARNING)
                  : Optional.empty();
      case PENDING -> Optional.empty();
    };
  }
}
