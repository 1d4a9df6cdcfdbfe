package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trouble that is nobody's run: it is told all the same, and alerts hear of it. */
@Tag("O3")
final class TroubleTelemetryTest {

  @Test
  @Tag("E6")
  void aCertificateThatEndsSoonOrCannotBeReadIsTold() {
    try (Recording recording = Recording.start();
        LocalCloud cloud = open()) {
      cloud.host().fireTimer("CredentialWatch");
      assertEquals(1, recording.events("CredentialEnds").size());
      assertEquals(0, recording.ask("alerts/credential-ending.kql").size(), "a year is long");
    }
    try (Recording recording = Recording.start();
        LocalCloud cloud = open()) {
      cloud.tenant().addCertificate(Duration.ofDays(10), VaultCertificate.Format.PKCS12);
      cloud.host().fireTimer("CredentialWatch");
      assertEquals(9, recording.events("CredentialEnds").get(0).path("daysLeft").asInt());
      assertEquals(1, recording.ask("alerts/credential-ending.kql").size());
    }
    try (Recording recording = Recording.start();
        LocalCloud cloud = open()) {
      cloud.tenant().vault().deny(cloud.tenant().hostCredential().clientId());
      cloud.host().fireTimer("CredentialWatch");
      JsonNode told = recording.events("CredentialUnreadable").get(0);
      assertEquals("contoso", told.path("environment").asText());
      assertTrue(told.path("remedy").asText().contains("Key Vault Secrets User"));
      assertEquals(1, recording.ask("alerts/credential-ending.kql").size());
    }
  }

  @Test
  void aMessageNobodyUnderstandsIsToldWithoutItsText() {
    try (Recording recording = Recording.start();
        LocalCloud cloud = open()) {
      new QueueServiceClientBuilder()
          .connectionString(cloud.storage())
          .httpClient(new JdkHttpClientProvider().createInstance())
          .messageEncoding(QueueMessageEncoding.BASE64)
          .buildClient()
          .getQueueClient(WorkQueue.NAME)
          .sendMessage("swordfish");

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !recording.events("MessageUnreadable").isEmpty());

      JsonNode told = recording.events("MessageUnreadable").get(0);
      assertFalse(String.join("\n", recording.lines()).contains("swordfish"));
      assertEquals(32, told.path("traceId").asText().length());
      assertEquals(1, recording.ask("alerts/poison-message.kql").size());
      assertEquals(1, recording.ask("queries/errors-by-cause.kql").size());
    }
  }

  private static LocalCloud open() {
    LocalCloud cloud =
        LocalCloud.start(
            new Organisation("Contoso", "contoso.example"), LocalTenantOptions.defaults());
    assertEquals(
        201, cloud.api().put("/api/environments/contoso", cloud.sampleEnvironment()).status());
    return cloud;
  }
}
