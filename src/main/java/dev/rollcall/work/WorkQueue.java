package dev.rollcall.work;

import java.time.Duration;
import java.util.Optional;

/** Sends work to a later invocation. At least once: a message may arrive twice. */
public interface WorkQueue {

  /** The storage queue's name. */
  String NAME = "rollcall-work";

  /**
   * Sends a message.
   *
   * @param delay how long it stays invisible; zero for at once; at most 7 days (the queue's limit)
   */
  void send(WorkMessage message, Duration delay);

  /**
   * Asks whether the queue answers; a queue that comes into being with its first message counts as
   * well.
   *
   * @throws QueueUnavailable if it does not
   */
  void check();

  /**
   * The same queue, whose messages say who sent them; a queue that keeps no such note is itself.
   *
   * @param spanId the sending invocation's span
   */
  default WorkQueue sentBy(String spanId) {
    return this;
  }

  /**
   * How much work there is.
   *
   * @param waiting about how many messages wait, hidden ones included
   * @param givenUp about how many were moved to the poison queue and not settled yet
   */
  record Depth(long waiting, long givenUp) {}

  /**
   * How much work there is; empty if that cannot be told.
   *
   * @throws QueueUnavailable if the queue did not answer
   */
  default Optional<Depth> depth() {
    return Optional.empty();
  }

  /** Sends a message that is visible at once. */
  default void send(WorkMessage message) {
    send(message, Duration.ZERO);
  }
}
