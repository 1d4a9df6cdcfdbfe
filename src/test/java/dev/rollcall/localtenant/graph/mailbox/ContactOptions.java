package dev.rollcall.localtenant.graph.mailbox;

import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query options of a read of contacts.
 *
 * @param select empty for everything
 * @param expand canonical ids of the extended properties to show
 * @param filter what a contact must meet
 */
record ContactOptions(
    Set<String> select,
    Set<String> expand,
    Optional<Predicate<StoredContact>> filter,
    int top,
    int skip,
    boolean count) {

  static final int DEFAULT_PAGE = 10;
  static final int MAX_PAGE = 1000;

  private static final Pattern EXPAND =
      Pattern.compile(
          "singleValueExtendedProperties\\(\\s*\\$filter\\s*=\\s*(.+)\\)", Pattern.DOTALL);
  private static final Pattern ID_IS = Pattern.compile("id eq '((?:[^']|'')*)'");
  private static final Pattern BY_EXTENDED =
      Pattern.compile(
          "singleValueExtendedProperties/[Aa]ny\\(\\s*(\\w+)\\s*:\\s*\\1/id eq '((?:[^']|'')*)'"
              + " and \\1/value eq '((?:[^']|'')*)'\\s*\\)");
  private static final Pattern BY_MAIL =
      Pattern.compile(
          "emailAddresses/[Aa]ny\\(\\s*(\\w+)\\s*:\\s*\\1/address eq '((?:[^']|'')*)'\\s*\\)");

  /**
   * @param allowed the options this resource takes
   */
  static ContactOptions of(GraphRequest request, Set<String> allowed) {
    for (String name : request.query().keySet()) {
      if (!allowed.contains(name)) {
        throw refused(name);
      }
    }
    Set<String> select = request.option("$select").map(ContactOptions::names).orElse(Set.of());
    ContactSchema.checkSelectable(select);
    int top = number(request, "$top", DEFAULT_PAGE);
    if (top < 1 || top > MAX_PAGE) {
      throw GraphFailure.badRequest(
          "ErrorInvalidUrlQuery",
          "The value '" + top + "' of $top is not between 1 and " + MAX_PAGE + ".");
    }
    return new ContactOptions(
        select,
        request.option("$expand").map(ContactOptions::expanded).orElse(Set.of()),
        request.option("$filter").map(ContactOptions::filter),
        top,
        number(request, "$skip", 0),
        request.option("$count").map("true"::equalsIgnoreCase).orElse(false));
  }

  static GraphFailure refused(String option) {
    return option.startsWith("$")
        ? GraphFailure.badRequest(
            "ErrorInvalidUrlQuery", "The query option '" + option + "' is not supported.")
        : GraphFailure.badRequest(
            "BadRequest", "The query parameter '" + option + "' is not known.");
  }

  static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static Set<String> expanded(String expand) {
    Matcher matcher = EXPAND.matcher(expand.trim());
    if (!matcher.matches()) {
      throw GraphFailure.notImplemented("$expand=" + expand);
    }
    Set<String> ids = new LinkedHashSet<>();
    for (String part : matcher.group(1).trim().split("\\s+or\\s+(?=id eq ')")) {
      Matcher id = ID_IS.matcher(part.trim());
      if (!id.matches()) {
        throw GraphFailure.badRequest(
            "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
      }
      ids.add(ExtendedProperties.canonical(unquoted(id.group(1))));
    }
    return ids;
  }

  private static Predicate<StoredContact> filter(String filter) {
    Matcher extended = BY_EXTENDED.matcher(filter.trim());
    if (extended.matches()) {
      String id = ExtendedProperties.canonical(unquoted(extended.group(2)));
      String value = unquoted(extended.group(3));
      return contact -> value.equalsIgnoreCase(contact.extended().get(id));
    }
    Matcher mail = BY_MAIL.matcher(filter.trim());
    if (mail.matches()) {
      String address = unquoted(mail.group(2));
      return contact -> {
        for (var email : contact.content().path("emailAddresses")) {
          if (email.path("address").asText().equalsIgnoreCase(address)) {
            return true;
          }
        }
        return false;
      };
    }
    throw GraphFailure.notImplemented("$filter=" + filter);
  }

  private static String unquoted(String text) {
    return text.replace("''", "'");
  }

  private static int number(GraphRequest request, String option, int otherwise) {
    try {
      int value = request.option(option).map(Integer::parseInt).orElse(otherwise);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw GraphFailure.badRequest(
        "ErrorInvalidUrlQuery",
        "The value of " + option + " must be a number that is not negative.");
  }
}
