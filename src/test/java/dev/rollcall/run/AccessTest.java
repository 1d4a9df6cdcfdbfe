package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.Permission;
import dev.rollcall.policy.PolicyDocuments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which access apps need, over HTTP: that it is enough, that all of it is needed, and how to give
 * it.
 */
final class AccessTest {

  private static final String ENVIRONMENT = "/api/environments/contoso";

  private static SmallOffice office;
  private static Set<String> granted;

  @BeforeAll
  static void open() {
    office = SmallOffice.open(5, 3);
    granted = app().roles();
  }

  @AfterAll
  static void close() {
    office.close();
  }

  @AfterEach
  void mend() {
    grantOnly(granted);
    office.policy("");
  }

  @ParameterizedTest
  @Tag("E11")
  @ValueSource(
      strings = {
        "{ \"group\": \"staff@contoso.example\" }",
        "{ \"recipient\": \"p1@contoso.example\" }",
        "{ \"query\": \"Given*\", \"recipientTypes\": [\"user\"] }",
        "{ \"query\": \"*\", \"recipientTypes\": [\"user\", \"sharedMailbox\", \"room\", \"equipment\", \"mailUser\"] }",
        "{ \"query\": \"*\", \"recipientTypes\": [\"room\", \"mailContact\"] }",
        "{ \"query\": \"*\", \"recipientTypes\": [\"distributionGroup\"] }"
      })
  void aRunNeedsExactlyThePermissionsThatAreDerived(String selection) {
    String document =
        SmallOffice.policyJson("").replace("{ \"group\": \"staff@contoso.example\" }", selection);
    assertEquals(200, office.api().put("/api/policies/office", document).status());
    Set<String> needed = needed(document);

    grantOnly(needed);
    assertEquals("finished", fresh().path("status").asText());

    for (String permission : needed) {
      Set<String> fewer = new TreeSet<>(needed);
      fewer.remove(permission);
      grantOnly(fewer);
      JsonNode report = office.api().post(ENVIRONMENT + "/test", "").json();
      assertFalse(report.path("ok").asBoolean(), permission);
    }
  }

  @Test
  @Tag("E11")
  void commandsGiveTheDirectoryByEntraAndTheMailboxesByExchange() {
    JsonNode access = office.api().get(ENVIRONMENT + "/commands?policy=office").json();

    Map<String, String> roles = new TreeMap<>();
    access
        .at("/apps/0/permissions")
        .forEach(one -> roles.put(one.path("name").asText(), one.path("appRoleId").asText()));
    assertEquals(
        Set.of(
            "User.Read.All",
            "GroupMember.Read.All",
            "OrgContact.Read.All",
            "Contacts.ReadWrite",
            "Mail.Send",
            "Application.Read.All"),
        roles.keySet());
    String powershell = office.api().text("GET", ENVIRONMENT + "/commands?shell=powershell", "");
    assertTrue(
        powershell.contains(
            "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app1.Id -PrincipalId"
                + " $app1.Id -ResourceId $graph.Id -AppRoleId df021288-bdef-4463-88db-98f22de89214"),
        powershell);
    assertFalse(powershell.contains("Grant Contacts.ReadWrite"), powershell);
    assertTrue(
        powershell.contains(
            "$group1 = (Get-Group -Identity 'field@contoso.example').DistinguishedName"),
        powershell);
    assertTrue(
        powershell.contains(
            "New-ManagementScope -Name 'Rollcall contoso' -RecipientRestrictionFilter"
                + " ('(MemberOfGroup -eq ''' + $group1 + ''')')"),
        powershell);
    assertTrue(
        powershell.contains(
            "New-ManagementRoleAssignment -App $env:APP1 -Role 'Application Contacts.ReadWrite'"
                + " -CustomResourceScope 'Rollcall contoso'"),
        powershell);
    assertTrue(powershell.contains("Test-ServicePrincipalAuthorization"), powershell);
    assertFalse(powershell.contains("staff@contoso.example"), "the source needs no mailbox");
  }

  @Test
  @Tag("E11")
  void theBashFormIsValidBash() throws Exception {
    String bash = office.api().text("GET", ENVIRONMENT + "/commands?shell=bash", "");
    Path script = Files.createTempFile("commands", ".sh");
    try {
      Files.writeString(script, bash);
      Process check = new ProcessBuilder("bash", "-n", script.toString()).start();
      assertEquals(0, check.waitFor(), bash);
    } finally {
      Files.delete(script);
    }
    assertTrue(bash.contains("az rest --method post"), bash);
    assertTrue(bash.contains("pwsh -NoProfile -Command '"), bash);
  }

