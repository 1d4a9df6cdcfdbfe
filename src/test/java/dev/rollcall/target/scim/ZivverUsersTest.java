package dev.rollcall.target.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localservices.scim.LocalZivver;
import dev.rollcall.localservices.scim.ZivverAccount;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users written to Zivver, with all its bugs. */
@Tag("S5")
class ZivverUsersTest {

  private final TestClock clock = new TestClock();
  private final LocalZivver zivver = LocalZivver.start(clock).claim("contoso.example");
  private final ScimSync sync =
      new ScimSync(clock, Policy.Type.ACCOUNTS, Service.Dialect.ZIVVER, zivver.uri(), zivver::key);

  @AfterEach
  void stop() {
    zivver.close();
  }

  @Test
  void whatACreationIgnoresIsWrittenASecondTime() {
    DesiredRecord ann = Accounts.user("ann", "Ann Archer", List.of("a.archer@contoso.example"));
    DesiredRecord off = Accounts.with(Accounts.user("off"), RecordField.ACTIVE, "false");
    DesiredRecord boss = Accounts.withDelegates(Accounts.user("boss"), "ann", "zoe");
    DesiredRecord zoe = Accounts.user("zoe");

    ScimSync.Run run = sync.run(List.of(ann, boss, off, zoe));

    assertEquals(List.of(), run.problems());
    assertEquals(List.of("a.archer@contoso.example"), account("ann").aliases());
    assertEquals("Ann Archer", account("ann").name());
    assertTrue(
        zivver.find("off@contoso.example").isEmpty(), "nobody is created who may not sign in");
    assertEquals(
        Set.of("ann@contoso.example", "zoe@contoso.example"),
        Set.copyOf(account("boss").delegates()));
    assertEquals(3, zivver.counts().of("POST /api/scim/v2/Users"));
    assertEquals(3, zivver.counts().of("PUT /api/scim/v2/Users/{id}"));
    assertNothingLeft(List.of(ann, boss, off, zoe));
  }

  @Test
  void theKeyOfSingleSignOnGoesWithEveryUpdate() {
    zivver.addUser("ann@contoso.example", "Ann").ssoKey("oid-ann");
    DesiredRecord ann = Accounts.user("ann", "Ann", List.of());
    sync.run(List.of(ann));

    sync.run(List.of(Accounts.user("ann", "Ann Archer", List.of())));
    sync.run(List.of(Accounts.user("ann", "Ann Archer", List.of("archer@contoso.example"))));

    assertEquals("Ann Archer", account("ann").name());
    assertEquals(Optional.of("oid-ann"), account("ann").ssoKey());
    assertFalse(account("ann").ssoBroken());
  }

  @Test
  void whatOthersKeepInTheBlockStays() {
    zivver
        .addUser("ann@contoso.example", "Ann")
        .externalAccountId("other-7")
        .delegates("zoe@contoso.example");
    zivver.addUser("zoe@contoso.example", "Zoe");
    DesiredRecord ann =
        Accounts.withDelegates(
            Accounts.user("ann", "Ann", List.of("archer@contoso.example")), "zoe");

    sync.run(List.of(ann));

    assertEquals(Optional.of("other-7"), account("ann").externalAccountId());
    assertEquals(List.of("zoe@contoso.example"), account("ann").delegates());
    assertEquals(List.of("archer@contoso.example"), account("ann").aliases());
    assertNothingLeft(List.of(ann));
  }

  @Test
  void anAccountThatIsThereIsTakenOverByItsAddress() {
    ZivverAccount there = zivver.addUser("Ann@Contoso.example", "Ann");

    ScimSync.Run run = sync.run(List.of(Accounts.user("ann", "Ann Archer", List.of())));

    assertEquals(List.of(), run.problems());
    assertEquals(1, zivver.users().size());
    assertEquals(there.id(), zivver.users().get(0).id());
    assertEquals("Ann Archer", there.name());
    assertEquals(Optional.of("oid-ann"), there.ssoKey());
  }

