package dev.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.LocalHost;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.Counts;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.OfficeContacts;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.OrganisationFile;
import dev.rollcall.localtenant.organisation.Photos;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The main job, from nothing to a held mass departure, against a whole organisation on this
 * machine. Ends with status 0, or 1 if anything differed from what was announced.
 *
 * <p>{@code rollcall.organisation} names a directory to read instead of the generated one, {@code
 * rollcall.then} what it becomes.
 */
public final class Demo {

  private static final String POLICY = "company-employees";
  private static final String FOLDER = "CompanyEmployees";
  private static final int SHOWN = 8;

  private static final Logger LOG = Logger.getLogger(LocalHost.LOGGER);

  private final Printer print;
  private final LocalCloud cloud;
  private final RollcallApi api;
  private int records;
  private String applied = "";

  private Demo(Printer print, LocalCloud cloud) {
    this.print = print;
    this.cloud = cloud;
    this.api = cloud.api();
  }

  public static void main(String[] arguments) {
    // The demo tells its own story; the functions' log lines would drown it.
    LOG.setLevel(Boolean.getBoolean("rollcall.log") ? Level.ALL : Level.OFF);
    Printer print = new Printer(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    String file = System.getProperty("rollcall.organisation", "");
    String then = System.getProperty("rollcall.then", "");
    Organisation organisation =
        file.isEmpty() ? Generator.standard() : OrganisationFile.read(Path.of(file));
    if (file.isEmpty()) {
      List<DirectoryObject> people = organisation.mailboxes();
      for (int i = 0; i < 40; i++) {
        organisation.setPhoto(people.get(i).id(), Optional.of(Photos.of(i)));
      }
    }
    mailer(organisation);
    try (LocalCloud cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults())) {
      Demo demo = new Demo(print, cloud);
      demo.configure(file.isEmpty());
      demo.firstRuns();
      if (file.isEmpty()) {
        demo.everydayChanges();
        demo.massDeparture();
      } else if (!then.isEmpty()) {
        demo.election(OrganisationFile.read(Path.of(then)));
      }
      demo.mail();
      new OwnServers(demo, print, cloud, offices(file)).show();
      try (Downstream downstream = new Downstream(demo, print, cloud, file.isEmpty())) {
        downstream.show();
        new Neighbours(demo, print, cloud, file.isEmpty()).show();
        demo.connection();
      }
      print.title("Done");
      print.check(
          "requests the local tenant does not know",
          List.of(),
          cloud.tenant().unexpectedRequests());
      print.line(
          print.differences() == 0
              ? "Everything was as announced."
              : print.differences() + " things were not as announced.");
    }
    System.exit(print.differences() == 0 ? 0 : 1);
  }

  /** What people keep in shared folders: of a congress its district offices. */
  private static List<ObjectNode> offices(String file) {
    List<ObjectNode> offices =
        file.endsWith(".json") ? OfficeContacts.of(Path.of(file)) : List.of();
    return offices.isEmpty() ? OfficeContacts.generated(60) : offices;
  }

  private static void mailer(Organisation organisation) {
    organisation.addMailbox("MAILER", "Rollcall", "svc_rollcall", "shared");
  }

  private void configure(boolean generated) {
    Organisation organisation = cloud.organisation();
    print.title("An organisation on this machine");
    print.line(
        organisation.name()
            + ": "
            + organisation.all(DirectoryObject.Kind.USER).size()
            + " users, "
            + organisation.mailboxes().size()
            + " of them with a mailbox, "
            + organisation.all(DirectoryObject.Kind.GROUP).size()
            + " groups, "
            + organisation.all(DirectoryObject.Kind.CONTACT).size()
            + " mail contacts. Functions answer at "
            + cloud.host().address()
            + ".");
    String ours = cloud.sampleEnvironment().replace("@contoso.com", "@" + organisation.domain());
    int environment = api.put("/api/environments/contoso", ours).status();
    print.check("PUT /api/environments/contoso", 201, environment);
    RollcallApi.Answer policy = api.put("/api/policies/" + POLICY, policy(generated));
    print.check("PUT /api/policies/" + POLICY, 201, policy.status());
  }

