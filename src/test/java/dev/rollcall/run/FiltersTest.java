package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A policy's filters decide who is in the mailboxes, and say whom they left out. */
class FiltersTest {

  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";
  private static final int PEOPLE = 20;

  @Test
  @Tag("P6")
  void whereTakesWhomItFitsAndTheOthersAreNamed() {
    try (SmallOffice office =
        office("\"where\": \"department eq \\\"Sales\\\" and not (jobTitle co \\\"chief\\\")\"")) {
      office.organisation().change(SmallOffice.person(2), "jobTitle", "Chief of Sales");

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(SmallOffice.namesOf(0, 1, 3, 4), office.names(0));
      List<JsonNode> leftOut =
          office.changes(run, "~source").stream()
              .filter(change -> change.path("reason").asText().equals("OUTSIDE_WHERE"))
              .toList();
      assertEquals(PEOPLE - 4, leftOut.size());
      assertTrue(
          leftOut.stream().anyMatch(c -> c.path("key").asText().endsWith(SmallOffice.person(2))));
      assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
    }
  }

  /** Members of groups in groups count, and the group is read once, whatever it is asked for. */
  @Test
  @Tag("P6")
  void memberOfGoesByTheGroupsOfTheDirectory() {
    try (SmallOffice office =
        office(
            "\"where\": \"memberOf eq \\\"heads@contoso.example\\\" or memberOf eq \\\"HEADS@contoso.example\\\" and displayName pr\"")) {
      Organisation organisation = office.organisation();
      String inner = organisation.addGroup("inner", "Inner", "inner", "security").id();
      organisation.addMembers(inner, List.of(SmallOffice.person(7)));
      organisation.addMembers(
          organisation.addGroup("heads", "Heads", "heads", "distribution").id(),
          List.of(SmallOffice.person(3), inner));

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(SmallOffice.namesOf(3, 7), office.names(0));
      assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());

      organisation.leave(Organisation.idOf("GROUP:heads"));
      JsonNode failed = office.apply();

      assertEquals("failed", failed.path("status").asText(), failed.toString());
      assertEquals("groupNotFound", failed.path("problem").path("code").asText());
      assertEquals(SmallOffice.namesOf(3, 7), office.names(0));
    }
  }

  @Test
  @Tag("P7")
  @Tag("R9")
  void aFilterThatLeavesOutMoreIsGuardedLikeAnyDeparture() {
    try (SmallOffice office = office("\"addressFilter\": { \"exclude\": \"p19@\" }")) {
      office.apply();
      assertEquals(PEOPLE - 1, office.names(0).size());

      put(office, "\"addressFilter\": { \"include\": \"(p1 p2@) AND contoso\" }");
      JsonNode held = office.apply();

      assertEquals("held", held.path("status").asText(), held.toString());
      assertEquals(PEOPLE - 1, office.names(0).size());
      String plan = held.path("hold").path("plan").asText();
      office.api().post(SmallOffice.address(held) + "/approve", "{\"plan\":\"" + plan + "\"}");
      JsonNode done = office.api().await(SmallOffice.address(held));
      assertEquals("finished", done.path("status").asText(), done.toString());
      assertEquals(
          SmallOffice.namesOf(
              IntStream.concat(IntStream.of(1, 2), IntStream.range(10, 20)).toArray()),
          office.names(0));
    }
  }

  @Test
  @Tag("P6")
  @Tag("P7")
  void aBadFilterIsRefusedWithItsPlace() {
    try (SmallOffice office = office("\"where\": \"department pr\"")) {
      RollcallApi.Answer answer =
          office
              .api()
              .put(
                  "/api/policies/office",
                  policy(
                      "\"where\": \"departmnt eq 1\", \"addressFilter\": { \"include\": \"(a\", \"exclude\": \"b\" }"));

      assertEquals(400, answer.status(), answer.toString());
      String all = answer.json().path("problems").toString();
      assertTrue(all.contains("/source/where"), all);
      assertTrue(all.contains("department"), all);
      assertTrue(all.contains("/source/addressFilter"), all);
    }
  }

  private static SmallOffice office(String filter) {
    Organisation organisation = SmallOffice.organisation(PEOPLE, 1);
    for (int i = 0; i < PEOPLE; i++) {
      organisation.change(SmallOffice.person(i), "department", i < 5 ? "sales" : "Works");
    }
    SmallOffice office = SmallOffice.open(organisation, NO_PHOTO);
    put(office, filter);
    return office;
  }

  private static void put(SmallOffice office, String filter) {
    RollcallApi.Answer answer = office.api().put("/api/policies/office", policy(filter));
    assertEquals(200, answer.status(), answer.toString());
  }

  private static String policy(String filter) {
    return SmallOffice.policyJson(NO_PHOTO)
        .replace("\"kind\": \"directory\",", "\"kind\": \"directory\", " + filter + ",");
  }
}
