package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Turns a policy document in which nothing is wrong into a policy. What it takes for what is not
 * said is what the schema publishes.
 */
final class PolicyReader {

  private PolicyReader() {}

  static Policy read(JsonNode json) {
    JsonNode target = json.path("target");
    JsonNode changes = json.path("changes");
    JsonNode guardrail = json.path("guardrail");
    String name = json.path("name").asText();
    return new Policy(
        new PolicyId(json.path("id").asText()),
        name,
        json.path("description").asText(""),
        new EnvironmentId(json.path("environment").asText()),
        selections(json.path("source").path("select")),
        filters(json.path("source")),
        new Policy.Target(
            selections(target.path("select")),
            target.has("folder")
                ? Policy.Target.folders(target.path("folder").asText())
                : List.of(name.replace('/', '-')),
            target.path("concurrency").asInt(5),
            choice(Policy.WhenMailboxLeaves.class, target.path("whenMailboxLeaves"), "remove"),
            Duration.parse(target.path("driftCheckEvery").asText("P1D"))),
        mapping(json.path("mapping")),
        new Policy.Changes(
            changes.path("createAndUpdate").asBoolean(true),
            changes.path("delete").asBoolean(true),
            choice(Policy.UserEdits.class, changes.path("userEdits"), "overwrite"),
            choice(Policy.UserDeletes.class, changes.path("userDeletes"), "restore")),
        new Policy.Limits(
            guardrail.path("maxDeletes").asInt(50), guardrail.path("maxDeletePercent").asInt(10)),
        Optional.ofNullable(json.get("schedule")).map(PolicyReader::schedule),
        Optional.ofNullable(json.get("notify")).map(PolicyReader::summaryMail));
  }

  private static Policy.SummaryMail summaryMail(JsonNode notify) {
    return new Policy.SummaryMail(
        JsonText.texts(notify.path("to")),
        JsonText.text(notify.get("subject")),
        notify.path("onlyOnError").asBoolean(false));
  }

  private static Policy.Filters filters(JsonNode source) {
    JsonNode address = source.path("addressFilter");
    AddressFilter.Mode mode =
        address.has("include") ? AddressFilter.Mode.INCLUDE : AddressFilter.Mode.EXCLUDE;
    return new Policy.Filters(
        JsonText.text(source.get("where")),
        JsonText.text(address.get(DocumentWriter.word(mode)))
            .map(text -> new AddressFilter(mode, text)));
  }

  private static Schedule schedule(JsonNode schedule) {
    Optional<Duration> every = JsonText.text(schedule.get("every")).map(Duration::parse);
    boolean byClock = Stream.of("weekly", "monthly", "start").anyMatch(schedule::has);
    return byClock
        ? new Schedule.Calendar(
            days(schedule),
            LocalTime.parse(schedule.path("start").asText("00:00")),
            every,
            ZoneId.of(schedule.path("timeZone").asText("UTC")))
        : new Schedule.Interval(every.orElseThrow());
  }

  private static Schedule.Days days(JsonNode schedule) {
    if (schedule.has("weekly")) {
      Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
      schedule.path("weekly").forEach(day -> days.add(Weekdays.named(day.asText())));
      return new Schedule.Days.Weekly(days);
    }
    if (schedule.has("monthly")) {
      Set<Integer> days = new TreeSet<>();
      boolean last = false;
      for (JsonNode day : schedule.path("monthly")) {
        if (day.isTextual()) {
          last = true;
        } else {
          days.add(day.asInt());
        }
      }
      return new Schedule.Days.Monthly(days, last);
    }
    return new Schedule.Days.Daily();
  }

  private static List<Selection> selections(JsonNode entries) {
    List<Selection> selections = new ArrayList<>();
    entries.forEach(entry -> selections.add(selection(entry)));
    return selections;
  }

  private static Selection selection(JsonNode entry) {
    if (entry.has("group")) {
      return new Selection.Group(
          entry.path("group").asText(),
          choice(Selection.Include.class, entry.path("include"), "members"),
          entry.path("nested").asBoolean(false),
          entry.path("membersInNotes").asBoolean(false));
    }
    if (entry.has("recipient")) {
      return new Selection.Recipient(entry.path("recipient").asText());
    }
    Set<RecipientType> types = EnumSet.noneOf(RecipientType.class);
    entry
        .path("recipientTypes")
        .forEach(type -> types.add(RecipientType.named(type.asText()).orElseThrow()));
    return new Selection.Query(
        entry.path("query").asText(), types.isEmpty() ? EnumSet.allOf(RecipientType.class) : types);
  }

  private static Mapping mapping(JsonNode mapping) {
    List<String> categories = new ArrayList<>();
    mapping.path("categories").forEach(category -> categories.add(category.asText()));
    Map<RecordField, Mapping.FieldRule> fields = new EnumMap<>(RecordField.class);
    for (Map.Entry<String, JsonNode> entry : mapping.path("fields").properties()) {
      fields.put(
          RecordField.named(entry.getKey()).orElseThrow(),
          new Mapping.FieldRule(value(entry.getValue()), write(entry.getValue())));
    }
    return new Mapping(
        JsonText.text(mapping.get("displayName")),
        mapping.path("phones").asText("asIs").equals("e164")
            ? Mapping.Phones.E164
            : Mapping.Phones.AS_IS,
        JsonText.text(mapping.get("defaultRegion")),
        categories,
        mapping.path("photo").asBoolean(true),
        fields);
  }

  private static Optional<Mapping.ValueRule> value(JsonNode rule) {
    if (rule.has("drop")) {
      return Optional.of(new Mapping.ValueRule(Mapping.ValueRule.Kind.DROP, ""));
    }
    return JsonText.text(rule.get("template"))
        .map(template -> new Mapping.ValueRule(Mapping.ValueRule.Kind.TEMPLATE, template))
        .or(
            () ->
                JsonText.text(rule.get("constant"))
                    .map(text -> new Mapping.ValueRule(Mapping.ValueRule.Kind.CONSTANT, text)));
  }

  private static Mapping.Write write(JsonNode rule) {
    String write = rule.path("write").asText("overwrite");
    return write.equals("fillIfEmpty")
        ? Mapping.Write.FILL_IF_EMPTY
        : choice(Mapping.Write.class, rule.path("write"), write);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode value, String ifAbsent) {
    return Enum.valueOf(type, value.asText(ifAbsent).toUpperCase(Locale.ROOT));
  }
}
