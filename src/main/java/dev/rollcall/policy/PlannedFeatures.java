package dev.rollcall.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keys and values that later versions will know: refused like everything unknown, but with a word
 * that explains it. Never ignored.
 */
final class PlannedFeatures {

  private static final Set<String> KEYS = Set.of("adopt");

  /** Values of later versions by the place they stand at. */
  private record Planned(Pattern pointer, Set<String> values) {}

  private static final List<Planned> VALUES =
      List.of(
          new Planned(Pattern.compile("/target/kind"), Set.of("mailcontact")),
          new Planned(Pattern.compile("/type"), Set.of("gal")));

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

  static boolean isValue(String pointer, String value) {
    return VALUES.stream()
        .anyMatch(
            planned ->
                planned.values().contains(value) && planned.pointer().matcher(pointer).matches());
  }

  /** Where what this value probably means is to be found. */
  static Optional<String> elsewhere(String pointer, String value) {
    return pointer.contains("/recipientTypes/")
        ? Optional.ofNullable(ELSEWHERE.get(value))
        : Optional.empty();
  }
}
