package dev.rollcall.localtenant.graph.directory;

import static dev.rollcall.localtenant.graph.directory.Asked.code;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delta queries over the local directory. */
@Tag("O6")
class ChangeTrackingTest {

  private final Organisation organisation = Generator.of(7, 120, 20);
  private final DirectoryQuirks quirks = new DirectoryQuirks();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  private final Asked graph =
      new Asked(new DirectoryRoutes(organisation, Asked.BASE, quirks, clock));
  private String link = "";

  @Test
  void theFirstRoundHasEverybodyAndTheNextNobody() {
    List<JsonNode> first = round("/users/delta?$select=displayName,mail");

    assertEquals(organisation.all(Kind.USER).size(), first.size());
    assertEquals(List.of(), round(link));
  }

  @Test
  void aRoundTellsWhoCameWentAndChanged() {
    round("/users/delta?$select=displayName,jobTitle");
    organisation.join("newcomer", "New Comer", "new.comer");
    organisation.leave(Organisation.idOf("USER:person1"));
    organisation.change(Organisation.idOf("USER:person2"), "jobTitle", "");
    organisation.change(Organisation.idOf("USER:person3"), "mobilePhone", "not tracked");

    List<JsonNode> changes = round(link);

    assertEquals(3, changes.size());
    assertTrue(row(changes, "person2").path("jobTitle").isNull());
    assertEquals("New Comer", row(changes, "newcomer").path("displayName").asText());
    assertFalse(row(changes, "newcomer").has("jobTitle"));
    assertEquals("changed", row(changes, "person1").path("@removed").path("reason").asText());
  }

  @Test
  void onlyWhatChangedIsToldIfSoPreferred() {
    round("/users/delta?$select=displayName,jobTitle");
    organisation.change(Organisation.idOf("USER:person2"), "jobTitle", "Poet");

    JsonNode row =
        graph.get(link, "prefer", "return=minimal").json().orElseThrow().path("value").path(0);

    assertEquals("Poet", row.path("jobTitle").asText());
    assertFalse(row.has("displayName"));
  }

  @Tag("P2")
  @Test
  void membersThatComeAndGoAreTold() {
    String group = Organisation.idOf("GROUP:field");
    round("/groups/delta?$select=displayName,members");
    String gone = organisation.find(group).orElseThrow().members().iterator().next();
    organisation.removeMembers(group, List.of(gone));
    organisation.addMembers(group, List.of(Organisation.idOf("CONTACT:partner1")));

    List<JsonNode> changes = round(link);

    assertEquals(1, changes.size());
    JsonNode members = changes.get(0).path("members@delta");
    assertEquals("#microsoft.graph.orgContact", members.path(0).path("@odata.type").asText());
    assertEquals(gone, members.path(1).path("id").asText());
    assertEquals("deleted", members.path(1).path("@removed").path("reason").asText());
  }

  @Tag("P2")
  @Test
  void membersOfALargeGroupComeInSeveralRows() {
    Organisation large = Generator.of(7, 2500, 2500);
    Asked asked = new Asked(new DirectoryRoutes(large, Asked.BASE, quirks, clock));
    String field = Organisation.idOf("GROUP:field");

    JsonNode page = asked.json("/groups/delta?$select=members&$filter=id eq '" + field + "'");

    assertEquals(3, page.path("value").size());
    int members = 0;
    for (JsonNode row : page.path("value")) {
      assertEquals(field, row.path("id").asText());
      members += row.path("members@delta").size();
    }
    assertEquals(2500, members);
  }

  @Test
  void fromNowOnSkipsWhatIs() {
    assertEquals(List.of(), round("/contacts/delta?$deltatoken=latest"));
    organisation.addContact("late", "Late Partner", "late@partner.example");
    assertEquals(1, round(link).size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTokenIsGoodForSevenDays(boolean badRequest) {
    quirks.goneIsBadRequest(badRequest);
    round("/users/delta");
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    String kept = link;
    assertEquals(List.of(), round(kept));
    clock.advance(Duration.ofSeconds(1));

    assertEquals(
        badRequest ? "400 Directory_ExpiredPageToken" : "410 SyncStateNotFound",
        code(graph.get(kept)));
  }

  @Test
  void tokensAreForgottenOnDemand() {
    round("/users/delta");
    quirks.forgetDeltaTokens();
    assertEquals("410 SyncStateNotFound", code(graph.get(link)));
    assertEquals("410 SyncStateNotFound", code(graph.get("/users/delta?$deltatoken=made-up")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$top=5", "$count=true", "$orderby=displayName", "$expand=manager"})
  void otherOptionsAreRefused(String option) {
    assertEquals("400 Request_BadRequest", code(graph.get("/users/delta?" + option)));
  }

  private List<JsonNode> round(String url) {
    List<JsonNode> rows = new ArrayList<>();
    String next = url;
    while (!next.isEmpty()) {
      JsonNode page = graph.json(next);
      page.path("value").forEach(rows::add);
      link = Asked.below(page.path("@odata.deltaLink").asText(""));
      next = Asked.below(page.path("@odata.nextLink").asText(""));
    }
    return rows;
  }

  private static JsonNode row(List<JsonNode> rows, String person) {
    String id = Organisation.idOf("USER:" + person);
    return rows.stream()
        .filter(row -> row.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
