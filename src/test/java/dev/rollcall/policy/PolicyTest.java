package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.RecordField;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents become, what is written of it, and what counts as another content. */
@Tag("P1")
class PolicyTest {

  @Test
  void everyOptionIsRead() {
    Policy policy = policy(Documents.everyOption());

    assertEquals("every-option", policy.id().value());
    assertEquals("Every option", policy.name());
    assertEquals(new EnvironmentId("contoso"), policy.environment());
    assertEquals(
        List.of(
            new Selection.Group("all-employees@contoso.com", Selection.Include.BOTH, true, true),
            new Selection.Recipient("reception@contoso.com"),
            new Selection.Query(
                "Meeting*", Set.of(RecipientType.SHARED_MAILBOX, RecipientType.ROOM))),
        policy.source());
    assertEquals(
        new Policy.Target(
            List.of(
                new Selection.Group(
                    "field-staff@contoso.com", Selection.Include.MEMBERS, true, false),
                new Selection.Recipient("ceo@contoso.com")),
            List.of("Company", "Employees"),
            10,
            Policy.WhenMailboxLeaves.LEAVE,
            Duration.ofHours(12)),
        policy.target());
    assertEquals(
        new Mapping(
            Optional.of("{givenName} {surname}"),
            Mapping.Phones.E164,
            Optional.of("DE"),
            List.of("Company", "Do not edit"),
            false,
            Map.of(
                RecordField.COMPANY_NAME,
                rule(Mapping.ValueRule.Kind.CONSTANT, "Contoso Ltd", Mapping.Write.OVERWRITE),
                RecordField.FILE_AS,
                rule(
                    Mapping.ValueRule.Kind.TEMPLATE,
                    "{surname}, {givenName} ({department})",
                    Mapping.Write.OVERWRITE),
                RecordField.HOME_PHONES,
                rule(Mapping.ValueRule.Kind.DROP, "", Mapping.Write.OVERWRITE),
                RecordField.NICK_NAME,
                new Mapping.FieldRule(Optional.empty(), Mapping.Write.FILL_IF_EMPTY),
                RecordField.PERSONAL_NOTES,
                rule(
                    Mapping.ValueRule.Kind.TEMPLATE,
                    "Employee number {employeeId}",
                    Mapping.Write.LEAVE))),
        policy.mapping());
    assertEquals(
        new Policy.Changes(true, true, Policy.UserEdits.KEEP, Policy.UserDeletes.RESPECT),
        policy.changes());
    assertEquals(new Policy.Limits(25, 5), policy.guardrail());
    assertEquals(
        Optional.of(
            new Schedule.Calendar(
                new Schedule.Days.Weekly(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)),
                LocalTime.of(2, 30),
                Optional.of(Duration.ofHours(4)),
                ZoneId.of("Europe/Berlin"))),
        policy.schedule());
  }

  @Test
  void whatIsNotSaidIsSafe() {
    ObjectNode document = Documents.smallestPolicy();
    ((ObjectNode) document.at("/source/select/0")).remove("recipientTypes");

    Policy policy = policy(document);

    assertEquals(
        List.of(new Selection.Query("*", EnumSet.allOf(RecipientType.class))), policy.source());
    assertEquals(
        List.of(
            new Selection.Group(
                "field-staff@contoso.com", Selection.Include.MEMBERS, false, false)),
        policy.target().select());
    assertEquals(List.of("Colleagues"), policy.target().folder());
    assertEquals(5, policy.target().concurrency());
    assertEquals(Policy.WhenMailboxLeaves.REMOVE, policy.target().whenMailboxLeaves());
    assertEquals(Duration.ofDays(1), policy.target().driftCheckEvery());
    assertEquals(new Policy.Limits(50, 10), policy.guardrail());
    assertEquals(
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        policy.changes());
    assertEquals(Optional.empty(), policy.schedule(), "off by default");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          CompanyEmployees,  [CompanyEmployees]
          Company/Employees, `[Company, Employees]`
          ` Company / Staff `, `[Company, Staff]`
          /,                 []
          ` / `,             []
          """)
  @Tag("P13")
  void aFolderIsAPath(String folder, String expected) {
    assertEquals(
        expected,
        policy(Documents.with(Documents.smallestPolicy(), "/target/folder", '"' + folder + '"'))
            .target()
            .folder()
            .toString());
  }

  @Test
  @Tag("P13")
  void withoutAFolderThePolicysNameIsOne() {
    assertEquals(
        List.of("Sales - Berlin-Potsdam"),
        policy(Documents.smallestPolicy().put("name", "Sales - Berlin/Potsdam")).target().folder());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policies/smallest.json",
        "policies/company-employees.json",
        "policies/every-option.json"
      })
  void aPolicyWrittenAndReadIsTheSame(String sample) {
    Policy policy = Documents.valid(PolicyDocuments.policy(Documents.sample(sample)));

    byte[] written = PolicyDocuments.json(policy);

    Policy again = Documents.valid(PolicyDocuments.policy(written));
    assertEquals(policy, again);
    assertArrayEquals(written, PolicyDocuments.json(again));
    assertEquals(policy.contentFingerprint(), again.contentFingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"P31D", "PT15M", "P1DT1H1M1S", "PT36000S"})
  void aScheduleWrittenAndReadIsTheSame(String every) {
    Policy policy =
        policy(
            Documents.with(Documents.everyOption(), "/schedule", "{\"every\":\"" + every + "\"}"));

    assertEquals(policy, Documents.valid(PolicyDocuments.policy(PolicyDocuments.json(policy))));
    assertEquals(Optional.of(new Schedule.Interval(Duration.parse(every))), policy.schedule());
  }

  @Test
  @Tag("E1")
  void anEnvironmentWrittenAndReadIsTheSame() {
    Environment environment =
        Documents.valid(PolicyDocuments.environment(Documents.sample("environments/contoso.json")));

    assertEquals(
        environment,
        Documents.valid(PolicyDocuments.environment(PolicyDocuments.json(environment))));
    assertEquals(Cloud.GLOBAL, environment.cloud());
    assertEquals(
        new Environment.Credential.Certificate("rollcall-contoso"), environment.app().credential());
  }

  @Test
  @Tag("E12")
  void anEnvironmentWithoutAnyKeyWrittenAndReadIsTheSame() {
    Environment environment =
        Documents.valid(
            PolicyDocuments.environment(Documents.sample("environments/contoso-keyless.json")));

    assertEquals(new Environment.Credential.ManagedIdentity(), environment.app().credential());
    assertEquals(
        environment,
        Documents.valid(PolicyDocuments.environment(PolicyDocuments.json(environment))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /name                   | "Another name"
          /description            | "Another description"
          /schedule/every         | "PT6H"
          /guardrail/maxDeletes   | 1
          /target/concurrency     | 1
          /target/driftCheckEvery | "PT0S"
          """)
  @Tag("R3")
  void whatChangesNoContactIsNoOtherContent(String place, String json) {
    assertEquals(
        policy(Documents.everyOption()).contentFingerprint(),
        policy(Documents.with(Documents.everyOption(), place, json)).contentFingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /environment                       | "fabrikam"
          /source/select/0/group             | "everybody@contoso.com"
          /source/select/0/include           | "group"
          /source/select/0/nested            | false
          /source/select/0/membersInNotes    | false
          /source/select/1/recipient         | "desk@contoso.com"
          /source/select/2/query             | "Room*"
          /source/select/2/recipientTypes    | ["room"]
          /target/select/1/recipient         | "cfo@contoso.com"
          /target/folder                     | "Company, Employees"
          /target/whenMailboxLeaves          | "remove"
          /mapping/displayName               | "{surname}"
          /mapping/defaultRegion             | "AT"
          /mapping/categories                | ["Company, Do not edit"]
          /mapping/photo                     | true
          /mapping/fields/title              | {"drop":true}
          /mapping/fields/companyName        | {"template":"Contoso Ltd"}
          /mapping/fields/nickName/write     | "leave"
          /changes/createAndUpdate           | false
          /changes/delete                    | false
          /changes/userEdits                 | "overwrite"
          /changes/userDeletes               | "restore"
          """)
  @Tag("R3")
  void whatChangesContactsIsAnotherContent(String place, String json) {
    assertNotEquals(
        policy(Documents.everyOption()).contentFingerprint(),
        policy(Documents.with(Documents.everyOption(), place, json)).contentFingerprint());
  }

  @Test
  @Tag("R3")
  void theOrderOfSelectionsIsNoOtherContent() {
    ObjectNode turned = Documents.everyOption();
    JsonNode first = turned.at("/source/select/0");
    JsonNode last = turned.at("/source/select/2");
    Documents.with(turned, "/source/select/0", last.toString());
    Documents.with(turned, "/source/select/2", first.toString());

    assertEquals(
        policy(Documents.everyOption()).contentFingerprint(), policy(turned).contentFingerprint());
  }

  @Test
  @Tag("R22")
  void theAppsLimitCapsThePolicys() {
    Policy policy = policy(Documents.everyOption());

    assertEquals(4, PolicyRules.concurrency(policy, environment(4)));
    assertEquals(10, PolicyRules.concurrency(policy, environment(50)));
    assertEquals(1, PolicyRules.hints(policy, environment(4)).size());
    assertEquals(List.of(), PolicyRules.hints(policy, environment(50)));
  }

  @Test
  void whatIsPerhapsNotMeantIsHinted() {
    ObjectNode document = Documents.smallestPolicy();
    Documents.with(document, "/target/folder", "\"/\"");
    Documents.with(document, "/target/select/0", "{\"query\":\"**\"}");
    Documents.with(document, "/changes", "{\"createAndUpdate\":false,\"delete\":false}");

    assertEquals(4, PolicyRules.hints(policy(document), environment(50)).size());
  }

  @Test
  @Tag("P15")
  void whoIsBehindAMailboxIsHintedAtWhereExchangeIsNotAskedAndNoFileSays() {
    for (String sample : List.of("zivver-mailboxes", "mailbox-teams")) {
      Policy policy =
          policy((ObjectNode) Documents.tree(Documents.sample("policies/" + sample + ".json")));

      List<String> hints = PolicyRules.hints(policy, environment(50));

      assertTrue(hints.toString().contains("\"exchange\": true"), sample + ": " + hints);
      assertEquals(
          hints.size() - 1, PolicyRules.hints(policy, environment(50).withExchange(true)).size());
    }
  }

  @Test
  @Tag("P11")
  void whatOnlyExchangeKnowsIsHintedAtWhereItIsNotAsked() {
    ObjectNode document = Documents.smallestPolicy();
    Documents.with(document, "/source/where", "\"hiddenFromAddressLists eq false\"");
    Policy filtered = policy(document);
    int others = PolicyRules.hints(filtered, environment(50).withExchange(true)).size();

    List<String> hints = PolicyRules.hints(filtered, environment(50));

    assertEquals(others + 1, hints.size());
    assertTrue(hints.toString().contains("\"exchange\": true"), hints.toString());
  }

  @Test
  void aPolicyNamesAnEnvironmentThatIsStored() {
    Policy policy = policy(Documents.smallestPolicy());

    assertEquals(List.of(), PolicyRules.check(policy, List.of(new EnvironmentId("contoso"))));
    List<DocumentProblem> problems =
        PolicyRules.check(policy, List.of(new EnvironmentId("kontoso")));
    assertEquals("/environment", problems.get(0).pointer());
    assertTrue(problems.get(0).allowed().contains("Did you mean 'kontoso'?"), problems.toString());
    assertEquals(1, PolicyRules.check(policy, List.of()).size());
  }

  @Test
  void aTargetThatCanNotBeIsNotMade() {
    assertThrows(IllegalArgumentException.class, () -> target(0, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> target(1, Duration.ofSeconds(-1)));
  }

  private static Policy.Target target(int concurrency, Duration driftCheckEvery) {
    return new Policy.Target(
        List.of(), List.of(), concurrency, Policy.WhenMailboxLeaves.REMOVE, driftCheckEvery);
  }

  private static Mapping.FieldRule rule(
      Mapping.ValueRule.Kind kind, String text, Mapping.Write write) {
    return new Mapping.FieldRule(Optional.of(new Mapping.ValueRule(kind, text)), write);
  }

  private static Policy policy(ObjectNode document) {
    return Documents.valid(PolicyDocuments.policy(Documents.bytes(document)));
  }

  private static Environment environment(int maxConnections) {
    ObjectNode document =
        Documents.with(
            Documents.environment(), "/apps/0/maxConnections", String.valueOf(maxConnections));
    return Documents.valid(PolicyDocuments.environment(Documents.bytes(document)));
  }
}