  @Test
  @Tag("E11")
  void setupScriptsAskForTheUsualPermissions() throws Exception {
    for (String script : Set.of("setup.sh", "setup.ps1")) {
      String text = Files.readString(Path.of("infra/setup").resolve(script));
      for (Permission permission : Permission.values()) {
        boolean named = text.contains(permission.value());
        boolean usual =
            NeededPermission.usual().contains(permission)
                || permission == Permission.READ_MAILBOX_SETTINGS;
        assertTrue(named || !usual, script + " does not know " + permission.value());
      }
    }
  }

  @Test
  @Tag("E16")
  void consentIsToldByPermissionWithWhereAndByWhomItIsGiven() {
    app().revoke("OrgContact.Read.All");

    JsonNode consent = office.api().get(ENVIRONMENT + "/consent").json();

    JsonNode rollcall = consent.at("/apps/0");
    assertEquals(
        office.cloud().tenant().loginUri()
            + "/contoso.onmicrosoft.com/adminconsent?client_id="
            + office.cloud().tenant().clientId(),
        rollcall.path("url").asText());
    Map<String, String> statuses = new TreeMap<>();
    rollcall
        .path("permissions")
        .forEach(one -> statuses.put(one.path("name").asText(), one.path("status").asText()));
    assertEquals("granted", statuses.get("User.Read.All"));
    assertEquals("missing", statuses.get("OrgContact.Read.All"));
    assertEquals("notNeeded", statuses.get("Place.Read.All"));
    assertTrue(consent.path("whoMayGrant").asText().contains("Privileged Role Administrator"));
    assertTrue(consent.path("whoMayGrant").asText().contains("may not"));
  }

  @Test
  @Tag("E16")
  void consentThatCannotBeSeenIsUnknownAndNotMissing() {
    office
        .api()
        .put(
            ENVIRONMENT,
            office.cloud().sampleEnvironment().replace("rollcall-contoso", "rollcall-other"));
    try {
      JsonNode permissions =
          office.api().get(ENVIRONMENT + "/consent").json().at("/apps/0/permissions");

      assertTrue(permissions.size() >= 4, permissions.toString());
      permissions.forEach(
          one -> assertEquals("unknown", one.path("status").asText(), one.toString()));
    } finally {
      office.api().put(ENVIRONMENT, office.cloud().sampleEnvironment());
    }
  }

  @ParameterizedTest
  @Tag("O8")
  @CsvSource({
    "global, login.microsoftonline.com, graph.microsoft.com, *.vault.azure.net",
    "usGov, login.microsoftonline.us, graph.microsoft.us, *.vault.usgovcloudapi.net",
    "usGovDoD, login.microsoftonline.us, dod-graph.microsoft.us, *.vault.usgovcloudapi.net",
    "china, login.partner.microsoftonline.cn, microsoftgraph.chinacloudapi.cn, *.vault.azure.cn"
  })
  void requirementsListTheHostsOfEachCloud(String cloud, String login, String graph, String vault) {
    JsonNode requirements = office.api().get("/api/requirements").json();

    Set<String> hosts = new TreeSet<>();
    for (JsonNode one : requirements.path("clouds")) {
      if (one.path("cloud").asText().equals(cloud)) {
        one.path("hosts").forEach(host -> hosts.add(host.path("host").asText()));
      }
    }
    assertTrue(hosts.containsAll(Set.of(login, graph, vault)), hosts.toString());
    assertEquals("TLS 1.2 or later", requirements.path("tls").asText());
  }

