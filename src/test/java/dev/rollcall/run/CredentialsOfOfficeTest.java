package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.vault.VaultCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long credentials last, as Key Vault and the app registration tell, over HTTP. */
@Tag("E6")
final class CredentialsOfOfficeTest {

  private static final String ADDRESS = "/api/environments/contoso/credentials";

  private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private LocalCloud cloud;

  @BeforeEach
  void open() {
    cloud =
        LocalCloud.start(
            new Organisation("Contoso", "contoso.example"),
            LocalTenantOptions.defaults(),
            RunLimits.defaults(),
            clock,
            0);
    assertEquals(
        201, cloud.api().put("/api/environments/contoso", cloud.sampleEnvironment()).status());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void theCertificateOfAnAppIsShownOnceAsItIsRegisteredTheSame() {
    List<JsonNode> shown = cloud.api().all(ADDRESS);

    assertEquals(1, shown.size());
    JsonNode certificate = shown.get(0);
    assertEquals("certificate", certificate.path("kind").asText());
    assertEquals("Rollcall", certificate.path("app").asText());
    assertEquals("rollcall-contoso", certificate.path("name").asText());
    assertEquals(365, certificate.path("daysLeft").asInt());
    assertFalse(certificate.has("lastWarning"));
    assertEquals(404, cloud.api().get("/api/environments/nobody/credentials").status());
  }

  @Test
  void aLookTakesOneRequestOfGraphAndFewOfKeyVault() {
    Hostility.Rule registrations =
        cloud
            .tenant()
            .hostility()
            .onRequest(
                sighting -> sighting.path().contains("applications"), Moment.BEFORE, Incident.NONE);
    cloud.host().fireTimer("CredentialWatch");
    int vault = cloud.tenant().vault().requests();
    assertEquals(1, registrations.met());
    clock.advance(Duration.ofDays(1));

    cloud.host().fireTimer("CredentialWatch");

    assertEquals(2, registrations.met());
    assertTrue(
        cloud.tenant().vault().requests() - vault <= 1,
        cloud.tenant().vault().requests() - vault + " requests of Key Vault");
    assertEquals(List.of(), cloud.tenant().unexpectedRequests());
  }

  @Test
  void aClientSecretLastsAsLongAsTheAppRegistrationSays() {
    Instant end = clock.instant().plus(Duration.ofDays(6));
    String secret = "q7~marker-of-a-client-secret";
    cloud.tenant().app().addSecret("zz9 another one", end.plusSeconds(99));
    cloud.tenant().app().addSecret(secret, end);
    cloud.tenant().vault().putSecret("rollcall-secret", secret);
    String document =
        cloud
            .sampleEnvironment()
            .replace(
                "{ \"certificate\": \"rollcall-contoso\" }", "{ \"secret\": \"rollcall-secret\" }");
    assertEquals(200, cloud.api().put("/api/environments/contoso", document).status());

    List<JsonNode> shown = cloud.api().all(ADDRESS);

    assertEquals(2, shown.size());
    assertEquals("secret", shown.get(0).path("kind").asText());
    assertFalse(shown.get(0).has("end"), "nobody wrote it down in Key Vault");
    assertEquals("registeredCredential", shown.get(1).path("kind").asText());
    assertEquals(end, Instant.parse(shown.get(1).path("end").asText()));
    assertEquals(6, shown.get(1).path("daysLeft").asInt());
    assertFalse(shown.toString().contains("q7~"));
  }

  @Test
  void anAppThatMayNotReadItsRegistrationIsToldOfWithoutFailing() {
    cloud
        .tenant()
        .hostility()
        .onRequest(
            sighting -> sighting.path().contains("applications"),
            Moment.BEFORE,
            Incident.refused(
                403,
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation."));

    List<JsonNode> shown = cloud.api().all(ADDRESS);

    assertEquals("certificate", shown.get(0).path("kind").asText());
    assertEquals("registeredCredential", shown.get(1).path("kind").asText());
    assertTrue(shown.get(1).path("problem").has("remedy"));
  }

  @Test
  void whoeverTheEnvironmentNamesIsToldByMailOnce() {
    cloud.organisation().addMailbox("svc", "Service", "svc_rollcall", "shared");
    String document =
        cloud
            .sampleEnvironment()
            .replace("svc_rollcall@contoso.com", "svc_rollcall@contoso.example");
    assertEquals(200, cloud.api().put("/api/environments/contoso", document).status());
    cloud.tenant().addCertificate(Duration.ofDays(10), VaultCertificate.Format.PKCS12);

    for (int day = 0; day < 5; day++) {
      cloud.host().fireTimer("CredentialWatch");
      clock.advance(Duration.ofDays(1));
    }

    assertEquals(2, cloud.tenant().sentMail().size(), "at 10 days, and at 7");
    JsonNode warned = cloud.api().all(ADDRESS).get(0).path("lastWarning");
    assertEquals("days7", warned.path("step").asText());
  }

  @Test
  void whatCannotBeReadFromKeyVaultSaysWhatToDo() {
    cloud.tenant().vault().deny(cloud.tenant().hostCredential().clientId());

    JsonNode shown = cloud.api().all(ADDRESS).get(0);

    assertFalse(shown.has("end"));
    assertTrue(shown.path("problem").path("remedy").asText().contains("Key Vault Secrets User"));
  }

  @Test
  void aRenewedCertificateTakesThePlaceOfTheOldOne() {
    cloud.tenant().addCertificate(Duration.ofDays(10), VaultCertificate.Format.PKCS12);
    assertEquals(10, cloud.api().all(ADDRESS).get(0).path("daysLeft").asInt());

    cloud.tenant().rollCertificate();
    clock.advance(Duration.ofDays(1));

    assertEquals(364, cloud.api().all(ADDRESS).get(0).path("daysLeft").asInt());
  }

  @Test
  void theKeyOfAServiceLastsAsLongAsWhoeverStoredItSaid() {
    Instant end = clock.instant().plus(Duration.ofDays(20));
    cloud.tenant().vault().putSecret("filter-key", "k3y-marker-of-a-service", end);
    store("one", "filter-key");
    store("two", "filter-key");
    store("three", "endless-key");
    cloud.tenant().vault().putSecret("endless-key", "k3y-of-another-service");

    List<JsonNode> shown = cloud.api().all(ADDRESS);

    assertEquals(3, shown.size(), "a key that two policies name is shown once: " + shown);
    assertEquals("downstreamKey", shown.get(1).path("kind").asText());
    assertEquals("endless-key", shown.get(1).path("name").asText());
    assertFalse(shown.get(1).has("end"), "nobody wrote it down in Key Vault");
    assertEquals("filter-key", shown.get(2).path("name").asText());
    assertEquals("scim accounts.contoso.com", shown.get(2).path("app").asText());
    assertEquals(20, shown.get(2).path("daysLeft").asInt());
    assertFalse(shown.toString().contains("k3y"));
  }

  @Test
  void theEndOfAServicesKeyIsToldByMailAtEachStepAndBeginsAnewOnceItIsReplaced() {
    cloud.organisation().addMailbox("svc", "Service", "svc_rollcall", "shared");
    String document =
        cloud
            .sampleEnvironment()
            .replace("svc_rollcall@contoso.com", "svc_rollcall@contoso.example");
    assertEquals(200, cloud.api().put("/api/environments/contoso", document).status());
    Duration life = Duration.ofDays(16);
    cloud.tenant().vault().putSecret("filter-key", "old", clock.instant().plus(life));
    store("one", "filter-key");

    watch(20);

    assertEquals(5, cloud.tenant().sentMail().size(), "at 16, 14, 7 and 1 days, and at the end");
    assertTrue(
        cloud.tenant().sentMail().get(0).toString().contains("filter-key"),
        cloud.tenant().sentMail().get(0)::toString);
    assertEquals("ended", cloud.api().all(ADDRESS).get(1).at("/lastWarning/step").asText());
    cloud.tenant().vault().putSecret("filter-key", "new", clock.instant().plus(life));

    watch(1);

    assertEquals(6, cloud.tenant().sentMail().size());
    assertEquals("days30", cloud.api().all(ADDRESS).get(1).at("/lastWarning/step").asText());
  }

  @Test
  void aLookAsksKeyVaultForEachServicesKeyOnce() {
    cloud.tenant().vault().putSecret("filter-key", "k");
    store("one", "filter-key");
    store("two", "filter-key");
    cloud.host().fireTimer("CredentialWatch");
    int before = cloud.tenant().vault().requests();
    clock.advance(Duration.ofDays(1));

    cloud.host().fireTimer("CredentialWatch");

    int asked = cloud.tenant().vault().requests() - before;
    assertTrue(asked <= 2, asked + " requests of Key Vault: the certificate, and the key");
  }

  @Test
  void aServicesKeyThatIsNotStoredSaysWhatToDoBesideTheOthers() {
    store("one", "filter-key");

    List<JsonNode> shown = cloud.api().all(ADDRESS);

    assertEquals("certificate", shown.get(0).path("kind").asText());
    assertTrue(shown.get(0).has("end"));
    assertEquals("secretNotFound", shown.get(1).at("/problem/code").asText());
    assertTrue(shown.get(1).at("/problem/remedy").asText().contains("policy"), shown::toString);
  }

  private void watch(int days) {
    for (int day = 0; day < days; day++) {
      cloud.host().fireTimer("CredentialWatch");
      clock.advance(Duration.ofDays(1));
    }
  }

  private void store(String id, String key) {
    String policy =
        """
        { "id": "%s", "name": "Accounts", "type": "accounts", "environment": "contoso",
          "source": { "kind": "directory", "select": [{ "query": "*" }] },
          "target": { "kind": "scim", "dialect": "rfc",
                      "url": "https://accounts.contoso.com/scim/v2/", "token": "%s" } }
        """
            .formatted(id, key);
    assertEquals(201, cloud.api().put("/api/policies/" + id, policy).status());
  }
}
