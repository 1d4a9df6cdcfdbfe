package dev.rollcall.target.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Functional accounts written to Zivver, with all its bugs. */
@Tag("S6")
class ZivverFunctionalAccountsTest {

  private final TestClock clock = new TestClock();
  private final LocalZivver zivver = LocalZivver.start(clock).claim("contoso.example");
  private final ScimSync sync = sync(zivver, false);

  @BeforeEach
  void people() {
    people(zivver);
  }

  @AfterEach
  void stop() {
    zivver.close();
  }

  @Test
  @Tag("P15")
  void delegatesAreNamedByTheirIdsHoweverTheyAreAddressed() {
    zivver.find("ann@contoso.example").orElseThrow().aliases("archer@contoso.example");
    DesiredRecord info = Accounts.shared("info", "archer", "Bob");

    ScimSync.Run run = sync.run(List.of(info));

    assertEquals(List.of(), run.problems());
    assertEquals(Set.of("ann", "bob"), behind("info"));
    assertNothingLeft(List.of(info));
  }

  @Test
  void delegatesWhomTheServiceDoesNotKnowAreLeftOutUntilItDoes() {
    DesiredRecord info = Accounts.shared("info", "ann", "ghost");
    assertEquals(List.of("~ delegatesLeftOut"), sync.run(List.of(info)).problems());
    assertEquals(Set.of("ann"), behind("info"));

    zivver.counts().reset();
    assertEquals(List.of("~ delegatesLeftOut"), sync.run(List.of(info)).problems());
    assertEquals(0, zivver.counts().writes());

    zivver.addUser("ghost@contoso.example", "Ghost");
    assertEquals(List.of(), sync.run(List.of(info)).problems());
    assertEquals(Set.of("ann", "ghost"), behind("info"));
    assertNothingLeft(List.of(info));
  }

  @Test
  void nobodyKnownMeansNoAccountYet() {
    DesiredRecord info = Accounts.shared("info", "ghost");

    assertEquals(List.of("delegatesUnknown"), sync.run(List.of(info)).problems());
    assertEquals(List.of(), zivver.groups());
  }

  @Test
  void whoLosesAccessLeavesAndWhoGetsItComes() {
    sync.run(List.of(Accounts.shared("info", "ann", "bob")));

    sync.run(List.of(Accounts.shared("info", "bob", "carl")));

    assertEquals(Set.of("bob", "carl"), behind("info"));
  }

  @Test
  void emptyingGoesByPatchAndIsLookedAt() {
    sync.run(List.of(Accounts.shared("info", "ann", "bob")));

    ScimSync.Run run = sync.run(List.of(Accounts.shared("info")));

    assertEquals(List.of(), run.problems());
    assertEquals(Set.of(), behind("info"));
    assertEquals(1, zivver.counts().of("PATCH /api/scim/v2/Groups/{id}"));
    assertNothingLeft(List.of(Accounts.shared("info")));
  }

  @Test
  void membersThatStayAlthoughTheyWereRemovedAreReported() {
    sync.run(List.of(Accounts.shared("info", "ann")));
    zivver.quirks().ignoresEmptying(true);

    assertEquals(List.of("removalIgnored"), sync.run(List.of(Accounts.shared("info"))).problems());
  }

  @Test
  @Tag("R20")
  void removalEmptiesAndNeverDeletesUnlessToldTwice() {
    sync.rules(ScimSync.rules(true, new Rules.Removal(false, true, Duration.ZERO, true)));
    sync.run(List.of(Accounts.shared("info", "ann"), Accounts.shared("sales", "bob")));

    sync.run(List.of(Accounts.shared("sales", "bob")));
    assertEquals(Set.of(), behind("info"));

    clock.later(Duration.ofDays(40));
    ScimSync.Run run = sync.run(List.of(Accounts.shared("sales", "bob")));
    assertEquals(List.of("functionalAccountKept"), run.problems());
    assertTrue(zivver.find("info@contoso.example").isPresent());
    assertEquals(0, zivver.counts().of("DELETE /api/scim/v2/Groups/{id}"));
  }

  @Test
  @Tag("R20")
  void aFunctionalAccountIsDeletedWhereThePolicySaysSo() {
    ScimSync deleting = sync(zivver, true);
    deleting.run(List.of(Accounts.shared("info", "ann")));

    deleting.run(List.of());

    assertEquals(List.of(), zivver.groups());
  }

  @Test
  void itMayListItselfAsItsOwnMember() {
    ZivverAccount info = zivver.addGroup("info@contoso.example", "info");
    String ann = zivver.find("ann@contoso.example").orElseThrow().id();
    info.members(ann, info.id());

    ScimSync.Run run = sync.run(List.of(Accounts.shared("info", "ann")));

    assertEquals(0, run.plan().counts().creates());
    assertEquals(List.of(), run.problems());
    assertTrue(info.members().contains(ann));
    assertNothingLeft(List.of(Accounts.shared("info", "ann")));
  }

  @Test
  void anAccountThatIsThereIsTakenOverAndAnotherKindIsNot() {
    zivver.addGroup("info@contoso.example", "Info");

    ScimSync.Run run =
        sync.run(List.of(Accounts.shared("info", "bob"), Accounts.shared("ann", "bob")));

    assertEquals(Set.of("bob"), behind("info"));
    assertEquals(1, zivver.groups().size());
    assertEquals(0, run.plan().counts().creates(), "ann is a user there");
  }

