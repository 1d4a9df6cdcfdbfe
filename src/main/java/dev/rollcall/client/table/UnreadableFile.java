package dev.rollcall.client.table;

import dev.rollcall.model.Problem;

/** A file that cannot be used as a whole. Its problem never quotes a cell. */
public final class UnreadableFile extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  private UnreadableFile(Problem problem) {
    super(problem.cause());
    this.problem = problem;
  }

  /** It is no file of its kind, or is damaged, or exceeds a limit. */
  public static UnreadableFile because(String cause, String remedy) {
    return new UnreadableFile(Problem.lasting("fileUnreadable", cause, untouched(remedy), ""));
  }

  /** It has no rows. */
  public static UnreadableFile empty(String cause, String remedy) {
    return new UnreadableFile(Problem.lasting("fileEmpty", cause, untouched(remedy), ""));
  }

  /** Its columns are not those that are needed. */
  public static UnreadableFile header(String cause, String remedy) {
    return new UnreadableFile(Problem.lasting("fileHeaderWrong", cause, untouched(remedy), ""));
  }

  public Problem problem() {
    return problem;
  }

  private static String untouched(String remedy) {
    return "Nothing was changed. " + remedy;
  }
}
