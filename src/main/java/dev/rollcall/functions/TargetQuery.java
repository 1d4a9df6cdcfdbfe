package dev.rollcall.functions;

import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Parsed;
import dev.rollcall.run.Severity;
import dev.rollcall.run.TargetFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which of a run's targets are asked for: {@code severity}, {@code mailbox}, {@code text}, {@code
 * problem}. The last is not called {@code code}: that is where Functions takes a key from.
 */
final class TargetQuery {

  private static final int LONGEST = 320;

  private static final Pattern PROBLEM = Pattern.compile("[A-Za-z]{1,60}");
  private static final Pattern SEVERITY = Pattern.compile("error|warning");

  private final Map<String, String> query;
  private final List<DocumentProblem> problems = new ArrayList<>();

  private TargetQuery(Map<String, String> query) {
    this.query = query;
  }

  static Parsed<TargetFilter> read(Map<String, String> query) {
    return new TargetQuery(query).filter();
  }

  private Parsed<TargetFilter> filter() {
    TargetFilter filter =
        new TargetFilter(
            value("severity", SEVERITY.asMatchPredicate(), "error or warning.")
                .map(severity -> Severity.valueOf(severity.toUpperCase(Locale.ROOT))),
            value("mailbox", TargetQuery::isText, "A mail address, or the id that the list shows."),
            value(
                "text", TargetQuery::isText, "1 to 320 characters of a cause, remedy or message."),
            value("problem", PROBLEM.asMatchPredicate(), "A problem's code, such as mailboxFull."));
    return problems.isEmpty() ? new Parsed.Valid<>(filter) : new Parsed.Invalid<>(problems);
  }

  private Optional<String> value(String name, Predicate<String> fits, String allowed) {
    Optional<String> value = Optional.ofNullable(query.get(name));
    if (value.filter(fits.negate()).isPresent()) {
      problems.add(
          new DocumentProblem(
              name,
              value.get().length() <= 80 ? value.get() : value.get().substring(0, 80) + "…",
              "This can not be asked for.",
              allowed));
      return Optional.empty();
    }
    return value.map(String::trim);
  }

  private static boolean isText(String value) {
    return !value.isBlank()
        && value.length() <= LONGEST
        && value.chars().noneMatch(Character::isISOControl);
  }
}
