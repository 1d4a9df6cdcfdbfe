package dev.rollcall.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests that one invocation made to services, counted by app, operation and status. One
 * event for each of those keeps telemetry small: an invocation may make thousands of requests of a
 * dozen kinds. Safe for several threads.
 */
public final class CallLog {

  private static final int THROTTLED = 429;

  private final Map<Kind, Tally> tallies = new TreeMap<>();
  private Duration waited = Duration.ZERO;

  private record Kind(String app, String operation, int status) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byApp = app.compareTo(other.app);
      int byOperation = byApp != 0 ? byApp : operation.compareTo(other.operation);
      return byOperation != 0 ? byOperation : Integer.compare(status, other.status);
    }
  }

  /** Requests of one kind; those alone have durations that were not part of a batch. */
  private static final class Tally {
    private long calls;
    private long timed;
    private Duration total = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private long under100Ms;
    private long under1s;
    private long under10s;
    private long over10s;

    void add(Duration took) {
      timed++;
      total = total.plus(took);
      longest = took.compareTo(longest) > 0 ? took : longest;
      long millis = took.toMillis();
      if (millis < 100) {
        under100Ms++;
      } else if (millis < 1_000) {
        under1s++;
      } else if (millis < 10_000) {
        under10s++;
      } else {
        over10s++;
      }
    }
  }

  /**
   * An observer that counts here.
   *
   * @param app the app registration on whose behalf requests are made: its environment and name
   */
  public CallObserver of(String app) {
    return new CallObserver() {
      @Override
      public void called(String operation, int status, Duration took) {
        synchronized (tallies) {
          Tally tally = tally(operation, status);
          tally.calls++;
          tally.add(took);
        }
      }

      @Override
      public void answeredInBatch(String operation, int status) {
        synchronized (tallies) {
          tally(operation, status).calls++;
        }
      }

      @Override
      public void waited(Duration time) {
        synchronized (tallies) {
          waited = waited.plus(time);
        }
      }

      private Tally tally(String operation, int status) {
        return tallies.computeIfAbsent(new Kind(app, operation, status), kind -> new Tally());
      }
    };
  }

  /** How many requests went over the wire: a batch is one. */
  public long calls() {
    synchronized (tallies) {
      return tallies.values().stream().mapToLong(tally -> tally.timed).sum();
    }
  }

  /** How many were refused for their rate, in batches or not. */
  public long throttled() {
    synchronized (tallies) {
      return tallies.entrySet().stream()
          .filter(entry -> entry.getKey().status == THROTTLED)
          .mapToLong(entry -> entry.getValue().calls)
          .sum();
    }
  }

  /** How long the invocation waited for services. */
  public Duration waited() {
    synchronized (tallies) {
      return waited;
    }
  }

  /**
   * An event for each kind of request.
   *
   * @param first what every one of them begins with
   */
  public List<Event> events(Event first) {
    List<Event> events = new ArrayList<>();
    synchronized (tallies) {
      tallies.forEach(
          (kind, tally) -> {
            Event event =
                first
                    .with(Field.APP, kind.app)
                    .with(Field.OPERATION, kind.operation)
                    .with(Field.HTTP_STATUS, kind.status)
                    .with(Field.CALLS, tally.calls);
            events.add(tally.timed == 0 ? event : timed(event, tally));
          });
    }
    return events;
  }

  private static Event timed(Event event, Tally tally) {
    return event
        .with(Field.ELAPSED_MS, tally.total.toMillis())
        .with(Field.LONGEST_MS, tally.longest.toMillis())
        .with(Field.UNDER_100_MS, tally.under100Ms)
        .with(Field.UNDER_1_S, tally.under1s)
        .with(Field.UNDER_10_S, tally.under10s)
        .with(Field.OVER_10_S, tally.over10s);
  }
}
