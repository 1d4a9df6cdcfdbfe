package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.RecordField;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a schema can not say of a policy. Looks at any object, also one that the schema refuses:
 * what is of the wrong kind is left to the schema, the rest is looked at, so that all is said at
 * once.
 */
final class PolicyChecks {

  static final Duration SHORTEST_EVERY = Duration.ofMinutes(15);
  static final Duration LONGEST = Duration.ofDays(31);

  private static final int MAX_ENTRIES = 100;
  private static final int MAX_FOLDERS = 10;
  private static final int MAX_FOLDER_NAME = 255;
  private static final int MAX_TEMPLATE = 2000;
  private static final int MAX_FILTER = 4000;
  private static final int MAX_FILTER_GROUPS = 20;
  private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]*)\\}");
  private static final List<String> KINDS = List.of("group", "recipient", "query", "ou");

  private final List<DocumentProblem> problems = new ArrayList<>();

  private PolicyChecks() {}

  static List<DocumentProblem> problems(JsonNode policy) {
    PolicyChecks checks = new PolicyChecks();
    checks.selections(policy.path("source").path("select"), "/source/select");
    checks.filters(policy.path("source"), "/source");
    checks.selections(policy.path("target").path("select"), "/target/select");
    checks.folder(policy.path("target").path("folder"), "/target/folder");
    checks.sourceFolder(policy.path("source"));
    checks.duration(
        policy.path("target").path("driftCheckEvery"), "/target/driftCheckEvery", Duration.ZERO);
    checks.schedule(policy.path("schedule"), "/schedule");
    checks.mapping(policy.path("mapping"), "/mapping");
    checks.destinations(policy.path("destinations").path("rules"), "/destinations/rules");
    List<DocumentProblem> shape = PolicyShape.problems(policy);
    // What does not belong here at all need not be right.
    checks.problems.removeIf(
        problem -> shape.stream().anyMatch(more -> problem.pointer().startsWith(more.pointer())));
    checks.problems.addAll(shape);
    return checks.problems;
  }

  private void selections(JsonNode entries, String pointer) {
    Map<Object, Integer> seen = new HashMap<>();
    for (int i = 0; i < Math.min(entries.size(), MAX_ENTRIES); i++) {
      JsonNode entry = entries.get(i);
      String at = Pointers.to(pointer, i);
      if (entry == null || KINDS.stream().filter(entry::has).count() != 1) {
        continue;
      }
      boolean onlyMembers = entry.path("include").asText("members").equals("members");
      boolean notes = entry.path("membersInNotes").asBoolean(false);
      if (entry.has("group") && notes && onlyMembers) {
        problem(
            at + "/membersInNotes",
            "true",
            "The group itself is not taken here, so there is no contact to name its members.",
            "Set include to group or both, or take this out.");
      }
      Integer first = seen.putIfAbsent(taken(entry), i);
      if (first != null) {
        problem(
            at, "", "This says what entry " + first + " says already.", "Take one of them out.");
      }
    }
  }

  /** What an entry takes, in one form for entries that take the same. */
  private static Object taken(JsonNode entry) {
    Set<String> types = new TreeSet<>();
    entry.path("recipientTypes").forEach(type -> types.add(type.asText()));
    return List.of(
        KINDS.stream().map(kind -> entry.path(kind).asText("").toLowerCase(Locale.ROOT)).toList(),
        entry.path("include").asText("members"),
        entry.path("nested").asBoolean(false),
        entry.path("membersInNotes").asBoolean(false),
        entry.path("depth").asText("subtree"),
        entry.path("groupMembers").asBoolean(false),
        types);
  }

  private void destinations(JsonNode rules, String at) {
    Set<String> groups = new TreeSet<>();
    for (int i = 0; i < Math.min(rules.size(), MAX_ENTRIES); i++) {
      String where = Pointers.to(at, i) + "/where";
      filter(
          rules.path(i).path("where"), where, text -> groups.addAll(Filter.parse(text).groups()));
    }
    if (groups.size() > MAX_FILTER_GROUPS) {
      tooManyGroups(at, groups.size());
    }
  }

  private void tooManyGroups(String at, int groups) {
    problem(
        at,
        "",
        "The filter asks for the members of " + groups + " groups.",
        "At most " + MAX_FILTER_GROUPS + "; each is read with every run.");
  }

  private void filters(JsonNode source, String at) {
    filter(
        source.path("where"),
        at + "/where",
        text -> {
          int groups = Filter.parse(text).groups().size();
          if (groups > MAX_FILTER_GROUPS) {
            tooManyGroups(at + "/where", groups);
          }
        });
    for (AddressFilter.Mode mode : AddressFilter.Mode.values()) {
      String key = DocumentWriter.word(mode);
      filter(
          source.path("addressFilter").path(key),
          at + "/addressFilter/" + key,
          text -> new AddressFilter(mode, text).condition());
    }
  }

  private void filter(JsonNode filter, String at, Consumer<String> reading) {
    // The schema says that a longer one is too long, and an empty one too short.
    if (!filter.isTextual() || filter.asText().isEmpty() || filter.asText().length() > MAX_FILTER) {
      return;
    }
    try {
      reading.accept(filter.asText());
    } catch (SyntaxProblem e) {
      problem(at, Shown.value(at, filter), e.getMessage(), e.allowed());
    }
  }

  /** The path of a public folder may begin with '/', as Outlook shows it. */
  private void sourceFolder(JsonNode source) {
    JsonNode folder = source.path("folder");
    String path = folder.asText("").strip();
    boolean isPublic = source.path("kind").asText().equals("publicFolder");
    if (isPublic && path.equals("/")) {
      problem(
          "/source/folder",
          "/",
          "The root of public folders holds no contacts.",
          "The names of the folders on the way, such as /Contacts/District offices.");
    } else if (path.length() > 1 && path.startsWith("/")) {
      folder(JsonText.MAPPER.getNodeFactory().textNode(path.substring(1)), "/source/folder");
    } else {
      folder(folder, "/source/folder");
    }
  }

  private void folder(JsonNode folder, String at) {
    if (!folder.isTextual() || folder.asText().isEmpty()) {
      return;
    }
    List<String> names = Policy.Target.folders(folder.asText());
    boolean fits =
        names.size() <= MAX_FOLDERS
            && names.stream()
                .allMatch(
                    name ->
                        !name.isEmpty()
                            && name.length() <= MAX_FOLDER_NAME
                            && name.chars().noneMatch(Character::isISOControl));
    if (!fits) {
      problem(
          at,
          Shown.value(at, folder),
          "This is not a path of folders.",
          "1 to "
              + MAX_FOLDERS
              + " names of 1 to "
              + MAX_FOLDER_NAME
              + " characters with '/' between them, or '/' alone for the Contacts folder.");
    }
  }

  private void schedule(JsonNode schedule, String at) {
    duration(schedule.path("every"), at + "/every", SHORTEST_EVERY);
    boolean byClock = Stream.of("weekly", "monthly", "start").anyMatch(schedule::has);
    if (schedule.isObject() && !byClock && !schedule.has("every")) {
      problem(
          at,
          "",
          "This schedule does not say when.",
          "At least one of every, start, weekly and monthly, such as { \"start\": \"02:30\" }.");
    }
    if (schedule.has("weekly") && schedule.has("monthly")) {
      problem(
          at + "/monthly",
          "",
          "Days of the week and days of the month are not combined.",
          "Take one of them out; two policies can have two schedules.");
    }
    if (schedule.has("timeZone") && !byClock) {
      problem(
          at + "/timeZone",
          Shown.value(at + "/timeZone", schedule.path("timeZone")),
          "A time zone says nothing about an interval.",
          "Give a start too, or take this out.");
    }
    zone(schedule.path("timeZone"), at + "/timeZone");
    if (byClock && isLongerThanADay(schedule.path("every"))) {
      problem(
          at + "/every",
          Shown.value(at + "/every", schedule.path("every")),
          "Times of a day begin anew with each day.",
          "At most P1D with start, weekly or monthly; for more than a day, choose the days.");
    }
  }

  private static boolean isLongerThanADay(JsonNode every) {
    try {
      Duration duration = Duration.parse(every.asText());
      return duration.compareTo(Duration.ofDays(1)) > 0 && duration.compareTo(LONGEST) <= 0;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private void zone(JsonNode zone, String at) {
    if (!zone.isTextual() || ZoneId.getAvailableZoneIds().contains(zone.asText())) {
      return;
    }
    problem(
        at,
        Shown.value(at, zone),
        "This is not a time zone.",
        Nearest.suggestion(zone.asText(), ZoneId.getAvailableZoneIds())
            + "A name of the IANA time zone database, such as Europe/Berlin or UTC.");
  }

  private void duration(JsonNode text, String at, Duration shortest) {
    if (!text.isTextual()) {
      return;
    }
    try {
      Duration duration = Duration.parse(text.asText());
      if (duration.compareTo(shortest) >= 0 && duration.compareTo(LONGEST) <= 0) {
        return;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Said below, like one out of range.
    }
    problem(
        at,
        Shown.value(at, text),
        "This is not a duration that is allowed here.",
        "An ISO-8601 duration of days, hours, minutes and seconds, from "
            + shortest
            + " to P31D, such as PT4H or P1D.");
  }

  private void mapping(JsonNode mapping, String at) {
    template(mapping.path("displayName"), at + "/displayName");
    region(mapping, at + "/defaultRegion");
    JsonNode fields = mapping.path("fields");
    displayName(mapping, fields, at);
    saidTwice(mapping, fields, RecordField.CATEGORIES, at);
    for (Map.Entry<String, JsonNode> entry : fields.properties()) {
      String rule = Pointers.to(at + "/fields", entry.getKey());
      template(entry.getValue().path("template"), rule + "/template");
      boolean day =
          RecordField.named(entry.getKey()).map(RecordField::kind).stream()
              .anyMatch(RecordField.Kind.DATE::equals);
      if (day) {
        day(entry.getValue().path("constant"), rule + "/constant");
      }
    }
  }

  /** Outlook lists a contact by it, and a patch without it may lose the contact's other names. */
  private void displayName(JsonNode mapping, JsonNode fields, String at) {
    String name = RecordField.DISPLAY_NAME.document();
    if (fields.path(name).has("drop")) {
      problem(
          Pointers.to(at + "/fields", name) + "/drop",
          "true",
          "A contact cannot be without its display name.",
          "A template such as {surname}, {givenName}, or take this out.");
      return;
    }
    saidTwice(mapping, fields, RecordField.DISPLAY_NAME, at);
  }

  private void saidTwice(JsonNode mapping, JsonNode fields, RecordField field, String at) {
    String name = field.document();
    boolean valued = Stream.of("template", "constant", "drop").anyMatch(fields.path(name)::has);
    if (mapping.has(name) && valued) {
      problem(
          Pointers.to(at + "/fields", name),
          "",
          "The value of '" + name + "' is said in mapping." + name + " already.",
          "Take one of them out.");
    }
  }

  private void region(JsonNode mapping, String at) {
    JsonNode region = mapping.path("defaultRegion");
    if (!region.isTextual()) {
      return;
    }
    Set<String> countries = new TreeSet<>(Arrays.asList(Locale.getISOCountries()));
    if (mapping.path("phones").asText("asIs").equals("asIs")) {
      problem(
          at,
          Shown.value(at, region),
          "'defaultRegion' says nothing while phone numbers are written as they are.",
          "Set phones to e164, or take this out.");
    } else if (!countries.contains(region.asText())) {
      String meant = region.asText().equals("UK") ? "Did you mean 'GB'? " : "";
      problem(
          at,
          Shown.value(at, region),
          "This is not a country.",
          meant + "Two capitals of ISO 3166, such as DE, GB or US.");
    }
  }

  private void day(JsonNode constant, String at) {
    if (!constant.isTextual()) {
      return;
    }
    try {
      LocalDate.parse(constant.asText());
    } catch (DateTimeException e) {
      problem(at, Shown.value(at, constant), "This is not a day.", "Such as 1990-05-17.");
    }
  }

  private void template(JsonNode template, String at) {
    // The schema says that a longer one is too long.
    if (!template.isTextual() || template.asText().length() > MAX_TEMPLATE) {
      return;
    }
    try {
      Template.parse(template.asText());
    } catch (IllegalArgumentException e) {
      List<String> known = Arrays.stream(Attribute.values()).map(Attribute::document).toList();
      Optional<String> unknown = firstUnknown(template.asText());
      problem(
          at,
          Shown.value(at, template),
          unknown
              .map(name -> "'{" + Shown.text(name) + "}' is no attribute of a record.")
              .orElseGet(() -> "This is not a template: " + e.getMessage() + "."),
          unknown
                  .map(name -> Nearest.suggestion(name, known))
                  .orElse("A literal brace is written twice. ")
              + "Attributes stand in braces: "
              + String.join(", ", known)
              + ".");
    }
  }

  private static Optional<String> firstUnknown(String template) {
    Matcher braces = IN_BRACES.matcher(template.replace("{{", "").replace("}}", ""));
    while (braces.find()) {
      String name = braces.group(1).trim();
      if (Attribute.named(name).isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private void problem(String pointer, String found, String message, String allowed) {
    problems.add(new DocumentProblem(pointer, found, message, allowed));
  }
}
