package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Thumbprints;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection test, over HTTP, against a tenant in which one thing at a time is wrong. */
@Tag("E9")
final class ConnectionTest {

  private static final String TEST = "/api/environments/contoso/test";
  private static final String[] NEEDED = {
    "User.Read.All",
    "GroupMember.Read.All",
    "OrgContact.Read.All",
    "Contacts.ReadWrite",
    "Mail.Send",
    "Application.Read.All"
  };
  private static final String[] OTHERS = {
    "MailboxSettings.Read", "Member.Read.Hidden", "Place.Read.All", "Exchange.ManageAsApp"
  };

  private static SmallOffice office;

  @BeforeAll
  static void open() {
    Organisation organisation = SmallOffice.organisation(5, 3);
    organisation.addMailbox("MAILER", "Rollcall", "svc_rollcall", "shared");
    office = SmallOffice.open(organisation, "");
    environment("", "");
    app().revoke(OTHERS);
  }

  @AfterAll
  static void close() {
    office.close();
  }

  @AfterEach
  void mend() {
    app().grant(NEEDED).revoke(OTHERS).revoke("Calendars.ReadWrite", "Directory.Read.All");
    for (int i = 0; i < 3; i++) {
      office.user(i).state(MailboxState.ACTIVE);
    }
    tenant().hostility().calm();
    environment("", "");
    office.policy("");
  }

  @Test
  void everythingInOrderIsOkAndNothingIsWritten() {
    office.cloud().tenant().counters().reset();

    JsonNode report = test("");

    assertTrue(report.path("ok").asBoolean(), report.toPrettyString());
    assertEquals(Set.of(), lines(report, "failed", "warning", "skipped"));
    assertTrue(
        lines(report, "ok")
            .containsAll(
                Set.of(
                    "storage tables",
                    "storage files",
                    "storage queue rollcall-work",
                    "login Rollcall",
                    "credential Rollcall",
                    "permission Rollcall: Contacts.ReadWrite",
                    "directory users",
                    "directory groups",
                    "directory mail contacts",
                    "selection office /source/select/0",
                    "selection office /target/select/0",
                    "mailbox Rollcall",
                    "scope Rollcall",
                    "folder Rollcall",
                    "mail svc_rollcall@contoso.example")),
        report.toPrettyString());
    assertEquals(Set.of(), writes());
    assertEquals(List.of(), tenant().sentMail());
    assertFalse(office.user(0).findFolder(SmallOffice.FOLDER).isPresent());
  }

  @Test
  void theCertificateIsToldByNameThumbprintAndDaysLeft() throws Exception {
    String detail = detail(test(""), "credential");

    X509Certificate certificate = app().certificates().get(0);
    assertTrue(detail.contains(Thumbprints.of(certificate.getEncoded()).sha1()), detail);
    assertTrue(detail.contains("'rollcall-contoso'"), detail);
    assertTrue(detail.contains("364 days left"), detail);
  }

  @Test
  void theFolderIsToldAsItIs() {
    assertTrue(detail(test(""), "folder").contains("first run creates it"));

    office.user(0).makeFolder(SmallOffice.FOLDER);

    assertTrue(detail(test(""), "folder").contains("is there and can be read"));
    office.user(0).folder(SmallOffice.FOLDER).delete();
  }

  @ParameterizedTest
  @CsvSource({
    "User.Read.All,        directory users",
    "GroupMember.Read.All, directory groups",
    "OrgContact.Read.All,  directory mail contacts"
  })
  void aMissingPermissionIsOneFailedLineAndWhatNeedsItIsSkipped(String permission, String skipped) {
    app().revoke(permission);

    JsonNode report = test("");

    assertEquals(Set.of("permission Rollcall: " + permission), lines(report, "failed"));
    assertTrue(lines(report, "skipped").contains(skipped), report.toPrettyString());
    JsonNode problem = line(report, "Rollcall: " + permission).path("problem");
    assertEquals("permissionMissing", problem.path("code").asText());
    assertTrue(problem.path("cause").asText().contains(permission));
    assertTrue(problem.path("remedy").asText().contains("/api/environments/contoso/commands"));
  }