  /**
   * The sample policy, with this organisation's domain; a directory from a file has its own groups.
   */
  private String policy(boolean generated) {
    String sample =
        LocalCloud.sample("policies/company-employees.json")
            .replaceFirst("\\{", "{ \"notify\": { \"to\": [\"admin@contoso.com\"] },")
            .replace("contoso.com", cloud.organisation().domain());
    return generated
        ? sample
        : sample
            .replace("all-employees@", "all-members@")
            .replace("field-staff@", "all-members@")
            .replace(
                "\"folder\": \"CompanyEmployees\"",
                "\"folder\": \"CompanyEmployees\", \"concurrency\": 20");
  }

  private void firstRuns() {
    print.title("Preview: what would be done, and nothing done");
    JsonNode preview = run(api.startRun(POLICY, "preview", false));
    String previewAddress = RollcallApi.address(preview);
    summary(preview);
    records = preview.path("source").path("records").asInt();
    int mailboxes = preview.path("work").path("targets").asInt();
    changes(previewAddress, Optional.empty());
    print.check("contacts in mailboxes", 0, contacts());
    print.check(
        "contacts to create",
        (long) records * mailboxes,
        preview.path("counts").path("created").asLong());

    print.title("Apply exactly that preview");
    Instant begun = Instant.now();
    JsonNode first = run(RollcallApi.location(api.post(previewAddress + "/apply", "")));
    summary(first);
    print.line("It took " + seconds(begun) + " s.");
    print.check("status", "finished", first.path("status").asText());
    print.check("contacts in mailboxes", records * mailboxes, contacts());

    print.title("Apply again: nothing changed, so next to nothing is asked");
    cloud.tenant().counters().reset();
    JsonNode second = run(api.startRun(POLICY, "apply", false));
    summary(second);
    print.check("status", "finished", second.path("status").asText());
    print.check("requests for contacts in mailboxes", 0L, requestsForContacts());
    print.line(
        "Graph answered "
            + cloud.tenant().counters().counts().calls()
            + " calls, all of them reads of the directory.");
  }

  private void everydayChanges() {
    print.title(
        "The directory lives: two join, one leaves, a new number, a marriage; a user edits and deletes");
    Organisation organisation = cloud.organisation();
    List<DirectoryObject> members =
        organisation.members(Organisation.idOf("GROUP:north"), false).stream()
            .filter(person -> !isFieldStaff(person))
            .toList();
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      DirectoryObject person =
          organisation.join("new" + i, "New Colleague" + i, "new.colleague" + i);
      person.properties().put("givenName", "New").put("surname", "Colleague" + i);
      joined.add(person.id());
    }
    organisation.addMembers(Organisation.idOf("GROUP:all"), joined);
    organisation.leave(members.get(3).id());
    organisation.change(members.get(4).id(), "mobilePhone", "+49 171 7654321");
    organisation.marry(members.get(5).id(), "Newname");
    MailboxUser.Folder folder = field().folder(FOLDER);
    List<MailboxUser.Card> colleagues =
        folder.contacts().stream()
            .filter(card -> members.subList(6, 8).stream().anyMatch(person -> isOf(card, person)))
            .toList();
    colleagues.get(0).edit("jobTitle", "My favourite colleague");
    colleagues.get(1).delete();
    folder.add("{\"displayName\":\"My dentist\",\"givenName\":\"My\",\"surname\":\"Dentist\"}");
    int mailboxes = mailboxes().size();
    int before = contacts();

