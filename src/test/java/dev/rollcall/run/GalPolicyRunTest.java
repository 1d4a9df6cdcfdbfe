package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Mark;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Versioned;
import dev.rollcall.state.table.TableState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail contacts by a policy from its document to the address list of another tenant and back. */
@Tag("S8")
class GalPolicyRunTest {

  private final Organisation fabrikam = new Organisation("Fabrikam", "fabrikam.example");
  private SmallOffice office;
  private LocalTenant tenant;

  @BeforeEach
  void open() {
    office = SmallOffice.open(4, 1);
    tenant = office.cloud().addTenant(fabrikam);
    tenant.app().grant("Exchange.ManageAsApp");
    String environment = LocalCloud.addressListEnvironment(tenant, "fabrikam");
    assertEquals(201, office.api().put("/api/environments/fabrikam", environment).status());
    assertEquals(201, office.api().put("/api/policies/people", policy()).status());
  }

  @AfterEach
  void close() {
    office.close();
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @Test
  @Tag("P3")
  void theTestTellsWhetherMailContactsMayBeListedAndWritten() {
    assertEquals("ok", service("contoso").path("status").asText());
    assertEquals("ok", service("fabrikam").path("status").asText());
    assertEquals(List.of(), names());

    tenant.exchange().letOnlyRead(tenant.clientId());
    JsonNode refused = service("contoso");

    assertEquals("failed", refused.path("status").asText(), refused::toString);
    assertEquals("exchangeRoleMissing", refused.at("/problem/code").asText());
  }

  private JsonNode service(String environment) {
    JsonNode report = office.api().post("/api/environments/" + environment + "/test", "{}").json();
    for (JsonNode line : report.path("lines")) {
      if (line.path("check").asText().equals("service")) {
        return line;
      }
    }
    throw new AssertionError(report.toPrettyString());
  }

  @Test
  @Tag("E11")
  void whoTakesIsToldThePermissionAndTheRoleForIt() {
    String commands =
        office.api().text("GET", "/api/environments/fabrikam/commands?shell=powershell", "");

    assertTrue(commands.contains("AppRoleId dc50a0fb-09a3-484d-be87-e023b12c6440"), commands);
    assertTrue(commands.contains("RoleDefinitionId 31392ffb-586c-42d1-9346-e59415a2cc4e"));
    JsonNode needs = office.api().get("/api/environments/fabrikam/commands").json();
    List<String> names = new ArrayList<>();
    needs.at("/apps/0/permissions").forEach(one -> names.add(one.path("name").asText()));
    assertEquals(
        List.of("Application.Read.All", "Exchange.ManageAsApp"),
        names,
        "who only takes reads nobody");
    assertEquals(
        200, office.api().get("/api/environments/fabrikam/commands?policy=people").status());
  }

  @Test
  void peopleComeChangeAndGoWithThePolicy() {
    JsonNode preview = office.api().run("people", "preview", false);
    assertEquals(4, count(preview, "created"), preview::toString);
    assertEquals(List.of(), names());

    JsonNode first = office.api().run("people", "apply", false);
    assertEquals("finished", first.path("status").asText(), first::toString);
    assertEquals(
        List.of(
            "Given0 Sur0 (Contoso)",
            "Given1 Sur1 (Contoso)",
            "Given2 Sur2 (Contoso)",
            "Given3 Sur3 (Contoso)"),
        names());

    office.organisation().change(SmallOffice.person(1), "jobTitle", "Director");
    JsonNode second = office.api().run("people", "apply", false);
    assertEquals(1, count(second, "updated"), second::toString);
    assertEquals(0, count(second, "created"), second::toString);
    tenant.exchange().resetCounts();
    JsonNode quiet = office.api().run("people", "apply", false);
    assertEquals(0, count(quiet, "updated"), quiet::toString);
    assertFalse(tenant.exchange().counts().containsKey("$batch that writes"));

    RollcallApi.Answer deleted = office.api().delete("/api/policies/people");
    JsonNode held = office.api().await(RollcallApi.location(deleted));
    assertEquals("held", held.path("status").asText(), held::toString);
    assertEquals(4, names().size());
    JsonNode done = office.api().await(office.api().approve(held));
    assertEquals("finished", done.path("status").asText(), done::toString);
    assertEquals(List.of(), names());
  }

  @Test
  @Tag("E3")
  void deletingThePolicyRemovesWhatARunLeftHalfMadeAndNothingOfANamesake() {
    String theirs = "rollcall:contoso/people/ba9876543210/user:somebody";
    String another =
        fabrikam.addContact("rollcall-ba987654-person", "Theirs", "theirs@contoso.example").id();
    tenant.exchange().setCustomAttribute(another, 15, theirs);
    tenant
        .hostility()
        .onRequest(
            sighting -> sighting.operation().endsWith(" Set-Contact"),
            Moment.BEFORE,
            Incident.refused(400, "ParameterBindingException", "Refused by a test"));
    JsonNode begun = office.api().run("people", "apply", false);
    assertEquals(0, count(begun, "created"), begun::toString);
    assertEquals(4, names().size() - 1, "half made, and in no ledger");
    tenant.hostility().calm();

    JsonNode held =
        office.api().await(RollcallApi.location(office.api().delete("/api/policies/people")));
    JsonNode done =
        held.path("status").asText().equals("held")
            ? office.api().await(office.api().approve(held))
            : held;

    assertEquals("finished", done.path("status").asText(), done::toString);
    assertEquals(404, office.api().get("/api/policies/people").status());
    assertEquals(List.of("Theirs"), names());
  }

  /** What is made late would else be nobody's. */
  @Test
  @Tag("E3")
  void aPolicyKnowsWhoItIsAlsoAfterAMakingThatMayStillLand() {
    tenant
        .hostility()
        .once(
            sighting -> sighting.operation().endsWith(" New-MailContact"),
            Moment.BEFORE,
            Incident.timedOut());
    assertEquals("finished", office.api().run("people", "apply", false).path("status").asText());
    fabrikam.leave(fabrikam.all(Kind.CONTACT).get(0).id());
    assertEquals(1, count(office.api().run("people", "apply", true), "created"));

    Set<String> makers = new TreeSet<>();
    for (var contact : fabrikam.all(Kind.CONTACT)) {
      makers.add(contact.text("mailNickname").split("-", 3)[1]);
    }
    assertEquals(4, names().size());
    assertEquals(1, makers.size(), makers.toString());
  }

  @Test
  void anEnvironmentWhoseListIsFedStays() {
    RollcallApi.Answer refused = office.api().delete("/api/environments/fabrikam");

    assertEquals(409, refused.status(), refused.toString());
    assertTrue(refused.toString().contains("people"), refused.toString());
  }

  @Test
  void aPolicyWhoseEnvironmentsAreOneTenantIsRefused() {
    String again = contosoAs("again");
    assertEquals(201, office.api().put("/api/environments/again", again).status());
    String echo = policy().replace("people", "echo").replace("fabrikam", "again");

    RollcallApi.Answer refused = office.api().put("/api/policies/echo", echo);

    assertEquals(400, refused.status(), refused::toString);
    assertEquals(
        List.of("/target/environment"),
        refused.json().path("problems").findValuesAsText("pointer"),
        refused::toString);
    assertEquals(404, office.api().get("/api/policies/echo").status());
  }

  @Test
  void anEnvironmentDoesNotBecomeTheTenantThatFeedsIt() {
    RollcallApi.Answer refused =
        office.api().put("/api/environments/fabrikam", contosoAs("fabrikam"));

    assertEquals(400, refused.status(), refused::toString);
    assertEquals(
        List.of("/tenant"),
        refused.json().path("problems").findValuesAsText("pointer"),
        refused::toString);
    assertTrue(refused.json().toString().contains("people"), refused::toString);
  }

  /** As an earlier version let it be stored. */
  @Test
  void aRunWhoseEnvironmentsAreOneTenantWritesNothing() {
    assertEquals("finished", office.api().run("people", "apply", false).path("status").asText());
    assertEquals(4, names().size());
    String former = LocalCloud.addressListEnvironment(tenant, "fabrikam");
    storeUnchecked(contosoAs("fabrikam"));

    JsonNode failed = office.api().run("people", "apply", false);

    assertEquals("failed", failed.path("status").asText(), failed::toString);
    assertEquals("policyMisfit", failed.path("problem").path("code").asText(), failed::toString);
    assertEquals(
        List.of(), office.organisation().all(Kind.CONTACT), "nothing came into the own list");
    assertEquals(200, office.api().put("/api/environments/fabrikam", former).status());
    assertEquals("finished", office.api().run("people", "apply", false).path("status").asText());
  }

  /** Contoso's environment under another id, the tenant spelled otherwise. */
  private String contosoAs(String id) {
    String domain = office.cloud().tenant().initialDomain();
    return office
        .cloud()
        .sampleEnvironment()
        .replace("\"id\": \"contoso\"", "\"id\": \"" + id + "\"")
        .replace(domain, domain.replace("contoso", "CONTOSO"));
  }

  private void storeUnchecked(String environment) {
    Documents documents =
        new TableState(
                new TableServiceClientBuilder()
                    .connectionString(office.cloud().storage())
                    .httpClient(new JdkHttpClientProvider().createInstance())
                    .buildClient())
            .documents();
    Optional<String> version =
        documents.get(Documents.Kind.ENVIRONMENT, "fabrikam").map(Versioned::version);
    documents.put(
        Documents.Kind.ENVIRONMENT,
        "fabrikam",
        environment.getBytes(StandardCharsets.UTF_8),
        version);
  }

  private List<String> names() {
    return fabrikam.all(Kind.CONTACT).stream()
        .filter(contact -> Mark.isAlias(contact.text("mailNickname")))
        .map(contact -> contact.text("displayName"))
        .sorted()
        .toList();
  }

  private static int count(JsonNode run, String what) {
    return run.path("counts").path(what).asInt();
  }

  private static String policy() {
    return """
        {
          "id": "people", "name": "People", "type": "gal", "environment": "contoso",
          "source": { "kind": "directory", "select": [{ "group": "staff@contoso.example" }] },
          "target": { "kind": "mailcontact", "environment": "fabrikam", "suffix": " (Contoso)" }
        }
        """;
  }
}
