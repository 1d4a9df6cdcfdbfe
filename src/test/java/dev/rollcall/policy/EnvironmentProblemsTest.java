package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an environment, and where. */
@Tag("E1")
class EnvironmentProblemsTest {

  @ParameterizedTest(name = "{1} at {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /id                              | "Contoso!"                  | /id
          /name                            | ""                          | /name
          /kind                            | "exchange"                  | /kind
          /cloud                           | "germany"                   | /cloud
          /cloud                           | {"graph":"https://x"}       | /cloud
          /tenant                          | "contoso"                   | /tenant
          /tenant                          | "contoso.com"               | /tenant
          /tenant                          | "contoso.onmicrosoft.com\\n" | /tenant
          /tenant                          | "contoso.onmicrosoft.com.evil.example" | /tenant
          /tenant                          | "2653598a-91f0-4a44-8a05"   | /tenant
          /tenant                          | "common"                    | /tenant
          /tenant                          | ["contoso.onmicrosoft.com"] | /tenant
          /tenant                          | "contoso.partner.onmschina.cn" | /cloud
          /tenant                          | "contoso.onmicrosoft.us"    | /cloud
          /apps                            | []                          | /apps
          /apps                            | {}                          | /apps
          /apps/0/clientId                 | "rollcall"                  | /apps/0/clientId
          /apps/0/maxConnections           | 0                           | /apps/0/maxConnections
          /apps/0/maxConnections           | 51                          | /apps/0/maxConnections
          /apps/0/credential               | {}                          | /apps/0/credential
          /apps/0/credential/certificate   | "my certificate"            | /apps/0/credential/certificate
          /apps/0/credential/certificate   | "a/b"                       | /apps/0/credential/certificate
          /apps/0/credential/certificate   | ""                          | /apps/0/credential/certificate
          /graphHost                       | "https://evil.example"      | /graphHost
          """)
  void aWrongValueIsTheOneProblem(String place, String json, String expected) {
    List<DocumentProblem> problems =
        Documents.environmentProblems(Documents.with(Documents.environment(), place, json));

    assertEquals(List.of(expected), problems.stream().map(DocumentProblem::pointer).toList(), json);
    assertFalse(problems.get(0).allowed().isBlank(), problems.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.onmicrosoft.com, global",
    "Contoso.onmicrosoft.com, usGov",
    "contoso.onmicrosoft.us, usGov",
    "contoso.onmicrosoft.us, usGovDoD",
    "contoso.partner.onmschina.cn, china",
    "contoso.partner.onmschina.cn, custom",
    "2653598A-91f0-4a44-8a05-0d5d1a4a5d3f, china"
  })
  void anInitialDomainOrAnIdIsATenant(String tenant, String cloud) {
    ObjectNode document = Documents.environment().put("tenant", tenant).put("cloud", cloud);

    assertEquals(List.of(), Documents.environmentProblems(document));
  }

  @Test
  void anAcceptedDomainIsToldTheRightOne() {
    DocumentProblem accepted = tenantProblem("contoso.com");
    DocumentProblem routing = tenantProblem("contoso.mail.onmicrosoft.com");

    assertTrue(accepted.allowed().contains("contoso.onmicrosoft.com"), accepted.allowed());
    assertTrue(accepted.allowed().contains("Entra admin center"), accepted.allowed());
    assertTrue(routing.allowed().contains("contoso.onmicrosoft.com"), routing.allowed());
  }

  @Test
  @Tag("E7")
  void twoAppsAreToldApart() {
    String app = Documents.environment().at("/apps/0").toString();
    ObjectNode twice = Documents.with(Documents.environment(), "/apps/1", app);

    assertEquals(
        List.of("/apps/1/clientId", "/apps/1/name"),
        Documents.environmentProblems(twice).stream().map(DocumentProblem::pointer).toList());
    ((ObjectNode) twice.at("/apps/1"))
        .put("name", "Rollcall 2")
        .put("clientId", "7a1c7d64-0c2e-4c3d-9d0e-1f5b6a2c3d4e");
    assertEquals(List.of(), Documents.environmentProblems(twice));
  }

  @Test
  @Tag("E3")
  void aClientSecretIsNamed() {
    ObjectNode environment =
        Documents.with(
            Documents.environment(), "/apps/0/credential", "{ \"secret\": \"rollcall-secret\" }");

    assertEquals(List.of(), Documents.environmentProblems(environment));
    assertEquals(
        "/apps/0/credential/secret",
        only("/apps/0/credential", "{ \"secret\": \"Q8x~secret value\" }").pointer());
  }

  @Test
  @Tag("E6")
  void mailsNeedAMailboxToComeFrom() {
    ObjectNode silent = Documents.environment();
    silent.remove("notificationMailbox");

    DocumentProblem problem = Documents.environmentProblems(silent).get(0);

    assertEquals("/notificationMailbox", problem.pointer());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin",
        "a b@contoso.com",
        "a@b@contoso.com",
        "Admin <admin@contoso.com>",
        "a@contoso.com;b@contoso.com",
        "a@contoso.com\\r\\nBcc: b@contoso.com"
      })
  @Tag("E6")
  void anAddressIsOneAddressAndNothingElse(String address) {
    DocumentProblem problem = only("/notificationMailbox", "\"" + address + "\"");

    assertEquals("/notificationMailbox", problem.pointer());
  }

  @Test
  @Tag("E12")
  void aCertificateAndTheIdentityExcludeEachOther() {
    DocumentProblem problem = only("/apps/0/credential/managedIdentity", "true");

    assertEquals("/apps/0/credential", problem.pointer());
    assertTrue(
        problem.allowed().contains("Only one of certificate, secret, managedIdentity"),
        problem.allowed());
  }

  @Test
  @Tag("E12")
  void theIdentityIsChosenOrNotMentioned() {
    DocumentProblem problem = only("/apps/0/credential", "{ \"managedIdentity\": false }");

    assertEquals("/apps/0/credential/managedIdentity", problem.pointer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2 is my password", "/etc/rollcall.pfx"})
  void whatStandsWhereACredentialIsNamedIsNotRepeated(String value) {
    DocumentProblem problem = only("/apps/0/credential/certificate", "\"" + value + "\"");

    assertFalse(problem.toString().contains(value), problem.toString());
  }

  private static DocumentProblem tenantProblem(String tenant) {
    DocumentProblem problem = only("/tenant", "\"" + tenant + "\"");
    assertEquals("/tenant", problem.pointer());
    return problem;
  }

  private static DocumentProblem only(String place, String json) {
    List<DocumentProblem> problems =
        Documents.environmentProblems(Documents.with(Documents.environment(), place, json));
    assertEquals(1, problems.size(), problems.toString());
    return problems.get(0);
  }
}
