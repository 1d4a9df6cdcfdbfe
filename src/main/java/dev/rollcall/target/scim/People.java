package dev.rollcall.target.scim;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who a service knows: ids by address, and addresses by id. Services name members by id, we by
 * address. For one thread.
 */
final class People {

  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, String> addresses = new HashMap<>();

  /**
   * Somebody.
   *
   * @param address the primary one
   * @param others further ones; the primary of somebody else comes before them
   */
  void add(String id, String address, Collection<String> others) {
    if (!address.isEmpty()) {
      ids.put(lower(address), id);
      addresses.put(id, lower(address));
    }
    others.forEach(other -> ids.putIfAbsent(lower(other), id));
  }

  /** The id of who has this address. */
  Optional<String> id(String address) {
    return Optional.ofNullable(ids.get(lower(address)));
  }

  /** The primary address of this id. */
  Optional<String> address(String id) {
    return Optional.ofNullable(addresses.get(id));
  }

  /** Whether it knows nobody at all. */
  boolean isEmpty() {
    return ids.isEmpty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
