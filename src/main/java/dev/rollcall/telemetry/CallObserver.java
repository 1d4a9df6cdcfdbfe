package dev.rollcall.telemetry;

import java.time.Duration;

/** Is told of every request to a service. Safe for several threads. */
public interface CallObserver {

  /** An observer that nobody reads. */
  static CallObserver none() {
    return new CallObserver() {
      @Override
      public void called(String operation, int status, Duration took) {}

      @Override
      public void answeredInBatch(String operation, int status) {}

      @Override
      public void waited(Duration time) {}
    };
  }

  /**
   * A request was made.
   *
   * @param operation its method and path, ids left out: {@code GET /users/{id}/contacts/delta}
   * @param status the answer's status; 0 if there was none
   */
  void called(String operation, int status, Duration took);

  /** A request inside a batch was answered; the batch was told as a request of its own. */
  void answeredInBatch(String operation, int status);

  /** Time was spent waiting before a request was made again. */
  void waited(Duration time);
}
