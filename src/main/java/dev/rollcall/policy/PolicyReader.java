package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.ContactField;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a policy document whose form the schema has approved into a policy, and finds what the
 * schema can not say.
 */
final class PolicyReader {

  private static final Duration SHORTEST_EVERY = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int MAX_SEGMENTS = 10;
  private static final int MAX_SEGMENT = 255;

  private final List<DocumentProblem> problems = new ArrayList<>();

  List<DocumentProblem> problems() {
    return problems;
  }

  Policy read(JsonNode json) {
    JsonNode target = json.path("target");
    JsonNode changes = json.path("changes");
    JsonNode guardrail = json.path("guardrail");
    String name = json.path("name").asText();
    return new Policy(
        new PolicyId(json.path("id").asText()),
        name,
        json.path("description").asText(""),
        new EnvironmentId(json.path("environment").asText()),
        selections(json.path("source").path("select"), "/source/select", false),
        new Policy.Target(
            selections(target.path("select"), "/target/select", true),
            folder(target.path("folder"), name),
            target.path("concurrency").asInt(5),
            choice(Policy.WhenMailboxLeaves.class, target.path("whenMailboxLeaves"), "remove"),
            duration(
                target.path("driftCheckEvery").asText("P1D"),
                "/target/driftCheckEvery",
                Duration.ZERO)),
        mapping(json.path("mapping")),
        new Policy.Changes(
            changes.path("createAndUpdate").asBoolean(true),
            changes.path("delete").asBoolean(true),
            choice(Policy.UserEdits.class, changes.path("userEdits"), "overwrite"),
            choice(Policy.UserDeletes.class, changes.path("userDeletes"), "restore")),
        new Policy.Limits(
            guardrail.path("maxDeletes").asInt(50), guardrail.path("maxDeletePercent").asInt(10)),
        json.has("schedule")
            ? Optional.of(
                duration(
                    json.path("schedule").path("every").asText(),
                    "/schedule/every",
                    SHORTEST_EVERY))
            : Optional.empty());
  }

