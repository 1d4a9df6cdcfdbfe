package dev.rollcall.localtenant.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The limits of one mailbox: 4 requests at a time, 10,000 in 10 minutes, 150 MB of bodies in 5
 * minutes. They are shared by all apps, which is the stricter of what is documented and observed.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits">Outlook
 *     service limits</a> (read 2026-11-21)
 */
final class MailboxGate {

  static final int CONCURRENCY = 4;
  private static final int REQUESTS = 10_000;
  private static final Duration REQUEST_WINDOW = Duration.ofMinutes(10);
  private static final long BYTES = 150_000_000;
  private static final Duration BYTE_WINDOW = Duration.ofMinutes(5);

  /** What came in one second. */
  private record Tick(long second, long requests, long bytes) {}

  private final Deque<Tick> ticks = new ArrayDeque<>();
  private int inside;
  private int batches;

  /** Takes up to so many of the four places; answers how many it got. */
  synchronized int enter(int wanted) {
    int got = Math.min(wanted, CONCURRENCY - inside);
    inside += got;
    return got;
  }

  synchronized void leave(int got) {
    inside -= got;
  }

  /** Answers how many batches are under way now. */
  synchronized int beginBatch() {
    return ++batches;
  }

  synchronized void endBatch() {
    batches--;
  }

  /**
   * Counts a request, whether it is let in or not.
   *
   * @return how long it has to wait; empty if it is let in
   */
  synchronized Optional<Duration> count(Instant now, long bytes) {
    long second = now.getEpochSecond();
    Tick last = ticks.peekLast();
    if (last != null && last.second >= second) {
      ticks.removeLast();
      ticks.addLast(new Tick(last.second, last.requests + 1, last.bytes + bytes));
    } else {
      ticks.addLast(new Tick(second, 1, bytes));
    }
    while (ticks.getFirst().second < second - REQUEST_WINDOW.toSeconds()) {
      ticks.removeFirst();
    }
    long requests = 0;
    long sent = 0;
    long firstSent = second;
    for (Tick tick : ticks) {
      requests += tick.requests;
      if (tick.second >= second - BYTE_WINDOW.toSeconds()) {
        sent += tick.bytes;
        firstSent = Math.min(firstSent, tick.second);
      }
    }
    if (requests > REQUESTS) {
      return Optional.of(wait(ticks.getFirst().second, REQUEST_WINDOW, second));
    }
    return sent > BYTES ? Optional.of(wait(firstSent, BYTE_WINDOW, second)) : Optional.empty();
  }

  private static Duration wait(long first, Duration window, long now) {
    return Duration.ofSeconds(Math.max(1, first + window.toSeconds() + 1 - now));
  }
}
