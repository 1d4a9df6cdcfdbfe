package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Mark;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a connection to either organisation of a policy that feeds an address list. */
@Tag("E17")
@Tag("S8")
class GalDisconnectTest {

  private static final String POLICY = "/api/policies/people";

  private final Organisation fabrikam = new Organisation("Fabrikam", "fabrikam.example");
  private SmallOffice office;
  private LocalTenant tenant;

  @BeforeEach
  void open() {
    office = SmallOffice.open(4, 1);
    tenant = office.cloud().addTenant(fabrikam);
    tenant.app().grant("Exchange.ManageAsApp");
    assertEquals(201, office.api().put("/api/environments/fabrikam", stored("fabrikam")).status());
    assertEquals(201, office.api().put(POLICY, policy(4)).status());
  }

  @AfterEach
  void close() {
    office.close();
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"contoso", "fabrikam"})
  void noRunBeginsUntilTheEnvironmentIsStoredAgain(String environment) {
    office.api().run("people", "preview", false);
    int runs = runs();

    JsonNode done = disconnect(environment, "");
    office.cloud().host().fireTimer("Scheduler");

    assertTrue(policyIn(done).path("means").asText().contains("address list"), done::toString);
    for (String mode : new String[] {"preview", "apply"}) {
      RollcallApi.Answer refused =
          office.api().post(POLICY + "/runs", "{\"mode\":\"" + mode + "\"}");
      assertEquals(409, refused.status(), refused::toString);
      assertTrue(refused.json().path("detail").asText().contains("'" + environment + "'"));
    }
    assertEquals(runs, runs());
    JsonNode schedule = office.api().get(POLICY + "/schedule").json();
    assertTrue(schedule.path("next").isEmpty(), schedule::toString);
    assertTrue(schedule.has("disconnectedAt"), schedule::toString);
    assertEquals(0, contacts());

    assertEquals(
        200, office.api().put("/api/environments/" + environment, stored(environment)).status());
    assertFalse(office.api().get(POLICY + "/schedule").json().has("disconnectedAt"));
    assertEquals("finished", office.api().run("people", "apply", false).path("status").asText());
    assertEquals(4, contacts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"contoso", "fabrikam"})
  void aHeldRunIsCancelled(String environment) {
    assertEquals(200, office.api().put(POLICY, policy(1)).status());
    office.api().run("people", "apply", false);
    office.organisation().leave(SmallOffice.person(2));
    office.organisation().leave(SmallOffice.person(3));
    JsonNode held = office.api().run("people", "apply", false);
    assertEquals("held", held.path("status").asText(), held::toString);

    JsonNode done = disconnect(environment, "");

    assertEquals(held.path("id"), policyIn(done).at("/stoppedRuns/0"), done::toString);
    JsonNode now = office.api().get(SmallOffice.address(held)).json();
    assertEquals("cancelled", now.path("status").asText(), now::toString);
    assertEquals(4, contacts());
  }

  @Test
  void whatItMeansIsShownForTheOneThatTakes() {
    office.api().run("people", "apply", false);

    JsonNode plan = office.api().post("/api/environments/fabrikam/disconnect", "{}").json();

    JsonNode people = policyIn(plan);
    assertEquals(4, people.path("contacts").asInt(), plan::toString);
    assertEquals(0, people.path("mailboxes").asInt(), plan::toString);
    assertTrue(people.path("means").asText().contains("people of 'contoso'"), plan::toString);
    assertTrue(plan.path("detail").asText().contains("The 4 contacts"), plan::toString);
    assertTrue(plan.path("detail").asText().contains("delete the policies first"));
    assertEquals(1, plan.path("policies").size(), "the office's own policy goes on");
    assertEquals("finished", office.api().run("people", "apply", false).path("status").asText());
  }

  @Test
  void whatItMeansIsShownForTheOneThatGives() {
    office.api().run("people", "apply", false);

    JsonNode plan = office.api().post("/api/environments/contoso/disconnect", "{}").json();

    JsonNode people = policyIn(plan);
    assertEquals(4, people.path("contacts").asInt(), plan::toString);
    assertTrue(
        people.path("means").asText().contains("only 'fabrikam' has to be connected"),
        plan::toString);
    assertTrue(
        plan.path("detail").asText().contains("No contacts are left in this organisation"),
        plan::toString);
  }

  @Test
  void theOneThatGivesNeedNotBeThereToRemoveItsContacts() {
    office.api().run("people", "apply", false);
    JsonNode done = disconnect("contoso", ",\"deleteCredentials\":true");
    assertEquals("deleted", done.at("/credentials/0/fate").asText(), done::toString);

    RollcallApi.Answer deleted = office.api().delete(POLICY);
    assertEquals(202, deleted.status(), deleted::toString);
    JsonNode held = office.api().await(RollcallApi.location(deleted));
    assertEquals("held", held.path("status").asText(), held::toString);
    JsonNode removed = office.api().await(office.api().approve(held));

    assertEquals("finished", removed.path("status").asText(), removed::toString);
    assertEquals(0, contacts());
    assertEquals(404, office.api().get(POLICY).status());
  }

  @Test
  void anOrganisationThatIsGoneForGoodKeepsNoPolicy() {
    office.api().run("people", "apply", false);
    assertEquals(400, office.api().delete(POLICY + "?contacts=remain").status());
    RollcallApi.Answer connected = office.api().delete(POLICY + "?contacts=stay");
    assertEquals(409, connected.status(), "what can be removed is not left behind");
    disconnect("fabrikam", ",\"deleteCredentials\":true");

    RollcallApi.Answer refused = office.api().delete(POLICY);
    assertEquals(409, refused.status(), refused::toString);
    assertTrue(refused.json().path("title").asText().contains("'fabrikam'"), refused::toString);
    assertTrue(
        refused.json().path("detail").asText().contains("?contacts=stay"), refused::toString);
    assertEquals(200, office.api().get(POLICY).status());

    assertEquals(204, office.api().delete(POLICY + "?contacts=stay").status());
    assertEquals(404, office.api().get(POLICY).status());
    assertEquals(4, contacts());
    assertEquals(204, office.api().delete("/api/environments/fabrikam").status());
  }

  @Test
  void aCertificateThatBothUseStays() {
    String shared = office.cloud().tenant().certificateName();
    String both = stored("fabrikam").replace(tenant.certificateName(), shared);
    assertEquals(200, office.api().put("/api/environments/fabrikam", both).status());

    for (String environment : new String[] {"contoso", "fabrikam"}) {
      JsonNode done = disconnect(environment, ",\"deleteCredentials\":true");

      assertEquals("shared", done.at("/credentials/0/fate").asText(), done::toString);
    }
  }

  /** Whoever offers needs no organisation to take the offer back: it is kept by Rollcall itself. */
  @Test
  void anOfferIsTakenBackWithoutItsOrganisation() {
    assertEquals(201, office.api().put("/api/policies/offer", offer("gives")).status());
    office.api().put("/api/certificates/gives", "{\"keySize\":2048,\"renew\":true}");
    JsonNode given = office.api().run("offer", "apply", false);
    assertEquals("finished", given.path("status").asText(), given::toString);
    disconnect("contoso", "");
    assertEquals(
        409, office.api().post("/api/policies/offer/runs", "{\"mode\":\"apply\"}").status());

    JsonNode held =
        office.api().await(RollcallApi.location(office.api().delete("/api/policies/offer")));
    JsonNode removed = office.api().await(office.api().approve(held));

    assertEquals("finished", removed.path("status").asText(), removed::toString);
    assertEquals(404, office.api().get("/api/policies/offer").status());
  }

  @Test
  void aCertificateThatSignsAnotherEnvironmentsOfferStays() {
    String name = tenant.certificateName();
    assertEquals(201, office.api().put("/api/policies/offer", offer(name)).status());

    JsonNode plan =
        office
            .api()
            .post("/api/environments/fabrikam/disconnect", "{\"deleteCredentials\":true}")
            .json();

    assertEquals("shared", plan.at("/credentials/0/fate").asText(), plan::toString);
    assertTrue(plan.at("/credentials/0/detail").asText().contains("policy"), plan::toString);
  }

  private JsonNode disconnect(String environment, String more) {
    RollcallApi.Answer done =
        office
            .api()
            .post(
                "/api/environments/" + environment + "/disconnect",
                "{\"confirm\":\"" + environment + "\"" + more + "}");
    assertEquals(200, done.status(), done::toString);
    return done.json();
  }

  private static JsonNode policyIn(JsonNode plan) {
    for (JsonNode policy : plan.path("policies")) {
      if (policy.path("id").asText().equals("people")) {
        return policy;
      }
    }
    throw new AssertionError(plan.toPrettyString());
  }

  private String stored(String environment) {
    return environment.equals("fabrikam")
        ? LocalCloud.addressListEnvironment(tenant, "fabrikam")
        : office.cloud().sampleEnvironment();
  }

  private int runs() {
    return office.api().get(POLICY + "/runs").json().path("value").size();
  }

  private long contacts() {
    return fabrikam.all(Kind.CONTACT).stream()
        .filter(contact -> Mark.isAlias(contact.text("mailNickname")))
        .count();
  }

  private static String policy(int maxDeletes) {
    return """
        {
          "id": "people", "name": "People", "type": "gal", "environment": "contoso",
          "source": { "kind": "directory", "select": [{ "group": "staff@contoso.example" }] },
          "target": { "kind": "mailcontact", "environment": "fabrikam", "suffix": " (Contoso)" },
          "changes": { "removal": { "secondRun": false } },
          "guardrail": { "maxDeletes": %d, "maxDeletePercent": 1 },
          "schedule": { "every": "PT1H" }
        }
        """
        .formatted(maxDeletes);
  }

  private static String offer(String certificate) {
    return """
        {
          "id": "offer", "name": "Offer", "type": "gal", "environment": "contoso",
          "source": { "kind": "directory", "select": [{ "group": "staff@contoso.example" }] },
          "target": { "kind": "offer", "certificate": "%s", "partners": ["%s"] }
        }
        """
        .formatted(certificate, "0".repeat(64));
  }
}
