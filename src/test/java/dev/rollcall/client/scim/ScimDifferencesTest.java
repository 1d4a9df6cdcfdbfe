package dev.rollcall.client.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.scim.Doors.Column;
import dev.rollcall.client.service.ServiceRequest.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of differences measured on running services: each local service behaves as its column
 * says, and the client gets along with it.
 */
@Tag("S5")
@Tag("S6")
class ScimDifferencesTest {

  @ParameterizedTest
  @CsvSource({"SCIMMY, 20, 150", "KEYCLOAK, 20, 100", "SDK, 50, 50", "ZIVVER, 40, 40"})
  void pagesAreAsLongAsTheServiceLikes(Column column, int byDefault, int askedFor500) {
    try (Doors doors = Doors.open(column)) {
      int there = column == Column.ZIVVER ? 40 : 150;
      for (int i = 0; i < there; i++) {
        doors.user("p" + i);
      }

      assertEquals(byDefault, doors.get("Users", Map.of()).json().path("Resources").size());
      assertEquals(
          askedFor500, doors.get("Users", Map.of("count", "500")).json().path("Resources").size());
      assertEquals(there, doors.scim().list(ResourceType.USERS, doors.meter).size());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 500", "KEYCLOAK, 3", "SDK, 3"})
  void theToldPageSizeMayBeTheAskedOne(Column column, int told) {
    try (Doors doors = Doors.open(column)) {
      for (String name : List.of("ann", "bob", "carl")) {
        doors.user(name);
      }

      JsonNode page = doors.get("Users", Map.of("count", "500")).json();
      assertEquals(told, page.path("itemsPerPage").asInt());
      assertEquals(3, doors.scim().list(ResourceType.USERS, doors.meter).size());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, true", "KEYCLOAK, true", "SDK, false", "ZIVVER, true"})
  void anEmptyListMayHaveNoResources(Column column, boolean hasResources) {
    try (Doors doors = Doors.open(column)) {
      assertEquals(hasResources, doors.get("Users", Map.of()).json().has("Resources"));
      assertEquals(List.of(), doors.scim().list(ResourceType.USERS, doors.meter));
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 0", "KEYCLOAK, 1", "SDK, 1", "ZIVVER, 1"})
  void namesMayBeFoundInOneSpellingOnly(Column column, int found) {
    try (Doors doors = Doors.open(column)) {
      doors.user("ann");

      assertEquals(
          found,
          doors
              .scim()
              .find(ResourceType.USERS, "userName", "ANN@contoso.example", doors.meter)
              .size());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 1", "KEYCLOAK, 0", "SDK, 1"})
  void marksMayBeEchoedAndLost(Column column, int found) {
    try (Doors doors = Doors.open(column)) {
      String body = Doors.user("ann", ",\"externalId\":\"user:ann\"");
      assertEquals(
          "user:ann", doors.send("POST", "Users", body).json().path("externalId").asText());

      assertEquals(
          found,
          doors.scim().find(ResourceType.USERS, "externalId", "user:ann", doors.meter).size());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 201", "KEYCLOAK, 400", "SDK, 201", "ZIVVER, 201"})
  void aGroupMayNotBeBornWithMembers(Column column, int status) {
    try (Doors doors = Doors.open(column)) {
      assertEquals(
          status, doors.send("POST", "Groups", Doors.group("info", doors.user("ann"))).status());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 1", "KEYCLOAK, 0", "SDK, 1", "ZIVVER, 1"})
  void membersMayBeShownOnlyToWhoAsks(Column column, int plainly) {
    try (Doors doors = Doors.open(column)) {
      String id = groupOfOne(doors);

      assertEquals(plainly, doors.get("Groups/" + id, Map.of()).json().path("members").size());
      assertEquals(1, members(doors, id));
      assertEquals(
          1, doors.scim().list(ResourceType.GROUPS, doors.meter).get(0).path("members").size());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 2", "KEYCLOAK, 1", "SDK, 2"})
  void whoIsAddedTwiceMayBeListedTwice(Column column, int listed) {
    try (Doors doors = Doors.open(column)) {
      String id = groupOfOne(doors);
      String ann = doors.scim().list(ResourceType.USERS, doors.meter).get(0).path("id").asText();

      doors.send(
          "PATCH",
          "Groups/" + id,
          Doors.patch(
              "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + ann + "\"}]}"));

      assertEquals(listed, members(doors, id));
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 0", "KEYCLOAK, 1", "SDK, 0", "ZIVVER, 1"})
  void anEmptyListOfMembersMayBeTakenForNone(Column column, int left) {
    try (Doors doors = Doors.open(column)) {
      String id = groupOfOne(doors);
      String body = Doors.group("info").replace("{\"schemas", "{\"id\":\"" + id + "\",\"schemas");

      assertEquals(200, doors.send("PUT", "Groups/" + id, body).status());

      assertEquals(left, members(doors, id));
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 204", "KEYCLOAK, 200", "SDK, 400", "ZIVVER, 200"})
  void removingNobodyMayBeRefused(Column column, int status) {
    try (Doors doors = Doors.open(column)) {
      String id = doors.send("POST", "Groups", Doors.group("info")).json().path("id").asText();

      assertEquals(
          status,
          doors
              .send(
                  "PATCH", "Groups/" + id, Doors.patch("{\"op\":\"remove\",\"path\":\"members\"}"))
              .status());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Column.class,
      names = {"SCIMMY", "KEYCLOAK", "SDK"})
  void oneMemberIsRemovedByItsId(Column column) {
    try (Doors doors = Doors.open(column)) {
      String id = groupOfOne(doors);
      String ann = doors.scim().list(ResourceType.USERS, doors.meter).get(0).path("id").asText();

      doors
          .scim()
          .patch(
              ResourceType.GROUPS,
              id,
              new Patch().removeMember(ann),
              Effect.ONCE,
              wait -> false,
              doors.meter);

      assertEquals(0, members(doors, id));
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 204", "KEYCLOAK, 200", "SDK, 200"})
  void aChangeOfNothingMayHaveNoAnswer(Column column, int status) {
    try (Doors doors = Doors.open(column)) {
      String id =
          doors
              .send("POST", "Users", Doors.user("ann", ",\"active\":true"))
              .json()
              .path("id")
              .asText();
      String nothing = Doors.patch("{\"op\":\"replace\",\"path\":\"active\",\"value\":true}");

      assertEquals(status, doors.send("PATCH", "Users/" + id, nothing).status());
      doors
          .scim()
          .patch(
              ResourceType.USERS,
              id,
              new Patch().replace("active", Doors.json("true")),
              Effect.REPEATABLE,
              wait -> false,
              doors.meter);
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 400", "KEYCLOAK, 201"})
  void aTextIsNotAlwaysTakenForABoolean(Column column, int status) {
    try (Doors doors = Doors.open(column)) {
      assertEquals(
          status, doors.send("POST", "Users", Doors.user("ann", ",\"active\":\"False\"")).status());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 200", "KEYCLOAK, 400", "SDK, 200", "ZIVVER, 200"})
  void aReplacementMayHaveToSayWhat(Column column, int withoutId) {
    try (Doors doors = Doors.open(column)) {
      String id = doors.user("ann");

      assertEquals(withoutId, doors.send("PUT", "Users/" + id, Doors.user("ann", "")).status());
      assertEquals(
          200,
          doors.send("PUT", "Users/" + id, Doors.user("ann", ",\"id\":\"" + id + "\"")).status());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 201", "KEYCLOAK, 201", "SDK, 400", "ZIVVER, 201"})
  void plainJsonMayBeRefused(Column column, int status) {
    try (Doors doors = Doors.open(column)) {
      assertEquals(
          status, doors.send("POST", "Users", Doors.user("ann", ""), "application/json").status());
    }
  }

  @ParameterizedTest
  @CsvSource({"application/json, 415", "application/scim+json, 200"})
  void zivversPatchWantsItsOwnMediaType(String type, int status) {
    try (Doors doors = Doors.open(Column.ZIVVER)) {
      String id = groupOfOne(doors);

      assertEquals(
          status,
          doors
              .send(
                  "PATCH",
                  "Groups/" + id,
                  Doors.patch("{\"op\":\"remove\",\"path\":\"members\"}"),
                  type)
              .status());
    }
  }

  @ParameterizedTest
  @EnumSource(Column.class)
  void aDuplicateIsAConflict(Column column) {
    try (Doors doors = Doors.open(column)) {
      doors.user("ann");

      ClientException failure =
          assertThrows(
              ClientException.class,
              () ->
                  doors
                      .scim()
                      .create(
                          ResourceType.USERS,
                          (ObjectNode) Doors.json(Doors.user("ann", "")),
                          wait -> false,
                          doors.meter));

      assertEquals("targetNotUnique", failure.problem().code());
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, 404", "KEYCLOAK, 404", "SDK, 404", "ZIVVER, 400"})
  void whatIsNotThereIsGoneAndDeletedAlready(Column column, int status) {
    try (Doors doors = Doors.open(column)) {
      String id = doors.user("ann");
      doors.scim().delete(ResourceType.USERS, id, wait -> false, doors.meter);

      assertEquals(status, doors.get("Users/" + id, Map.of()).status());
      assertEquals(Optional.empty(), doors.scim().get(ResourceType.USERS, id, doors.meter));
      doors.scim().delete(ResourceType.USERS, id, wait -> false, doors.meter);
    }
  }

  @ParameterizedTest
  @CsvSource({"SCIMMY, true, 0", "KEYCLOAK, true, 0", "SDK, true, 100", "ZIVVER, true, 0"})
  void whatAServiceCanDoIsWhatItSays(Column column, boolean patch, int bulk) {
    try (Doors doors = Doors.open(column)) {
      ServiceConfig config = doors.scim().config(doors.meter);

      assertEquals(patch, config.patch());
      assertEquals(bulk, config.maxBulk());
      long asked = doors.meter.calls();
      doors.scim().config(doors.meter);
      assertEquals(asked, doors.meter.calls(), "asked once");
    }
  }

  @ParameterizedTest
  @EnumSource(Column.class)
  void thePingIsHarmless(Column column) {
    try (Doors doors = Doors.open(column)) {
      doors.scim().ping(doors.meter);

      assertEquals(1, doors.meter.calls());
      assertTrue(doors.scim().list(ResourceType.USERS, doors.meter).isEmpty());
    }
  }

  private static String groupOfOne(Doors doors) {
    String ann = doors.user("ann");
    String id = doors.send("POST", "Groups", Doors.group("info")).json().path("id").asText();
    if (members(doors, id) == 0) {
      doors.send(
          "PATCH",
          "Groups/" + id,
          Doors.patch(
              "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + ann + "\"}]}"));
    }
    return id;
  }

  private static int members(Doors doors, String id) {
    return doors
        .scim()
        .get(ResourceType.GROUPS, id, doors.meter)
        .orElseThrow()
        .path("members")
        .size();
  }
}