  @Test
  void anAddressOfTheOtherKindIsReportedAndLeftAlone() {
    zivver.addGroup("info@contoso.example", "Info");

    ScimSync.Run run = sync.run(List.of(Accounts.user("info")));

    assertEquals(0, run.plan().counts().creates());
    assertEquals(List.of(), zivver.users());
  }

  @Test
  void aChangedAddressRenames() {
    DesiredRecord before = Accounts.user("ann", "Ann", List.of());
    sync.run(List.of(before));
    String id = account("ann").id();

    sync.run(List.of(Accounts.with(before, RecordField.MAIL, "ann.archer@contoso.example")));

    assertEquals(id, account("ann.archer").id());
    assertEquals(1, zivver.users().size());
  }

  @Test
  void whoGetsTheAddressThatAnotherGaveUpGetsAnAccountOfTheirOwn() {
    DesiredRecord ann = Accounts.user("ann", "Ann", List.of());
    sync.run(List.of(ann));
    ZivverAccount anns = account("ann");
    DesiredRecord renamed = Accounts.with(ann, RecordField.MAIL, "ann.archer@contoso.example");
    // Comes first, so that the address is still Ann's when the account is to be made.
    DesiredRecord newcomer =
        Accounts.with(Accounts.user("adi"), RecordField.MAIL, "ann@contoso.example");

    sync.run(List.of(newcomer, renamed));
    assertEquals(Optional.of("oid-ann"), anns.ssoKey(), "nobody else signs in to what Ann has");
    assertEquals("Ann", anns.name());

    clock.later(Duration.ofHours(1));
    sync.run(List.of(newcomer, renamed));
    assertEquals(anns.id(), account("ann.archer").id());
    assertEquals(Optional.of("oid-ann"), anns.ssoKey());
    assertEquals(Optional.of("oid-adi"), account("ann").ssoKey());
    assertEquals(2, zivver.users().size());
    assertNothingLeft(List.of(newcomer, renamed));
  }

  @Test
  void removalDisablesBeforeItDeletes() {
    sync.rules(ScimSync.rules(true, new Rules.Removal(false, true, Duration.ZERO, true)));
    DesiredRecord bob = Accounts.user("bob");
    sync.run(List.of(Accounts.user("ann"), bob));

    sync.run(List.of(Accounts.user("ann")));
    assertFalse(account("bob").active());
    assertEquals(Optional.of("oid-bob"), account("bob").ssoKey());
    assertFalse(account("bob").ssoBroken());

    clock.later(Duration.ofDays(1));
    sync.run(List.of(Accounts.user("ann")));
    assertEquals(Optional.empty(), zivver.find("bob@contoso.example"));
  }

  @Test
  void whoComesBackIsActiveAgain() {
    sync.rules(ScimSync.rules(true, new Rules.Removal(false, true, Duration.ofDays(30), true)));
    DesiredRecord bob = Accounts.user("bob");
    sync.run(List.of(bob));
    sync.run(List.of());
    assertFalse(account("bob").active());

    sync.run(List.of(bob));

    assertTrue(account("bob").active());
    assertNothingLeft(List.of(bob));
  }

  @Test
  void aRemovalThatIsIgnoredIsReported() {
    sync.rules(ScimSync.rules(true, new Rules.Removal(false, true, Duration.ZERO, true)));
    sync.run(List.of(Accounts.user("bob")));
    zivver.quirks().ignoresActive(true);

    assertEquals(List.of("removalIgnored"), sync.run(List.of()).problems());
  }

