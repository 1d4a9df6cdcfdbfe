package dev.rollcall.client.http;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How a thread waits a short while; tests let it pass at once. */
@FunctionalInterface
public interface Pause {

  /** Returns after this time, or at once if the thread is interrupted. */
  void await(Duration time);

  /** Waits by letting the calling thread sleep. */
  static Pause onThisThread() {
    return time -> {
      long end = System.nanoTime() + time.toNanos();
      long left = time.toNanos();
      while (left > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(left);
        left = end - System.nanoTime();
      }
    };
  }
}
