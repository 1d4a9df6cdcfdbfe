package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory's {@code $search}: {@code "property:text"}, with AND and OR between such clauses.
 * The text is the beginning of one of the property's words.
 */
final class Search {

  private static final Pattern CLAUSE =
      Pattern.compile("\\s*(?:(AND|OR)\\s+)?\"([A-Za-z]+):([^\"]+)\"");
  private static final Set<String> SEARCHABLE =
      Set.of("displayName", "mail", "mailNickname", "userPrincipalName", "givenName", "surname");

  private Search() {}

  /**
   * @throws GraphFailure if it is not a search
   */
  static Predicate<JsonNode> parse(String text, EntityType type) {
    Predicate<JsonNode> all = row -> false;
    Matcher clauses = CLAUSE.matcher(text);
    int end = 0;
    boolean first = true;
    while (clauses.find() && clauses.start() == end) {
      Predicate<JsonNode> clause = clause(type, clauses.group(2), clauses.group(3));
      boolean joined = clauses.group(1) != null;
      if (joined == first) {
        throw refused();
      }
      all = first ? clause : clauses.group(1).equals("AND") ? all.and(clause) : all.or(clause);
      first = false;
      end = clauses.end();
    }
    if (first || !text.substring(end).isBlank()) {
      throw refused();
    }
    return all;
  }

  private static Predicate<JsonNode> clause(EntityType type, String property, String text) {
    type.require(property);
    if (!SEARCHABLE.contains(property)) {
      throw Query.unsupported();
    }
    String wanted = text.toLowerCase(Locale.ROOT).strip();
    return row -> {
      String value = row.path(property).asText("").toLowerCase(Locale.ROOT);
      for (int at = value.indexOf(wanted); at >= 0; at = value.indexOf(wanted, at + 1)) {
        if (at == 0 || !Character.isLetterOrDigit(value.charAt(at - 1))) {
          return true;
        }
      }
      return false;
    };
  }

  private static GraphFailure refused() {
    return GraphFailure.badRequest(
        "Request_BadRequest", "Unrecognized query argument specified: '$search'.");
  }
}
