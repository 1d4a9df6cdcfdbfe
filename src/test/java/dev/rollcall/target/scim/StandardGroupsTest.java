package dev.rollcall.target.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localservices.RequestCounts;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functional accounts written as groups to services that keep to the standard, more or less. */
@Tag("S6")
class StandardGroupsTest {

  /** The services, as one sees them from outside. */
  enum Kind {
    SDK,
    KEYCLOAK,
    SCIMMY,
    WITHOUT_PATCH
  }

  /** A running service of a kind with three users. */
  record Office(
      TestClock clock,
      Supplier<ScimSync> deleting,
      ScimSync sync,
      Hostility hostility,
      RequestCounts counts,
      Supplier<Collection<? extends JsonNode>> users,
      Supplier<Collection<? extends JsonNode>> groups,
      Consumer<String> adder,
      Runnable closer)
      implements AutoCloseable {

    static Office open(Kind kind) {
      TestClock clock = new TestClock();
      Office office;
      if (kind == Kind.SDK) {
        LocalScimSdk sdk = LocalScimSdk.start();
        office =
            new Office(
                clock,
                () -> sync(clock, Service.Dialect.RFC, sdk.uri(), sdk.key(), true),
                sync(clock, Service.Dialect.RFC, sdk.uri(), sdk.key(), false),
                sdk.hostility(),
                sdk.counts(),
                sdk::users,
                sdk::groups,
                sdk::addUser,
                sdk::close);
      } else {
        LocalScim scim =
            LocalScim.start(
                switch (kind) {
                  case KEYCLOAK -> ScimHabits.KEYCLOAK;
                  case SCIMMY -> ScimHabits.SCIMMY;
                  default -> ScimHabits.WITHOUT_PATCH;
                });
        Service.Dialect dialect =
            kind == Kind.KEYCLOAK ? Service.Dialect.KEYCLOAK : Service.Dialect.RFC;
        office =
            new Office(
                clock,
                () -> sync(clock, dialect, scim.uri(), scim.key(), true),
                sync(clock, dialect, scim.uri(), scim.key(), false),
                scim.hostility(),
                scim.counts(),
                scim::users,
                scim::groups,
                scim::addUser,
                scim::close);
      }
      for (String name : List.of("ann", "bob", "carl")) {
        office.adder.accept(name + "@contoso.example");
      }
      return office;
    }

    private static ScimSync sync(
        TestClock clock, Service.Dialect dialect, URI uri, String key, boolean deletes) {
      return new ScimSync(
          clock,
          Policy.Type.FUNCTIONAL_ACCOUNTS,
          new Service.Scim(dialect, uri, "scim-key", deletes),
          () -> key,
          false);
    }

    Optional<? extends JsonNode> group(String name) {
      return groups.get().stream()
          .filter(group -> group.path("displayName").asText().equals(name))
          .findFirst();
    }

    /** Who is in a group, each as often as listed. */
    List<String> behind(String name) {
      List<String> names = new ArrayList<>();
      for (JsonNode member : group(name).orElseThrow().path("members")) {
        for (JsonNode user : users.get()) {
          if (user.path("id").asText().equals(member.path("value").asText())) {
            names.add(user.path("userName").asText().replace("@contoso.example", ""));
          }
        }
      }
      Collections.sort(names);
      return names;
    }

    @Override
    public void close() {
      closer.run();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void membersComeStayAndGo(Kind kind) {
    try (Office office = Office.open(kind)) {
      assertEquals(
          List.of(), office.sync.run(List.of(Accounts.shared("info", "ann", "bob"))).problems());
      assertEquals(List.of("ann", "bob"), office.behind("info"));
      assertNothingLeft(office, List.of(Accounts.shared("info", "ann", "bob")));

      assertEquals(
          List.of(), office.sync.run(List.of(Accounts.shared("info", "bob", "carl"))).problems());
      assertEquals(List.of("bob", "carl"), office.behind("info"), "nobody is listed twice");
      assertNothingLeft(office, List.of(Accounts.shared("info", "bob", "carl")));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SDK", "KEYCLOAK", "SCIMMY", "WITHOUT_PATCH"})
  void aGroupIsEmptied(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.sync.run(List.of(Accounts.shared("info", "ann", "bob")));

      ScimSync.Run run = office.sync.run(List.of(Accounts.shared("info")));

      assertEquals(List.of(), run.problems());
      assertEquals(List.of(), office.behind("info"));
      assertNothingLeft(office, List.of(Accounts.shared("info")));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Tag("R20")
  void removalEmptiesAndDeletesOnlyWhereThePolicySaysSo(Kind kind) {
    try (Office office = Office.open(kind)) {
      Rules inSteps = ScimSync.rules(true, new Rules.Removal(false, true, Duration.ZERO, true));
      office.sync.rules(inSteps);
      office.sync.run(List.of(Accounts.shared("info", "ann")));
      assertEquals(List.of(), office.sync.run(List.of()).problems());
      assertEquals(List.of(), office.behind("info"));
      office.clock.later(Duration.ofDays(1));
      assertEquals(List.of("functionalAccountKept"), office.sync.run(List.of()).problems());
      assertTrue(office.group("info").isPresent());

      ScimSync deleting = office.deleting.get();
      deleting.run(List.of(Accounts.shared("sales", "bob")));
      assertEquals(List.of(), deleting.run(List.of()).problems());
      assertEquals(Optional.empty(), office.group("sales"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aNewNameLeavesTheMembers(Kind kind) {
    try (Office office = Office.open(kind)) {
      DesiredRecord info = Accounts.shared("info", "ann", "bob");
      office.sync.run(List.of(info));
      DesiredRecord renamed = Accounts.with(info, RecordField.DISPLAY_NAME, "Information");

      assertEquals(List.of(), office.sync.run(List.of(renamed)).problems());

      assertEquals(List.of("ann", "bob"), office.behind("Information"));
      assertEquals(1, office.groups.get().size());
      assertNothingLeft(office, List.of(renamed));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whomTheServiceDoesNotKnowIsLeftOutUntilItDoes(Kind kind) {
    try (Office office = Office.open(kind)) {
      DesiredRecord info = Accounts.shared("info", "ann", "ghost");
      assertEquals(List.of("~ delegatesLeftOut"), office.sync.run(List.of(info)).problems());
      office.counts.reset();
      office.sync.run(List.of(info));
      assertEquals(0, office.counts.writes());

      office.adder.accept("ghost@contoso.example");
      assertEquals(List.of(), office.sync.run(List.of(info)).problems());
      assertEquals(List.of("ann", "ghost"), office.behind("info"));
      assertNothingLeft(office, List.of(info));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aLostAnswerDoublesNeitherGroupsNorMembers(Kind kind) {
    try (Office office = Office.open(kind)) {
      office.sync.run(List.of(Accounts.shared("sales", "ann")));
      office.hostility.times(2, seen -> seen.isWrite(), Moment.AFTER, seen -> Incident.timedOut());

      ScimSync.Run run =
          office.sync.run(
              List.of(Accounts.shared("info", "ann"), Accounts.shared("sales", "ann", "bob")));

      assertEquals(List.of(), run.problems());
      assertEquals(2, office.groups.get().size());
      assertEquals(List.of("ann"), office.behind("info"));
      assertEquals(List.of("ann", "bob"), office.behind("sales"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void killedAfterAnyWriteTheNextRunConvergesAndDoublesNothing(Kind kind) {
    for (int killedAfter = 0; killedAfter <= 4; killedAfter++) {
      try (Office office = Office.open(kind)) {
        office.sync.run(List.of(Accounts.shared("info", "ann"), Accounts.shared("sales", "bob")));
        int left = killedAfter;
        int[] seen = {0};
        var deadLine =
            office.hostility.onRequest(
                request -> request.isWrite() && seen[0]++ >= left, Moment.BEFORE, Incident.reset());
        List<DesiredRecord> after =
            List.of(
                Accounts.shared("help", "ann", "carl"),
                Accounts.shared("info"),
                Accounts.shared("sales", "carl"));
        office.sync.die(after);
        deadLine.close();

        ScimSync.Run first = office.sync.run(after);
        office.sync.run(after);

        String when = "killed after " + killedAfter + " writes";
        if (kind != Kind.KEYCLOAK) {
          // Keycloak loses our mark, and a group has no address: the name is taken, and told so.
          assertEquals(List.of(), first.problems(), when);
          assertEquals(List.of("ann", "carl"), office.behind("help"), when);
        }
        assertEquals(3, office.groups.get().size(), when);
        assertEquals(List.of(), office.behind("info"), when);
        assertEquals(List.of("carl"), office.behind("sales"), when);
      }
    }
  }

  private static void assertNothingLeft(Office office, List<DesiredRecord> desired) {
    office.counts.reset();
    ScimSync.Run again = office.sync.run(desired);
    assertTrue(again.plan().writesNothing(), () -> "still to do: " + again.plan().changes());
    assertEquals(0, office.counts.writes());
  }
}
