package dev.rollcall.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.table.TableState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of a connection to an organisation, over HTTP. */
@Tag("E17")
class DisconnectTest {

  private static final String ENVIRONMENT = "/api/environments/contoso";
  private static final String DISCONNECT = ENVIRONMENT + "/disconnect";
  private static final String CONFIRMED = "{\"confirm\":\"contoso\"}";

  @Test
  void whatItMeansIsShownFirstAndNothingIsChanged() {
    try (SmallOffice office = SmallOffice.open(3, 2)) {
      office.apply();

      Answer shown = office.api().post(DISCONNECT, "{\"deleteCredentials\":true}");

      assertEquals(200, shown.status(), shown::toString);
      JsonNode plan = shown.json();
      assertFalse(plan.path("disconnected").asBoolean());
      assertEquals("office", plan.at("/policies/0/id").asText());
      assertEquals(6, plan.at("/policies/0/contacts").asInt());
      assertEquals(2, plan.at("/policies/0/mailboxes").asInt());
      assertEquals("toDelete", plan.at("/credentials/0/fate").asText());
      assertTrue(
          plan.path("byHand")
              .toString()
              .contains("az ad app delete --id " + office.cloud().tenant().clientId()));
      for (String scope :
          List.of(
              "Rollcall contoso",
              "Rollcall contoso mail",
              "Rollcall mailboxes",
              "Rollcall notifications")) {
        assertTrue(
            plan.path("byHand").toString().contains("-Identity '" + scope + "' "), plan::toString);
      }
      assertTrue(plan.path("detail").asText().contains("delete the policies first"));
      assertEquals("finished", office.apply().path("status").asText());
    }
  }

