package dev.rollcall.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes an account of a downstream service, and what of it. */
class AccountMappingTest {

  private static final String FILTER =
      """
      {"id": "filter", "name": "Filter", "type": "accounts", "environment": "contoso",
       "source": {"kind": "directory", "select": [{"query": "*"}]%s},
       "target": {"kind": "mailprotector", "token": "key", "domain": "contoso.com"}%s}
      """;
  private static final String SCIM =
      """
      {"id": "scim", "name": "SCIM", "type": "%s", "environment": "contoso",
       "source": {"kind": "directory", "select": [{"query": "*"}]%s},
       "target": {"kind": "scim", "dialect": "%s", "url": "https://scim.example.com/",
                  "token": "key"}%s}
      """;
  private static final Trustee ADA =
      new Trustee("id-ada", "Ada", "Ada@Contoso.com", "ada@contoso.onmicrosoft.com", List.of());
  private static final Trustee BOB =
      new Trustee("id-bob", "Bob", "bob@contoso.com", "bob@contoso.com", List.of("Sales"));
  private static final Trustee NOBODY_KNOWN = new Trustee("id-x", "X", "", "", List.of());

  @ParameterizedTest
  @CsvSource({
    "user, true, user",
    "user, false, unlicensed",
    "mailUser, false, unlicensed",
    "sharedMailbox, false, resource",
    "room, false, resource",
    "equipment, false, resource",
    "scheduling, false, resource",
    "distributionGroup, false, list",
    "dynamicDistributionGroup, false, list",
    "mailEnabledSecurityGroup, false, list",
    "microsoft365Group, false, list"
  })
  @Tag("S5")
  void everyValidAddressOfTheOrganisationIsAnAccountOfItsKind(
      String recipient, boolean licensed, String type) {
    Content account = account(policy(FILTER.formatted("", "")), record(recipient, licensed));

    assertEquals(type, account.text(RecordField.ACCOUNT_TYPE));
    assertEquals("info@contoso.com", account.text(RecordField.MAIL));
    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("contact@contoso.com"))),
        account.get(RecordField.ALIASES));
  }

  @ParameterizedTest
  @CsvSource({"user, false", "sharedMailbox, false", "distributionGroup, false"})
  @Tag("P10")
  void aServiceToSignInToGetsPeopleAloneUnlessAskedForMore(String recipient, boolean licensed) {
    SourceRecord record = record(recipient, licensed);
    Policy people = policy(SCIM.formatted("accounts", "", "rfc", ""));
    Policy all =
        policy(
            SCIM.formatted(
                "accounts",
                ", \"include\": [\"users\", \"resources\", \"unlicensed\", \"lists\"]",
                "rfc",
                ""));

    assertEquals(List.of(SkipReason.CLASS_NOT_INCLUDED), reasons(people, record));
    assertTrue(new AccountMapping(all).map(record).content().isPresent());
  }

  @Test
  @Tag("P18")
  void onePersonsAccountForASharedAddressIsMentioned() {
    String all = ", \"include\": [\"users\", \"resources\"]";
    Policy scim = policy(SCIM.formatted("accounts", all, "rfc", ""));
    Map<String, List<String>> personal = new HashMap<>(record("user", true).attributes());
    personal.put("mail", List.of("ada@contoso.com"));

    assertEquals(List.of(SkipReason.LOOKS_SHARED), reasons(scim, record("user", true)));
    assertEquals(List.of(SkipReason.LOOKS_SHARED), reasons(scim, record("sharedMailbox", false)));
    assertEquals(List.of(), reasons(scim, with(record("user", true), personal)));
    assertEquals(List.of(), reasons(policy(FILTER.formatted("", "")), record("user", true)));
  }

  @Test
  void somebodyElsesMailContactIsNoAccount() {
    assertEquals(
        List.of(SkipReason.CLASS_NOT_INCLUDED),
        reasons(policy(FILTER.formatted("", "")), record("mailContact", false)));
  }

  @Test
  @Tag("P10")
  void addressesOfTheInitialDomainAreLeftOutAndOthersOfDomainsThatAreNotTaken() {
    SourceRecord record = record("user", true);
    Policy all = policy(FILTER.formatted("", ""));
    Policy one = policy(FILTER.formatted(", \"domains\": [\"Fabrikam.com\"]", ""));
    Map<String, List<String>> initial = new HashMap<>(record.attributes());
    initial.put("mail", List.of("ada@contoso.onmicrosoft.com"));

    assertEquals(List.of(SkipReason.OUTSIDE_DOMAINS), reasons(all, with(record, initial)));
    assertEquals(List.of(SkipReason.OUTSIDE_DOMAINS), reasons(one, record));
    initial.remove("mail");
    initial.remove("proxyAddresses");
    assertEquals(List.of(SkipReason.NO_ADDRESS), reasons(all, with(record, initial)));
  }

  @Test
  @Tag("P8")
  void theFirstRuleThatHoldsNamesTheGroup() {
    Policy rules =
        policy(
            FILTER.formatted(
                "",
                """
                , "destinations": {"rules": [
                  {"where": "department eq \\"Sales\\"", "group": "Sales"},
                  {"where": "recipientType eq \\"user\\"", "group": "People"}],
                  "otherwise": "Rest"}
                """));
    Policy none = policy(FILTER.formatted("", ""));

    assertEquals("Sales", destination(rules, record("user", true)));
    assertEquals("Sales", destination(rules, record("room", true)));
    Map<String, List<String>> other = new HashMap<>(record("user", true).attributes());
    other.put("department", List.of("Research"));
    assertEquals("People", destination(rules, with(record("user", true), other)));
    assertEquals("Rest", destination(rules, with(record("room", true), other)));
    assertEquals("Main", destination(none, record("user", true)));
  }

  @Test
  @Tag("P12")
  void theDivisionIsTheDomainOrAnIdentifierOrNone() {
    String form = SCIM;
    SourceRecord record = record("sharedMailbox", false);

    assertEquals("", division(form.formatted("functionalAccounts", "", "zivver", ""), record));
    assertEquals(
        "contoso.com",
        division(
            form.formatted(
                "functionalAccounts", "", "zivver", ", \"division\": {\"by\": \"domain\"}"),
            record));
    assertEquals(
        "north",
        division(
            form.formatted(
                "functionalAccounts",
                "",
                "zivver",
                ", \"division\": {\"by\": \"identifier\", \"value\": \"north\"}"),
            record));
  }

  @Test
  @Tag("S6")
  @Tag("P15")
  void thePeopleBehindAMailboxAreItsDelegatesByAddress() {
    Policy policy = policy(SCIM.formatted("functionalAccounts", "", "zivver", ""));
    SourceRecord record =
        behind(record("sharedMailbox", false), List.of(BOB, ADA, NOBODY_KNOWN), true);

    RecordMapping.Mapped mapped = new AccountMapping(policy).map(record);

    assertEquals(
        Optional.of(
            new FieldValue.Members(
                List.of(
                    new FieldValue.Member("", "", "ada@contoso.com"),
                    new FieldValue.Member("", "", "bob@contoso.com")))),
        mapped.content().orElseThrow().get(RecordField.MEMBERS));
    assertEquals(
        List.of(SkipReason.TRUSTEE_WITHOUT_ADDRESS),
        mapped.warnings().stream().map(Dropped::reason).toList());
    assertEquals(Optional.empty(), mapped.doubt());
    assertEquals("", mapped.content().orElseThrow().text(RecordField.ACTIVE));
  }

  @Test
  @Tag("S7")
  void aTeamKnowsItsPeopleByIdNameAndSignInName() {
    Policy policy =
        policy(
            """
            {"id": "teams", "name": "Teams", "type": "mailboxTeams", "environment": "contoso",
             "source": {"kind": "directory", "select": [{"query": "*"}]},
             "target": {"kind": "emailgistics", "syncUrl": "https://e.example.com/sync",
                        "validUrl": "https://e.example.com/valid", "token": "key"}}
            """);

    Content team = account(policy, behind(record("sharedMailbox", false), List.of(ADA), true));

    assertEquals(
        Optional.of(
            new FieldValue.Members(
                List.of(new FieldValue.Member("id-ada", "Ada", "ada@contoso.onmicrosoft.com")))),
        team.get(RecordField.MEMBERS));
  }

  @Test
  void whereTheSourceSaysNothingOfTrusteesAnAccountIsLeftAsItIs() {
    Policy policy = policy(SCIM.formatted("functionalAccounts", "", "zivver", ""));

    RecordMapping.Mapped mapped = new AccountMapping(policy).map(record("sharedMailbox", false));

    assertEquals(Optional.of(SkipReason.TRUSTEES_UNREAD), mapped.doubt());
  }

  @Test
  @Tag("P15")
  void aMailboxWhosePeopleCouldNotBeReadIsDoubtedAndTheOthersAreNot() {
    Policy policy = policy(SCIM.formatted("functionalAccounts", "", "zivver", ""));
    SourceRecord unread = behind(record("sharedMailbox", false), List.of(ADA), false);

    Desired desired = Desired.assemble(new AccountMapping(policy), List.of(unread), Map.of());

    assertEquals(Optional.of(SkipReason.TRUSTEES_UNREAD), desired.records().get(0).doubt());
  }

  @Test
  @Tag("P16")
  void nothingIsMadeOfRecordsThatShareAnAddress() {
    Policy policy = policy(FILTER.formatted("", ""));
    SourceRecord one = record("user", true);
    SourceRecord other =
        new SourceRecord(new RecordKey("user:other"), "room", one.attributes(), "/source/select/0");

    Desired desired = Desired.assemble(new AccountMapping(policy), List.of(one, other), Map.of());

    assertEquals(
        List.of(
            Optional.of(SkipReason.ADDRESS_NOT_ITS_OWN),
            Optional.of(SkipReason.ADDRESS_NOT_ITS_OWN)),
        desired.records().stream().map(DesiredRecord::doubt).toList());
  }

  @Test
  void whatAServiceCannotHoldIsNotWantedOfIt() {
    Policy zivver = policy(SCIM.formatted("accounts", "", "zivver", ""));
    Policy rfc = policy(SCIM.formatted("accounts", "", "rfc", ""));
    SourceRecord record = record("user", true);

    assertEquals("", account(zivver, record).text(RecordField.JOB_TITLE));
    assertEquals("Engineer", account(rfc, record).text(RecordField.JOB_TITLE));
    assertEquals("0001", account(zivver, record).text(RecordField.DIRECTORY_ID));
  }

  @Test
  void aPersonWhoMayNotSignInIsNotActive() {
    SourceRecord record = record("user", true);
    Map<String, List<String>> off = new HashMap<>(record.attributes());
    off.put("accountEnabled", List.of("false"));
    Policy rfc = policy(SCIM.formatted("accounts", "", "rfc", ""));

    assertEquals("true", account(rfc, record).text(RecordField.ACTIVE));
    assertEquals("false", account(rfc, with(record, off)).text(RecordField.ACTIVE));
  }

  // --- help ----------------------------------------------------------------------------------

  private static SourceRecord record(String recipientType, boolean licensed) {
    Map<String, List<String>> attributes = new HashMap<>();
    attributes.put("id", List.of("0001"));
    attributes.put("displayName", List.of("Info"));
    attributes.put("department", List.of("Sales"));
    attributes.put("jobTitle", List.of("Engineer"));
    attributes.put("mail", List.of("Info@Contoso.com"));
    attributes.put("accountEnabled", List.of("true"));
    attributes.put(
        "proxyAddresses",
        List.of(
            "SMTP:Info@Contoso.com",
            "smtp:Contact@contoso.com",
            "smtp:info@contoso.onmicrosoft.com",
            "X500:/o=Contoso"));
    if (licensed) {
      attributes.put("assignedLicenses", List.of("sku"));
    }
    return new SourceRecord(
        new RecordKey("user:0001"), recipientType, attributes, "/source/select/0");
  }

  private static SourceRecord with(SourceRecord record, Map<String, List<String>> attributes) {
    return new SourceRecord(record.key(), record.recipientType(), attributes, record.selection());
  }

  private static SourceRecord behind(SourceRecord record, List<Trustee> people, boolean complete) {
    return new SourceRecord(
        record.key(),
        record.recipientType(),
        record.attributes(),
        record.selection(),
        Optional.of(new Trustees(people, complete)));
  }

  private static Content account(Policy policy, SourceRecord record) {
    return new AccountMapping(policy).map(record).content().orElseThrow();
  }

  private static String destination(Policy policy, SourceRecord record) {
    return account(policy, record).text(RecordField.DESTINATION);
  }

  private static String division(String policy, SourceRecord record) {
    return account(policy(policy), record).text(RecordField.DIVISION);
  }

  private static List<SkipReason> reasons(Policy policy, SourceRecord record) {
    return new AccountMapping(policy).map(record).warnings().stream().map(Dropped::reason).toList();
  }

  private static Policy policy(String json) {
    return PolicyDocuments.policy(json.getBytes(UTF_8))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }
}