  private List<Selection> selections(JsonNode entries, String pointer, boolean mailboxes) {
    List<Selection> selections = new ArrayList<>();
    Set<Selection> seen = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String at = pointer + "/" + i;
      Optional<Selection> selection = selection(entries.get(i), at, mailboxes);
      selection.ifPresent(
          taken -> {
            if (!seen.add(taken)) {
              problem(at, "", "This entry stands here twice.", "Take one of them out.");
            }
            selections.add(taken);
          });
    }
    return selections;
  }

  private Optional<Selection> selection(JsonNode entry, String at, boolean mailboxes) {
    long kinds = List.of("group", "recipient", "query").stream().filter(entry::has).count();
    if (kinds != 1) {
      problem(
          at,
          "",
          kinds == 0 ? "This entry selects nothing." : "This entry selects in more than one way.",
          "Exactly one of group, recipient and query.");
      return Optional.empty();
    }
    if (!entry.has("group")) {
      onlyWith(entry, at, "group", List.of("include", "nested", "membersInNotes"));
    }
    if (!entry.has("query")) {
      onlyWith(entry, at, "query", List.of("recipientTypes"));
    }
    if (entry.has("group")) {
      return Optional.of(group(entry, at, mailboxes));
    }
    if (entry.has("recipient")) {
      return Optional.of(new Selection.Recipient(entry.path("recipient").asText()));
    }
    Set<RecipientType> types = EnumSet.noneOf(RecipientType.class);
    entry
        .path("recipientTypes")
        .forEach(t -> RecipientType.named(t.asText()).ifPresent(types::add));
    return Optional.of(
        new Selection.Query(
            entry.path("query").asText(),
            types.isEmpty() ? EnumSet.allOf(RecipientType.class) : types));
  }

  private Selection group(JsonNode entry, String at, boolean mailboxes) {
    Selection.Include include = choice(Selection.Include.class, entry.path("include"), "members");
    boolean notes = entry.path("membersInNotes").asBoolean(false);
    if (mailboxes && include != Selection.Include.MEMBERS) {
      problem(
          at + "/include",
          entry.path("include").asText(),
          "A group has no mailbox to write to.",
          "Of a group only its members can be targets: members.");
    }
    if (notes && include == Selection.Include.MEMBERS) {
      problem(
          at + "/membersInNotes",
          "true",
          "The group itself is not taken here, so there is no contact to name its members.",
          "Set include to group or both, or take this out.");
    }
    return new Selection.Group(
        entry.path("group").asText(), include, entry.path("nested").asBoolean(false), notes);
  }

  private void onlyWith(JsonNode entry, String at, String kind, List<String> keys) {
    for (String key : keys) {
      if (entry.has(key)) {
        problem(
            at + "/" + key,
            SchemaCheck.shown(entry.get(key)),
            "'" + key + "' says nothing here.",
            "It belongs to an entry with " + kind + ". Take it out.");
      }
    }
  }

  private List<String> folder(JsonNode folder, String name) {
    if (folder.isMissingNode()) {
      String own = name.strip().replace('/', '-');
      return List.of(own.length() <= MAX_SEGMENT ? own : own.substring(0, MAX_SEGMENT));
    }
    String path = folder.asText();
    if (path.strip().equals("/")) {
      return List.of();
    }
    List<String> segments = Arrays.stream(path.split("/", -1)).map(String::strip).toList();
    boolean fits =
        segments.size() <= MAX_SEGMENTS
            && segments.stream()
                .allMatch(
                    segment ->
                        !segment.isEmpty()
                            && segment.length() <= MAX_SEGMENT
                            && segment.chars().noneMatch(Character::isISOControl));
    if (!fits) {
      problem(
          "/target/folder",
          SchemaCheck.shown(folder),
          "This is not a path of folders.",
          "One to "
              + MAX_SEGMENTS
              + " names of 1 to "
              + MAX_SEGMENT
              + " characters with '/' between them, or '/' alone for the Contacts folder.");
    }
    return segments;
  }

  private Mapping mapping(JsonNode mapping) {
    List<String> categories = new ArrayList<>();
    mapping.path("categories").forEach(category -> categories.add(category.asText()));
    Map<ContactField, Mapping.FieldRule> fields = new EnumMap<>(ContactField.class);
    for (Map.Entry<String, JsonNode> entry : mapping.path("fields").properties()) {
      String at = "/mapping/fields/" + Pointers.escaped(entry.getKey());
      Optional<ContactField> field = ContactField.named(entry.getKey());
      if (field.isEmpty()) {
        List<String> known =
            Arrays.stream(ContactField.values()).map(ContactField::graphName).toList();
        problem(
            at,
            "",
            "A contact has no field of this name.",
            Nearest.to(entry.getKey(), known)
                    .map(nearest -> "Did you mean '" + nearest + "'? ")
                    .orElse("")
                + "Known are: "
                + String.join(", ", known)
                + ".");
      } else {
        fields.put(field.get(), fieldRule(entry.getValue(), at));
      }
    }
    return new Mapping(
        Optional.ofNullable(mapping.get("displayName"))
            .map(JsonNode::asText)
            .map(template -> template(template, "/mapping/displayName")),
        mapping.path("phones").asText("asIs").equals("e164")
            ? Mapping.Phones.E164
            : Mapping.Phones.AS_IS,
        Optional.ofNullable(mapping.get("defaultRegion")).map(JsonNode::asText),
        categories,
        mapping.path("photo").asBoolean(true),
        fields);
  }

  private Mapping.FieldRule fieldRule(JsonNode rule, String at) {
    long kinds = List.of("template", "constant", "drop").stream().filter(rule::has).count();
    if (kinds > 1) {
      problem(
          at,
          "",
          "The field gets its value in more than one way.",
          "At most one of template, constant and drop.");
    }
    Optional<Mapping.ValueRule> value = Optional.empty();
    if (rule.has("template")) {
      value =
          Optional.of(
              new Mapping.ValueRule(
                  Mapping.ValueRule.Kind.TEMPLATE,
                  template(rule.path("template").asText(), at + "/template")));
    } else if (rule.has("constant")) {
      value =
          Optional.of(
              new Mapping.ValueRule(
                  Mapping.ValueRule.Kind.CONSTANT, rule.path("constant").asText()));
    } else if (rule.has("drop")) {
      value = Optional.of(new Mapping.ValueRule(Mapping.ValueRule.Kind.DROP, ""));
    }
    Mapping.Write write =
        switch (rule.path("write").asText("overwrite")) {
          case "fillIfEmpty" -> Mapping.Write.FILL_IF_EMPTY;
          case "leave" -> Mapping.Write.LEAVE;
          default -> Mapping.Write.OVERWRITE;
        };
    return new Mapping.FieldRule(value, write);
  }

  private String template(String text, String at) {
    try {
      Template.parse(text);
    } catch (IllegalArgumentException e) {
      List<String> known = Arrays.stream(Attribute.values()).map(Attribute::document).toList();
      int open = text.indexOf('{');
      int close = text.indexOf('}', Math.max(open, 0));
      Optional<String> nearest =
          open >= 0 && close > open
              ? Nearest.to(text.substring(open + 1, close), known)
              : Optional.empty();
      problem(
          at,
          text.length() <= 80 ? text : text.substring(0, 80) + "…",
          "This is not a template: " + e.getMessage(),
          nearest.map(name -> "Did you mean '{" + name + "}'? ").orElse("")
              + "Attributes stand in braces: "
              + String.join(", ", known)
              + ".");
    }
    return text;
  }

  private Duration duration(String text, String at, Duration shortest) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(shortest) >= 0 && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Said below, like a duration that is out of range.
    }
    problem(
        at,
        text,
        "This is not a duration that is allowed here.",
        "An ISO-8601 duration from " + shortest + " to P31D, such as PT4H or P1D.");
    return shortest;
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode value, String ifAbsent) {
    return Enum.valueOf(type, value.asText(ifAbsent).toUpperCase(Locale.ROOT));
  }

  private void problem(String pointer, String found, String message, String allowed) {
    problems.add(new DocumentProblem(pointer, found, message, allowed));
  }
}
