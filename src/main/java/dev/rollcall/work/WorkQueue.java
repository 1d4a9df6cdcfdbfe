package dev.rollcall.work;

import java.time.Duration;

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

  /** Sends a message that is visible at once. */
  default void send(WorkMessage message) {
    send(message, Duration.ZERO);
  }
}
