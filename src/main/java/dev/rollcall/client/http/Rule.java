package dev.rollcall.client.http;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a failure is known by what is seen of it. Each part that names something must hold; of a
 * part's names one is enough. A rule without any part holds for everything of its services.
 *
 * @param services who it may come from; all if empty
 * @param statuses HTTP statuses or LDAP result codes
 * @param codes the service's codes, in lower case
 * @param texts in lower case, somewhere in what was written
 * @param thrown names of exception classes
 * @param pattern somewhere in what was written; its named groups fill the cause's braces, so they
 *     must match nothing that names people
 */
record Rule(
    Set<Service> services,
    Set<Integer> statuses,
    Set<String> codes,
    Set<String> texts,
    Set<String> thrown,
    Optional<Pattern> pattern) {

  private static final Pattern GROUP = Pattern.compile("\\(\\?<(\\w+)>");

  /** What was seen, in lower case, once for all rules. */
  record Seen(Symptom symptom, String code, String text) {

    static Seen of(Symptom symptom) {
      return new Seen(
          symptom,
          symptom.code().toLowerCase(Locale.ROOT),
          symptom.text().toLowerCase(Locale.ROOT));
    }
  }

  boolean isOf(Service service) {
    return services.isEmpty() || services.contains(service);
  }

  boolean holds(Seen seen) {
    return isOf(seen.symptom.service())
        && (statuses.isEmpty() || statuses.contains(seen.symptom.status()))
        && (codes.isEmpty() || codes.contains(seen.code))
        && (thrown.isEmpty() || !Collections.disjoint(thrown, seen.symptom.thrown()))
        && (texts.isEmpty() || isWritten(seen.text))
        && (pattern.isEmpty() || pattern.get().matcher(seen.symptom.text()).find());
  }

  /** What the pattern's named groups matched. */
  Map<String, String> groups(Symptom seen) {
    Map<String, String> groups = new TreeMap<>();
    if (pattern.isPresent()) {
      Matcher found = pattern.get().matcher(seen.text());
      if (found.find()) {
        GROUP
            .matcher(pattern.get().pattern())
            .results()
            .map(name -> name.group(1))
            .forEach(name -> groups.put(name, found.group(name)));
      }
    }
    return groups;
  }

  private boolean isWritten(String text) {
    for (String wanted : texts) {
      if (text.contains(wanted)) {
        return true;
      }
    }
    return false;
  }
}
