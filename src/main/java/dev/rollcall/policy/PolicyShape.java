package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.RecordField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which parts of a policy go together: what each type of sync writes to, and which keys say
 * something for each kind of source and target. The schema knows all keys; a key that says nothing
 * here is refused all the same, so that nobody believes in it.
 */
final class PolicyShape {

  /** What a kind of source or target knows, and for which types it is. */
  private record Shape(Set<String> types, List<String> needed, Set<String> known) {}

  /** What the tenant's directory knows people and groups by. */
  private static final Pattern ADDRESS_OR_ID =
      Pattern.compile("[^\\s@]+@[^\\s@]+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Where an installation answers; one beside the app, while it is tried out, has no https. */
  private static final Pattern OFFER_URL =
      Pattern.compile(
          "^(https://|http://(localhost|127\\.0\\.0\\.1)[:/]).*/api/offers/[a-z0-9][a-z0-9-]{0,62}$");

  private static final String ALL = "contacts accounts functionalAccounts mailboxTeams gal";
  private static final String BUT_GAL = "contacts accounts functionalAccounts mailboxTeams";
  private static final String BUT_CONTACTS = "accounts functionalAccounts mailboxTeams";

  private static final Map<String, Shape> SOURCES =
      Map.of(
          "directory",
          shape(ALL, "select", "hidden mailboxTypes trustees include domains where addressFilter"),
          "activeDirectory",
          shape(
              ALL,
              "select",
              "hidden disabled mailboxTypes trustees include domains where addressFilter"),
          "sharedMailbox",
          shape("contacts", "mailbox", "folder location where addressFilter"),
          "publicFolder",
          shape("contacts", "mailbox folder", "contentMailbox location where addressFilter"),
          "spreadsheet",
          shape(BUT_GAL, "file", "sheet columns include domains where addressFilter"),
          "offer",
          shape("gal", "url certificate signers", "where addressFilter"));

  private static final Map<String, Shape> TARGETS =
      Map.of(
          "mailboxes",
          shape(
              "contacts",
              "select",
              "folder concurrency whenMailboxLeaves driftCheckEvery directory app account"),
          "scim",
          shape(
              "accounts functionalAccounts",
              "dialect url token",
              "deleteFunctionalAccounts driftCheckEvery"),
          "mailprotector",
          shape("accounts", "token domain", "url driftCheckEvery"),
          "emailgistics",
          shape("mailboxTeams", "syncUrl validUrl token", "driftCheckEvery"),
          "webhook",
          shape(BUT_CONTACTS, "url secret", "driftCheckEvery"),
          "file",
          shape(BUT_CONTACTS, "name", "driftCheckEvery"),
          "mailcontact",
          shape(
              "gal",
              "environment",
              "attribute hidden prefix suffix ou directory account driftCheckEvery"),
          "offer",
          shape("gal", "certificate partners", "driftCheckEvery"));

  /** Keys of a source that say something for some types only. */
  private static final Map<String, Set<String>> SOURCE_KEYS_OF =
      Map.of(
          "mailboxTypes", words("functionalAccounts mailboxTeams"),
          "trustees", words("functionalAccounts mailboxTeams"),
          "include", words("accounts"),
          "domains", words(BUT_CONTACTS));

  /** Fields of the mapping that accounts have. */
  private static final Set<String> ACCOUNT_FIELDS =
      words(
          "displayName givenName surname companyName department jobTitle businessPhones mobilePhone");

  /** Fields of the mapping that mail contacts have. */
  private static final Set<String> GAL_FIELDS =
      Policy.Type.GAL_FIELDS.stream()
          .map(RecordField::document)
          .collect(Collectors.toUnmodifiableSet());

  private final JsonNode policy;
  private final String type;
  private final String target;
  private final List<DocumentProblem> problems = new ArrayList<>();

  private PolicyShape(JsonNode policy) {
    this.policy = policy;
    this.type = policy.path("type").asText();
    this.target = policy.path("target").path("kind").asText();
  }

  /** What does not go together; nothing is said of types and kinds that the schema refuses. */
  static List<DocumentProblem> problems(JsonNode policy) {
    PolicyShape shape = new PolicyShape(policy);
    shape.part("source", SOURCES);
    shape.part("target", TARGETS);
    // Where type and kind do not fit, there is nothing to say of the rest.
    boolean fits = shape.problems.stream().noneMatch(one -> one.pointer().endsWith("/kind"));
    if (words(ALL).contains(shape.type) && fits) {
      shape.sourceKeys();
      shape.units();
      shape.places();
      shape.organisations();
      shape.offer();
      shape.changes();
      shape.mapping();
    }
    return shape.problems;
  }

  private void part(String name, Map<String, Shape> shapes) {
    JsonNode part = policy.path(name);
    String kind = part.path("kind").asText();
    Shape shape = shapes.get(kind);
    if (shape == null || !part.isObject()) {
      return;
    }
    if (words(ALL).contains(type) && !shape.types().contains(type)) {
      Set<String> fitting = new TreeSet<>();
      shapes.forEach(
          (other, of) -> {
            if (of.types().contains(type)) {
              fitting.add(other);
            }
          });
      problem(
          "/" + name + "/kind",
          kind,
          "A policy of type " + type + " does not write to " + kind + ".",
          "For " + type + ": " + String.join(", ", fitting) + ".");
      return;
    }
    for (String key : shape.needed()) {
      if (!part.has(key)) {
        problem(
            "/" + name + "/" + key,
            "",
            "'" + key + "' is missing.",
            "The " + name + " " + kind + " needs it.");
      }
    }
    Set<String> known = new TreeSet<>(shape.known());
    known.addAll(shape.needed());
    for (Shape other : shapes.values()) {
      other.known().stream().forEach(key -> strange(name, kind, part, key, known));
      other.needed().forEach(key -> strange(name, kind, part, key, known));
    }
  }

  private void strange(String name, String kind, JsonNode part, String key, Set<String> known) {
    String at = "/" + name + "/" + key;
    boolean said = problems.stream().anyMatch(problem -> problem.pointer().equals(at));
    if (part.has(key) && !known.contains(key) && !said) {
      problem(
          at,
          "",
          "'" + key + "' says nothing for the " + name + " " + kind + ".",
          "Take it out. The " + name + " " + kind + " knows: " + String.join(", ", known) + ".");
    }
  }

  private void sourceKeys() {
    SOURCE_KEYS_OF.forEach(
        (key, types) -> {
          if (policy.path("source").has(key) && !types.contains(type)) {
            onlyFor("/source/" + key, key, String.join(", ", new TreeSet<>(types)));
          }
        });
    if (policy.path("source").path("file").asText().endsWith(".csv")
        && policy.path("source").has("sheet")) {
      problem("/source/sheet", "", "A .csv file has no sheets.", "Take it out.");
    }
  }

  /** Organisational units are Active Directory's; the tenant's directory has none. */
  private void units() {
    boolean reads = policy.path("source").path("kind").asText().equals("activeDirectory");
    boolean names = policy.path("target").path("directory").asText().equals("activeDirectory");
    if (!reads) {
      noUnits("/source/select", policy.path("source").path("select"), "the source activeDirectory");
    }
    if (!names) {
      noUnits(
          "/target/select",
          policy.path("target").path("select"),
          "a target whose directory is activeDirectory");
    }
  }

  private void noUnits(String at, JsonNode entries, String where) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.path(i).has("ou")) {
        problem(
            Pointers.to(at, i) + "/ou",
            Shown.text(entries.path(i).path("ou").asText()),
            "The tenant's directory has no organisational units.",
            "A group instead, a filter on organizationalUnit where Exchange is asked, or "
                + where
                + ".");
      }
      for (String key : List.of("group", "recipient")) {
        String name = entries.path(i).path(key).asText();
        if (!name.isEmpty() && !ADDRESS_OR_ID.matcher(name).matches()) {
          problem(
              Pointers.to(at, i) + "/" + key,
              Shown.text(name),
              "The tenant's directory knows neither distinguished names nor accounts of Windows.",
              "A mail address or an object id, or " + where + ".");
        }
      }
    }
  }

  private void places() {
    if (policy.has("division") && !target.equals("scim")) {
      onlyFor("/division", "division", "the target scim");
    }
    if (policy.has("destinations")
        && !Set.of("mailprotector", "webhook", "file").contains(target)) {
      onlyFor("/destinations", "destinations", "the targets file, mailprotector, webhook");
    }
    JsonNode division = policy.path("division");
    boolean byIdentifier = division.path("by").asText().equals("identifier");
    if (byIdentifier && !division.has("value")) {
      problem("/division/value", "", "'value' is missing.", "The identifier, for all accounts.");
    }
    if (!byIdentifier && division.has("value")) {
      problem(
          "/division/value",
          "",
          "'value' says nothing unless 'by' is identifier.",
          "Take it out, or set by to identifier.");
    }
  }

  /** The address says which offer is asked for. */
  private void offer() {
    String url = policy.path("source").path("url").asText();
    if (policy.path("source").path("kind").asText().equals("offer")
        && !url.isEmpty()
        && !OFFER_URL.matcher(url).find()) {
      problem(
          "/source/url",
          Shown.text(url),
          "This is not where another installation answers.",
          "Its https address, /api/offers/ and the id of its policy, such as"
              + " https://contoso-rollcall.azurewebsites.net/api/offers/people.");
    }
    if (policy.path("source").path("kind").asText().equals("offer") && asksForGroups()) {
      problem(
          "/source/where",
          "memberOf",
          "An offer does not tell which groups somebody is in, so nobody would be taken.",
          "What is told, such as department or recipientType; or have the one who offers choose by"
              + " the group.");
    }
  }

  private boolean asksForGroups() {
    try {
      String where = policy.path("source").path("where").asText();
      return !where.isBlank() && !Filter.parse(where).groups().isEmpty();
    } catch (SyntaxProblem e) {
      // That is said where filters are looked at.
      return false;
    }
  }

  /** What goes from an organisation to itself would meet itself there. */
  private void organisations() {
    String own = policy.path("environment").asText();
    String fed = policy.path("target").path("environment").asText();
    boolean taken = policy.path("source").path("kind").asText().equals("offer");
    if (taken && target.equals("offer")) {
      problem(
          "/target/kind",
          "offer",
          "What another installation offers is not offered further.",
          "mailcontact. Whoever else wants it fetches it from the one who offers it.");
    }
    if (taken
        && target.equals("mailcontact")
        && !own.isEmpty()
        && !fed.isEmpty()
        && !own.equals(fed)) {
      problem(
          "/target/environment",
          fed,
          "From an offer nothing is read in any environment of this installation.",
          "The policy's own environment: '" + own + "'.");
    }
    if (!taken && target.equals("mailcontact") && !own.isEmpty() && fed.equals(own)) {
      problem(
          "/target/environment",
          own,
          "The address list is that of the organisation whose people are read.",
          "The id of another environment.");
    }
  }

  private void changes() {
    JsonNode changes = policy.path("changes");
    Set<String> listing = Set.of("scim", "mailprotector", "mailcontact");
    if (changes.has("existing") && !listing.contains(target)) {
      onlyFor("/changes/existing", "existing", "the targets mailcontact, mailprotector, scim");
    }
    boolean renames = changes.path("existing").asText().equals("rename");
    if (renames && listing.contains(target) && !target.equals("mailcontact")) {
      problem(
          "/changes/existing",
          "rename",
          "An account has no name beside its address.",
          "For the target " + target + ": adopt, skip.");
    }
    boolean disables = changes.path("removal").path("disableFirst").asBoolean(false);
    if (disables && !Set.of("scim", "webhook").contains(target)) {
      problem(
          "/changes/removal/disableFirst",
          "true",
          "What is written to knows no disabled accounts.",
          "Take it out; days of grace are said with afterDays.");
    }
    boolean spares = policy.path("target").has("deleteFunctionalAccounts");
    if (spares && !type.equals("functionalAccounts")) {
      onlyFor("/target/deleteFunctionalAccounts", "deleteFunctionalAccounts", "functionalAccounts");
    }
  }

  private void mapping() {
    if (type.equals("contacts")) {
      return;
    }
    JsonNode mapping = policy.path("mapping");
    for (String key : List.of("categories", "photo")) {
      if (mapping.has(key)) {
        onlyFor("/mapping/" + key, key, "contacts");
      }
    }
    Set<String> known = type.equals("gal") ? GAL_FIELDS : ACCOUNT_FIELDS;
    for (Map.Entry<String, JsonNode> field : mapping.path("fields").properties()) {
      boolean isContacts =
          RecordField.named(field.getKey()).filter(RecordField.OF_CONTACTS::contains).isPresent();
      if (isContacts && !known.contains(field.getKey())) {
        problem(
            Pointers.to("/mapping/fields", field.getKey()),
            "",
            type.equals("gal")
                ? "A mail contact has no such field."
                : "An account has no such field.",
            (type.equals("gal") ? "Mail contacts have: " : "Accounts have: ")
                + String.join(", ", new TreeSet<>(known))
                + ".");
      }
    }
  }

  private void onlyFor(String at, String key, String what) {
    problem(at, "", "'" + key + "' says something only for " + what + ".", "Take it out.");
  }

  private void problem(String at, String found, String sentence, String allowed) {
    problems.add(new DocumentProblem(at, found, sentence, allowed));
  }

  private static Shape shape(String types, String needed, String known) {
    return new Shape(words(types), List.of(needed.split(" ")), words(known));
  }

  private static Set<String> words(String text) {
    return Set.of(text.split(" "));
  }
}