  @Test
  void delegatesWithoutAnAccountAreLeftOutUntilTheyHaveOne() {
    DesiredRecord boss = Accounts.withDelegates(Accounts.user("boss"), "ann", "ghost");
    DesiredRecord ann = Accounts.user("ann");

    ScimSync.Run first = sync.run(List.of(ann, boss));
    assertEquals(List.of("ann@contoso.example"), account("boss").delegates());
    assertEquals(List.of("~ delegatesLeftOut"), first.problems());

    zivver.counts().reset();
    sync.run(List.of(ann, boss));
    assertEquals(0, zivver.counts().writes(), "nothing new, nothing written");

    zivver.addUser("ghost@contoso.example", "Ghost");
    sync.run(List.of(ann, boss));
    assertEquals(
        Set.of("ann@contoso.example", "ghost@contoso.example"),
        Set.copyOf(account("boss").delegates()));
    assertNothingLeft(List.of(ann, boss));
  }

  @Test
  void divisionsAreWrittenAndCleared() {
    zivver.addDivision("Sales");
    ScimSync divided =
        new ScimSync(
            clock,
            Policy.Type.ACCOUNTS,
            new Service.Scim(Service.Dialect.ZIVVER, zivver.uri(), "scim-key", false),
            zivver::key,
            true);
    DesiredRecord ann = Accounts.with(Accounts.user("ann"), RecordField.DIVISION, "Sales");
    divided.run(List.of(ann));
    assertEquals("Sales", account("ann").division());

    divided.run(List.of(Accounts.user("ann")));
    assertEquals("/", account("ann").division());

    DesiredRecord wrong = Accounts.with(Accounts.user("ann"), RecordField.DIVISION, "Nowhere");
    assertEquals(List.of("zivverDivisionUnknown"), divided.run(List.of(wrong)).problems());
    assertEquals("/", account("ann").division());
  }

  @Test
  void whereDivisionsAreOffTheyStay() {
    zivver.addDivision("Sales");
    zivver.addUser("ann@contoso.example", "Ann").aliases("x@contoso.example");
    sync.run(List.of(Accounts.user("ann")));

    assertEquals("/", account("ann").division());
  }

  @ParameterizedTest
  @CsvSource({
    "ann@fabrikam.example, '', zivverOutsideOrganisation",
    "ann@contoso.example, a@fabrikam.example, zivverDomainUnclaimed",
    "ann@contoso.example, guest@contoso.example, zivverAliasGuest",
    "ann@contoso.example, taken@contoso.example, zivverAliasTaken"
  })
  void textErrorsAreKnownForWhatTheyAre(String mail, String alias, String code) {
    zivver.addGuest("guest@contoso.example");
    zivver.addUser("zoe@contoso.example", "Zoe").aliases("taken@contoso.example");
    List<String> aliases = alias.isEmpty() ? List.of() : List.of(alias);
    DesiredRecord ann = Accounts.with(Accounts.user("ann", "Ann", aliases), RecordField.MAIL, mail);

    ScimSync.Run run = sync.run(List.of(ann, Accounts.user("bob")));

    assertEquals(List.of(code), run.problems());
    assertTrue(zivver.find("bob@contoso.example").isPresent(), "the others are written");
  }

  @Test
  void thePaceIsKeptSoThatNothingIsRefused() {
    List<DesiredRecord> many = many(300);

    ScimSync.Run run = sync.run(many);

    assertEquals(List.of(), run.problems());
    assertEquals(300, zivver.users().size());
    assertEquals(0, zivver.refused());
    Duration predicted =
        sync.target()
            .predictTime(sync.policy(), new dev.rollcall.plan.Plan.Counts(300, 0, 0, 0, 0));
    assertTrue(
        clock.waited().minus(predicted).abs().compareTo(Duration.ofSeconds(10)) < 0,
        predicted + " predicted, " + clock.waited() + " waited");
  }

  @Test
  void withoutHintsAThrottledServiceIsLeftAloneAsWell() {
    zivver.quirks().hintsAtLimit(false);
    zivver
        .hostility()
        .times(
            5,
            seen -> seen.method().equals("PUT"),
            Moment.BEFORE,
            seen -> Incident.throttledWithoutTime());

    ScimSync.Run run = sync.run(many(20));

    assertEquals(List.of(), run.problems());
    assertNothingLeft(many(20));
  }

