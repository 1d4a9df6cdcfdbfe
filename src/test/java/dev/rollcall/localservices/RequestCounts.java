package dev.rollcall.localservices;

import dev.rollcall.contract.ServiceTargetContract;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How often a service was asked what, by operation: method and path with ids left out, such as
 * {@code PUT /users/{id}}. Refused requests count as well. Safe for threads.
 */
public final class RequestCounts implements ServiceTargetContract.Requests {

  private final Map<String, Integer> counts = new TreeMap<>();

  /** All requests so far. */
  public int all() {
    return matching(operation -> true);
  }

  /** Those of one operation. */
  public synchronized int of(String operation) {
    return counts.getOrDefault(operation, 0);
  }

  /** Those that are not {@code GET}. */
  @Override
  public int writes() {
    return matching(operation -> !operation.startsWith("GET "));
  }

  /** Every operation with its count. */
  public synchronized Map<String, Integer> byOperation() {
    return new TreeMap<>(counts);
  }

  /** Counts from zero again. */
  @Override
  public synchronized void reset() {
    counts.clear();
  }

  synchronized void count(String operation) {
    counts.merge(operation, 1, Integer::sum);
  }

  private synchronized int matching(Predicate<String> which) {
    return counts.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
