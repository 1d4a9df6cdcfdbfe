package dev.rollcall.source;

import dev.rollcall.model.Problem;

/**
 * The source could not be read at all; the run ends before its first write. Carries the cause and
 * what to do, for the administrator.
 */
public final class SourceUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public SourceUnavailable(Problem problem, Throwable cause) {
    super(problem.cause(), cause);
    this.problem = problem;
  }

  /** What went wrong and what to do. */
  public Problem problem() {
    return problem;
  }
}