  @Test
  void aLongPauseIsHandedBackAndNothingIsLost() {
    zivver
        .hostility()
        .once(
            seen -> seen.method().equals("PUT"),
            Moment.BEFORE,
            Incident.throttled(Duration.ofMinutes(2)));

    ScimSync.Run run = sync.run(many(20));
    assertEquals(Optional.of(Duration.ofMinutes(2)), run.result().pause());

    clock.later(Duration.ofMinutes(3));
    sync.run(many(20));
    assertNothingLeft(many(20));
    assertEquals(20, zivver.users().size());
  }

  @Test
  void aBudgetThatIsOverLeavesNothingHalf() {
    sync.budget(Duration.ofSeconds(30));
    List<DesiredRecord> many = new ArrayList<>(many(120));
    many.add(Accounts.withDelegates(Accounts.user("a-boss"), "p119"));
    for (int runs = 0; runs < 12; runs++) {
      sync.run(many);
    }

    assertEquals(121, zivver.users().size());
    assertEquals(List.of("p119@contoso.example"), account("a-boss").delegates());
    assertNothingLeft(many);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "timedOut", "unavailable"})
  void aCreationWhoseAnswerIsLostIsFoundAndNotDoubled(String kind) {
    Incident lost =
        switch (kind) {
          case "reset" -> Incident.reset();
          case "timedOut" -> Incident.timedOut();
          default -> Incident.unavailable();
        };
    zivver.hostility().times(3, seen -> seen.method().equals("POST"), Moment.AFTER, seen -> lost);

    ScimSync.Run run = sync.run(many(6));

    assertEquals(List.of(), run.problems());
    assertEquals(6, zivver.users().size());
    assertNothingLeft(many(6));
  }

  @Test
  void killedAfterAnyWriteTheNextRunConvergesAndDoublesNothing() {
    List<DesiredRecord> before =
        List.of(
            Accounts.user("ann"),
            Accounts.user("bob", "Bob", List.of("b@contoso.example")),
            Accounts.user("carl"));
    List<DesiredRecord> after =
        List.of(
            Accounts.user("ann", "Ann Archer", List.of("a@contoso.example")),
            Accounts.withDelegates(Accounts.user("boss"), "ann", "zoe"),
            Accounts.with(Accounts.user("carl"), RecordField.ACTIVE, "false"),
            Accounts.user("zoe"));
    String wanted = wanted(before, after);
    int writes = 8;

    for (int killedAfter = 0; killedAfter <= writes; killedAfter++) {
      try (LocalZivver fresh = LocalZivver.start(clock).claim("contoso.example")) {
        ScimSync one =
            new ScimSync(
                clock, Policy.Type.ACCOUNTS, Service.Dialect.ZIVVER, fresh.uri(), fresh::key);
        one.run(before);
        clock.later(Duration.ofDays(1));
        int left = killedAfter;
        int[] seen = {0};
        var deadLine =
            fresh
                .hostility()
                .onRequest(
                    request -> request.isWrite() && seen[0]++ >= left,
                    Moment.BEFORE,
                    Incident.reset());
        one.die(after);
        deadLine.close();

        clock.later(Duration.ofDays(1));
        one.run(after);
        one.run(after);

        assertEquals(wanted, state(fresh), "killed after " + killedAfter + " writes");
      }
    }
  }

  private String wanted(List<DesiredRecord> before, List<DesiredRecord> after) {
    try (LocalZivver undisturbed = LocalZivver.start(clock).claim("contoso.example")) {
      ScimSync one =
          new ScimSync(
              clock,
              Policy.Type.ACCOUNTS,
              Service.Dialect.ZIVVER,
              undisturbed.uri(),
              undisturbed::key);
      one.run(before);
      clock.later(Duration.ofDays(1));
      one.run(after);
      return state(undisturbed);
    }
  }

  @Test
  void aLostLedgerIsBuiltAnewFromAddresses() {
    sync.run(many(10));
    sync.forget();
    zivver.counts().reset();

    ScimSync.Run run = sync.run(many(10));

    assertEquals(0, run.plan().counts().creates());
    assertEquals(10, zivver.users().size());
    assertNothingLeft(many(10));
  }

  @Test
  void hostileDaysConverge() {
    zivver
        .hostility()
        .rates(
            new dev.rollcall.localtenant.hostility.Rates(
                0.05, 0, 0.5, 0.05, 0.05, 0.1, 0, 0, Duration.ZERO, Duration.ofSeconds(2)));
    for (int runs = 0; runs < 6; runs++) {
      try {
        sync.run(many(40));
      } catch (AssertionError couldNotLook) {
        // The next run looks again.
      }
      clock.later(Duration.ofMinutes(5));
    }
    zivver.hostility().calm();
    sync.run(many(40));

    assertEquals(40, zivver.users().size());
    assertNothingLeft(many(40));
  }

  @Test
  void oldAndBareAnswersAreUnderstood() {
    zivver.quirks().answersWithoutBody(true).wrapsSingles(true).duplicatesAsText(true);
    DesiredRecord ann = Accounts.user("ann", "Ann", List.of("a@contoso.example"));
    DesiredRecord off = Accounts.with(Accounts.user("off"), RecordField.ACTIVE, "false");

    assertEquals(List.of(), sync.run(List.of(ann, Accounts.user("off"))).problems());
    assertEquals(List.of(), sync.run(List.of(ann, off)).problems());

    assertFalse(account("off").active());
    assertNothingLeft(List.of(ann, off));
  }

  @Test
  void aListThatIsCutIsReadOnOrNotAtAll() {
    for (int i = 0; i < 230; i++) {
      zivver.addUser("old" + i + "@contoso.example", "Old " + i);
    }
    zivver.quirks().pageCap(100);

    ScimSync.Run run = sync.run(List.of(Accounts.user("old229", "New", List.of())));

    assertEquals(0, run.plan().counts().creates(), "the last of the list was seen");
    assertEquals("New", account("old229").name());
  }

  @Test
  void aRolledKeyIsTakenWithoutANewStart() {
    sync.run(List.of(Accounts.user("ann")));
    zivver.rollKey("zivver-key-0002");

    sync.run(List.of(Accounts.user("ann"), Accounts.user("bob")));

    assertTrue(zivver.find("bob@contoso.example").isPresent());
  }

  @Test
  void whatOthersMadeIsNeverTouched() {
    zivver.addUser("stranger@contoso.example", "Stranger").ssoKey("theirs");
    String before = account("stranger").toString();

    sync.run(List.of(Accounts.user("ann")));
    sync.run(List.of());

    assertEquals(before, account("stranger").toString());
  }

  private void assertNothingLeft(List<DesiredRecord> desired) {
    zivver.counts().reset();
    ScimSync.Run again = sync.run(desired);
    assertEquals(Map.of(), writesOf(again), "nothing is left to do");
    assertEquals(
        Set.of("GET /api/scim/v2/Users", "GET /api/scim/v2/Groups"),
        zivver.counts().byOperation().keySet(),
        "only lists are read");
  }

  private static Map<String, Object> writesOf(ScimSync.Run run) {
    return run.plan().writesNothing()
        ? Map.of()
        : Map.of("changes", run.plan().changes(), "problems", run.problems());
  }

  private ZivverAccount account(String name) {
    return zivver.find(Accounts.address(name)).orElseThrow();
  }

  private static String state(LocalZivver service) {
    return String.join(
        "\n", service.users().stream().map(ZivverAccount::toString).sorted().toList());
  }

  private static List<DesiredRecord> many(int count) {
    List<DesiredRecord> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(Accounts.user("p" + i, "Person " + i, List.of("alias" + i + "@contoso.example")));
    }
    return many;
  }
}
