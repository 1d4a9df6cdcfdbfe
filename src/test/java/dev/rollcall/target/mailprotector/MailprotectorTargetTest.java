package dev.rollcall.target.mailprotector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.Service;
import dev.rollcall.client.mailprotector.ConsoleAddress;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.client.mailprotector.MailprotectorClient;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.mailprotector.LocalMailprotector;
import dev.rollcall.localservices.mailprotector.Row;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.model.AccountType;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.ServiceSync;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts in a console on loopback. */
class MailprotectorTargetTest extends ServiceTargetContract {

  private static final String CREATE_MANY = "POST /api/v1/user_groups/{id}/users/create_many";
  private static final String CREATE = "POST /api/v1/user_groups/{id}/users";
  private static final String FIND = "POST /api/v1/users/find_by_address";

  private final Opened opened = new Opened();
  private final LocalMailprotector console = opened.console;

  /** A console with two groups, and runs against it. */
  private static final class Opened implements Setup {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final LocalMailprotector console =
        LocalMailprotector.start("contoso.com", "key", clock)
            .withAliasDomain("contoso.net")
            .withGroup("Sales");
    private final MailprotectorTarget target;
    private final Policy policy;
    private final ServiceSync sync;

    Opened() {
      ConsoleAddress address = ConsoleAddress.of(console.customerUri());
      MailprotectorClient client =
          new MailprotectorClient(
              new ServiceClient(
                  ServiceEndpoint.withBearer(Service.MAILPROTECTOR, address.base(), () -> "key")
                      .paced(MailprotectorClient.PACE),
                  new OkHttpClient.Builder(),
                  false,
                  clock,
                  new Random(1),
                  clock::advance),
              address);
      target =
          new MailprotectorTarget(
              any -> new MailprotectorConnection(client, "contoso.com", Set.of("Main", "Sales")),
              clock);
      policy =
          ServicePolicies.of(
              new dev.rollcall.policy.Service.Mailprotector(
                  console.customerUri(), "mp-key", "contoso.com"));
      sync =
          new ServiceSync(
              target,
              ServicePolicies.environment(),
              policy,
              new TargetId("mailprotector"),
              ServicePolicies.rules(true, true),
              clock);
    }

    List<String> hints(CallMeter meter) {
      return target.hints(ServicePolicies.environment(), policy, meter);
    }

    @Override
    public ServiceSync sync() {
      return sync;
    }

    @Override
    public Hostility hostility() {
      return console.hostility();
    }

    @Override
    public RequestCounts counts() {
      return console.counts();
    }

    @Override
    public Map<Integer, String> held() {
      Map<Integer, String> held = new TreeMap<>();
      for (Row row : console.users()) {
        assertEquals(
            Optional.empty(),
            Optional.ofNullable(
                held.put(Integer.parseInt(row.name().substring(4)), row.lastName())));
      }
      return held;
    }

    @Override
    public void close() {
      console.close();
    }
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Override
  protected Setup open() {
    return new Opened();
  }

  @Override
  protected DesiredRecord record(RecordKey key, int number, String value) {
    return new DesiredRecord(
        key, account("user" + number + "@contoso.com", value, AccountType.USER), Optional.empty());
  }

  @Override
  protected boolean isWrite(Sighting request) {
    return request.isWrite() && !request.operation().equals(FIND);
  }

  @Test
  @Tag("P10")
  void onlyPeopleAreBilled() {
    run(
        record("user:1", account("jan@contoso.com", "Jansen", AccountType.USER)),
        record("user:2", account("info@contoso.com", "", AccountType.RESOURCE)),
        record("user:3", account("old@contoso.com", "", AccountType.UNLICENSED)),
        record("group:4", account("all@contoso.com", "", AccountType.LIST)));

    assertEquals(MailUser.USER, console.user("jan").orElseThrow().type());
    assertEquals(MailUser.UNLICENSED, console.user("info").orElseThrow().type());
    assertEquals(MailUser.UNLICENSED, console.user("old").orElseThrow().type());
    assertEquals(MailUser.MAILING_LIST, console.user("all").orElseThrow().type());
    assertEquals(1, console.users().stream().filter(Row::isBillable).count());
    assertNothingToDo();
  }

