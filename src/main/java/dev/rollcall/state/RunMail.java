package dev.rollcall.state;

import dev.rollcall.model.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether people were told of a run by mail. Written with the status that is to be told, so that no
 * crash between the two loses a mail.
 *
 * @param state how it stands
 * @param attempts how often sending failed
 * @param at when it was sent, last failed, or somebody last set about sending it; empty before
 * @param problem why it was not sent; empty if it was, or need not be
 */
public record RunMail(State state, int attempts, Optional<Instant> at, Optional<Problem> problem) {

  /** How a mail stands. */
  public enum State {
    /** To be sent, or sent again. */
    DUE,
    /** Accepted by the service. */
    SENT,
    /** There was nothing to tell. */
    NOT_NEEDED,
    /** It could not be sent, and nobody tries any more. */
    GIVEN_UP
  }

  /** A mail nobody tried to send yet. */
  public static RunMail due() {
    return new RunMail(State.DUE, 0, Optional.empty(), Optional.empty());
  }

  /** This mail, which somebody is about to send: others leave it alone for a while. */
  public RunMail begun(Instant now) {
    return new RunMail(state, attempts, Optional.of(now), problem);
  }

  /** This mail, accepted. */
  public RunMail sent(Instant now) {
    return new RunMail(State.SENT, attempts, Optional.of(now), Optional.empty());
  }

  /** This mail, found to be unnecessary. */
  public RunMail notNeeded() {
    return new RunMail(State.NOT_NEEDED, attempts, Optional.empty(), Optional.empty());
  }

  /**
   * This mail after one more failure.
   *
   * @param again whether it is tried again
   */
  public RunMail failed(Problem why, boolean again, Instant now) {
    return new RunMail(
        again ? State.DUE : State.GIVEN_UP, attempts + 1, Optional.of(now), Optional.of(why));
  }
}