  @Test
  @Tag("O8")
  void requirementsSayWhatThisInstallationUses() {
    JsonNode requirements = office.api().get("/api/requirements").json();

    Set<Integer> ports = new TreeSet<>();
    requirements.path("inUse").forEach(host -> ports.add(host.path("port").asInt()));
    assertTrue(
        ports.containsAll(
            Set.of(
                office.cloud().tenant().loginUri().getPort(),
                office.cloud().tenant().graphUri().getPort(),
                office.cloud().tenant().vaultUri().getPort())),
        requirements.path("inUse").toString());
    assertTrue(requirements.toString().contains("notification mailbox"));

    String text = office.api().text("GET", "/api/requirements", "");
    assertTrue(text.contains("cloud usGovDoD"), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
  }

  @Test
  @Tag("O8")
  void requirementsListTheServicesThatPoliciesName() {
    for (String id : List.of("tickets", "events")) {
      String policy =
          """
          { "id": "%s", "name": "Own program", "type": "accounts", "environment": "contoso",
            "source": { "kind": "directory", "select": [{ "query": "*" }] },
            "target": { "kind": "webhook", "url": "https://hooks.contoso.com:8443/rollcall",
                        "secret": "webhook-secret" } }
          """
              .formatted(id);
      assertEquals(201, office.api().put("/api/policies/" + id, policy).status());
    }
    try {
      List<String> purposes = new ArrayList<>();
      office
          .api()
          .get("/api/requirements")
          .json()
          .path("inUse")
          .forEach(
              host -> {
                if (host.path("host").asText().equals("hooks.contoso.com")) {
                  assertEquals(8443, host.path("port").asInt());
                  purposes.add(host.path("purpose").asText());
                }
              });
      assertEquals(List.of("the service webhook of the policies events, tickets"), purposes);
    } finally {
      assertEquals(204, office.api().delete("/api/policies/tickets").status());
      assertEquals(204, office.api().delete("/api/policies/events").status());
    }
  }

  @Test
  @Tag("E11")
  @Tag("P3")
  void whereExchangeIsAskedItsPermissionAndRoleAreGivenAndItsHostIsListed() throws Exception {
    exchange(true);
    try {
      String rooms = "{ \"query\": \"*\", \"recipientTypes\": [\"room\"] }";
      String document =
          SmallOffice.policyJson("").replace("{ \"group\": \"staff@contoso.example\" }", rooms);
      assertEquals(200, office.api().put("/api/policies/office", document).status());
      Set<String> names = new TreeSet<>();
      office
          .api()
          .get(ENVIRONMENT + "/commands")
          .json()
          .at("/apps/0/permissions")
          .forEach(one -> names.add(one.path("name").asText()));
      assertTrue(names.contains("Exchange.ManageAsApp"), names.toString());
      assertFalse(names.contains("MailboxSettings.Read"), "Exchange knows what a mailbox is for");

      String powershell = office.api().text("GET", ENVIRONMENT + "/commands?shell=powershell", "");
      assertTrue(
          powershell.contains(
              "-ResourceId $exchange.Id -AppRoleId dc50a0fb-09a3-484d-be87-e023b12c6440"),
          powershell);
      assertTrue(
          powershell.contains("-RoleDefinitionId f2ef992c-3afb-46b9-b7cf-a126ee74c451"),
          powershell);
      assertTrue(powershell.contains("'RoleManagement.ReadWrite.Directory'"), powershell);
      String bash = office.api().text("GET", ENVIRONMENT + "/commands?shell=bash", "");
      assertTrue(bash.contains("--api 00000002-0000-0ff1-ce00-000000000000"), bash);

      Set<Integer> ports = new TreeSet<>();
      office
          .api()
          .get("/api/requirements")
          .json()
          .path("inUse")
          .forEach(host -> ports.add(host.path("port").asInt()));
      assertTrue(ports.contains(office.cloud().tenant().exchangeUri().getPort()));
    } finally {
      exchange(false);
    }
  }

  private static void exchange(boolean asked) {
    String environment = office.cloud().sampleEnvironment();
    assertEquals(
        200,
        office
            .api()
            .put(
                ENVIRONMENT,
                asked
                    ? environment.replace("\"kind\"", "\"exchange\": true,\n  \"kind\"")
                    : environment)
            .status());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertEquals(404, office.api().get("/api/environments/none/commands").status());
    assertEquals(404, office.api().get(ENVIRONMENT + "/commands?policy=none").status());
    assertEquals(404, office.api().get("/api/environments/none/consent").status());
    assertEquals(400, office.api().get(ENVIRONMENT + "/commands?policy=No%20Id").status());
    RollcallApi.Answer shell = office.api().get(ENVIRONMENT + "/commands?shell=fish");
    assertEquals(400, shell.status());
  }

  /** A preview with a token given now. */
  private static JsonNode fresh() {
    office.cloud().tenant().login().tokenLifetime(java.time.Duration.ofSeconds(1));
    JsonNode run = office.preview();
    assertTrue(run.path("source").path("shortfalls").isEmpty(), run.toPrettyString());
    return run;
  }

  private static Set<String> needed(String document) {
    return PolicyDocuments.policy(document.getBytes(StandardCharsets.UTF_8))
        .match(
            valid ->
                NeededPermission.of(valid.value()).stream()
                    .map(Permission::value)
                    .collect(Collectors.toCollection(TreeSet::new)),
            invalid -> {
              throw new IllegalArgumentException(invalid.problems().toString());
            });
  }

  private static void grantOnly(Set<String> permissions) {
    app().revoke(app().roles().toArray(new String[0]));
    app().grant(permissions.toArray(new String[0]));
  }

  private static AppRegistration app() {
    return office.cloud().tenant().app();
  }
}