  @Test
  @Tag("P8")
  void accountsAreMadeInTheGroupTheirRuleNames() {
    run(
        record("user:1", account("jan@contoso.com", "J", AccountType.USER), "Sales"),
        record("user:2", account("piet@contoso.com", "P", AccountType.USER), "Main"),
        record("user:3", account("kees@contoso.com", "K", AccountType.USER), "Sales"));

    assertEquals("Sales", console.groupOf("jan"));
    assertEquals("Main", console.groupOf("piet"));
    assertEquals("Sales", console.groupOf("kees"));
  }

  @Test
  @Tag("P8")
  void aGroupThatIsNotThereStopsEverythingBeforeTheFirstWrite() {
    ServiceSync.Report report =
        run(
            record("user:1", account("jan@contoso.com", "J", AccountType.USER), "Main"),
            record("user:2", account("piet@contoso.com", "P", AccountType.USER), "Marketing"));

    Problem problem = report.problem().orElseThrow();
    assertEquals("destinationMissing", problem.code());
    assertTrue(problem.cause().contains("'Marketing'"));
    assertTrue(problem.remedy().contains("'Main', 'Sales'"));
    assertTrue(console.users().isEmpty());
  }

  @Test
  @Tag("P8")
  void nobodyIsMovedToAnotherGroupUntilSomebodyDoesItInTheConsole() {
    run(record("user:1", account("jan@contoso.com", "J", AccountType.USER), "Main"));

    DesiredRecord moved =
        record("user:1", account("jan@contoso.com", "Jansen", AccountType.USER), "Sales");
    ServiceSync.Report report = run(moved);

    assertEquals(Map.of("user:1", "destinationStays"), report.rejected());
    assertEquals("Main", console.groupOf("jan"));
    assertEquals("Jansen", console.user("jan").orElseThrow().lastName());
    assertEquals(0, console.counts().of("DELETE /api/v1/users/{id}"));

    console.move("jan", "Sales");
    assertTrue(run(moved).rejected().isEmpty());
    assertTrue(run(moved).plan().writesNothing());
  }

  @Test
  @Tag("S5")
  void noValidAddressIsLost() {
    Content jan =
        account("jan@contoso.com", "Jansen", AccountType.USER).toBuilder()
            .texts(
                RecordField.ALIASES,
                List.of("j.jansen@contoso.com", "jan@contoso.net", "sales@contoso.net"))
            .build();
    run(record("user:1", jan));
    assertTrue(console.accepts("j.jansen@contoso.com"));
    assertTrue(console.accepts("sales@contoso.net"));
    assertEquals(List.of("j.jansen", "sales"), console.aliases("jan"));
    assertNothingToDo();

    Content other =
        jan.toBuilder()
            .texts(RecordField.ALIASES, List.of("sales@contoso.net", "verkoop@contoso.com"))
            .build();
    run(record("user:1", other));
    assertEquals(List.of("sales", "verkoop"), console.aliases("jan"));

    run(record("user:1", jan.without(RecordField.ALIASES)));
    assertEquals(List.of(), console.aliases("jan"));
    assertNothingToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("S5")
  void whetherAliasesAreListedOrNotTheyComeToRest(boolean listed) {
    console.quirks().aliasesListed(listed);
    List<DesiredRecord> records = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      records.add(
          record(
              "user:" + i,
              account("user" + i + "@contoso.com", "U", AccountType.USER).toBuilder()
                  .texts(
                      RecordField.ALIASES,
                      List.of("alias" + i + "@contoso.com", "alias" + i + "@contoso.net"))
                  .build()));
    }

    opened.sync.run(records);
    opened.sync.run(records);

    ServiceSync.Report third = opened.sync.run(records);
    assertTrue(third.plan().writesNothing(), third.plan().changes().toString());
    assertEquals(List.of("alias3"), console.aliases("user3"));
  }

  @Test
  @Tag("P14")
  void addressesOfOtherDomainsAreLeftOutWithARemark() {
    Content jan =
        account("jan@contoso.com", "Jansen", AccountType.USER).toBuilder()
            .texts(RecordField.ALIASES, List.of("j@fabrikam.com", "j.jansen@contoso.com"))
            .build();

    ServiceSync.Report report = run(record("user:1", jan));

    assertEquals(Map.of("user:1", "aliasesSpilled"), report.remarks());
    assertEquals(List.of("j.jansen"), console.aliases("jan"));
    assertNothingToDo();
  }