  @Test
  void anAppThatMayWriteNoMailboxLacksThePermission() {
    app().revoke("Contacts.ReadWrite");

    JsonNode report = test("");

    assertEquals(Set.of("permission Rollcall: Contacts.ReadWrite"), lines(report, "failed"));
    assertEquals(
        Set.of("mailbox Rollcall", "scope Rollcall", "folder Rollcall"), lines(report, "skipped"));
  }

  @Test
  @Tag("E11")
  void aMailboxOutsideTheAppsScopeIsToldWithTheCommandThatShowsIt() {
    office.user(1).state(MailboxState.OUT_OF_SCOPE);

    JsonNode report = test("{\"mailbox\":\"p1@contoso.example\"}");

    assertEquals(Set.of("scope Rollcall"), lines(report, "failed"));
    assertEquals(Set.of("folder Rollcall"), lines(report, "skipped"));
    JsonNode problem = line(report, "scope", "Rollcall").path("problem");
    assertEquals("mailboxOutOfScope", problem.path("code").asText());
    assertTrue(problem.path("cause").asText().contains("outside the mailboxes"));
    assertTrue(
        problem.path("remedy").asText().contains("Test-ServicePrincipalAuthorization -Identity"),
        problem.toString());
    assertTrue(problem.path("service").asText().contains("ErrorAccessDenied"), problem.toString());

    assertTrue(test("{\"mailbox\":\"p2@contoso.example\"}").path("ok").asBoolean());
  }

  @Test
  void aMailboxWithoutLicenceIsItsOwnFailedLine() {
    office.user(0).state(MailboxState.INACTIVE);

    JsonNode report = test("");

    assertEquals(Set.of("mailbox Rollcall"), lines(report, "failed"));
    assertEquals(
        "mailboxNotEnabled", line(report, "mailbox", "Rollcall").at("/problem/code").asText());
  }

  @Test
  void aMailboxThatIsNotThereIsToldSo() {
    JsonNode report = test("{\"mailbox\":\"nobody@contoso.example\"}");

    assertEquals(Set.of("mailbox Rollcall"), lines(report, "failed"));
    assertEquals(
        "noMailboxFound", line(report, "mailbox", "Rollcall").at("/problem/code").asText());
  }

  @Test
  void aCertificateTheAppDoesNotListIsToldByItsThumbprint() throws Exception {
    X509Certificate certificate = app().certificates().get(0);
    app().unregister(certificate);
    try {
      JsonNode report = test("");

      assertEquals(Set.of("login Rollcall"), lines(report, "failed"));
      JsonNode problem = line(report, "login", "Rollcall").path("problem");
      assertTrue(
          problem
              .path("cause")
              .asText()
              .contains(
                  "does not list the certificate with thumbprint "
                      + Thumbprints.of(certificate.getEncoded()).sha1()),
          problem.toString());
      assertTrue(problem.path("service").asText().contains("AADSTS700027"), problem.toString());
      assertTrue(
          problem.path("remedy").asText().contains("/api/certificates/rollcall-contoso/cer"));
      assertTrue(lines(report, "skipped").contains("directory users"));
    } finally {
      app().register(certificate);
    }
  }

  @Test
  void aCredentialThatKeyVaultDoesNotHaveStopsItsLoginOnly() {
    environment("rollcall-contoso", "rollcall-other");

    JsonNode report = test("");

    assertEquals(Set.of("credential Rollcall"), lines(report, "failed"));
    assertEquals(
        "certificateNotFound", line(report, "credential", "Rollcall").at("/problem/code").asText());
    assertTrue(lines(report, "skipped").contains("login Rollcall"));
    assertTrue(lines(report, "ok").stream().anyMatch(line -> line.startsWith("login host")));
    assertTrue(lines(report, "ok").stream().anyMatch(line -> line.startsWith("storage")));
  }

