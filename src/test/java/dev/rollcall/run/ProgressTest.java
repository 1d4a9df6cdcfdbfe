package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run can be watched while it works, and stopped. */
class ProgressTest {

  private static final String ONE_LANE =
      SmallOffice.policyJson("\"mapping\": { \"photo\": false },")
          .replace("\"folder\": \"Office\"", "\"folder\": \"Office\", \"concurrency\": 1");
  private static final int PEOPLE = 50;
  private static final int MAILBOXES = 4;

  private final ManualClock clock = new ManualClock(Instant.now());

  @Test
  @Tag("R11")
  void aRunTellsHowFarItIs() {
    try (SmallOffice office = open()) {
      CompletableFuture<JsonNode> halfway = new CompletableFuture<>();
      // Two mailboxes are done when the third one's first contact comes.
      onCreation(
          office,
          2 * PEOPLE + 1,
          () -> {
            clock.advance(Duration.ofSeconds(10));
            halfway.complete(newest(office));
          });

      JsonNode run = office.apply();

      JsonNode progress = halfway.join().path("progress");
      assertEquals("applying", halfway.join().path("status").asText());
      assertEquals(MAILBOXES, progress.path("targets").asInt(), progress.toString());
      assertEquals(2, progress.path("targetsDone").asInt(), progress.toString());
      assertEquals(100, progress.path("changesDone").asInt(), progress.toString());
      assertEquals(200, progress.path("changesExpected").asInt(), progress.toString());
      assertEquals(10.0, progress.path("changesPerSecond").asDouble(), 0.1, progress.toString());
      assertEquals(
          clock.instant().plusSeconds(10).getEpochSecond(),
          Instant.parse(progress.path("estimatedEnd").asText()).getEpochSecond(),
          1.0,
          progress.toString());
      assertTrue(run.path("progress").isMissingNode(), run.toString());
      assertEquals(200, run.path("counts").path("created").asInt(), run.toString());
    }
  }

  @Test
  @Tag("R10")
  void aCancelledRunStopsSoonAndWhatItWroteStays() {
    try (SmallOffice office = open()) {
      CompletableFuture<String> cancelled = new CompletableFuture<>();
      onCreation(
          office,
          PEOPLE + 25,
          () -> {
            String address = SmallOffice.address(newest(office));
            assertEquals(202, office.api().post(address + "/cancel", "").status());
            clock.advance(Duration.ofSeconds(6));
            cancelled.complete(address);
          });

      JsonNode run = office.apply();

      assertEquals("cancelled", run.path("status").asText(), run.toString());
      assertEquals(PEOPLE, written(office, 0), "the first mailbox was done");
      int second = written(office, 1);
      assertTrue(
          second >= 25 && second < PEOPLE, "stopped within a batch or two, not at " + second);
      assertEquals(0, written(office, 2));
      assertEquals(202, office.api().post(cancelled.join() + "/cancel", "").status());

      JsonNode next = office.apply();

      assertEquals("finished", next.path("status").asText(), next.toString());
      assertEquals(
          MAILBOXES * PEOPLE - PEOPLE - second,
          next.path("counts").path("created").asInt(),
          next.toString());
      for (int mailbox = 0; mailbox < MAILBOXES; mailbox++) {
        assertEquals(PEOPLE, office.names(mailbox).stream().distinct().count());
        assertEquals(PEOPLE, office.names(mailbox).size());
      }
      assertEquals(409, office.api().post(SmallOffice.address(next) + "/cancel", "").status());
    }
  }

  /** Contacts in the mailbox that is the run's so-manieth. */
  private static int written(SmallOffice office, int place) {
    String mailbox = office.mailboxes().stream().sorted().toList().get(place);
    return office
        .cloud()
        .tenant()
        .mailboxes()
        .of(mailbox)
        .findFolder(SmallOffice.FOLDER)
        .map(folder -> folder.contacts().size())
        .orElse(0);
  }

  private SmallOffice open() {
    SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(PEOPLE, MAILBOXES),
            "",
            RunLimits.defaults(),
            LocalTenantOptions.defaults().withClock(clock),
            clock);
    assertEquals(200, office.api().put("/api/policies/office", ONE_LANE).status());
    return office;
  }

  private static JsonNode newest(SmallOffice office) {
    JsonNode listed = office.api().get("/api/policies/office/runs?max=1").json();
    return office.api().get(SmallOffice.address(listed.path("value").path(0))).json();
  }

  /** Does something when the so-manieth contact is about to be created. */
  private static void onCreation(SmallOffice office, int number, Runnable action) {
    AtomicInteger created = new AtomicInteger();
    office
        .cloud()
        .tenant()
        .hostility()
        .onRequest(
            sighting -> isCreation(sighting) && created.incrementAndGet() == number,
            Moment.BEFORE,
            sighting -> {
              action.run();
              return Incident.NONE;
            });
  }

  private static boolean isCreation(Sighting sighting) {
    return sighting.isWrite()
        && sighting.operation().equals("POST /users/{id}/contactFolders/{id}/contacts")
        && !sighting.mailbox().equals(Optional.empty());
  }
}