  @Test
  @Tag("P10")
  void anAccountOfAnotherDomainIsNotMade() {
    ServiceSync.Report report =
        run(
            record("user:1", account("jan@fabrikam.com", "J", AccountType.USER)),
            record("user:2", account("piet@contoso.net", "P", AccountType.USER)));

    assertEquals(Map.of("user:1", "addressOutsideDomain"), report.rejected());
    assertEquals(1, console.users().size());
  }

  @Test
  @Tag("S5")
  void aRenamedPersonKeepsTheAccountAndTheNewAddressIsAccepted() {
    run(record("user:1", account("jan@contoso.com", "Jansen", AccountType.USER)));

    ServiceSync.Report report =
        run(record("user:1", account("jan.smit@contoso.com", "Smit", AccountType.USER)));

    assertEquals(Map.of("user:1", "primaryAddressStays"), report.rejected());
    assertEquals("Smit", console.user("jan").orElseThrow().lastName());
    assertTrue(console.accepts("jan.smit@contoso.com"));
    assertEquals(1, console.users().size());
  }

  @Test
  @Tag("S5")
  void whoIsThereAlreadyIsTakenOverAndEverybodyElseLeftAlone() {
    int jan = console.add("Main", "jan", MailUser.USER, "jj");
    console.add("Main", "stranger", MailUser.USER);

    ServiceSync.Report report =
        run(record("user:1", account("jan@contoso.com", "Jansen", AccountType.USER)));

    assertTrue(
        report.plan().changes().stream()
            .anyMatch(c -> c instanceof Change.Skip s && s.reason() == SkipReason.TAKEN_OVER));
    assertEquals(jan, console.user("jan").orElseThrow().id());
    assertEquals("Jansen", console.user("jan").orElseThrow().lastName());
    run();
    assertFalse(console.user("jan").isPresent());
    assertTrue(console.user("stranger").isPresent());
  }

  @Test
  @Tag("S5")
  void anAddressThatIsSomebodysAliasIsNotMadeButFreedByADeletionInTheSameRun() {
    run(
        record(
            "user:1",
            account("jan@contoso.com", "J", AccountType.USER).toBuilder()
                .texts(RecordField.ALIASES, List.of("info@contoso.com"))
                .build()));
    DesiredRecord info = record("user:0", account("info@contoso.com", "", AccountType.RESOURCE));

    DesiredRecord jan =
        record(
            "user:1",
            account("jan@contoso.com", "J", AccountType.USER).toBuilder()
                .texts(RecordField.ALIASES, List.of("info@contoso.com"))
                .build());
    ServiceSync.Report taken = run(info, jan);
    assertEquals(Map.of("user:0", "addressTaken"), taken.rejected());

    ServiceSync.Report freed = run(info);
    assertTrue(freed.rejected().isEmpty(), freed.rejected().toString());
    assertTrue(console.user("info").isPresent());
    assertFalse(console.user("jan").isPresent());
  }