  @Test
  void aKeyVaultThatDoesNotLetTheAppInIsToldWithTheRoleItNeeds() {
    String host = tenant().hostCredential().clientId();
    tenant().vault().deny(host);
    try {
      JsonNode report = test("");

      assertEquals(Set.of("credential Rollcall"), lines(report, "failed"));
      JsonNode problem = line(report, "credential", "Rollcall").path("problem");
      assertEquals("keyVaultDenied", problem.path("code").asText());
      assertTrue(problem.path("remedy").asText().contains("Key Vault Secrets User"));
    } finally {
      tenant().vault().allow(host);
    }
  }

  @Test
  void anOrganisationThatTheCloudDoesNotKnowIsToldAtTheLoginHost() {
    office
        .api()
        .put(
            "/api/environments/contoso",
            office
                .cloud()
                .sampleEnvironment()
                .replace("contoso.onmicrosoft.com", "contosso.onmicrosoft.com"));

    JsonNode report = test("");

    Set<String> failed = lines(report, "failed");
    assertEquals(1, failed.size(), failed.toString());
    assertTrue(failed.iterator().next().startsWith("login host"), failed.toString());
    assertTrue(report.toString().contains("tenantUnknown"));
    assertTrue(lines(report, "ok").contains("credential Rollcall"));
  }

  @Test
  void aSelectionThatNamesNobodyIsTheOnlyFailedLine() {
    RollcallApi.Answer stored =
        office
            .api()
            .put(
                "/api/policies/office",
                SmallOffice.policyJson("")
                    .replace(
                        "{ \"group\": \"staff@contoso.example\" }",
                        "{ \"group\": \"staff@contoso.example\" }, { \"group\": \"gone@contoso.example\" }"));
    assertEquals(200, stored.status(), stored.toString());

    JsonNode report = test("");

    assertEquals(Set.of("selection office /source/select/1"), lines(report, "failed"));
    assertEquals(Set.of(), lines(report, "skipped"));
  }

  @Test
  void aPermissionThatNothingNeedsIsNamedAndNoFailure() {
    app().grant("Calendars.ReadWrite", "Directory.Read.All").revoke("GroupMember.Read.All");

    JsonNode report = test("");

    assertTrue(report.path("ok").asBoolean(), report.toPrettyString());
    assertEquals(
        Set.of(
            "permission Rollcall: Calendars.ReadWrite", "permission Rollcall: Directory.Read.All"),
        lines(report, "warning"));
    assertTrue(
        line(report, "Rollcall: GroupMember.Read.All")
            .path("detail")
            .asText()
            .contains("through Directory.Read.All"));
    assertTrue(
        line(report, "Rollcall: Directory.Read.All")
            .path("detail")
            .asText()
            .contains("Enough would be"));
  }

  @Test
  void theTestAsksForPermissionsAnewEachTime() {
    app().revoke("User.Read.All");
    assertEquals(Set.of("permission Rollcall: User.Read.All"), lines(test(""), "failed"));

    app().grant("User.Read.All");
    assertEquals(Set.of(), lines(test(""), "failed"));
  }