    JsonNode run = run(api.startRun(POLICY, "apply", true));
    summary(run);
    changes(RollcallApi.address(run), Optional.of(field().id()));
    JsonNode counts = run.path("counts");
    print.check("status", "finished", run.path("status").asText());
    print.check(
        "created: two people everywhere, one restored",
        2L * mailboxes + 1,
        counts.path("created").asLong());
    print.check(
        "updated: two people everywhere, one edit undone",
        2L * mailboxes + 1,
        counts.path("updated").asLong());
    print.check(
        "deleted: one person everywhere", (long) mailboxes, counts.path("deleted").asLong());
    records += 1;
    print.check(
        "contacts in mailboxes, the dentist among them", before + 1 + mailboxes, contacts());
    print.check("the dentist", "My dentist", folder.contact("My dentist").text("displayName"));
  }

  private void massDeparture() {
    print.title("Sixty people vanish from the directory: the run stops and asks");
    Organisation organisation = cloud.organisation();
    List<DirectoryObject> people =
        organisation.members(Organisation.idOf("GROUP:north"), false).stream()
            .filter(person -> !isFieldStaff(person))
            .limit(60)
            .toList();
    people.forEach(person -> organisation.leave(person.id()));
    int before = contacts();
    JsonNode held = run(api.startRun(POLICY, "apply", false));
    summary(held);
    print.check("status", "held", held.path("status").asText());
    print.check("contacts in mailboxes", before, contacts());
    approve(held);
    print.check("contacts in mailboxes", before - 60 * mailboxes().size(), contacts());
  }

  private void election(Organisation later) {
    print.title("An election: the directory becomes another one");
    int members = later.mailboxes().size();
    // Mails are sent from it before the election and after.
    mailer(later);
    cloud.organisation().becomes(later);
    JsonNode run = run(api.startRun(POLICY, "apply", false));
    summary(run);
    if (run.path("status").asText().equals("held")) {
      approve(run);
    }
    JsonNode after = run(api.startRun(POLICY, "preview", false));
    print.check("still to create", 0L, after.path("counts").path("created").asLong());
    print.check("still to update", 0L, after.path("counts").path("updated").asLong());
    print.check("still to delete", 0L, after.path("counts").path("deleted").asLong());
    int wanted = after.path("source").path("records").asInt();
    print.check("contacts in members' mailboxes", members * wanted, contacts());
  }

  private void approve(JsonNode held) {
    print.line("Approving exactly the plan that was shown.");
    JsonNode approved = run(api.approve(held));
    summary(approved);
    print.check("status", "finished", approved.path("status").asText());
  }

  /** What the administrator got about the last run that wrote something, as text. */
  private void mail() {
    print.title("The mail about that run, as text; it is HTML as well");
    JsonNode told =
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> api.get(applied).json().path("mail"),
                mail -> !mail.path("status").asText().equals("due") || mail.has("failedAttempts"));
    print.check("mail", "sent", told.path("status").asText());
    cloud.tenant().sentMail().stream()
        .filter(mail -> mail.text().contains(applied))
        .reduce((earlier, later) -> later)
        .ifPresent(
            mail -> {
              print.line("To: " + String.join(", ", mail.to()));
              print.line("Subject: " + mail.subject());
              print.line("");
              mail.text().lines().forEach(print::line);
            });
  }

  /** What an administrator asks first when something does not work. */
  private void connection() {
    print.title(
        "The connection test: what the environment's policies need, and whether it is there");
    api.text("POST", "/api/environments/contoso/test", "{}").lines().forEach(print::line);
    JsonNode counts = api.post("/api/environments/contoso/test", "{}").json().path("counts");
    print.check("lines that failed", 0, counts.path("failed").asInt());
    print.check("lines that could not be looked at", 0, counts.path("skipped").asInt());
  }

  /**
   * Shows a policy, carries it out exactly as shown, and sees that nothing is left to do.
   *
   * @param what it makes, for people
   * @param held how many of these there are now
   */
  void policy(String title, String id, String document, String what, IntSupplier held) {
    print.title(title);
    print.check("PUT /api/policies/" + id, 201, api.put("/api/policies/" + id, document).status());
    int before = held.getAsInt();
    JsonNode preview = run(api.startRun(id, "preview", false));
    summary(preview);
    changes(RollcallApi.address(preview));
    print.check(what + " after the preview", before, held.getAsInt());
    long created = preview.path("counts").path("created").asLong();
    JsonNode applied =
        run(RollcallApi.location(api.post(RollcallApi.address(preview) + "/apply", "")));
    summary(applied);
    print.check("status", "finished", applied.path("status").asText());
    print.check("created", created, applied.path("counts").path("created").asLong());
    print.check("failed", 0L, applied.path("counts").path("failed").asLong());
    print.check(what, before + created, (long) held.getAsInt());
    JsonNode again = run(api.startRun(id, "apply", false));
    JsonNode counts = again.path("counts");
    print.check(
        "written by a run after which nothing changed",
        0L,
        counts.path("created").asLong()
            + counts.path("updated").asLong()
            + counts.path("deleted").asLong());
  }

  JsonNode run(String address) {
    JsonNode run = api.await(address, print::progress);
    if (run.path("mode").asText().equals("apply")) {
      applied = address;
    }
    print.endProgress();
    return run;
  }

  void summary(JsonNode run) {
    JsonNode counts = run.path("counts");
    print.table(
        List.of(
            "run",
            "status",
            "records",
            "created",
            "updated",
            "deleted",
            "unchanged",
            "skipped",
            "failed",
            "calls"),
        List.of(
            List.of(
                run.path("mode").asText(),
                run.path("status").asText(),
                run.path("source").path("records").asText("-"),
                counts.path("created").asText(),
                counts.path("updated").asText(),
                counts.path("deleted").asText(),
                counts.path("unchanged").asText(),
                counts.path("skipped").asText(),
                counts.path("failed").asText(),
                counts.path("calls").asText())));
    if (counts.has("callsPerChange")) {
      print.line("Calls per change: " + counts.path("callsPerChange").asText());
    }
    if (counts.has("predictedCalls")) {
      print.line(
          "An apply will make about "
              + counts.path("predictedCalls").asText()
              + " calls and take "
              + counts.path("predictedMinutes").asText()
              + " minutes at the service's usual pace.");
    }
    run.path("source").path("hints").forEach(hint -> print.line("Hint: " + hint.asText()));
    run.path("hold").path("reasons").forEach(reason -> print.line("Held: " + reason.asText()));
    if (run.has("problem")) {
      print.line("Problem: " + run.path("problem").path("cause").asText());
      print.line("Remedy: " + run.path("problem").path("remedy").asText());
    }
  }

  /** The changes of a run with one target, the first of them. */
  void changes(String run) {
    List<JsonNode> changes = api.all(run + "/changes");
    print.line("The first of " + changes.size() + " changes and notes:");
    rows(changes.subList(0, Math.min(SHOWN, changes.size())));
  }

  private void changes(String run, Optional<String> target) {
    List<JsonNode> source = api.all(run + "/changes?target=~source");
    print.line(source.size() + " notes about the source, such as:");
    rows(source.subList(0, Math.min(4, source.size())));
    String mailbox =
        target.orElseGet(
            () -> api.get(run + "/targets?max=1").json().path("value").path(0).path("id").asText());
    List<JsonNode> changes = api.all(run + "/changes?target=" + mailbox);
    print.line("In one of the mailboxes, the first of " + changes.size() + " changes kept:");
    rows(changes.subList(0, Math.min(SHOWN, changes.size())));
  }

  private void rows(List<JsonNode> changes) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode change : changes) {
      StringBuilder fields = new StringBuilder();
      for (JsonNode field : change.path("fields")) {
        if (change.path("kind").asText().equals("update")) {
          fields
              .append(field.path("field").asText())
              .append(": ")
              .append(field.path("before").asText())
              .append(" -> ")
              .append(field.path("after").asText())
              .append("  ");
        }
      }
      String name = change.path("name").asText();
      rows.add(
          List.of(
              change.path("kind").asText(),
              change.path("outcome").asText(),
              name.isEmpty() ? change.path("key").asText() : name,
              fields.isEmpty() ? change.path("detail").asText() : fields.toString()));
    }
    print.table(List.of("change", "outcome", "record", "what"), rows);
  }

  private static boolean isOf(MailboxUser.Card card, DirectoryObject person) {
    return card.json()
        .path("emailAddresses")
        .path(0)
        .path("address")
        .asText()
        .equalsIgnoreCase(person.text("mail"));
  }

  private MailboxUser field() {
    return cloud.tenant().mailboxes().of(mailboxes().get(0).id());
  }

  private boolean isFieldStaff(DirectoryObject person) {
    return mailboxes().contains(person);
  }

  private List<DirectoryObject> mailboxes() {
    String group =
        cloud.organisation().find(Organisation.idOf("GROUP:field")).isPresent()
            ? "GROUP:field"
            : "GROUP:all-members";
    return cloud.organisation().members(Organisation.idOf(group), true).stream()
        .filter(DirectoryObject::hasMailbox)
        .toList();
  }

  private int contacts() {
    int contacts = 0;
    for (DirectoryObject mailbox : mailboxes()) {
      contacts +=
          cloud
              .tenant()
              .mailboxes()
              .of(mailbox.id())
              .findFolder(FOLDER)
              .map(folder -> folder.contacts().size())
              .orElse(0);
    }
    return contacts;
  }

  /** Requests that read or wrote contacts, on their own or in batches. */
  private long requestsForContacts() {
    Counts counts = cloud.tenant().counters().counts();
    return Stream.concat(
            counts.callsByOperation().entrySet().stream(),
            counts.itemsByOperation().entrySet().stream())
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).contains("contactfolders"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static String seconds(Instant begun) {
    return String.valueOf(Duration.between(begun, Instant.now()).toMillis() / 1000.0);
  }
}
