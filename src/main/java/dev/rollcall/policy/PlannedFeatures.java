package dev.rollcall.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys that later versions will know: refused like everything unknown, but with a word that
 * explains it. Never ignored.
 */
final class PlannedFeatures {

  private static final Set<String> KEYS = Set.of("adopt");

  /** What people look for among the recipient types, and where it is. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "guest",
          "Guests are among the mail users: mailUser.",
          "securityGroup",
          "A security group without mail has no address and is no recipient; take its members"
              + " with { \"group\": its object id }.");

  private PlannedFeatures() {}

  static boolean isKey(String key) {
    return KEYS.contains(key);
  }

  /** Where what this value probably means is to be found. */
  static Optional<String> elsewhere(String pointer, String value) {
    return pointer.contains("/recipientTypes/")
        ? Optional.ofNullable(ELSEWHERE.get(value))
        : Optional.empty();
  }
}
