package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localservices.emailgistics.LocalEmailgistics;
import dev.rollcall.localservices.mailprotector.LocalMailprotector;
import dev.rollcall.localservices.webhook.LocalReceiver;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Accounts and teams of a small organisation in services, from the document to the service. */
class ServicesTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final DirectoryObject ann = person("ann", "Ann", "Archer", "Sales");
  private final DirectoryObject bob = person("bob", "Bob", "Baker", "IT");
  private final DirectoryObject info =
      organisation.addMailbox("info", "Information", "info", "shared");
  private final DirectoryObject room = organisation.addMailbox("room", "Room 1", "room1", "room");
  private final LocalCloud cloud =
      LocalCloud.start(
          organisation, LocalTenantOptions.defaults(), RunLimits.defaults(), Clock.systemUTC(), 0);

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  @Tag("S5")
  @Tag("P8")
  @Tag("P10")
  void aMailFilterHasEveryValidAddressAndBillsPeopleOnly() {
    try (LocalMailprotector console =
        LocalMailprotector.start("contoso.example", "mp", Clock.systemUTC()).withGroup("Sales")) {
      cloud.tenant().vault().putSecret("mailprotector-key", "mp");
      organisation.addGroup("all", "Everybody", "all", "distribution");
      console.add("Main", "stranger", MailUser.USER);
      environment("");
      policy(
          "filter",
          """
          { "id": "filter", "name": "Mail filter", "type": "accounts", "environment": "contoso",
            "source": { "kind": "directory", "select": [ { "query": "*" } ] },
            "target": { "kind": "mailprotector", "url": "%s", "token": "mailprotector-key",
                        "domain": "contoso.example" },
            "destinations": { "rules": [ { "where": "department eq \\"Sales\\"", "group": "Sales" } ],
                              "otherwise": "Main" } }
          """
              .formatted(console.customerUri()));

      JsonNode preview = api().run("filter", "preview", false);
      assertEquals("finished", preview.path("status").asText(), preview.toString());
      assertEquals(1, console.users().size(), "a preview writes nothing");

      JsonNode run = api().run("filter", "apply", false);
      assertEquals("finished", run.path("status").asText(), run.toString());

      Set<String> names =
          console.users().stream().map(row -> row.name()).collect(Collectors.toSet());
      assertEquals(Set.of("ann", "bob", "info", "room1", "all", "stranger"), names);
      assertEquals("Sales", console.groupOf("ann"));
      assertEquals("Main", console.groupOf("bob"));
      assertEquals(MailUser.UNLICENSED, console.user("info").orElseThrow().type());
      assertEquals(MailUser.UNLICENSED, console.user("room1").orElseThrow().type());
      assertEquals(MailUser.MAILING_LIST, console.user("all").orElseThrow().type());
      assertEquals("Archer", console.user("ann").orElseThrow().lastName());
      assertEquals("Information", console.user("info").orElseThrow().lastName());

      console.counts().reset();
      api().run("filter", "apply", false);
      assertEquals(0, console.counts().writes());

      organisation.leave(bob.id());
      api().run("filter", "apply", false);
      assertTrue(console.user("bob").isPresent(), "a second run has to miss him too");
      api().run("filter", "apply", false);
      assertFalse(console.user("bob").isPresent());
      assertTrue(console.user("stranger").isPresent());
    }
  }

  @Test
  @Tag("S5")
  @Tag("R14")
  void whoMovesFromOnePolicyToAnotherKeepsTheAccount() {
    try (LocalMailprotector console =
        LocalMailprotector.start("contoso.example", "mp", Clock.systemUTC())) {
      cloud.tenant().vault().putSecret("mailprotector-key", "mp");
      environment("");
      for (String department : List.of("Sales", "IT")) {
        String id = department.toLowerCase(java.util.Locale.ROOT);
        policy(
            id,
            """
            { "id": "%s", "name": "%s", "type": "accounts", "environment": "contoso",
              "source": { "kind": "directory", "select": [ { "query": "*" } ],
                          "where": "department eq \\"%s\\"" },
              "guardrail": { "maxDeletes": 100, "maxDeletePercent": 100 },
              "target": { "kind": "mailprotector", "url": "%s", "token": "mailprotector-key",
                          "domain": "contoso.example" } }
            """
                .formatted(id, id, department, console.customerUri()));
        api().run(id, "apply", false);
      }
      organisation.join("cyd", "Cyd", "cyd").properties().put("department", "Sales");
      api().run("sales", "apply", false);
      String ann = console.user("ann").orElseThrow().toString();
      organisation.change(this.ann.id(), "department", "IT");

      api().run("it", "apply", false);
      api().run("sales", "apply", false);
      JsonNode second = api().run("sales", "apply", true);
      api().run("sales", "apply", true);

      assertEquals(ann, console.user("ann").orElseThrow().toString(), second.toString());
      assertEquals(0, second.path("counts").path("deleted").asInt(), second.toString());

      // Now it is the other policy's alone, which removes it when nobody wants it any more.
      organisation.leave(this.ann.id());
      api().run("it", "apply", false);
      api().run("it", "apply", true);
      assertTrue(console.user("ann").isEmpty());
      assertTrue(console.user("cyd").isPresent());
    }
  }

  @Test
  @Tag("P18")
  void theConsolesOwnSyncIsAHintOfThePreview() {
    try (LocalMailprotector console =
        LocalMailprotector.start("contoso.example", "mp", Clock.systemUTC())) {
      cloud.tenant().vault().putSecret("mailprotector-key", "mp");
      console.builtInSync(true);
      environment("");
      policy(
          "filter",
          """
          { "id": "filter", "name": "Mail filter", "type": "accounts", "environment": "contoso",
            "source": { "kind": "directory", "select": [ { "query": "*" } ] },
            "target": { "kind": "mailprotector", "url": "%s", "token": "mailprotector-key",
                        "domain": "102" } }
          """
              .formatted(console.uri()));

      JsonNode preview = api().run("filter", "preview", false);

      assertTrue(preview.toString().contains("own user sync is switched on"), preview.toString());
    }
  }

  @Test
  @Tag("S7")
  @Tag("P15")
  void aTeamIsWhoMaySendAsItsMailbox() {
    try (LocalEmailgistics service = LocalEmailgistics.start("eg")) {
      cloud.tenant().vault().putSecret("emailgistics-token", "eg");
      cloud.tenant().app().grant("Exchange.ManageAsApp");
      cloud.tenant().exchange().permissions().sendAs(info.id(), ann.text("userPrincipalName"));
      cloud.tenant().exchange().permissions().sendAs(info.id(), bob.text("userPrincipalName"));
      environment("\"exchange\": true,");
      policy(
          "teams",
          """
          { "id": "teams", "name": "Teams", "type": "mailboxTeams", "environment": "contoso",
            "source": { "kind": "directory", "select": [ { "query": "*" } ], "trustees": "sendAs" },
            "target": { "kind": "emailgistics", "syncUrl": "%s", "validUrl": "%s",
                        "token": "emailgistics-token" } }
          """
              .formatted(service.syncUri(), service.validUri()));

      JsonNode run = api().run("teams", "apply", false);
      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(Set.of(ann.id(), bob.id()), service.teams().get(info.id()).members().keySet());
      assertEquals(1, service.teams().size());

      service.counts().reset();
      api().run("teams", "apply", true);
      assertEquals(0, service.counts().all());

      cloud.tenant().exchange().permissions().remove(info.id(), bob.text("userPrincipalName"));
      service.nameInRule(bob.id());
      JsonNode changed = api().run("teams", "apply", false);
      assertEquals(Set.of(ann.id()), service.teams().get(info.id()).members().keySet());
      assertTrue(
          changes(changed).stream().anyMatch(c -> c.path("reason").asText().equals("rulesChanged")),
          changes(changed).toString());

      cloud.tenant().exchange().permissions().clear(info.id());
      api().run("teams", "apply", false);
      assertEquals(Set.of(ann.id()), service.teams().get(info.id()).members().keySet());
    }
  }

  @Test
  @Tag("S7")
  @Tag("R20")
  void aWebhookIsToldOfWhoJoinsChangesAndLeaves() {
    try (LocalReceiver receiver = LocalReceiver.start(SECRET, Clock.systemUTC())) {
      cloud.tenant().vault().putSecret("webhook-secret", SECRET);
      environment("");
      policy(
          "hook",
          """
          { "id": "hook", "name": "Hook", "type": "accounts", "environment": "contoso",
            "source": { "kind": "directory", "select": [ { "query": "*" } ], "include": ["users"] },
            "changes": { "removal": { "secondRun": false, "disableFirst": true, "afterDays": 30 } },
            "target": { "kind": "webhook", "url": "%s", "secret": "webhook-secret" } }
          """
              .formatted(receiver.uri()));

      JsonNode run = api().run("hook", "apply", false);
      assertEquals("finished", run.path("status").asText(), run.toString());
      organisation.change(ann.id(), "jobTitle", "Director");
      api().run("hook", "apply", true);
      organisation.leave(bob.id());
      api().run("hook", "apply", false);

      assertEquals(
          List.of("create", "create", "update", "disable"),
          receiver.deliveries().stream().map(LocalReceiver.Delivery::event).toList());
      assertTrue(
          receiver.records().values().stream()
              .anyMatch(r -> r.path("jobTitle").asText().equals("Director")));
      assertEquals(
          new TreeSet<>(Set.of("hook")),
          receiver.deliveries().stream()
              .map(one -> one.body().path("policy").asText())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  private DirectoryObject person(
      String localPart, String givenName, String surname, String department) {
    DirectoryObject person = organisation.join(localPart, givenName + " " + surname, localPart);
    person
        .properties()
        .put("givenName", givenName)
        .put("surname", surname)
        .put("department", department);
    return person;
  }

  private List<JsonNode> changes(JsonNode run) {
    return api().all(SmallOffice.address(run) + "/changes");
  }

  private void environment(String more) {
    String document = cloud.sampleEnvironment();
    stored(api().put("/api/environments/contoso", document.replaceFirst("\\{", "{ " + more)));
  }

  private void policy(String id, String document) {
    stored(api().put("/api/policies/" + id, document));
  }

  private static void stored(RollcallApi.Answer answer) {
    if (answer.status() != 200 && answer.status() != 201) {
      throw new IllegalStateException(answer.status() + " " + answer.json());
    }
  }

  private RollcallApi api() {
    return cloud.api();
  }
}
