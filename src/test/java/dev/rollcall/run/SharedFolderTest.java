package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two policies write into one folder; each knows its own contacts and leaves the other's alone. */
@Tag("P1")
@Tag("R14")
class SharedFolderTest {

  private static final String BOSSES = "bosses";

  @Test
  void eachPolicyRemovesOnlyWhatItWrote() {
    Organisation organisation = SmallOffice.organisation(4, 2);
    // One of the staff is also a boss: a contact of each policy.
    organisation.join("boss", "The Boss", "boss");
    organisation.addMembers(
        organisation.addGroup(BOSSES, "Bosses", BOSSES, "distribution").id(),
        List.of(Organisation.idOf("USER:boss"), SmallOffice.person(1)));
    try (SmallOffice office =
        SmallOffice.open(organisation, "\"mapping\": { \"photo\": false },")) {
      String policy =
          SmallOffice.policyJson("\"mapping\": { \"photo\": false },")
              .replace("\"id\": \"office\"", "\"id\": \"bosses\"")
              .replace("staff@", "bosses@");
      assertEquals(201, office.api().put("/api/policies/bosses", policy).status());
      office.apply();
      String ofStaff = office.folder(0).contact("Given1 Sur1").rawState();

      JsonNode bosses = office.api().run(BOSSES, "apply", false);

      assertEquals(4, bosses.path("counts").path("created").asInt(), bosses.toString());
      JsonNode twice = office.changes(bosses, "~source").get(0);
      assertEquals("user:" + SmallOffice.person(1), twice.path("key").asText());
      assertEquals("IN_ANOTHER_POLICY", twice.path("reason").asText());
      assertTrue(twice.path("detail").asText().endsWith("policy office"), twice.toString());
      assertEquals(1, bosses.path("source").path("dropped").asInt(), bosses.toString());
      assertEquals(
          List.of(
              "Given0 Sur0",
              "Given1 Sur1",
              "Given1 Sur1",
              "Given2 Sur2",
              "Given3 Sur3",
              "The Boss"),
          office.names(0));

      // Neither takes the other's contacts for its own, not even when it looks at all of them.
      office.folder(0).forgetChanges();
      assertUnchanged(office.applyLookingEverywhere());
      office.folder(0).forgetChanges();
      assertUnchanged(office.api().run(BOSSES, "apply", true));

      organisation.removeMembers(
          Organisation.idOf("GROUP:" + BOSSES), List.of(SmallOffice.person(1)));
      JsonNode demoted = office.api().run(BOSSES, "apply", false);

      assertEquals(2, demoted.path("counts").path("deleted").asInt(), demoted.toString());
      assertEquals(0, demoted.path("source").path("dropped").asInt(), demoted.toString());
      assertEquals(ofStaff, office.folder(0).contact("Given1 Sur1").rawState());

      RollcallApi.Answer deleted = office.api().delete("/api/policies/office");
      JsonNode held = office.api().await(RollcallApi.location(deleted));
      String plan = "{\"plan\":\"" + held.path("hold").path("plan").asText() + "\"}";
      office.api().post(SmallOffice.address(held) + "/approve", plan);
      JsonNode removed = office.api().await(SmallOffice.address(held));

      assertEquals(8, removed.path("counts").path("deleted").asInt(), removed.toString());
      assertEquals(List.of("The Boss"), office.names(0));
      assertEquals(List.of("The Boss"), office.names(1));
    }
  }

  private static void assertUnchanged(JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run.toString());
    for (String kind : List.of("created", "updated", "deleted")) {
      assertEquals(0, run.path("counts").path(kind).asInt(), run.toString());
    }
  }
}
