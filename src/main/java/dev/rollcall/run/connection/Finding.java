package dev.rollcall.run.connection;

import dev.rollcall.model.Problem;
import java.util.Optional;

/**
 * What a check found out about one thing.
 *
 * @param point what was looked at
 * @param status how it is
 * @param detail what was seen, for people; a short sentence
 * @param problem cause and remedy, if it is not as it should be; unlike others it may name the
 *     mailbox asked about, since it is shown to whoever asked and neither kept nor logged
 */
public record Finding(Point point, Status status, String detail, Optional<Problem> problem) {

  /**
   * One line of the test.
   *
   * @param check what kind of check it is, in words of the product
   * @param subject what it is about: an app's name, a host, a mailbox
   */
  public record Point(String check, String subject) {
    @Override
    public String toString() {
      return check + " " + subject;
    }
  }

  /** How something is. */
  public enum Status {
    OK,
    /** It is not as it has to be: runs fail, or do less than they should. */
    FAILED,
    /** Runs work; somebody should look all the same. */
    WARNING,
    /** It was not looked at, because something else failed. */
    SKIPPED
  }

  static Finding ok(Point point, String detail) {
    return new Finding(point, Status.OK, detail, Optional.empty());
  }

  static Finding warning(Point point, String detail) {
    return new Finding(point, Status.WARNING, detail, Optional.empty());
  }

  static Finding warning(Point point, String detail, Problem problem) {
    return new Finding(point, Status.WARNING, detail, Optional.of(problem));
  }

  static Finding failed(Point point, Problem problem) {
    return new Finding(point, Status.FAILED, problem.cause(), Optional.of(problem));
  }

  static Finding skipped(Point point, String why) {
    return new Finding(point, Status.SKIPPED, why, Optional.empty());
  }
}
