package dev.rollcall.client.http;

import dev.rollcall.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry of the catalogue with how it is known.
 *
 * @param rules one is enough
 */
record Known(Catalogue.Entry entry, List<Rule> rules) {

  Known {
    rules = List.copyOf(rules);
  }

  /** Whether it can be met with this service. */
  boolean isOf(Service service) {
    for (Rule rule : rules) {
      if (rule.isOf(service)) {
        return true;
      }
    }
    return false;
  }

  /** The problem, if this is what was seen. */
  Optional<Problem> problem(Rule.Seen seen) {
    for (Rule rule : rules) {
      if (rule.holds(seen)) {
        return Optional.of(problem(rule, seen.symptom()));
      }
    }
    return Optional.empty();
  }

  private Problem problem(Rule rule, Symptom seen) {
    return new Problem(
        entry.code(),
        filled(entry.cause(), rule.groups(seen)),
        entry.remedy(),
        seen.identified(),
        seen.retryAfter(),
        entry.passing(),
        seen.message());
  }

  private static String filled(String text, Map<String, String> groups) {
    String whole = text;
    for (Map.Entry<String, String> group : groups.entrySet()) {
      whole = whole.replace("{" + group.getKey() + "}", group.getValue());
    }
    return whole;
  }
}
