package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.RollcallApi.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an import means for policies that run. */
@Tag("R16")
class ImportedPoliciesTest {

  @Test
  void whereAPolicyWroteItIsNotMovedByAnImport() {
    try (SmallOffice office = SmallOffice.open(3, 2)) {
      office.apply();
      ObjectNode file = (ObjectNode) office.api().get("/api/export").json();
      ((ObjectNode) file.at("/policies/0/target")).put("folder", "Elsewhere");

      Answer refused = office.api().post("/api/import?apply=true", file.toString());

      assertEquals(409, refused.status(), refused::toString);
      assertEquals("policy office", refused.json().at("/problems/0/document").asText());
      assertEquals("/policies/0", refused.json().at("/problems/0/pointer").asText());
      assertEquals(
          "Office", office.api().get("/api/policies/office").json().at("/target/folder").asText());
    }
  }

  @Test
  void anImportedPolicyDoesNotRunByItselfBeforeItWasPreviewed() {
    try (SmallOffice office = SmallOffice.open(3, 2)) {
      ObjectNode file = (ObjectNode) office.api().get("/api/export").json();
      ((ObjectNode) file.at("/policies/0")).putObject("schedule").put("every", "PT1H");

      JsonNode done = office.api().post("/api/import?apply=true", file.toString()).json();
      office.cloud().host().fireTimer("Scheduler");

      assertTrue(step(done).path("waitsForPreview").asBoolean(), done::toString);
      assertEquals(0, office.api().get("/api/policies/office/runs").json().path("value").size());

      office.preview();
      office.cloud().host().fireTimer("Scheduler");
      JsonNode again = office.api().post("/api/import", file.toString()).json();

      assertEquals(2, office.api().get("/api/policies/office/runs").json().path("value").size());
      assertTrue(step(again).path("waitsForPreview").isMissingNode(), again::toString);
    }
  }

  private static JsonNode step(JsonNode answer) {
    for (JsonNode step : answer.path("documents")) {
      if (step.path("kind").asText().equals("policy")) {
        return step;
      }
    }
    throw new AssertionError(answer.toString());
  }
}
