package dev.rollcall.contract;

import dev.rollcall.work.WorkMessage;
import java.time.Duration;
import java.util.Optional;

/** The receiving end of a work queue, as the Functions host uses it. */
public interface WorkInbox {

  /**
   * Takes a visible message, if there is one, and hides it.
   *
   * @param hidden for how long; it becomes visible again unless it is deleted before
   */
  Optional<Delivery> receive(Duration hidden);

  /** Deletes a message that was done; does nothing if it was delivered again meanwhile. */
  void delete(Delivery delivery);

  /**
   * A message that was received.
   *
   * @param id the message's id, the same at every delivery
   * @param receipt proof of this delivery
   * @param count how many times it was delivered, from 1
   */
  record Delivery(String id, String receipt, int count, WorkMessage message) {}
}
