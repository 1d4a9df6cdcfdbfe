package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Location;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
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

  /** How long a disabled account waits to be deleted unless the policy says so. */
  private static final int DAYS_DISABLED = 30;

  private PolicyReader() {}

  static Policy read(JsonNode json) {
    JsonNode target = json.path("target");
    JsonNode changes = json.path("changes");
    JsonNode guardrail = json.path("guardrail");
    String name = json.path("name").asText();
    Policy.Type type = type(json);
    PolicyId id = new PolicyId(json.path("id").asText());
    Optional<Service> service = service(id, target);
    return new Policy(
        id,
        type,
        name,
        json.path("description").asText(""),
        new EnvironmentId(json.path("environment").asText()),
        selections(json.path("source").path("select")),
        reading(json.path("source")),
        filters(json.path("source")),
        service
            .map(to -> Policy.Target.of(to, drift(target)))
            .orElseGet(() -> mailboxes(target, name)),
        mapping(json.path("mapping"), type),
        new Policy.Changes(
            changes.path("createAndUpdate").asBoolean(true),
            changes.path("delete").asBoolean(type != Policy.Type.FUNCTIONAL_ACCOUNTS),
            choice(Policy.UserEdits.class, changes.path("userEdits"), "overwrite"),
            choice(Policy.UserDeletes.class, changes.path("userDeletes"), "restore"),
            removal(changes.path("removal"), type, service),
            choice(
                Policy.Existing.class,
                changes.path("existing"),
                type == Policy.Type.GAL ? "skip" : "adopt")),
        new Policy.Limits(
            guardrail.path("maxDeletes").asInt(50), guardrail.path("maxDeletePercent").asInt(10)),
        Optional.ofNullable(json.get("schedule")).map(PolicyReader::schedule),
        Optional.ofNullable(json.get("notify")).map(PolicyReader::summaryMail),
        accounts(json, type, service));
  }

  static Policy.Type type(JsonNode json) {
    return Arrays.stream(Policy.Type.values())
        .filter(type -> type.document().equals(json.path("type").asText()))
        .findFirst()
        .orElse(Policy.Type.CONTACTS);
  }

  private static Policy.Target mailboxes(JsonNode target, String name) {
    return new Policy.Target(
        selections(target.path("select")),
        target.has("folder")
            ? Policy.Target.folders(target.path("folder").asText())
            : List.of(name.replace('/', '-')),
        target.path("concurrency").asInt(5),
        choice(Policy.WhenMailboxLeaves.class, target.path("whenMailboxLeaves"), "remove"),
        drift(target),
        Optional.empty(),
        directory(target),
        new Policy.Writers(JsonText.text(target.get("app")), JsonText.text(target.get("account"))));
  }

  private static Policy.Directory directory(JsonNode target) {
    return target.path("directory").asText().equals(Policy.Directory.ACTIVE_DIRECTORY.document())
        ? Policy.Directory.ACTIVE_DIRECTORY
        : Policy.Directory.TENANT;
  }

  private static Duration drift(JsonNode target) {
    return Duration.parse(target.path("driftCheckEvery").asText("P1D"));
  }

  private static Policy.Reading reading(JsonNode source) {
    Map<String, String> columns = new HashMap<>();
    source
        .path("columns")
        .properties()
        .forEach(c -> columns.put(c.getKey(), c.getValue().asText()));
    Policy.SourceKind kind = sourceKind(source);
    return new Policy.Reading(
        kind,
        JsonText.text(source.get("file"))
            .map(file -> new Policy.Sheet(file, JsonText.text(source.get("sheet")), columns)),
        kind == Policy.SourceKind.SHARED_MAILBOX || kind == Policy.SourceKind.PUBLIC_FOLDER
            ? Optional.of(folder(source))
            : Optional.empty(),
        kind == Policy.SourceKind.OFFER
            ? Optional.of(
                new Policy.Offer(
                    url(source, "url"),
                    source.path("certificate").asText(),
                    thumbprints(source.path("signers"))))
            : Optional.empty(),
        source.path("hidden").asBoolean(false),
        source.path("disabled").asBoolean(false));
  }

  private static Policy.SourceKind sourceKind(JsonNode source) {
    return Arrays.stream(Policy.SourceKind.values())
        .filter(kind -> kind.document().equals(source.path("kind").asText()))
        .findFirst()
        .orElse(Policy.SourceKind.DIRECTORY);
  }

  private static Policy.Folder folder(JsonNode source) {
    String path = source.path("folder").asText("/").strip();
    return new Policy.Folder(
        source.path("mailbox").asText(),
        Policy.Target.folders(path.length() > 1 && path.startsWith("/") ? path.substring(1) : path),
        JsonText.text(source.get("contentMailbox")),
        JsonText.text(source.get("location")).flatMap(Location::named));
  }

  private static Optional<Service> service(PolicyId id, JsonNode target) {
    String token = target.path("token").asText();
    return switch (target.path("kind").asText()) {
      case "scim" ->
          Optional.of(
              new Service.Scim(
                  choice(Service.Dialect.class, target.path("dialect"), "rfc"),
                  url(target, "url"),
                  token,
                  target.path("deleteFunctionalAccounts").asBoolean(false)));
      case "mailprotector" ->
          Optional.of(
              new Service.Mailprotector(
                  target.has("url") ? url(target, "url") : Service.Mailprotector.BASE,
                  token,
                  target.path("domain").asText().toLowerCase(Locale.ROOT)));
      case "emailgistics" ->
          Optional.of(
              new Service.Emailgistics(url(target, "syncUrl"), url(target, "validUrl"), token));
      case "webhook" ->
          Optional.of(new Service.Webhook(url(target, "url"), target.path("secret").asText()));
      case "file" -> Optional.of(new Service.File(target.path("name").asText()));
      case "mailcontact" ->
          Optional.of(
              new Service.MailContact(
                  new EnvironmentId(target.path("environment").asText()),
                  target.path("attribute").asInt(15),
                  target.path("hidden").asBoolean(false),
                  target.path("prefix").asText(""),
                  target.path("suffix").asText(""),
                  JsonText.text(target.get("ou")),
                  directory(target) == Policy.Directory.ACTIVE_DIRECTORY,
                  JsonText.text(target.get("account"))));
      case "offer" ->
          Optional.of(
              new Service.Offer(
                  id, target.path("certificate").asText(), thumbprints(target.path("partners"))));
      default -> Optional.empty();
    };
  }

  private static URI url(JsonNode part, String key) {
    return URI.create(part.path(key).asText());
  }

  private static List<String> thumbprints(JsonNode list) {
    return JsonText.texts(list).stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * Nobody's account is deleted because one answer was short, or before it was disabled a while.
   */
  private static Policy.Removal removal(
      JsonNode removal, Policy.Type type, Optional<Service> service) {
    boolean isAccount = type != Policy.Type.CONTACTS;
    boolean disables =
        removal
            .path("disableFirst")
            .asBoolean(isAccount && service.map(Service::disables).orElse(false));
    return new Policy.Removal(
        removal.path("secondRun").asBoolean(isAccount),
        disables,
        removal.path("afterDays").asInt(disables ? DAYS_DISABLED : 0));
  }

  private static Policy.Accounts accounts(
      JsonNode json, Policy.Type type, Optional<Service> service) {
    if (!type.hasAccounts()) {
      return Policy.Accounts.none();
    }
    JsonNode source = json.path("source");
    List<String> domains = new ArrayList<>();
    source.path("domains").forEach(domain -> domains.add(domain.asText().toLowerCase(Locale.ROOT)));
    JsonNode division = json.path("division");
    JsonNode destinations = json.path("destinations");
    List<Policy.Destinations.Rule> rules = new ArrayList<>();
    destinations
        .path("rules")
        .forEach(
            rule ->
                rules.add(
                    new Policy.Destinations.Rule(
                        rule.path("where").asText(), rule.path("group").asText())));
    return new Policy.Accounts(
        choices(
            Policy.MailboxType.class,
            source.path("mailboxTypes"),
            EnumSet.allOf(Policy.MailboxType.class)),
        choices(Policy.Include.class, source.path("include"), includedByDefault(service)),
        domains,
        Arrays.stream(Policy.Trustees.values())
            .filter(who -> who.document().equals(source.path("trustees").asText()))
            .findFirst()
            .orElse(
                type == Policy.Type.MAILBOX_TEAMS
                    ? Policy.Trustees.SEND_AS
                    : Policy.Trustees.FULL_ACCESS),
        new Policy.Division(
            choice(Policy.Division.By.class, division.path("by"), "off"),
            division.path("value").asText("")),
        new Policy.Destinations(rules, JsonText.text(destinations.get("otherwise"))));
  }

  /** A mail filter has to know every valid address; a service people sign in to, people only. */
  private static Set<Policy.Include> includedByDefault(Optional<Service> service) {
    return service.filter(Service.Scim.class::isInstance).isPresent()
        ? EnumSet.of(Policy.Include.USERS)
        : EnumSet.allOf(Policy.Include.class);
  }

  private static <E extends Enum<E>> Set<E> choices(
      Class<E> type, JsonNode values, Set<E> ifAbsent) {
    if (values.isMissingNode()) {
      return ifAbsent;
    }
    Set<E> chosen = EnumSet.noneOf(type);
    values.forEach(value -> chosen.add(choice(type, value, "")));
    return chosen;
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
    if (entry.has("ou")) {
      return new Selection.OrganisationalUnit(
          entry.path("ou").asText(),
          Arrays.stream(Selection.Depth.values())
              .filter(depth -> depth.document().equals(entry.path("depth").asText()))
              .findFirst()
              .orElse(Selection.Depth.SUBTREE),
          entry.path("groupMembers").asBoolean(false));
    }
    Set<RecipientType> types = EnumSet.noneOf(RecipientType.class);
    entry
        .path("recipientTypes")
        .forEach(type -> types.add(RecipientType.named(type.asText()).orElseThrow()));
    return new Selection.Query(
        entry.path("query").asText(), types.isEmpty() ? EnumSet.allOf(RecipientType.class) : types);
  }

  private static Mapping mapping(JsonNode mapping, Policy.Type type) {
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
        mapping.path("photo").asBoolean(type == Policy.Type.CONTACTS),
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