  @Test
  void aConfirmationNamesTheEnvironment() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      for (String body :
          List.of("{\"confirm\":\"fabrikam\"}", "{\"confirm\":true}", "[]", "{\"yes\":1}")) {
        Answer refused = office.api().post(DISCONNECT, body);

        assertEquals(400, refused.status(), refused::toString);
      }
      assertEquals(404, office.api().post("/api/environments/none/disconnect", "").status());
      assertTrue(office.api().get(ENVIRONMENT).header("rollcall-disconnected").isEmpty());
    }
  }

  @Test
  void noRunBeginsWhileItIsDisconnectedAndContactsStay() {
    try (SmallOffice office = SmallOffice.open(3, 2)) {
      office.policy("\"schedule\": { \"every\": \"PT1H\" },");
      office.preview();
      office.apply();
      int runs = runs(office);

      Answer done = office.api().post(DISCONNECT, CONFIRMED);
      office.cloud().host().fireTimer("Scheduler");

      assertTrue(done.json().path("disconnected").asBoolean(), done::toString);
      assertEquals(
          409, office.api().post("/api/policies/office/runs", "{\"mode\":\"apply\"}").status());
      assertEquals(runs, runs(office));
      JsonNode schedule = office.api().get("/api/policies/office/schedule").json();
      assertTrue(schedule.path("next").isEmpty(), schedule::toString);
      assertTrue(schedule.has("disconnectedAt"), schedule::toString);
      assertEquals(3, office.folder(0).contacts().size());
      assertTrue(office.api().get(ENVIRONMENT).header("rollcall-disconnected").isPresent());
      assertFalse(
          office
              .api()
              .get("/api/environments")
              .json()
              .at("/value/0/disconnectedAt")
              .asText()
              .isBlank());
    }
  }

  @Test
  void storingTheDocumentAgainConnectsItAgain() {
    try (SmallOffice office = SmallOffice.open(3, 1)) {
      office.api().post(DISCONNECT, CONFIRMED);

      office.api().put(ENVIRONMENT, office.cloud().sampleEnvironment());

      assertTrue(office.api().get(ENVIRONMENT).header("rollcall-disconnected").isEmpty());
      assertEquals("finished", office.apply().path("status").asText());
    }
  }

  @Test
  void anImportSaysWhetherItConnectsItAgain() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      String file = new String(office.api().get("/api/export").body(), UTF_8);
      String changed = file.replaceFirst("\"maxConnections\" *: *\\d+", "\"maxConnections\": 7");
      JsonNode connected = office.api().post("/api/import", changed).json();
      office.api().post(DISCONNECT, CONFIRMED);

      JsonNode same = office.api().post("/api/import?apply=true", file).json();
      JsonNode other = office.api().post("/api/import", changed).json();

      assertEquals("leave", same.at("/documents/0/action").asText(), same::toString);
      assertTrue(same.at("/documents/0/staysDisconnected").asBoolean(), same::toString);
      assertEquals("change", other.at("/documents/0/action").asText(), other::toString);
      assertTrue(other.at("/documents/0/reconnects").asBoolean(), other::toString);
      assertTrue(connected.at("/documents/0/reconnects").isMissingNode(), connected::toString);
      assertNotEquals(connected.path("plan"), other.path("plan"), "another plan than was shown");
      assertTrue(office.api().get(ENVIRONMENT).header("rollcall-disconnected").isPresent());
      office.api().post("/api/import?apply=true", changed);
      assertTrue(office.api().get(ENVIRONMENT).header("rollcall-disconnected").isEmpty());
    }
  }

  @Test
  void doneTwiceIsTheSameAsOnce() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      JsonNode first = office.api().post(DISCONNECT, CONFIRMED).json();

      JsonNode second = office.api().post(DISCONNECT, CONFIRMED).json();

      assertEquals(first, second);
    }
  }

  @Test
  void aHeldRunIsCancelledAndCannotBeApproved() {
    try (SmallOffice office = SmallOffice.open(8, 2)) {
      office.policy("\"guardrail\": { \"maxDeletes\": 1, \"maxDeletePercent\": 1 },");
      office.apply();
      for (int i = 3; i < 8; i++) {
        office.organisation().leave(SmallOffice.person(i));
      }
      JsonNode held = office.apply();
      assertEquals("held", held.path("status").asText(), held::toString);

      JsonNode done = office.api().post(DISCONNECT, CONFIRMED).json();

      assertEquals(held.path("id"), done.at("/policies/0/stoppedRuns/0"), done::toString);
      JsonNode now = office.api().get(SmallOffice.address(held)).json();
      assertEquals("cancelled", now.path("status").asText());
      assertEquals(
          409,
          office
              .api()
              .post(
                  SmallOffice.address(held) + "/approve",
                  "{\"plan\":\"" + held.at("/hold/plan").asText() + "\"}")
              .status());
      assertEquals(8, office.folder(0).contacts().size());
    }
  }

  @Test
  void itsCertificateGoesOnlyWhenAskedForAndGoingTwiceDoesNoHarm() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      JsonNode kept = office.api().post(DISCONNECT, CONFIRMED).json();
      assertEquals("kept", kept.at("/credentials/0/fate").asText(), kept::toString);
      assertTrue(kept.path("byHand").toString().contains("az keyvault certificate delete"));
      assertTrue(hasCertificate(office));

      for (int i = 0; i < 2; i++) {
        JsonNode gone =
            office
                .api()
                .post(DISCONNECT, "{\"confirm\":\"contoso\",\"deleteCredentials\":true}")
                .json();

        assertEquals("deleted", gone.at("/credentials/0/fate").asText(), gone::toString);
        assertFalse(gone.path("byHand").toString().contains("az keyvault"), gone::toString);
      }
      assertFalse(hasCertificate(office));
    }
  }

  @Test
  void aCertificateThatAnotherEnvironmentUsesStays() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      JsonNode alone = office.api().post(DISCONNECT, "{}").json();
      assertTrue(alone.path("byHand").toString().contains("Remove-Mailbox "), alone::toString);
      office
          .api()
          .put(
              "/api/environments/fabrikam",
              office
                  .cloud()
                  .sampleEnvironment()
                  .replace("\"id\": \"contoso\"", "\"id\": \"fabrikam\""));

      JsonNode done =
          office
              .api()
              .post(DISCONNECT, "{\"confirm\":\"contoso\",\"deleteCredentials\":true}")
              .json();

      assertEquals("shared", done.at("/credentials/0/fate").asText(), done::toString);
      assertFalse(done.path("byHand").toString().contains("az ad app delete"), done::toString);
      assertFalse(done.path("byHand").toString().contains("Remove-Mailbox "), done::toString);
      assertTrue(hasCertificate(office));
    }
  }

  @Test
  void whatAnEnvironmentThatIsNotValidAnyMoreUsesStaysToo() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      String certificate = office.cloud().tenant().certificateName();
      String clientId = office.cloud().tenant().clientId();
      storeRaw(
          office,
          "fabrikam",
          "{\"id\": \"fabrikam\", \"kind\": \"ofYesterday\", \"apps\": [{\"clientId\": \""
              + clientId.toUpperCase(Locale.ROOT)
              + "\", \"credential\": {\"certificate\": \""
              + certificate.toUpperCase(Locale.ROOT)
              + "\"}}]}");

      JsonNode done =
          office
              .api()
              .post(DISCONNECT, "{\"confirm\":\"contoso\",\"deleteCredentials\":true}")
              .json();

      assertEquals("shared", done.at("/credentials/0/fate").asText(), done::toString);
      assertFalse(done.path("byHand").toString().contains("az ad app delete"), done::toString);
      assertTrue(hasCertificate(office));
    }
  }

  @Test
  void aVaultThatRefusesIsToldAndTheEnvironmentIsDisconnectedAllTheSame() {
    try (SmallOffice office = SmallOffice.open(2, 1)) {
      office
          .cloud()
          .tenant()
          .vault()
          .denyCertificates(office.cloud().tenant().hostCredential().clientId());

      JsonNode done =
          office
              .api()
              .post(DISCONNECT, "{\"confirm\":\"contoso\",\"deleteCredentials\":true}")
              .json();

      assertTrue(done.path("disconnected").asBoolean());
      assertEquals("refused", done.at("/credentials/0/fate").asText(), done::toString);
      assertFalse(done.at("/credentials/0/detail").asText().isBlank());
      assertTrue(done.path("byHand").toString().contains("az keyvault certificate delete"));
    }
  }

  @Test
  void aPolicyWhoseContactsCannotBeRemovedIsNotDeletedSilently() {
    try (SmallOffice office = SmallOffice.open(3, 1)) {
      office.apply();
      office.api().post(DISCONNECT, CONFIRMED);

      assertEquals(409, office.api().delete("/api/policies/office").status());

      office.policy("\"schedule\": { \"every\": \"PT1H\" },");
      Answer leave =
          office
              .api()
              .send(
                  "PUT",
                  "/api/policies/office",
                  SmallOffice.policyJson("")
                      .replace("\"folder\":", "\"whenMailboxLeaves\": \"leave\", \"folder\":")
                      .getBytes(StandardCharsets.UTF_8),
                  Map.of());
      assertEquals(200, leave.status(), leave::toString);
      assertEquals(204, office.api().delete("/api/policies/office").status());
      assertEquals(3, office.folder(0).contacts().size());
    }
  }

  /** Past all checks, as another version may have stored it. */
  private static void storeRaw(SmallOffice office, String id, String json) {
    new TableState(
            new TableServiceClientBuilder()
                .connectionString(office.cloud().storage())
                .httpClient(new JdkHttpClientProvider().createInstance())
                .buildClient())
        .documents()
        .put(Kind.ENVIRONMENT, id, json.getBytes(StandardCharsets.UTF_8), Optional.empty())
        .orElseThrow();
  }

  private static boolean hasCertificate(SmallOffice office) {
    try {
      office.cloud().tenant().vault().current(office.cloud().tenant().certificateName());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int runs(SmallOffice office) {
    return office.api().get("/api/policies/office/runs").json().path("value").size();
  }
}