  @Test
  void theTableIsForPeopleAndNarrow() {
    app().revoke("User.Read.All");

    String text = office.api().text("POST", TEST, "{}");

    assertTrue(text.contains("FAILED   permission    Rollcall: User.Read.All"), text);
    assertTrue(text.contains("-> Run the commands of GET"), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
  }

  @Test
  void aBodyThatIsNotUnderstoodIsRefusedWithEveryProblem() {
    RollcallApi.Answer answer =
        office.api().post(TEST, "{\"mailto\":\"a\",\"policy\":\"No Id\",\"mailTo\":\"nobody\"}");

    assertEquals(400, answer.status());
    assertEquals(3, answer.json().path("problems").size(), answer.toString());
    assertEquals(404, office.api().post("/api/environments/none/test", "").status());
    assertEquals(404, office.api().post(TEST, "{\"policy\":\"none\"}").status());
  }

  @Test
  @Tag("E10")
  void aTestMailIsSentOnlyToWhomIsNamedAndOnlyWhenAsked() {
    int before = tenant().sentMail().size();
    assertTrue(test("").path("ok").asBoolean());
    assertEquals(before, tenant().sentMail().size());

    JsonNode report = test("{\"mailTo\":\"somebody@contoso.example\"}");

    assertTrue(report.path("ok").asBoolean(), report.toPrettyString());
    assertEquals(before + 1, tenant().sentMail().size());
    assertEquals(List.of("somebody@contoso.example"), tenant().sentMail().get(before).to());
  }

  @Test
  @Tag("E10")
  void aMailThatMayNotBeSentIsItsOwnFailedLine() {
    app().revoke("Mail.Send");

    JsonNode untold = test("");
    assertTrue(untold.path("ok").asBoolean(), "Exchange may grant it for the one mailbox");
    assertEquals(Set.of("permission Rollcall: Mail.Send"), lines(untold, "warning"));

    JsonNode report = test("{\"mailTo\":\"somebody@contoso.example\"}");
    assertEquals(Set.of("mail svc_rollcall@contoso.example"), lines(report, "failed"));
    assertFalse(
        line(report, "mail", "svc_rollcall@contoso.example")
            .at("/problem/remedy")
            .asText()
            .isEmpty());
  }

  @Test
  @Tag("E10")
  void aNotificationMailboxThatIsNotThereIsTold() {
    environment("svc_rollcall@", "nobody@");

    JsonNode report = test("");

    assertEquals(Set.of("mail nobody@contoso.example"), lines(report, "failed"));
  }

  @Test
  void aClockThatIsWrongIsToldByHowMuch() {
    Organisation organisation = SmallOffice.organisation(2, 1);
    try (SmallOffice late =
        SmallOffice.open(
            organisation,
            "",
            RunLimits.defaults(),
            LocalTenantOptions.defaults(),
            Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-7)))) {
      late.api()
          .put(
              "/api/environments/contoso",
              late.cloud()
                  .sampleEnvironment()
                  .replace("svc_rollcall@contoso.com", "p0@contoso.example"));
      JsonNode report = late.api().post(TEST, "").json();

      Set<String> failed = lines(report, "failed");
      assertEquals(1, failed.size(), report.toPrettyString());
      assertTrue(failed.iterator().next().startsWith("clock"), failed.toString());
      assertTrue(
          detail(report, "clock").matches(".* 4[12]\\d seconds behind\\."), report.toString());
      assertEquals(Set.of(), lines(report, "skipped"));
    }
  }

  @Test
  @Tag("P3")
  void exchangeIsLookedAtWhereItIsAsked() {
    exchange();
    app().grant("Exchange.ManageAsApp");

    JsonNode report = test("");

    assertTrue(report.path("ok").asBoolean(), report.toPrettyString());
    assertEquals("ok", line(report, "Exchange role", "Rollcall").path("status").asText());
    assertEquals("ok", line(report, "Rollcall: Exchange.ManageAsApp").path("status").asText());
    assertEquals(Set.of("Get-Mailbox"), tenant().exchange().counts().keySet());
  }

  @Test
  @Tag("P3")
  void aMissingPermissionForExchangeIsToldBeforeTheRole() {
    exchange();

    JsonNode report = test("");

    assertEquals(Set.of("permission Rollcall: Exchange.ManageAsApp"), lines(report, "failed"));
    assertEquals(Set.of("Exchange role Rollcall"), lines(report, "skipped"));
  }

  @Test
  @Tag("P3")
  void aMissingRoleInExchangeIsToldWithItsRemedy() {
    exchange();
    app().grant("Exchange.ManageAsApp");
    tenant().exchange().removeRole(tenant().clientId());
    try {
      JsonNode report = test("");

      assertEquals(Set.of("Exchange role Rollcall"), lines(report, "failed"));
      JsonNode problem = line(report, "Exchange role", "Rollcall").path("problem");
      assertEquals("exchangeRoleMissing", problem.path("code").asText(), report.toPrettyString());
      assertTrue(problem.path("remedy").asText().contains("Global Reader"), problem.toString());
    } finally {
      tenant().exchange().assignRole(tenant().clientId());
    }
  }

  @Test
  @Tag("P2")
  void aDynamicGroupIsFoundWhereExchangeIsAsked() {
    DirectoryObject everybody =
        office
            .organisation()
            .addGroup("EVERYBODY", "Everybody", "everybody", "dynamicDistribution");
    office
        .organisation()
        .addMembers(everybody.id(), List.of(SmallOffice.person(0), SmallOffice.person(1)));
    app().grant("Exchange.ManageAsApp");
    try {
      assertEquals(
          200,
          office
              .api()
              .put(
                  "/api/policies/office",
                  SmallOffice.policyJson("").replace("staff@contoso", "everybody@contoso"))
              .status());

      JsonNode without = test("");
      exchange();
      JsonNode with = test("");

      JsonNode missing = line(without, "selection", "office /source/select/0");
      assertEquals("failed", missing.path("status").asText());
      assertTrue(
          missing.path("problem").path("remedy").asText().contains("\"exchange\": true"),
          missing.toString());
      assertEquals(Set.of(), lines(with, "failed"), with.toPrettyString());
      assertEquals(
          "ok", line(with, "selection", "office /source/select/0").path("status").asText());
    } finally {
      office.organisation().leave(everybody.id());
    }
  }

  private static void exchange() {
    environment("\"kind\"", "\"exchange\": true,\n  \"kind\"");
  }

  /** Stores the environment with something else in it. */
  private static void environment(String instead, String other) {
    RollcallApi.Answer stored =
        office
            .api()
            .put(
                "/api/environments/contoso",
                office
                    .cloud()
                    .sampleEnvironment()
                    .replace("@contoso.com", "@contoso.example")
                    .replace(instead, other));
    assertEquals(200, stored.status(), stored.toString());
  }

  private static JsonNode test(String body) {
    RollcallApi.Answer answer = office.api().post(TEST, body);
    assertEquals(200, answer.status(), answer.toString());
    return answer.json();
  }

  private static Set<String> lines(JsonNode report, String... statuses) {
    Set<String> wanted = Set.of(statuses);
    Set<String> lines = new TreeSet<>();
    for (JsonNode line : report.path("lines")) {
      if (wanted.contains(line.path("status").asText())) {
        lines.add(line.path("check").asText() + " " + line.path("subject").asText());
      }
    }
    return lines;
  }

  private static JsonNode line(JsonNode report, String subject) {
    return line(report, "permission", subject);
  }

  private static JsonNode line(JsonNode report, String check, String subject) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode line : report.path("lines")) {
      if (line.path("check").asText().equals(check)
          && line.path("subject").asText().equals(subject)) {
        found.add(line);
      }
    }
    assertEquals(1, found.size(), report.toPrettyString());
    return found.get(0);
  }

  private static String detail(JsonNode report, String check) {
    for (JsonNode line : report.path("lines")) {
      if (line.path("check").asText().equals(check)) {
        return line.path("detail").asText();
      }
    }
    throw new AssertionError("no line " + check + " in " + report.toPrettyString());
  }

  /** Every request that is not a read, alone or in a batch. */
  private static Set<String> writes() {
    Set<String> writes = new TreeSet<>();
    Stream.concat(
            tenant().counters().counts().callsByOperation().keySet().stream(),
            tenant().counters().counts().itemsByOperation().keySet().stream())
        .filter(operation -> !operation.startsWith("GET ") && !operation.equals("POST /$batch"))
        .forEach(writes::add);
    return writes;
  }

  private static LocalTenant tenant() {
    return office.cloud().tenant();
  }

  private static AppRegistration app() {
    return tenant().app();
  }
}
