package dev.rollcall.run;

/**
 * How long an apply will take. Pure.
 *
 * <p>Graph runs four requests of a batch at once, so a batch of twenty takes five rounds. A round
 * takes about 150 ms (measured against the local tenant with the latency seen of the real service:
 * median 120 ms, long tail). At that rate a lane stays below the service's limit of 10,000 requests
 * in 10 minutes for one mailbox for as long as a mailbox has fewer than 10,000 changes.
 */
final class Prediction {

  private static final int REQUESTS_PER_ROUND = 4;
  private static final double ROUND_SECONDS = 0.15;
  private static final double READ_SECONDS = 0.3;

  private Prediction() {}

  /** In how many rounds so many requests are done that come in batches. */
  static long rounds(int requests) {
    return (requests + REQUESTS_PER_ROUND - 1) / REQUESTS_PER_ROUND;
  }

  /**
   * @param reads calls that read the source
   * @param rounds rounds of looks and writes
   * @param lanes how many lanes work at the same time, at least 1
   */
  static long seconds(long reads, long rounds, int lanes) {
    return (long) Math.ceil(reads * READ_SECONDS + rounds * ROUND_SECONDS / Math.max(1, lanes));
  }
}
