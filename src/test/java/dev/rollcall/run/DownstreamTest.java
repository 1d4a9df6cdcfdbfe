package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localservices.LocalServices;
import dev.rollcall.localservices.scim.ZivverAccount;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.exchange.Permissions;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Policies that write to downstream services, as an administrator uses them: stored, previewed and
 * applied over HTTP, from the tenant's directory and Exchange to services on this machine.
 */
class DownstreamTest {

  private LocalCloud cloud;
  private LocalServices services;
  private Organisation organisation;

  @BeforeEach
  void open() {
    organisation = new Organisation("Contoso", "contoso.example");
    for (String name : List.of("ada", "bob", "cyd", "dan", "eve")) {
      DirectoryObject person = organisation.join(name, name.toUpperCase(), name);
      person.properties().put("givenName", name).put("surname", "Staff");
      person.properties().put("department", name.equals("ada") ? "Sales" : "Research");
    }
    organisation.addMailbox("info", "Info Desk", "info", "shared");
    organisation.addMailbox("reception", "Reception", "reception", "shared");
    organisation.addMailbox("nobody", "Nobody's", "nobody", "shared");
    organisation.addMembers(
        organisation.addGroup("all", "Everybody", "all-employees", "distribution").id(),
        List.of(id("ada"), id("bob"), id("cyd"), id("dan"), id("eve")));
    organisation.addMembers(
        organisation.addGroup("desk", "Desk", "desk", "mailEnabledSecurity").id(),
        List.of(id("bob"), id("cyd")));
    cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults());
    services = LocalServices.start(cloud, Clock.systemUTC());
    Permissions permissions = cloud.tenant().exchange().permissions();
    permissions.fullAccess(id("info"), "ada@contoso.example");
    permissions.fullAccess(id("info"), "desk@contoso.example");
    permissions.sendAs(id("info"), "ada@contoso.example");
    permissions.sendAs(id("info"), "desk@contoso.example");
    permissions.fullAccess(id("reception"), "dan@contoso.example");
    permissions.sendAs(id("reception"), "dan@contoso.example");
    expect(201, api().put("/api/environments/contoso", LocalServices.environment(cloud)));
  }

  @AfterEach
  void close() {
    cloud.tenant().hostility().calm();
    services.close();
    cloud.close();
  }

  @Test
  @Tag("S6")
  @Tag("P15")
  @Tag("P17")
  void sharedMailboxesBecomeFunctionalAccountsWithTheirDelegates() {
    services.zivver().addUser("ada@contoso.example", "Ada");
    services.zivver().addUser("bob@contoso.example", "Bob");
    services.zivver().addUser("cyd@contoso.example", "Cyd");
    services.zivver().addUser("dan@contoso.example", "Dan");
    store("zivver-mailboxes");

    JsonNode preview = run("zivver-mailboxes", "preview");

    assertEquals(2, preview.at("/counts/created").asInt(), preview::toString);
    assertEquals(0, services.zivver().groups().size(), "a preview writes nothing");
    assertTrue(reasons(preview).contains("NO_MEMBER"), () -> changes(preview).toString());

    JsonNode applied = run("zivver-mailboxes", "apply");

    assertEquals("finished", applied.path("status").asText(), applied::toString);
    assertEquals(
        Map.of(
            "info@contoso.example", Set.of("ada", "bob", "cyd"),
            "reception@contoso.example", Set.of("dan")),
        delegates());

    organisation.removeMembers(Organisation.idOf("GROUP:desk"), List.of(id("cyd")));
    cloud.tenant().exchange().permissions().clear(id("reception"));
    run("zivver-mailboxes", "apply");

    assertEquals(
        Map.of("info@contoso.example", Set.of("ada", "bob"), "reception@contoso.example", Set.of()),
        delegates());
    services.zivver().counts().reset();
    JsonNode idle = run("zivver-mailboxes", "apply");
    assertEquals(0, services.zivver().counts().all(), idle::toString);
  }

  @Test
  @Tag("S6")
  @Tag("R4")
  void aSharedMailboxThatGoesIsEmptiedAndItsMessagesStay() {
    services.zivver().addUser("dan@contoso.example", "Dan");
    services.zivver().addUser("ada@contoso.example", "Ada");
    String policy =
        services
            .policy("zivver-mailboxes")
            .replaceFirst(
                "\\{",
                "{ \"changes\": { \"delete\": true }, \"guardrail\": {\"maxDeletePercent\": 100},");
    put("zivver-mailboxes", policy);
    run("zivver-mailboxes", "apply");
    organisation.leave(id("reception"));

    JsonNode missed = run("zivver-mailboxes", "apply");
    assertTrue(reasons(missed).contains("WAITS_FOR_SECOND_RUN"), () -> changes(missed).toString());
    assertEquals(Set.of("dan"), delegates().get("reception@contoso.example"));
    JsonNode emptied = run("zivver-mailboxes", "apply");

    assertTrue(kinds(emptied).contains("disable"), () -> changes(emptied).toString());
    assertEquals(Set.of(), delegates().get("reception@contoso.example"));
    JsonNode later = run("zivver-mailboxes", "apply");
    assertEquals(0, later.at("/counts/deleted").asInt());
    assertTrue(delegates().containsKey("reception@contoso.example"));
  }

  @Test
  @Tag("S5")
  @Tag("R20")
  void peopleBecomeAccountsAndThoseWhoLeaveAreDisabledFirst() {
    services.zivver().addUser("ADA@contoso.example", "Ada by hand");
    services.zivver().addUser("foreign@contoso.example", "Somebody else's");
    put(
        "zivver-users",
        services
            .policy("zivver-users")
            .replaceFirst("\\{", "{ \"guardrail\": {\"maxDeletePercent\": 100},"));

    JsonNode first = run("zivver-users", "apply");

    assertEquals(4, first.at("/counts/created").asInt(), first::toString);
    assertTrue(reasons(first).contains("TAKEN_OVER"), () -> changes(first).toString());
    assertEquals(6, services.zivver().users().size());
    assertEquals(
        id("bob"), services.zivver().find("bob@contoso.example").orElseThrow().ssoKey().orElse(""));
    organisation.leave(id("eve"));
    run("zivver-users", "apply");
    assertTrue(services.zivver().find("eve@contoso.example").orElseThrow().active());
    run("zivver-users", "apply");

    assertFalse(services.zivver().find("eve@contoso.example").orElseThrow().active());
    assertTrue(services.zivver().find("foreign@contoso.example").orElseThrow().active());
    assertEquals(6, services.zivver().users().size(), "thirty days of grace");
  }

  @Test
  @Tag("S5")
  @Tag("P8")
  @Tag("P10")
  void everyValidAddressBecomesOneOfTheMailFilterAndOnlyPeopleAreBilled() {
    store("mail-filter");

    JsonNode applied = run("mail-filter", "apply");

    assertEquals("finished", applied.path("status").asText(), applied::toString);
    for (String address :
        List.of("ada", "bob", "info", "reception", "nobody", "all-employees", "desk")) {
      assertTrue(services.mailprotector().accepts(address + "@contoso.example"), address);
    }
    assertEquals("Sales", services.mailprotector().groupOf("ada"));
    assertEquals("Main", services.mailprotector().groupOf("bob"));
    assertTrue(services.mailprotector().user("ada").orElseThrow().isBillable());
    assertFalse(services.mailprotector().user("info").orElseThrow().isBillable());
  }

  @Test
  @Tag("S7")
  void whoMaySendAsASharedMailboxIsInItsTeam() {
    store("mailbox-teams");

    JsonNode applied = run("mailbox-teams", "apply");

    assertEquals("finished", applied.path("status").asText(), applied::toString);
    assertEquals(
        Set.of("ada@contoso.example", "bob@contoso.example", "cyd@contoso.example"),
        Set.copyOf(services.emailgistics().teams().get(id("info")).members().values()));
    services.emailgistics().counts().reset();
    run("mailbox-teams", "apply");
    assertEquals(0, services.emailgistics().counts().all());
  }

  @Test
  @Tag("S6")
  void changesOfSharedMailboxesAreSentAsSignedMessages() {
    store("mailbox-events");

    JsonNode applied = run("mailbox-events", "apply");

    assertEquals("finished", applied.path("status").asText(), applied::toString);
    assertEquals(2, services.receiver().records().size());
    assertEquals(2, services.receiver().deliveries().size());
  }

  @Test
  @Tag("P15")
  void aMailboxWhosePeopleCannotBeReadKeepsWhomItHas() {
    services.zivver().addUser("ada@contoso.example", "Ada");
    services.zivver().addUser("bob@contoso.example", "Bob");
    services.zivver().addUser("cyd@contoso.example", "Cyd");
    services.zivver().addUser("dan@contoso.example", "Dan");
    store("zivver-mailboxes");
    run("zivver-mailboxes", "apply");
    cloud.tenant().exchange().permissions().clear(id("info"));
    cloud.tenant().exchange().permissions().clear(id("reception"));
    cloud
        .tenant()
        .hostility()
        .onRequest(
            request ->
                request.operation().endsWith("Get-MailboxPermission")
                    && request.mailbox().filter(id("info")::equals).isPresent(),
            Moment.BEFORE,
            request -> Incident.refused(403, "", "\0".repeat(512)));

    JsonNode run = run("zivver-mailboxes", "apply");

    assertTrue(reasons(run).contains("TRUSTEES_UNREAD"), () -> changes(run).toString());
    assertEquals(Set.of("ada", "bob", "cyd"), delegates().get("info@contoso.example"));
    assertEquals(Set.of(), delegates().get("reception@contoso.example"));
  }

  @Test
  @Tag("R9")
  void aMassDepartureWaitsForApprovalBeforeTheFirstAccountIsTouched() {
    store("zivver-users");
    run("zivver-users", "apply");
    List.of("ada", "bob", "cyd", "dan").forEach(name -> organisation.leave(id(name)));
    JsonNode missed = run("zivver-users", "apply");
    assertEquals("finished", missed.path("status").asText(), missed::toString);

    JsonNode held = run("zivver-users", "apply");

    assertEquals("held", held.path("status").asText(), held::toString);
    assertTrue(
        held.at("/hold/reasons/0").asText().contains("accounts would be deleted"), held::toString);
    assertTrue(services.zivver().users().stream().allMatch(ZivverAccount::active));
    String address = "/api/runs/zivver-users/" + held.path("id").asText();
    JsonNode approved =
        api()
            .await(
                RollcallApi.location(
                    api()
                        .post(
                            address + "/approve",
                            "{\"plan\":\"" + held.at("/hold/plan").asText() + "\"}")));
    assertEquals("finished", approved.path("status").asText(), approved::toString);
    assertEquals(1, services.zivver().users().stream().filter(ZivverAccount::active).count());
  }

  @Test
  @Tag("R9")
  void accountsThatWouldLoseAllTheirDelegatesAtOnceWaitForApprovalToo() {
    List.of("ada", "bob", "cyd", "dan")
        .forEach(name -> services.zivver().addUser(name + "@contoso.example", name));
    store("zivver-mailboxes");
    run("zivver-mailboxes", "apply");
    cloud.tenant().exchange().permissions().clear(id("info"));
    cloud.tenant().exchange().permissions().clear(id("reception"));

    JsonNode held = run("zivver-mailboxes", "apply");

    assertEquals("held", held.path("status").asText(), held::toString);
    assertEquals(Set.of("ada", "bob", "cyd"), delegates().get("info@contoso.example"));
  }

  @Test
  @Tag("P17")
  void aPolicyThatWroteAccountsKeepsTheKindOfItsSource() {
    store("mailbox-events");
    run("mailbox-events", "apply");
    String sheet =
        services
            .policy("mailbox-events")
            .replaceFirst(
                "(?s)\"source\": \\{.*?\\]\\s*,?.*?\\}\\s*,\\s*\"target\"",
                "\"source\": {\"kind\": \"spreadsheet\", \"file\": \"people.csv\"}, \"target\"");

    RollcallApi.Answer answer = api().put("/api/policies/mailbox-events", sheet);

    expect(409, answer);
    assertTrue(answer.json().toString().contains("spreadsheet"), answer::toString);
  }

  // --- help ----------------------------------------------------------------------------------

  private RollcallApi api() {
    return cloud.api();
  }

  private static String id(String name) {
    return Organisation.idOf("USER:" + name);
  }

  private void store(String sample) {
    put(sample, services.policy(sample));
  }

  private void put(String id, String policy) {
    expect(201, api().put("/api/policies/" + id, policy));
  }

  private static void expect(int status, RollcallApi.Answer answer) {
    assertEquals(status, answer.status(), answer.json()::toString);
  }

  private JsonNode run(String policy, String mode) {
    return api().run(policy, mode, false);
  }

  private List<JsonNode> changes(JsonNode run) {
    return api()
        .all(
            "/api/runs/"
                + run.path("policy").asText()
                + "/"
                + run.path("id").asText()
                + "/changes");
  }

  private Set<String> reasons(JsonNode run) {
    return changes(run).stream()
        .map(change -> change.path("reason").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> kinds(JsonNode run) {
    return changes(run).stream()
        .map(change -> change.path("kind").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of the delegates by functional account. */
  private Map<String, Set<String>> delegates() {
    Map<String, String> names = new TreeMap<>();
    services
        .zivver()
        .users()
        .forEach(
            user -> names.put(user.id(), user.address().substring(0, user.address().indexOf('@'))));
    Map<String, Set<String>> delegates = new TreeMap<>();
    for (ZivverAccount account : services.zivver().groups()) {
      delegates.put(
          account.address(),
          account.members().stream()
              .map(id -> names.getOrDefault(id, id))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return delegates;
  }
}