  @Test
  @Tag("R1")
  void aThousandAccountsAreMadeByTwentyRequestsAndAQuietRunOnlyReads() {
    List<DesiredRecord> records = records(1000, "a");
    assertTrue(opened.sync.run(records).finished());
    assertEquals(20, console.counts().of(CREATE_MANY));
    assertEquals(0, console.counts().of(CREATE));

    console.counts().reset();
    opened.sync.run(records);
    assertEquals(0, console.counts().writes());
    // The domain by name, its aliases, and a thousand users in pages of a hundred.
    assertEquals(12, console.counts().all());

    console.counts().reset();
    List<DesiredRecord> changed = new ArrayList<>(records);
    for (int i = 0; i < 5; i++) {
      changed.set(i, record(i, "b"));
    }
    opened.sync.run(changed);
    assertEquals(5, console.counts().writes());
    long predicted = opened.target.predictCalls(opened.policy, new Plan.Counts(0, 5, 0, 0, 0), 0);
    assertEquals(12 + predicted, console.counts().all());
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  @Tag("E3")
  void aBulkCreationOfWhichSomeAreRefusedSettlesEveryAccount(boolean partial, boolean lost) {
    console.quirks().createManyIsPartial(partial);
    // Somebody's alias, which no look shows as an account.
    console.add("Main", "boss", MailUser.USER, "user3");
    if (lost) {
      console.loseAnswerTo(CREATE_MANY);
    }

    ServiceSync.Report report = opened.sync.run(records(6, "a"));

    assertEquals(Map.of("user:003", "addressTaken"), report.rejected());
    assertEquals(6, report.outcomes().size());
    assertEquals(6, console.users().size());
  }

  @Test
  @Tag("E3")
  void whatCannotBeLearnedLeavesADoubt() {
    console
        .hostility()
        .once(s -> s.operation().equals(CREATE_MANY), Moment.AFTER, Incident.reset());
    console
        .hostility()
        .onRequest(s -> s.operation().equals(FIND), Moment.BEFORE, Incident.unavailable());

    ServiceSync.Report report = opened.sync.run(records(4, "a"));
    assertEquals("effectUnknown", report.problem().orElseThrow().code());

    console.hostility().calm();
    runUntilDone(opened, records(4, "a"));
    assertEquals(4, console.users().size());
  }

  @Test
  @Tag("S5")
  void aShortReadNeverRemovesAnybody() {
    opened.sync.run(records(30, "a"));
    console.quirks().listEndsAfter(10);

    ServiceSync.Report report = opened.sync.run(records(29, "a"));

    assertEquals("targetListShort", report.problem().orElseThrow().code());
    assertEquals(30, console.users().size());
  }

  @Test
  @Tag("R20")
  void disablingIsNotOffered() {
    opened.sync.run(records(2, "a"));
    Rules first = ServicePolicies.rules(true, true);
    opened.sync.rules(
        new Rules(
            first.createAndUpdate(),
            first.delete(),
            first.userEdits(),
            first.userDeletes(),
            0L,
            0L,
            new Rules.Removal(false, true, Duration.ZERO, true),
            first.accounts()));

    ServiceSync.Report report = opened.sync.run(records(1, "a"));

    assertEquals(Map.of("user:001", "disableNotOffered"), report.rejected());
    assertEquals(2, console.users().size());
  }

  @Test
  @Tag("P18")
  void theServicesOwnSyncAndMissingGroupsAreHints() {
    CallMeter meter = new CallMeter();
    assertEquals(List.of(), opened.hints(meter));

    console.builtInSync(true);
    console.removeGroup("Sales");

    List<String> hints = opened.hints(meter);
    assertEquals(2, hints.size());
    assertTrue(hints.get(0).contains("own user sync is switched on"), hints.get(0));
    assertTrue(hints.get(1).contains("no group 'Sales'"), hints.get(1));
  }

  @Test
  @Tag("S5")
  void noGroupIsEverDeletedAndNoServiceTouched() {
    opened.sync.run(records(60, "a"));
    opened.sync.run(records(3, "b"));
    opened.sync.run(List.of());

    assertTrue(console.users().isEmpty());
    for (String operation : console.counts().byOperation().keySet()) {
      assertFalse(operation.contains("services"), operation);
      assertFalse(operation.matches("(DELETE|PUT) /api/v1/user_groups.*"), operation);
    }
  }

  private List<DesiredRecord> last = List.of();

  private ServiceSync.Report run(DesiredRecord... records) {
    last = List.of(records);
    return opened.sync.run(last);
  }

  private void assertNothingToDo() {
    ServiceSync.Report report = opened.sync.run(last);
    assertTrue(report.plan().writesNothing(), report.plan().changes().toString());
  }

  private static DesiredRecord record(String key, Content content) {
    return new DesiredRecord(new RecordKey(key), content, Optional.empty());
  }

  private static DesiredRecord record(String key, Content content, String group) {
    return record(key, content.toBuilder().text(RecordField.DESTINATION, group).build());
  }

  private static Content account(String mail, String surname, AccountType type) {
    return Content.empty().toBuilder()
        .text(RecordField.MAIL, mail)
        .text(RecordField.DISPLAY_NAME, surname.isEmpty() ? mail : "Given " + surname)
        .text(RecordField.GIVEN_NAME, surname.isEmpty() ? "" : "Given")
        .text(RecordField.SURNAME, surname)
        .text(RecordField.ACCOUNT_TYPE, type.value())
        .text(RecordField.DESTINATION, "Main")
        .build();
  }
}
