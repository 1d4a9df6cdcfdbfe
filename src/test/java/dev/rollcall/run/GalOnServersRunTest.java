package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Mark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail contacts by a policy from its document into another organisation's Active Directory. */
@Tag("S8")
class GalOnServersRunTest {

  private static final String COPIED = "cora@tailspin.example";

  private final LocalDirectory fabrikam = LocalDirectory.start(people(), id -> true);
  private final String unit = fabrikam.unit("Partners");
  private SmallOffice office;

  /**
   * Somebody of its own, a partner of its own, and one whom another tool brought from elsewhere.
   */
  private static Organisation people() {
    Organisation people = new Organisation("Fabrikam", "fabrikam.example");
    people.join("fay", "Fay Ford", "fay");
    people.addContact("partner", "Pia Partner", "pia@partner.example");
    people.addContact("copied", "Cora Copied", COPIED);
    return people;
  }

  @BeforeEach
  void open() {
    fabrikam.set(COPIED, Mark.ORIGIN, "tailspin.example");
    fabrikam.delegate("svc-rollcall", unit);
    office = SmallOffice.open(SmallOffice.organisation(4, 1), "");
    office.cloud().tenant().addServiceAccount("svc-rollcall", "corp-reader");
    put(201, "/api/environments/fabrikam", ServersOffice.addressList(fabrikam));
  }

  @AfterEach
  void close() {
    office.close();
    fabrikam.close();
  }

  @Test
  void peopleComeChangeAndGoWithThePolicy() {
    put(201, "/api/policies/people", policy(unit));
    JsonNode first = office.api().run("people", "apply", false);
    assertEquals("finished", first.path("status").asText(), first::toString);
    assertEquals(4, contacts());

    office.organisation().change(SmallOffice.person(1), "jobTitle", "Director");
    JsonNode second = office.api().run("people", "apply", false);
    assertEquals(1, second.path("counts").path("updated").asInt(), second::toString);
    assertEquals(0, second.path("counts").path("created").asInt(), second::toString);

    RollcallApi.Answer deleted = office.api().delete("/api/policies/people");
    JsonNode held = office.api().await(RollcallApi.location(deleted));
    assertEquals("held", held.path("status").asText(), held::toString);
    assertEquals(4, contacts());
    String plan = "{\"plan\":\"" + held.path("hold").path("plan").asText() + "\"}";
    assertEquals(202, office.api().post(SmallOffice.address(held) + "/approve", plan).status());
    JsonNode done = office.api().await(SmallOffice.address(held));
    assertEquals("finished", done.path("status").asText(), done::toString);
    assertEquals(0, contacts());
  }

  @Test
  @Tag("S2")
  void nobodyComesBackAndWhatAnotherToolBroughtGoesNoFurther() {
    office.cloud().tenant().app().grant("Exchange.ManageAsApp");
    put(201, "/api/policies/people", policy(unit));
    JsonNode there = office.api().run("people", "apply", false);
    assertEquals("finished", there.path("status").asText(), there::toString);
    put(
        201,
        "/api/policies/back",
        """
        {
          "id": "back", "name": "Back", "type": "gal", "environment": "fabrikam",
          "source": { "kind": "activeDirectory",
                      "select": [ { "query": "*", "recipientTypes": [ "user", "mailContact" ] } ] },
          "target": { "kind": "mailcontact", "environment": "contoso" }
        }
        """);

    JsonNode back = office.api().run("back", "apply", false);

    assertEquals("finished", back.path("status").asText(), back::toString);
    assertEquals(
        List.of("Fay Ford", "Pia Partner"),
        office.organisation().all(Kind.CONTACT).stream()
            .map(contact -> contact.text("displayName"))
            .sorted()
            .toList());
    List<JsonNode> changes =
        office.api().all(SmallOffice.address(back) + "/changes?target=~source");
    assertEquals(4, mentioning(changes, "MADE_BY_ROLLCALL"), changes::toString);
    assertEquals(1, mentioning(changes, "MADE_BY_ANOTHER_TOOL"), changes::toString);
  }

  private static long mentioning(List<JsonNode> changes, String reason) {
    return changes.stream().filter(change -> change.toString().contains(reason)).count();
  }

  @Test
  @Tag("E11")
  void whoTakesIsToldTheRightsToDelegate() {
    put(201, "/api/policies/people", policy(unit));

    RollcallApi.Answer answer = office.api().get("/api/environments/fabrikam/commands");

    assertEquals(200, answer.status(), answer.toString());
    List<String> lines = new ArrayList<>();
    answer
        .json()
        .path("steps")
        .forEach(step -> step.path("powershell").forEach(line -> lines.add(line.asText())));
    assertEquals(
        List.of(
            "dsacls '" + unit + "' /I:T /G 'CORP\\svc-rollcall:CCDC;contact'",
            "dsacls '" + unit + "' /I:S /G 'CORP\\svc-rollcall:RPWP;;contact'"),
        lines,
        answer.toString());
  }

  @Test
  void whatDoesNotFitIsToldAtOnce() {
    RollcallApi.Answer refused =
        office
            .api()
            .put(
                "/api/policies/people",
                policy("Partners").replace("\"suffix\"", "\"account\": \"writer\", \"suffix\""));

    assertEquals(400, refused.status(), refused.toString());
    for (String at : List.of("/target/ou", "/target/account")) {
      assertTrue(refused.toString().contains(at), refused.toString());
    }
  }

  private int contacts() {
    return fabrikam.controllers().get(0).below(unit).size();
  }

  private void put(int status, String path, String document) {
    RollcallApi.Answer answer = office.api().put(path, document);
    assertEquals(status, answer.status(), answer.toString());
  }

  private static String policy(String ou) {
    return """
        {
          "id": "people", "name": "People", "type": "gal", "environment": "contoso",
          "source": { "kind": "directory", "select": [{ "group": "staff@contoso.example" }] },
          "target": { "kind": "mailcontact", "environment": "fabrikam", "ou": "%s",
                      "suffix": " (Contoso)" }
        }
        """
        .formatted(ou);
  }
}
