package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localservices.LocalServices;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection test's lines for downstream services, over HTTP. */
@Tag("E9")
final class ServiceConnectionTest {

  private static final String TEST = "/api/environments/contoso/test";
  private static final String FILE =
      """
      {
        "id": "list", "name": "List", "type": "accounts", "environment": "contoso",
        "source": { "kind": "spreadsheet", "file": "people.csv", "columns": { "E-mail": "mail" } },
        "target": { "kind": "file", "name": "out.csv" }
      }
      """;

  private LocalCloud cloud;
  private LocalServices services;

  @BeforeEach
  void open() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    organisation.addMembers(
        organisation.addGroup("all", "Everybody", "all-employees", "distribution").id(),
        List.of(organisation.join("ada", "Ada", "ada").id()));
    organisation.addMailbox("info", "Info Desk", "info", "shared");
    organisation.addMailbox("reception", "Reception", "reception", "shared");
    organisation.addMailbox("mailer", "Rollcall", "svc_rollcall", "shared");
    cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults());
    services = LocalServices.start(cloud, Clock.systemUTC());
    put("environments/contoso", LocalServices.environment(cloud));
    for (String sample :
        List.of(
            "zivver-users", "zivver-mailboxes", "mail-filter", "mailbox-teams", "mailbox-events")) {
      put("policies/" + sample, services.policy(sample));
    }
    put("policies/list", FILE);
  }

  @AfterEach
  void close() {
    services.close();
    cloud.close();
  }

  @Test
  void everyServiceThatPoliciesNameIsOneLineAndNothingIsSent() {
    JsonNode report = test("{}");

    assertTrue(report.path("ok").asBoolean(), report::toPrettyString);
    assertEquals(
        Set.of(
            "emailgistics 127.0.0.1",
            "file out.csv",
            "mailprotector 127.0.0.1",
            "scim 127.0.0.1",
            "webhook 127.0.0.1"),
        lines(report).keySet());
    assertTrue(
        detail(report, "scim").contains("takes the key 'zivver-key'"), report::toPrettyString);
    assertEquals(Map.of(), services.receiver().records());
    assertEquals(Map.of(), services.emailgistics().teams());
    assertFalse(report.toString().contains(services.zivver().key()));
  }

  @Test
  void aKeyThatTheServiceRefusesIsThatLineAlone() {
    services.zivver().rollKey("another-key-of-zivver");
    services.emailgistics().renewToken("another-token");

    JsonNode report = test("{}");

    assertEquals(Set.of("emailgistics 127.0.0.1", "scim 127.0.0.1"), failed(report));
    for (String failed : failed(report)) {
      JsonNode problem = lines(report).get(failed).path("problem");
      assertEquals("targetKeyRefused", problem.path("code").asText(), problem::toString);
      assertTrue(problem.path("remedy").asText().contains("Key Vault"), problem::toString);
    }
  }

  @Test
  void aKeyThatKeyVaultDoesNotHaveIsToldBeforeTheFirstRun() {
    put("policies/zivver-users", services.policy("zivver-users").replace("zivver-key", "no-key"));
    put(
        "policies/mailbox-events",
        services.policy("mailbox-events").replace("webhook-secret", "no-secret"));

    JsonNode report = test("{}");

    assertEquals(
        Set.of("scim 127.0.0.1 (policy zivver-users)", "webhook 127.0.0.1"),
        failed(report),
        report::toPrettyString);
    assertEquals(0, services.receiver().counts().all());
  }

  @Test
  void aServiceThatIsDownIsToldWhileTheOthersAreLookedAt() {
    services.mailprotector().close();
    services.receiver().close();

    JsonNode report = test("{}");

    assertEquals(Set.of("mailprotector 127.0.0.1", "webhook 127.0.0.1"), failed(report));
    for (String failed : failed(report)) {
      JsonNode problem = lines(report).get(failed).path("problem");
      assertFalse(problem.path("cause").asText().isEmpty(), problem::toString);
      assertFalse(problem.path("remedy").asText().isEmpty(), problem::toString);
    }
  }

  @Test
  void aWebhookInSomebodysNetworkIsRefusedWithoutAConnection() {
    put(
        "policies/mailbox-events",
        services
            .policy("mailbox-events")
            .replace(services.receiver().uri().toString(), "https://10.0.0.7/hook"));

    JsonNode report = test("{}");

    assertEquals(Set.of("webhook 10.0.0.7"), failed(report));
  }

  @Test
  void oneLineIsEnoughForOnePolicy() {
    JsonNode report = test("{\"policy\": \"mail-filter\"}");

    assertEquals(Set.of("mailprotector 127.0.0.1"), lines(report).keySet());
    assertTrue(detail(report, "mailprotector").contains("domain"), report::toPrettyString);
  }

  @Test
  @Tag("P15")
  void whereExchangeIsNotAskedAPolicyAboutThoseBehindMailboxesIsStoredWithAHint() {
    String teams = services.policy("mailbox-teams");
    assertEquals(Optional.empty(), put("policies/mailbox-teams", teams).header("rollcall-hints"));
    put(
        "environments/contoso",
        LocalServices.environment(cloud).replace("\"exchange\": true", "\"exchange\": false"));

    RollcallApi.Answer stored = put("policies/mailbox-teams", teams);

    String hints = stored.header("rollcall-hints").orElse("");
    assertTrue(hints.contains("\"exchange\": true"), hints);
  }

  // --- help ----------------------------------------------------------------------------------

  private RollcallApi.Answer put(String what, String document) {
    RollcallApi.Answer answer = cloud.api().put("/api/" + what, document);
    assertTrue(answer.status() == 201 || answer.status() == 200, answer.json()::toPrettyString);
    return answer;
  }

  private JsonNode test(String body) {
    RollcallApi.Answer answer = cloud.api().post(TEST, body);
    assertEquals(200, answer.status(), answer::toString);
    return answer.json();
  }

  private static Map<String, JsonNode> lines(JsonNode report) {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (JsonNode line : report.path("lines")) {
      if (line.path("check").asText().equals("service")) {
        lines.put(line.path("subject").asText(), line);
      }
    }
    return lines;
  }

  private static Set<String> failed(JsonNode report) {
    Map<String, JsonNode> lines = lines(report);
    lines.values().removeIf(line -> !line.path("status").asText().equals("failed"));
    return lines.keySet();
  }

  private static String detail(JsonNode report, String kind) {
    List<String> found = new ArrayList<>();
    lines(report)
        .forEach(
            (subject, line) -> {
              if (subject.startsWith(kind + " ")) {
                found.add(line.path("detail").asText());
              }
            });
    assertEquals(1, found.size(), report::toPrettyString);
    return found.get(0);
  }
}
