package dev.rollcall.target.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localservices.scim.LocalScim;
import dev.rollcall.localservices.scim.LocalScimSdk;
import dev.rollcall.localservices.scim.ScimHabits;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users written to services that keep to the standard, each with its own habits. */
@Tag("S5")
class StandardUsersTest {

  /** The services, as one sees them from outside. */
  enum Kind {
    SDK,
    KEYCLOAK,
    SCIMMY,
    WITHOUT_PATCH
  }

  /** A running service of a kind. */
  record Office(
      TestClock clock,
      ScimSync sync,
      Hostility hostility,
      dev.rollcall.localservices.RequestCounts counts,
      java.util.function.Supplier<Collection<? extends JsonNode>> users,
      java.util.function.Consumer<String> adder,
      AutoCloseable service)
      implements AutoCloseable {

    static Office open(Kind kind) {
      TestClock clock = new TestClock();
      if (kind == Kind.SDK) {
        LocalScimSdk sdk = LocalScimSdk.start();
        return new Office(
            clock,
            sync(clock, Service.Dialect.RFC, sdk.uri(), sdk.key()),
            sdk.hostility(),
            sdk.counts(),
            sdk::users,
            sdk::addUser,
            sdk);
      }
      LocalScim scim =
          LocalScim.start(
              switch (kind) {
                case KEYCLOAK -> ScimHabits.KEYCLOAK;
                case SCIMMY -> ScimHabits.SCIMMY;
                default -> ScimHabits.WITHOUT_PATCH;
              });
      Service.Dialect dialect =
          kind == Kind.KEYCLOAK ? Service.Dialect.KEYCLOAK : Service.Dialect.RFC;
      return new Office(
          clock,
          sync(clock, dialect, scim.uri(), scim.key()),
          scim.hostility(),
          scim.counts(),
          scim::users,
          scim::addUser,
          scim);
    }

    private static ScimSync sync(TestClock clock, Service.Dialect dialect, URI uri, String key) {
      return new ScimSync(clock, Policy.Type.ACCOUNTS, dialect, uri, () -> key);
    }

    JsonNode user(String name) {
      return find(name).orElseThrow();
    }

    Optional<? extends JsonNode> find(String name) {
      return users.get().stream()
          .filter(user -> user.path("userName").asText().equalsIgnoreCase(Accounts.address(name)))
          .findFirst();
    }

    @Override
    public void close() {
      try {
        service.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aUserIsCreatedUpdatedAndDeleted(Kind kind) {
    try (Office office = Office.open(kind)) {
      DesiredRecord ann = full("ann", "Ann", List.of("a.archer@contoso.example"));
      assertEquals(List.of(), office.sync.run(List.of(ann)).problems());
      JsonNode made = office.user("ann");
      assertEquals("Archer", made.path("name").path("familyName").asText());
      assertEquals("Sales", made.path(Wire.ENTERPRISE).path("department").asText());
      assertTrue(made.path("active").asBoolean());
      assertEquals(2, made.path("emails").size());
      assertNothingLeft(office, List.of(ann));

      DesiredRecord changed =
          Accounts.with(
              Accounts.with(full("ann", "Ann Archer", List.of()), RecordField.DEPARTMENT, ""),
              RecordField.JOB_TITLE,
              "Director");
      assertEquals(List.of(), office.sync.run(List.of(changed)).problems());
      JsonNode after = office.user("ann");
      assertEquals("Ann Archer", after.path("displayName").asText());
      assertEquals("Director", after.path("title").asText());
      assertTrue(after.path(Wire.ENTERPRISE).path("department").isMissingNode());
      assertEquals(1, after.path("emails").size());
      assertEquals(made.path("id"), after.path("id"));
      assertNothingLeft(office, List.of(changed));

      assertEquals(List.of(), office.sync.run(List.of()).problems());
      assertEquals(Optional.empty(), office.find("ann"));
      assertNothingLeft(office, List.of());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyPageIsRead(Kind kind) {
    try (Office office = Office.open(kind)) {
      for (int i = 0; i < 230; i++) {
        office.adder.accept("old" + i + "@contoso.example");
      }

      ScimSync.Run run = office.sync.run(List.of(Accounts.user("old229", "New", List.of())));

      assertEquals(0, run.plan().counts().creates(), "the last one was seen");
      assertEquals(230, office.users.get().size());
      assertEquals("New", office.user("old229").path("displayName").asText());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAccountThatIsThereIsTakenOverWhateverItsCase(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.adder.accept("ANN@contoso.example");

      ScimSync.Run run = office.sync.run(List.of(Accounts.user("ann", "Ann Archer", List.of())));

      assertEquals(List.of(), run.problems());
      assertEquals(1, office.users.get().size());
      assertEquals("Ann Archer", office.user("ann").path("displayName").asText());
      assertNothingLeft(office, List.of(Accounts.user("ann", "Ann Archer", List.of())));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Tag("R20")
  void disabledBeforeDeletedAndBackAgain(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.sync.rules(
          ScimSync.rules(true, new Rules.Removal(false, true, Duration.ofDays(30), true)));
      DesiredRecord bob = full("bob", "Bob", List.of());
      office.sync.run(List.of(bob));

      assertEquals(List.of(), office.sync.run(List.of()).problems());
      assertFalse(office.user("bob").path("active").asBoolean());

      assertEquals(List.of(), office.sync.run(List.of(bob)).problems());
      assertTrue(office.user("bob").path("active").asBoolean());
      assertNothingLeft(office, List.of(bob));

      office.sync.run(List.of());
      office.clock.later(Duration.ofDays(31));
      office.sync.run(List.of());
      assertEquals(Optional.empty(), office.find("bob"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCreationWhoseAnswerIsLostIsFoundAndNotDoubled(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.hostility.times(
          2, seen -> seen.method().equals("POST"), Moment.AFTER, seen -> Incident.timedOut());

      ScimSync.Run run = office.sync.run(people(4));

      assertEquals(List.of(), run.problems());
      assertEquals(4, office.users.get().size());
      assertNothingLeft(office, people(4));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void killedAfterAnyWriteTheNextRunConvergesAndDoublesNothing(Kind kind) {
    for (int killedAfter = 0; killedAfter <= 4; killedAfter++) {
      try (Office office = Office.open(kind)) {
        office.sync.run(List.of(full("ann", "Ann", List.of()), Accounts.user("carl")));
        int left = killedAfter;
        int[] seen = {0};
        var deadLine =
            office.hostility.onRequest(
                request -> request.isWrite() && seen[0]++ >= left, Moment.BEFORE, Incident.reset());
        List<DesiredRecord> after =
            List.of(
                full("ann", "Ann Archer", List.of("a@contoso.example")),
                Accounts.user("bob"),
                Accounts.user("zoe"));
        office.sync.die(after);
        deadLine.close();

        office.sync.run(after);
        office.sync.run(after);

        assertEquals(3, office.users.get().size(), "killed after " + killedAfter + " writes");
        assertEquals("Ann Archer", office.user("ann").path("displayName").asText());
        assertNothingLeft(office, after);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hostileDaysConverge(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.hostility.rates(
          new dev.rollcall.localtenant.hostility.Rates(
              0.05, 0, 0.5, 0.05, 0.05, 0.1, 0, 0, Duration.ZERO, Duration.ofSeconds(2)));
      for (int runs = 0; runs < 5; runs++) {
        try {
          office.sync.run(people(25));
        } catch (AssertionError couldNotLook) {
          // The next run looks again.
        }
        office.clock.later(Duration.ofMinutes(5));
      }
      office.hostility.calm();
      office.sync.run(people(25));

      assertEquals(25, office.users.get().size());
      assertNothingLeft(office, people(25));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aLostLedgerIsBuiltAnew(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.sync.run(people(5));
      office.sync.forget();

      ScimSync.Run run = office.sync.run(people(5));

      assertEquals(0, run.plan().counts().creates());
      assertEquals(List.of(), run.problems());
      assertNothingLeft(office, people(5));
    }
  }

  @Test
  void whatAServiceDoesNotKeepIsNotWrittenAgainAndAgain() {
    TestClock clock = new TestClock();
    try (LocalScim scim = LocalScim.start(ScimHabits.KEYCLOAK)) {
      scim.ignore("title");
      ScimSync sync =
          new ScimSync(
              clock, Policy.Type.ACCOUNTS, Service.Dialect.KEYCLOAK, scim.uri(), scim::key);
      DesiredRecord ann =
          Accounts.with(full("ann", "Ann", List.of()), RecordField.JOB_TITLE, "Director");
      sync.run(List.of(ann));

      assertTrue(sync.run(List.of(ann)).plan().writesNothing());
    }
  }

  @Test
  void whereBulksAreTakenManyChangesAreOneRequest() {
    try (Office office = Office.open(Kind.SDK)) {
      List<DesiredRecord> many = people(120);
      assertEquals(List.of(), office.sync.run(many).problems());
      assertEquals(120, office.users.get().size());
      assertEquals(2, office.counts.writes());
      assertNothingLeft(office, many);

      List<DesiredRecord> renamed = new ArrayList<>();
      for (DesiredRecord one : many) {
        renamed.add(Accounts.with(one, RecordField.JOB_TITLE, "Clerk"));
      }
      office.counts.reset();
      assertEquals(List.of(), office.sync.run(renamed).problems());
      assertEquals(2, office.counts.writes());
      assertEquals("Clerk", office.user("p77").path("title").asText());
      assertNothingLeft(office, renamed);
    }
  }

  @Test
  void aBulkWhoseAnswerIsLostDoublesNothing() {
    try (Office office = Office.open(Kind.SDK)) {
      office.adder.accept("p3@contoso.example");
      office.hostility.once(
          seen -> seen.path().endsWith("/Bulk"), Moment.AFTER, Incident.timedOut());

      ScimSync.Run run = office.sync.run(people(40));

      assertEquals(List.of(), run.problems());
      assertEquals(40, office.users.get().size());
      assertNothingLeft(office, people(40));
    }
  }

  /** Ten thousand at a service, five of them changed. */
  @Test
  void aChangeCostsAWriteAndALookCostsThePages() {
    TestClock clock = new TestClock();
    ScimHabits roomy = ScimHabits.SCIMMY;
    try (LocalScim scim = LocalScim.start(roomy)) {
      List<DesiredRecord> all = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        scim.addUser("p" + i + "@contoso.example");
        all.add(Accounts.user("p" + i, "Person " + i, List.of()));
      }
      for (ObjectNode user : scim.users()) {
        String name = user.path("userName").asText().replaceAll("\\D", "");
        user.put("displayName", "Person " + name).put("userType", "user");
      }
      ScimSync sync =
          new ScimSync(clock, Policy.Type.ACCOUNTS, Service.Dialect.RFC, scim.uri(), scim::key);
      sync.run(all);
      for (int i = 0; i < 5; i++) {
        all.set(i, Accounts.user("p" + i, "Renamed " + i, List.of()));
      }
      scim.counts().reset();

      sync.run(all);

      assertEquals(5, scim.counts().writes());
      assertEquals(20, scim.counts().of("GET /realms/contoso/scim/v2/Users"));
      assertTrue(scim.counts().all() <= 26, scim.counts().byOperation().toString());

      scim.counts().reset();
      sync.run(all);
      assertEquals(20, scim.counts().all(), "without a change, only the list is read");
    }
  }

  private static void assertNothingLeft(Office office, List<DesiredRecord> desired) {
    office.counts.reset();
    ScimSync.Run again = office.sync.run(desired);
    assertTrue(again.plan().writesNothing(), () -> "still to do: " + again.plan().changes());
    assertEquals(0, office.counts.writes());
  }

  private static List<DesiredRecord> people(int count) {
    List<DesiredRecord> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(full("p" + i, "Person " + i, List.of("alias" + i + "@contoso.example")));
    }
    return people;
  }

  private static DesiredRecord full(String name, String shown, List<String> aliases) {
    return Accounts.record(
        "user:" + name,
        Accounts.content(name, shown, aliases).toBuilder()
            .remove(RecordField.DIRECTORY_ID)
            .text(RecordField.GIVEN_NAME, shown)
            .text(RecordField.SURNAME, "Archer")
            .text(RecordField.DEPARTMENT, "Sales")
            .text(RecordField.MOBILE_PHONE, "+1 555 0100")
            .texts(RecordField.BUSINESS_PHONES, List.of("+1 555 0101"))
            .build());
  }
}
