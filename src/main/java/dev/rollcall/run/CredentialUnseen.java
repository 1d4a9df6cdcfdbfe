package dev.rollcall.run;

import dev.rollcall.model.Problem;

/** A credential, or what is said of it elsewhere, could not be read. */
public final class CredentialUnseen extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public CredentialUnseen(Problem problem, Throwable cause) {
    super(problem.code(), cause);
    this.problem = problem;
  }

  /** Why, for the person who has to mend it. */
  Problem problem() {
    return problem;
  }
}
