package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mailbox that cannot be written is reported with cause and remedy, and the others go on. */
@Tag("R17")
class TroubledMailboxTest {

  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";

  @Test
  void eachMailboxFailsForItsOwnReasonWhileTheOthersGoOn() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 6), NO_PHOTO)) {
      office.user(1).state(MailboxState.INACTIVE);
      office.user(2).state(MailboxState.OUT_OF_SCOPE);
      office.user(3).state(MailboxState.FULL);
      office.user(4).state(MailboxState.GONE);

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(2, run.path("counts").path("targetsDone").asInt(), run.toString());
      assertEquals(4, run.path("counts").path("targetsFailed").asInt(), run.toString());
      assertEquals("", problemOf(office, run, 0));
      assertEquals("mailboxNotEnabled 404 MailboxNotEnabledForRESTAPI", problemOf(office, run, 1));
      assertEquals("mailboxOutOfScope 403 ErrorAccessDenied", problemOf(office, run, 2));
      assertEquals("mailboxFull 507 ErrorQuotaExceeded", problemOf(office, run, 3));
      assertEquals("recipientGone 404 Request_ResourceNotFound", problemOf(office, run, 4));
      assertEquals("", problemOf(office, run, 5));
      assertEquals(6, office.names(0).size());
      assertEquals(6, office.names(5).size());

      for (int mailbox = 1; mailbox < 5; mailbox++) {
        office.user(mailbox).state(MailboxState.ACTIVE);
      }
      JsonNode mended = office.apply();

      assertEquals(0, mended.path("counts").path("targetsFailed").asInt(), mended.toString());
      assertEquals(24, mended.path("counts").path("created").asInt(), mended.toString());
      for (int mailbox = 0; mailbox < 6; mailbox++) {
        assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4, 5), office.names(mailbox));
      }
    }
  }

  @Test
  void aPreviewNamesWhatWillFail() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(3, 2), NO_PHOTO)) {
      office.user(1).state(MailboxState.INACTIVE);

      JsonNode preview = office.preview();

      assertEquals("finished", preview.path("status").asText(), preview.toString());
      assertEquals(
          "mailboxNotEnabled 404 MailboxNotEnabledForRESTAPI", problemOf(office, preview, 1));
      assertEquals(3, preview.path("counts").path("created").asInt(), preview.toString());
    }
  }

  @Test
  @Tag("P5")
  void whoLosesTheLicenceIsReportedAndTheOthersGoOn() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 3), NO_PHOTO)) {
      office.apply();
      office.organisation().unlicense(SmallOffice.person(2));
      office.organisation().change(SmallOffice.person(1), "jobTitle", "Head");

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(2, run.path("counts").path("targetsDone").asInt(), run.toString());
      assertEquals(2, run.path("counts").path("updated").asInt(), run.toString());
      assertEquals("mailboxNotEnabled 404 MailboxNotEnabledForRESTAPI", problemOf(office, run, 2));
      assertEquals("Head", office.folder(0).contact("Given1 Sur1").text("jobTitle"));
      assertEquals("Engineer", office.folder(2).contact("Given1 Sur1").text("jobTitle"));
    }
  }

  @Test
  void whatKeepsFailingIsTriedLessAndLessOftenAndShownAsSuch() {
    ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    try (SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(3, 2),
            NO_PHOTO + "\"schedule\": { \"every\": \"PT1H\" },",
            RunLimits.defaults(),
            LocalTenantOptions.defaults().withClock(clock),
            clock)) {
      office.preview();
      clock.advance(Duration.ofMinutes(1));
      String troubled = office.mailboxes().get(1);
      office.user(1).state(MailboxState.OUT_OF_SCOPE);
      List<Integer> tried = new ArrayList<>();
      for (int hour = 0; hour < 24; hour++) {
        office.cloud().tenant().counters().reset();
        JsonNode run = scheduled(office);
        assertEquals(1, run.path("counts").path("targetsFailed").asInt(), run.toString());
        boolean asked = office.cloud().tenant().counters().counts().at(troubled) > 0;
        assertTrue(
            problemOf(office, run, 1).startsWith(asked ? "mailboxOutOfScope" : "backingOff"),
            problemOf(office, run, 1));
        if (asked) {
          tried.add(hour);
        }
        clock.advance(Duration.ofHours(1));
      }
      assertEquals(List.of(0, 1, 3, 7, 15), tried);
      assertEquals(3, office.names(0).size());

      office.user(1).state(MailboxState.ACTIVE);
      JsonNode byHand = office.apply();

      assertEquals(0, byHand.path("counts").path("targetsFailed").asInt(), byHand.toString());
      assertEquals(3, office.names(1).size());
      assertEquals(2, scheduled(office).path("counts").path("targetsDone").asInt());
    }
  }

  @Test
  void aMailboxThatIsBeingMovedHoldsUpNobodyElse() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(3, 2), NO_PHOTO)) {
      office.user(1).state(MailboxState.MOVING);

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(1, run.path("counts").path("targetsDone").asInt(), run.toString());
      assertTrue(problemOf(office, run, 1).startsWith("mailboxMoving"), problemOf(office, run, 1));
      assertEquals(3, office.names(0).size());
    }
  }

  private static JsonNode scheduled(SmallOffice office) {
    office.cloud().host().fireTimer("Scheduler");
    JsonNode newest = office.api().get("/api/policies/office/runs?max=1").json();
    return office.api().await(SmallOffice.address(newest.path("value").path(0)));
  }

  /** Code and the service's own words, for which there are always a cause and a remedy. */
  private static String problemOf(SmallOffice office, JsonNode run, int mailbox) {
    for (JsonNode target : office.api().all(SmallOffice.address(run) + "/targets")) {
      if (target.path("id").asText().equals(office.mailboxes().get(mailbox))) {
        JsonNode problem = target.path("problem");
        if (problem.isMissingNode()) {
          return "";
        }
        assertFalse(problem.path("cause").asText().isEmpty(), target.toString());
        assertFalse(problem.path("remedy").asText().isEmpty(), target.toString());
        String[] service = problem.path("service").asText().split(" ");
        return problem.path("code").asText()
            + (service.length > 1 ? " " + service[0] + " " + service[1] : "");
      }
    }
    throw new AssertionError("mailbox " + mailbox + " is no target of the run");
  }
}
