package dev.rollcall.localtenant.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What Graph was asked for, since the start or the last reset.
 *
 * @param calls HTTP calls; a batch is one
 * @param callsByOperation such as {@code POST /$batch}; ids are {@code {id}}
 * @param callsByApp by client id
 * @param callsByMailbox calls of their own, by the owner's id
 * @param items requests inside batches
 * @param itemsByOperation like {@code callsByOperation}
 * @param itemsByMailbox by the owner's id
 * @param appsByMailbox client ids of whom a mailbox had requests in batches from, by the owner's id
 * @param mostBatchesAtOnce batches under way at one mailbox at a time, by the owner's id
 * @param mostBatchesByApp batches under way through one app at a time, by client id
 * @param throttled answers 429, of calls and of items
 * @param batchMillis how long batches took inside the service, added up
 * @param itemMillis how long requests inside batches took on their own, added up
 * @param bytesIn bodies received
 * @param bytesOut bodies sent
 */
public record Counts(
    long calls,
    Map<String, Long> callsByOperation,
    Map<String, Long> callsByApp,
    Map<String, Long> callsByMailbox,
    long items,
    Map<String, Long> itemsByOperation,
    Map<String, Long> itemsByMailbox,
    Map<String, Set<String>> appsByMailbox,
    Map<String, Integer> mostBatchesAtOnce,
    Map<String, Integer> mostBatchesByApp,
    long throttled,
    long batchMillis,
    long itemMillis,
    long bytesIn,
    long bytesOut) {

  public Counts {
    callsByOperation = Map.copyOf(callsByOperation);
    callsByApp = Map.copyOf(callsByApp);
    callsByMailbox = Map.copyOf(callsByMailbox);
    itemsByOperation = Map.copyOf(itemsByOperation);
    itemsByMailbox = Map.copyOf(itemsByMailbox);
    Map<String, Set<String>> apps = new HashMap<>();
    appsByMailbox.forEach((mailbox, ids) -> apps.put(mailbox, Set.copyOf(ids)));
    appsByMailbox = Map.copyOf(apps);
    mostBatchesAtOnce = Map.copyOf(mostBatchesAtOnce);
    mostBatchesByApp = Map.copyOf(mostBatchesByApp);
  }

  /** Requests of an operation, on their own and in batches. */
  public long of(String operation) {
    return callsByOperation.getOrDefault(operation, 0L)
        + itemsByOperation.getOrDefault(operation, 0L);
  }

  /** Requests at a mailbox, on their own and in batches. */
  public long at(String mailbox) {
    return callsByMailbox.getOrDefault(mailbox, 0L) + itemsByMailbox.getOrDefault(mailbox, 0L);
  }

  /** Requests other than GET, on their own and in batches, batches themselves not counted. */
  public long writes() {
    return writes(callsByOperation) + writes(itemsByOperation);
  }

  private static long writes(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(e -> !e.getKey().startsWith("GET ") && !e.getKey().equals("POST /$batch"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
