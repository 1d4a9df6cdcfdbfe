package dev.rollcall.localtenant.ews;

import java.util.Locale;
import java.util.Map;

/**
 * What EWS was asked for, since the start or the last reset.
 *
 * @param calls every request that logged on and had a document
 * @param callsByOperation such as {@code FindItem}; autodiscover is {@code Autodiscover}
 * @param itemsByOperation items named or brought by them
 * @param callsByMailbox by the address that was impersonated or opened, lower-case
 * @param mostAtOnce calls under way at a time, by account
 * @param refusedLogons requests answered 401, the first steps of NTLM not counted
 */
public record EwsCounts(
    long calls,
    Map<String, Long> callsByOperation,
    Map<String, Long> itemsByOperation,
    Map<String, Long> callsByMailbox,
    Map<String, Integer> mostAtOnce,
    long refusedLogons) {

  public EwsCounts {
    callsByOperation = Map.copyOf(callsByOperation);
    itemsByOperation = Map.copyOf(itemsByOperation);
    callsByMailbox = Map.copyOf(callsByMailbox);
    mostAtOnce = Map.copyOf(mostAtOnce);
  }

  /** Calls of an operation. */
  public long of(String operation) {
    return callsByOperation.getOrDefault(operation, 0L);
  }

  /** Calls that change something. */
  public long writes() {
    return callsByOperation.entrySet().stream()
        .filter(e -> e.getKey().matches("(Create|Update|Delete).*"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Calls at a mailbox. */
  public long at(String address) {
    return callsByMailbox.getOrDefault(address.toLowerCase(Locale.ROOT), 0L);
  }
}
