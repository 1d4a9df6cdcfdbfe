package dev.rollcall.localtenant.ews;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Counts requests to EWS, so that tests can say what something costs. */
final class EwsCounters {

  private final Map<String, Long> callsByOperation = new HashMap<>();
  private final Map<String, Long> itemsByOperation = new HashMap<>();
  private final Map<String, Long> callsByMailbox = new HashMap<>();
  private final Map<String, Integer> mostAtOnce = new HashMap<>();
  private final Map<String, Integer> now = new HashMap<>();
  private long calls;
  private long refusedLogons;

  synchronized EwsCounts counts() {
    return new EwsCounts(
        calls, callsByOperation, itemsByOperation, callsByMailbox, mostAtOnce, refusedLogons);
  }

  synchronized void reset() {
    calls = 0;
    refusedLogons = 0;
    callsByOperation.clear();
    itemsByOperation.clear();
    callsByMailbox.clear();
    mostAtOnce.clear();
  }

  synchronized void seen(String operation, int items, Optional<String> mailbox) {
    calls++;
    callsByOperation.merge(operation, 1L, Long::sum);
    itemsByOperation.merge(operation, (long) items, Long::sum);
    mailbox.ifPresent(
        address -> callsByMailbox.merge(address.toLowerCase(Locale.ROOT), 1L, Long::sum));
  }

  synchronized void refusedLogon() {
    refusedLogons++;
  }

  /** A call begins; answers how many the account has under way now. */
  synchronized int begins(String account) {
    int count = now.merge(account, 1, Integer::sum);
    mostAtOnce.merge(account, count, Math::max);
    return count;
  }

  synchronized void ends(String account) {
    now.merge(account, -1, Integer::sum);
  }
}
