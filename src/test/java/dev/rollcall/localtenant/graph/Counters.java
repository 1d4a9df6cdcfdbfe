package dev.rollcall.localtenant.graph;

import dev.rollcall.localtenant.hostility.Sighting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts requests to Graph, so that tests and benchmarks can say what something costs. */
public final class Counters {

  private long calls;
  private final Map<String, Long> callsByOperation = new HashMap<>();
  private final Map<String, Long> callsByApp = new HashMap<>();
  private final Map<String, Long> callsByMailbox = new HashMap<>();
  private long items;
  private final Map<String, Long> itemsByOperation = new HashMap<>();
  private final Map<String, Long> itemsByMailbox = new HashMap<>();
  private final Map<String, Set<String>> appsByMailbox = new HashMap<>();
  private final Map<String, Integer> mostBatchesAtOnce = new HashMap<>();
  private final Map<String, Integer> batchesNow = new HashMap<>();
  private final Map<String, Integer> mostBatchesByApp = new HashMap<>();
  private long throttled;
  private long batchNanos;
  private long itemNanos;
  private long bytesIn;
  private long bytesOut;

  /** What was counted so far. */
  public synchronized Counts counts() {
    return new Counts(
        calls,
        callsByOperation,
        callsByApp,
        callsByMailbox,
        items,
        itemsByOperation,
        itemsByMailbox,
        appsByMailbox,
        mostBatchesAtOnce,
        mostBatchesByApp,
        throttled,
        batchNanos / 1_000_000,
        itemNanos / 1_000_000,
        bytesIn,
        bytesOut);
  }

  /** Counts from nothing. */
  public synchronized void reset() {
    calls = 0;
    items = 0;
    throttled = 0;
    batchNanos = 0;
    itemNanos = 0;
    bytesIn = 0;
    bytesOut = 0;
    callsByOperation.clear();
    callsByApp.clear();
    callsByMailbox.clear();
    itemsByOperation.clear();
    itemsByMailbox.clear();
    appsByMailbox.clear();
    mostBatchesAtOnce.clear();
    mostBatchesByApp.clear();
  }

  synchronized void seen(Sighting sighting, int bytes) {
    if (sighting.level() == Sighting.Level.ITEM) {
      items++;
      itemsByOperation.merge(sighting.operation(), 1L, Long::sum);
      sighting.mailbox().ifPresent(mailbox -> itemsByMailbox.merge(mailbox, 1L, Long::sum));
      sighting
          .mailbox()
          .ifPresent(
              mailbox ->
                  appsByMailbox
                      .computeIfAbsent(mailbox, first -> new HashSet<>())
                      .add(sighting.appId()));
    } else {
      calls++;
      bytesIn += bytes;
      callsByOperation.merge(sighting.operation(), 1L, Long::sum);
      callsByApp.merge(sighting.appId(), 1L, Long::sum);
      sighting.mailbox().ifPresent(mailbox -> callsByMailbox.merge(mailbox, 1L, Long::sum));
    }
  }

  synchronized void answered(int status, int bytes) {
    bytesOut += bytes;
    if (status == 429) {
      throttled++;
    }
  }

  synchronized void batchesAtOnce(String mailbox, int count) {
    mostBatchesAtOnce.merge(mailbox, count, Math::max);
  }

  synchronized void batchBegins(String app) {
    mostBatchesByApp.merge(app, batchesNow.merge(app, 1, Integer::sum), Math::max);
  }

  synchronized void batchEnds(String app) {
    batchesNow.merge(app, -1, Integer::sum);
  }

  synchronized void itemTakes(long nanos) {
    itemNanos += nanos;
  }

  synchronized void batchTook(long nanos) {
    batchNanos += nanos;
  }
}
