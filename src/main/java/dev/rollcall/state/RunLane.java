package dev.rollcall.state;

import dev.rollcall.model.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * How far one lane of a run is.
 *
 * @param number the lane, from 0
 * @param app client id of the app it works through
 * @param seq the slice whose message is awaited
 * @param cursor how many of the lane's targets were passed
 * @param finished whether it is at its end
 * @param progressAt when it last advanced
 * @param calls HTTP calls its slices made to services
 * @param letIn whether its app was let into one of its targets
 * @param refused why it ended early: its app cannot be used, and its further targets are left to
 *     others
 */
public record RunLane(
    int number,
    String app,
    int seq,
    int cursor,
    boolean finished,
    Instant progressAt,
    long calls,
    boolean letIn,
    Optional<Problem> refused) {

  /** A lane that has not begun. */
  public static RunLane waiting(int number, String app, Instant now) {
    return new RunLane(number, app, 0, 0, false, now, 0, false, Optional.empty());
  }

  /** This lane before its next slice. */
  public RunLane advanced(int newCursor, boolean atItsEnd, Instant now, long moreCalls) {
    return new RunLane(
        number, app, seq + 1, newCursor, atItsEnd, now, calls + moreCalls, letIn, Optional.empty());
  }

  /** This lane, after its app was let into a target or not. */
  public RunLane withLetIn(boolean now) {
    return new RunLane(
        number, app, seq, cursor, finished, progressAt, calls, letIn || now, refused);
  }

  /** This lane at an early end. */
  public RunLane stopped(int newCursor, Instant now, long moreCalls, Problem why) {
    return new RunLane(
        number, app, seq + 1, newCursor, true, now, calls + moreCalls, letIn, Optional.of(why));
  }
}
