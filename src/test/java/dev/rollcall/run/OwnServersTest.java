package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Rates;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Organisations with servers of their own, over HTTP: everything on them, or some mailboxes. */
@Tag("E1")
@Tag("P5")
class OwnServersTest {

  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";

  @Test
  @Tag("S2")
  void anOrganisationWithoutATenantGetsItsContacts() {
    Organisation organisation = ServersOffice.organisation(6, 3);
    try (ServersOffice office = ServersOffice.open(ServersOffice.Kind.ON_PREMISES, organisation)) {
      office.policy(ServersOffice.ownDirectory(NO_PHOTO));

      JsonNode first = office.apply();

      assertFinished(first);
      assertEquals(18, first.path("counts").path("created").asInt(), first::toString);
      for (int i = 0; i < 3; i++) {
        assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4, 5), office.names(i));
      }
      assertEquals("Engineer", office.folder(0).contact("Given1 Sur1").text("jobTitle"));

      organisation.change(SmallOffice.person(1), "jobTitle", "Head");
      organisation.leave(SmallOffice.person(5));
      office.tenant().activeDirectory().replicate();
      JsonNode second = office.apply();

      assertFinished(second);
      assertEquals("Head", office.folder(2).contact("Given1 Sur1").text("jobTitle"));
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(2));
      assertEquals(0, office.tenant().counters().counts().calls(), "Graph is not asked");
      assertEquals(List.of(), office.tenant().unexpectedRequests());
    }
  }

  @Test
  void oneSelectionHasMailboxesInBothPlaces() {
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.HYBRID, ServersOffice.organisation(5, 4))) {
      office.move(Location.ON_PREMISES, 1, 3);
      office.policy(ServersOffice.tenantDirectory(NO_PHOTO));

      JsonNode run = office.apply();

      assertFinished(run);
      for (int i = 0; i < 4; i++) {
        assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(i), "mailbox " + i);
      }
      assertEquals(20, run.path("counts").path("created").asInt(), run::toString);
      assertEquals(0, office.applyLookingEverywhere().path("counts").path("updated").asInt());
      assertEquals(List.of(), office.tenant().unexpectedRequests());
    }
  }

  @ParameterizedTest
  @EnumSource(Location.class)
  void aMailboxThatMovesKeepsOneSetOfContacts(Location from) {
    Location there = from == Location.ONLINE ? Location.ON_PREMISES : Location.ONLINE;
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.HYBRID, ServersOffice.organisation(6, 2))) {
      office.move(from, 0, 1);
      office.policy(ServersOffice.tenantDirectory(NO_PHOTO));
      assertFinished(office.apply());
      office.folder(0).contact("Given1 Sur1").edit("jobTitle", "My favourite");
      office.folder(0).contact("Given2 Sur2").delete();
      office.folder(0).add("{\"displayName\": \"My dentist\"}");

      office.move(there, 0);
      JsonNode moved = office.apply();

      assertFinished(moved);
      List<String> expected = new ArrayList<>(SmallOffice.namesOf(0, 1, 2, 3, 4, 5));
      expected.add("My dentist");
      assertEquals(expected, office.names(0), moved::toString);
      assertEquals("Engineer", office.folder(0).contact("Given1 Sur1").text("jobTitle"));
      assertEquals(1, moved.path("counts").path("created").asInt(), moved::toString);
      assertEquals(1, moved.path("counts").path("updated").asInt(), moved::toString);
      assertEquals(0, moved.path("counts").path("deleted").asInt(), moved::toString);

      office.organisation().change(SmallOffice.person(3), "jobTitle", "Head");
      office.tenant().activeDirectory().replicate();
      assertFinished(office.apply());
      assertEquals("Head", office.folder(0).contact("Given3 Sur3").text("jobTitle"));
      assertEquals("Head", office.folder(1).contact("Given3 Sur3").text("jobTitle"));
      JsonNode last = office.applyLookingEverywhere();
      assertEquals(0, written(last), last::toString);
      assertEquals(List.of(), office.tenant().unexpectedRequests());
    }
  }

  @ParameterizedTest
  @EnumSource(Location.class)
  void aMailboxThatLeftThePolicyIsEmptiedWhereItLivesNow(Location from) {
    Location there = from == Location.ONLINE ? Location.ON_PREMISES : Location.ONLINE;
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.HYBRID, ServersOffice.organisation(4, 2))) {
      office.move(from, 0);
      office.policy(
          ServersOffice.tenantDirectory(
              NO_PHOTO + "\"guardrail\": { \"maxDeletePercent\": 100 },"));
      assertFinished(office.apply());
      office.folder(0).add("{\"displayName\": \"My dentist\"}");

      office.move(there, 0);
      office
          .organisation()
          .removeMembers(Organisation.idOf("GROUP:field"), List.of(office.mailboxes().get(0)));
      JsonNode run = office.apply();

      assertFinished(run);
      assertEquals(List.of("My dentist"), office.names(0), run::toString);
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3), office.names(1), run::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(Location.class)
  void editsThatAreKeptStayKeptOverAMove(Location from) {
    Location there = from == Location.ONLINE ? Location.ON_PREMISES : Location.ONLINE;
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.HYBRID, ServersOffice.organisation(4, 1))) {
      office.move(from, 0);
      office.policy(
          ServersOffice.tenantDirectory(NO_PHOTO + "\"changes\": { \"userEdits\": \"keep\" },"));
      assertFinished(office.apply());
      office.folder(0).contact("Given1 Sur1").edit("jobTitle", "My favourite");
      assertFinished(office.applyLookingEverywhere());

      office.move(there, 0);
      office.organisation().change(SmallOffice.person(1), "mobilePhone", "+49 171 5");
      office.tenant().activeDirectory().replicate();
      JsonNode moved = office.apply();

      assertFinished(moved);
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3), office.names(0), moved::toString);
      MailboxUser.Card card = office.folder(0).contact("Given1 Sur1");
      assertEquals("My favourite", card.text("jobTitle"), moved::toString);
      assertEquals("+49 171 5", card.text("mobilePhone"), moved::toString);
    }
  }

  @Test
  @Tag("E15")
  void aRunThatCannotFindExchangeEndsBeforeAnyWrite() {
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.HYBRID, ServersOffice.organisation(4, 2))) {
      office.move(Location.ON_PREMISES, 1);
      office.put(
          "/api/environments/contoso",
          ServersOffice.environment(
              office.tenant(), ServersOffice.Kind.HYBRID, "\"autodiscover\": \"contoso.invalid\""));
      office.policy(ServersOffice.tenantDirectory(NO_PHOTO));

      JsonNode failed = office.apply();

      assertEquals("failed", failed.path("status").asText(), failed::toString);
      assertFalse(failed.path("problem").path("remedy").asText().isBlank(), failed::toString);
      assertTrue(office.user(0).findFolder(ServersOffice.FOLDER).isEmpty());
      assertTrue(office.user(1).findFolder(ServersOffice.FOLDER).isEmpty());
      assertEquals(0, office.tenant().ews().counts().writes());
      assertEquals(0, office.tenant().counters().counts().writes());

      office.put(
          "/api/environments/contoso",
          ServersOffice.environment(office.tenant(), ServersOffice.Kind.HYBRID));
      assertFinished(office.apply());
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3), office.names(1));
    }
  }

  @Test
  @Tag("E10")
  void anOfficeWithoutATenantSendsItsMailsThroughExchange() {
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.ON_PREMISES, ServersOffice.organisation(3, 1))) {
      office.policy(
          ServersOffice.ownDirectory(
              NO_PHOTO + "\"notify\": { \"to\": [\"admin@contoso.example\"] },"));

      JsonNode run = office.apply();

      assertFinished(run);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !office.tenant().sentMail().isEmpty());
      assertEquals(List.of("admin@contoso.example"), office.tenant().sentMail().get(0).to());
      assertEquals(ServersOffice.READER, office.tenant().sentMail().get(0).sender());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  @Tag("R10")
  @Tag("R17")
  void aRoughExchangeOnlyTakesLonger(long seed) {
    Organisation organisation = ServersOffice.organisation(30, 3);
    try (ServersOffice office =
        ServersOffice.open(
            ServersOffice.Kind.ON_PREMISES,
            organisation,
            LocalTenantOptions.defaults().withSeed(seed))) {
      office.policy(
          ServersOffice.ownDirectory(NO_PHOTO + "\"guardrail\": { \"maxDeletePercent\": 50 },"));
      List<String> dentists = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        dentists.add(
            office
                .user(i)
                .makeFolder(ServersOffice.FOLDER)
                .add("{\"displayName\":\"My dentist\"}")
                .rawState());
      }
      office.tenant().hostility().rates(Rates.ROUGH);
      settle(office);

      organisation.leave(SmallOffice.person(20));
      organisation.change(SmallOffice.person(21), "mobilePhone", "+49 171 7777777");
      office.tenant().activeDirectory().replicate();
      office.folder(1).contact("Given5 Sur5").edit("jobTitle", "Boss");
      office.folder(2).contact("Given6 Sur6").delete();
      office.folder(0).forgetChanges();
      settle(office);
      office.tenant().hostility().calm();
      settle(office);

      TreeSet<String> wanted = new TreeSet<>(List.of("My dentist"));
      organisation
          .members(Organisation.idOf("GROUP:staff"), false)
          .forEach(person -> wanted.add(person.text("displayName")));
      for (int i = 0; i < 3; i++) {
        assertEquals(List.copyOf(wanted), office.names(i), "seed " + seed + ", mailbox " + i);
        assertEquals(
            dentists.get(i), office.folder(i).contact("My dentist").rawState(), "seed " + seed);
        assertEquals(
            "+49 171 7777777", office.folder(i).contact("Given21 Sur21").text("mobilePhone"));
      }
      assertEquals("Engineer", office.folder(1).contact("Given5 Sur5").text("jobTitle"));
      JsonNode last = office.applyLookingEverywhere();
      assertEquals(0, written(last), last::toString);
      assertEquals(List.of(), office.tenant().unexpectedRequests());
    }
  }

  @Test
  @Tag("R10")
  void aBatchThatIsCutInTheMiddleDoublesNothing() {
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.ON_PREMISES, ServersOffice.organisation(40, 1))) {
      office.policy(ServersOffice.ownDirectory(NO_PHOTO));
      for (int cut : List.of(0, 1, 17, 39)) {
        office.tenant().hostility().cutBatchAfter(cut);
        office.apply();
      }
      JsonNode last = office.applyLookingEverywhere();

      assertFinished(last);
      assertEquals(40, office.names(0).size());
      assertEquals(40, new TreeSet<>(office.names(0)).size());
    }
  }

  @Test
  void readingAndWritingCostWhatIsPromised() {
    try (ServersOffice office =
        ServersOffice.open(ServersOffice.Kind.ON_PREMISES, ServersOffice.organisation(250, 1))) {
      office.policy(ServersOffice.ownDirectory(NO_PHOTO));
      office.apply();
      long writes = office.tenant().ews().counts().writes();
      office.tenant().ews().resetCounts();
      JsonNode again = office.apply();
      long idle = office.tenant().ews().counts().at(address(office));

      assertEquals(0, written(again), again::toString);
      assertTrue(writes <= 3 + 2, "writes: " + writes);
      assertTrue(idle <= 1, "a run without changes: " + idle);
    }
  }

  private static String address(ServersOffice office) {
    return office.organisation().find(office.mailboxes().get(0)).orElseThrow().text("mail");
  }

  private static void settle(ServersOffice office) {
    JsonNode run = office.applyLookingEverywhere();
    for (int i = 0; i < 10; i++) {
      boolean failed =
          run.path("counts").path("failed").asInt() > 0
              || run.path("counts").path("targetsFailed").asInt() > 0;
      if (run.path("status").asText().equals("finished") && !failed) {
        return;
      }
      run = office.applyLookingEverywhere();
    }
    throw new AssertionError("ten runs were not enough; the last: " + run);
  }

  private static void assertFinished(JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run::toString);
    assertEquals(0, run.path("counts").path("failed").asInt(), run::toString);
    assertEquals(0, run.path("counts").path("targetsFailed").asInt(), run::toString);
  }

  private static int written(JsonNode run) {
    JsonNode counts = run.path("counts");
    return counts.path("created").asInt()
        + counts.path("updated").asInt()
        + counts.path("deleted").asInt();
  }
}
