package dev.rollcall.localtenant.graph;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How long Graph takes for a request: a log-normal distribution with a long tail, drawn from a
 * seed. At rest nothing takes any time.
 */
public final class Latency {

  /** Of the usual requests, two thirds lie within a factor of about 1.6 of the median. */
  private static final double SIGMA = 0.5;

  /** One request in a hundred takes several times as long. */
  private static final double TAIL = 0.01;

  private final Duration median;
  private final SplittableRandom random;

  /**
   * @param median zero for none
   */
  public Latency(Duration median, long seed) {
    this.median = median;
    this.random = new SplittableRandom(seed);
  }

  /** How many nanoseconds the next request takes. */
  synchronized long draw() {
    if (median.isZero()) {
      return 0;
    }
    double factor = Math.exp(SIGMA * random.nextGaussian());
    if (random.nextDouble() < TAIL) {
      factor *= 5 + 10 * random.nextDouble();
    }
    return (long) (median.toNanos() * factor);
  }

  /** Waits for a time as {@link System#nanoTime} tells it. */
  static void awaitUntil(long nanoTime) {
    while (true) {
      long left = nanoTime - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }
}