  @Test
  void aMailboxMadeAnewDoesNotShareTheAccountOfTheOneThatLeaves() {
    DesiredRecord before = Accounts.shared("info", "ann");
    sync.run(List.of(before));
    sync.rules(
        ScimSync.rules(true, new Rules.Removal(true, true, java.time.Duration.ofDays(30), false)));
    DesiredRecord anew = Accounts.record("user:again", before.content());

    ScimSync.Run run = sync.run(List.of(anew));

    assertEquals(List.of("addressTaken"), run.problems());
    assertTrue(sync.ledger().find(anew.key()).filter(e -> e.isPresent()).isEmpty());
    assertEquals(Set.of("ann"), behind("info"));
  }

  @Test
  void aliasesAndNamesAreKeptInStep() {
    DesiredRecord before = Accounts.shared("info", "ann");
    sync.run(List.of(before));
    DesiredRecord after =
        Accounts.record(
            before.key().value(),
            before.content().toBuilder()
                .text(RecordField.DISPLAY_NAME, "Information")
                .texts(RecordField.ALIASES, List.of("contact@contoso.example"))
                .build());

    sync.run(List.of(after));

    ZivverAccount info = zivver.find("info@contoso.example").orElseThrow();
    assertEquals("Information", info.name());
    assertEquals(List.of("contact@contoso.example"), info.aliases());
    assertEquals(Set.of("ann"), behind("info"));
    assertNothingLeft(List.of(after));
  }

  @Test
  @Tag("P12")
  void theDivisionIsThatOfThePolicy() {
    zivver.addDivision("contoso.example");
    ScimSync divided =
        new ScimSync(
            clock,
            Policy.Type.FUNCTIONAL_ACCOUNTS,
            new Service.Scim(Service.Dialect.ZIVVER, zivver.uri(), "scim-key", false),
            zivver::key,
            true);
    DesiredRecord info =
        Accounts.with(Accounts.shared("info", "ann"), RecordField.DIVISION, "contoso.example");

    divided.run(List.of(info));

    assertEquals("contoso.example", zivver.find("info@contoso.example").orElseThrow().division());
  }

  @Test
  void aPartOfTheUsersIsNeverTakenForAll() {
    zivver.quirks().pageCap(2);

    sync.run(List.of(Accounts.shared("info", "ann", "bob", "carl")));

    assertEquals(Set.of("ann", "bob", "carl"), behind("info"));
  }

  @Test
  void killedAfterAnyWriteTheNextRunConvergesAndDoublesNothing() {
    List<DesiredRecord> before =
        List.of(Accounts.shared("info", "ann"), Accounts.shared("sales", "bob"));
    List<DesiredRecord> after =
        List.of(
            Accounts.shared("info"),
            Accounts.shared("help", "ann", "carl"),
            Accounts.shared("sales", "carl"));
    for (int killedAfter = 0; killedAfter <= 6; killedAfter++) {
      try (LocalZivver fresh = LocalZivver.start(clock).claim("contoso.example")) {
        people(fresh);
        ScimSync one = sync(fresh, false);
        one.run(before);
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

        one.run(after);
        one.run(after);

        String when = "killed after " + killedAfter + " writes";
        assertEquals(3, fresh.groups().size(), when);
        assertEquals(Set.of(), behind(fresh, "info"), when);
        assertEquals(Set.of("ann", "carl"), behind(fresh, "help"), when);
        assertEquals(Set.of("carl"), behind(fresh, "sales"), when);
      }
    }
  }

  @Test
  void aCreationWhoseAnswerIsLostIsFoundByItsAddress() {
    zivver
        .hostility()
        .once(seen -> seen.method().equals("POST"), Moment.AFTER, Incident.timedOut());

    assertEquals(List.of(), sync.run(List.of(Accounts.shared("info", "ann"))).problems());
    assertEquals(1, zivver.groups().size());
  }

  private ScimSync sync(LocalZivver service, boolean deletes) {
    return new ScimSync(
        clock,
        Policy.Type.FUNCTIONAL_ACCOUNTS,
        new Service.Scim(Service.Dialect.ZIVVER, service.uri(), "scim-key", deletes),
        service::key,
        false);
  }

  private static void people(LocalZivver service) {
    for (String name : List.of("ann", "bob", "carl")) {
      service.addUser(name + "@contoso.example", name);
    }
  }

  private void assertNothingLeft(List<DesiredRecord> desired) {
    zivver.counts().reset();
    ScimSync.Run again = sync.run(desired);
    assertTrue(again.plan().writesNothing(), () -> "still to do: " + again.plan().changes());
    assertEquals(2, zivver.counts().all(), "only the two lists are read");
  }

  private Set<String> behind(String name) {
    return behind(zivver, name);
  }

  private static Set<String> behind(LocalZivver service, String name) {
    ZivverAccount account = service.find(Accounts.address(name)).orElseThrow();
    Set<String> names = new TreeSet<>();
    for (String id : account.members()) {
      service.users().stream()
          .filter(user -> user.id().equals(id))
          .map(user -> user.address().replace("@contoso.example", ""))
          .forEach(names::add);
    }
    return names;
  }
}
