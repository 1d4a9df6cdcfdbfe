package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.RollcallApi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many mailboxes a run serves at the same time. */
@Tag("R22")
final class LaneCountTest {

  @Test
  void theAppsConnectionsCapWhatThePolicyAsksFor() {
    try (SmallOffice office = SmallOffice.open(6, 6)) {
      maxConnections(office, 2);

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText());
      assertEquals(2, run.path("work").path("lanes").asInt());
      assertEquals(36, run.path("counts").path("created").asInt());
      assertTrue(
          run.path("source").path("hints").toString().contains("maxConnections"),
          "and the run says so");
    }
  }

  @Test
  void thereAreNoMoreLanesThanMailboxesToVisit() {
    try (SmallOffice office = SmallOffice.open(6, 3)) {
      assertEquals(3, office.apply().path("work").path("lanes").asInt());
      assertEquals(0, office.apply().path("work").path("lanes").asInt());
    }
  }

  private static void maxConnections(SmallOffice office, int connections) {
    JsonNode environment = office.api().get("/api/environments/contoso").json();
    ((ObjectNode) environment.path("apps").path(0)).put("maxConnections", connections);
    RollcallApi.Answer answer =
        office.api().put("/api/environments/contoso", environment.toString());
    assertEquals(200, answer.status(), answer.toString());
  }
}
