package dev.rollcall.run.connection;

import dev.rollcall.model.Problem;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.work.QueueUnavailable;
import java.util.Optional;

/** What went wrong, of the failures that the ports of a test throw. */
final class Problems {

  private Problems() {}

  static Problem of(Throwable failure) {
    if (failure instanceof SourceUnavailable unavailable) {
      return unavailable.problem();
    }
    if (failure instanceof StateUnavailable) {
      return storage("The tables could not be read.", "Storage Table Data Contributor");
    }
    if (failure instanceof QueueUnavailable) {
      return storage("The work queue could not be reached.", "Storage Queue Data Contributor");
    }
    return Problem.lasting(
        "checkFailed",
        "The check failed inside the app (" + failure.getClass().getSimpleName() + ").",
        "Test again; if it stays, report it with the app's version.",
        "");
  }

  /** The same problem, told with what is known here. */
  static Problem told(Problem problem, String cause, String remedy) {
    return new Problem(
        problem.code(),
        cause,
        remedy,
        problem.service(),
        problem.retryAfter(),
        problem.passing(),
        problem.message());
  }

  private static Problem storage(String cause, String role) {
    return Problem.passing(
        "storageUnavailable",
        cause,
        "Check the storage account's address and network rules, and that the function app's identity"
            + " has the role "
            + role
            + ".",
        "",
        Optional.empty());
  }
}
