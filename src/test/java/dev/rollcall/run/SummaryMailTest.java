package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.SentMail;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people are told of runs by mail, through the real stack. */
@Tag("R8")
final class SummaryMailTest {

  private static final String SENDER = "svc_rollcall@contoso.example";
  private static final String NOTIFY = "\"notify\": { \"to\": [\"admin@contoso.example\"] },";
  private static final String ONLY_ON_ERROR =
      "\"notify\": { \"to\": [\"admin@contoso.example\"], \"onlyOnError\": true },";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T02:30:00Z"));

  @Test
  @Tag("R5")
  void aRunIsSummedUpInOneMailWithTheNumbersThatTheApiShows() {
    try (SmallOffice office = open(5, 3, NOTIFY)) {
      JsonNode run = told(office, office.apply());

      SentMail mail = only(office);
      assertEquals("Rollcall summary – Office", mail.subject());
      assertEquals(List.of("admin@contoso.example"), mail.to());
      assertEquals(SENDER, mail.sender());
      assertTrue(mail.text().startsWith("All is well: 15 contacts created."), mail.text());
      JsonNode counts = run.path("counts");
      for (String count :
          List.of("created", "updated", "deleted", "unchanged", "skipped", "failed")) {
        String line =
            Character.toUpperCase(count.charAt(0)) + count.substring(1) + ": " + counts.path(count);
        assertTrue(mail.text().contains("\n" + line), () -> line + " in " + mail.text());
      }
      assertTrue(
          mail.text().contains("* p1@contoso.example\r\n  5 contacts: 5 created."), mail.text());
      assertTrue(mail.text().contains("Calls made: " + counts.path("calls").asInt()));
      assertTrue(mail.content().contains("All is well: 15 contacts created."));
      assertEquals("sent", told(office, run).path("mail").path("status").asText());
    }
  }

  @Test
  void nobodyIsToldWhoDidNotAskForIt() {
    try (SmallOffice office = open(2, 1, "")) {
      JsonNode run = told(office, office.apply());

      assertEquals(List.of(), office.cloud().tenant().sentMail());
      assertTrue(told(office, run).path("mail").isMissingNode());
    }
  }

  @Test
  void aPreviewIsNotTold() {
    try (SmallOffice office = open(2, 1, NOTIFY)) {
      office.preview();

      assertEquals(List.of(), office.cloud().tenant().sentMail());
    }
  }

  @Test
  void theSubjectIsThePolicysOwn() {
    try (SmallOffice office =
        open(
            2,
            1,
            "\"notify\": { \"to\": [\"a@b.example\", \"c@d.example\"], \"subject\": \"Kontakte – heute\" },")) {
      told(office, office.apply());

      assertEquals("Kontakte – heute", only(office).subject());
      assertEquals(List.of("a@b.example", "c@d.example"), only(office).to());
    }
  }

  @Test
  void withOnlyOnErrorAChangeOfStateIsToldOnce() {
    try (SmallOffice office = open(3, 2, ONLY_ON_ERROR)) {
      told(office, office.apply());
      assertEquals(0, sent(office), "nothing is wrong");

      office.user(0).state(MailboxState.OUT_OF_SCOPE);
      told(office, office.applyLookingEverywhere());
      assertEquals(1, sent(office), "something is wrong now");
      assertTrue(
          last(office).text().startsWith("1 of 2 mailboxes could not be brought up to date."),
          last(office).text());
      assertTrue(last(office).text().contains("What to do: "));

      for (int i = 0; i < 3; i++) {
        JsonNode run = told(office, office.applyLookingEverywhere());
        assertEquals("notNeeded", told(office, run).path("mail").path("status").asText());
      }
      assertEquals(1, sent(office), "the same is wrong still");

      office.user(0).state(MailboxState.INACTIVE);
      told(office, office.applyLookingEverywhere());
      assertEquals(2, sent(office), "something else is wrong");

      office.user(0).state(MailboxState.ACTIVE);
      told(office, office.applyLookingEverywhere());
      assertEquals(3, sent(office), "nothing is wrong any more");
      assertTrue(last(office).text().startsWith("It works again: "), last(office).text());

      told(office, office.applyLookingEverywhere());
      assertEquals(3, sent(office));
    }
  }

  @Test
  void aHeldRunIsToldAtOnceWithThePlanToApproveAndAgainWhenItIsDone() {
    try (SmallOffice office = open(30, 1, ONLY_ON_ERROR)) {
      told(office, office.apply());
      for (int i = 10; i < 30; i++) {
        office.organisation().leave(SmallOffice.person(i));
      }

      JsonNode held = told(office, office.apply());

      assertEquals("held", held.path("status").asText());
      SentMail mail = only(office);
      assertTrue(mail.text().startsWith("A run waits for your approval."), mail.text());
      String plan = held.path("hold").path("plan").asText();
      assertTrue(
          mail.text()
              .contains(
                  "POST " + SmallOffice.address(held) + "/approve {\"plan\":\"" + plan + "\"}"));

      RollcallApi.Answer approved =
          office.api().post(SmallOffice.address(held) + "/approve", "{\"plan\":\"" + plan + "\"}");
      assertEquals(202, approved.status(), approved.toString());
      told(office, office.api().await(SmallOffice.address(held)));
      assertEquals(2, sent(office));
      assertTrue(
          last(office).text().startsWith("It works again: 20 deleted."), last(office).text());
    }
  }

  @Test
  void aMailThatCannotBeSentLeavesTheRunAloneAndIsTriedAgainAndGivenUpAtLast() {
    try (SmallOffice office = open(2, 1, NOTIFY)) {
      office.cloud().tenant().mailboxes().of(SENDER).state(MailboxState.OUT_OF_SCOPE);

      JsonNode run = told(office, office.apply());

      assertEquals("finished", run.path("status").asText());
      JsonNode mail = told(office, run).path("mail");
      assertEquals("due", mail.path("status").asText());
      assertEquals("mailNotAllowed", mail.path("problem").path("code").asText());
      assertFalse(mail.path("problem").path("remedy").asText().isEmpty());

      office.cloud().host().fireTimer("Scheduler");
      assertEquals(1, told(office, run).path("mail").path("failedAttempts").asInt(), "too early");
      for (int i = 0; i < 20; i++) {
        clock.advance(Duration.ofHours(1));
        office.cloud().host().fireTimer("Scheduler");
      }

      JsonNode after = told(office, run).path("mail");
      assertEquals("givenUp", after.path("status").asText());
      assertEquals(TellRun.MAX_ATTEMPTS, after.path("failedAttempts").asInt());
      assertEquals(0, sent(office));
    }
  }

  @Test
  void aMailThatCanBeSentLaterIsSentOnce() {
    try (SmallOffice office = open(2, 1, NOTIFY)) {
      office.cloud().tenant().mailboxes().of(SENDER).state(MailboxState.MOVING);
      JsonNode run = told(office, office.apply());
      office.cloud().tenant().mailboxes().of(SENDER).state(MailboxState.ACTIVE);

      clock.advance(Duration.ofMinutes(6));
      office.cloud().host().fireTimer("Scheduler");
      office.cloud().host().fireTimer("Scheduler");

      assertEquals(1, sent(office));
      assertEquals("sent", told(office, run).path("mail").path("status").asText());
    }
  }

  @Test
  void withoutAMailboxToSendFromTheRunSaysSo() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(2, 1), "")) {
      environment(
          office, environment(office).replaceFirst(",\\s*\"notificationMailbox\"[^}]*}", ""));
      office.policy(NOTIFY);

      JsonNode run = told(office, office.apply());

      JsonNode mail = told(office, run).path("mail");
      assertEquals("givenUp", mail.path("status").asText());
      assertEquals("noNotificationMailbox", mail.path("problem").path("code").asText());
      assertEquals("finished", run.path("status").asText());
    }
  }

  @Test
  void aRunWhoseHoldIsCancelledIsToldByTheTimer() {
    try (SmallOffice office = open(30, 1, NOTIFY)) {
      told(office, office.apply());
      for (int i = 10; i < 30; i++) {
        office.organisation().leave(SmallOffice.person(i));
      }
      JsonNode held = told(office, office.apply());
      assertEquals(2, sent(office));

      office.api().post(SmallOffice.address(held) + "/cancel", "");
      clock.advance(Duration.ofMinutes(6));
      office.cloud().host().fireTimer("Scheduler");

      assertEquals(3, sent(office));
      assertTrue(last(office).text().startsWith("The run was cancelled."), last(office).text());
    }
  }

  @Test
  @Tag("E10")
  void aTestMailGoesToThePolicysRecipients() {
    try (SmallOffice office = open(2, 1, NOTIFY)) {
      RollcallApi.Answer answer = office.api().post("/api/policies/office/test-mail", "");

      assertEquals(200, answer.status(), answer.toString());
      assertTrue(answer.json().path("sent").asBoolean());
      assertEquals(List.of("admin@contoso.example"), only(office).to());
      assertTrue(only(office).text().startsWith("Mail works."));
      assertEquals(404, office.api().post("/api/policies/nobody/test-mail", "").status());
    }
  }

  @Test
  @Tag("E10")
  void aTestMailThatIsRefusedSaysWhyAndWhatToDo() {
    try (SmallOffice office = open(2, 1, NOTIFY)) {
      office.cloud().tenant().mailboxes().of(SENDER).state(MailboxState.INACTIVE);
      RollcallApi.Answer refused = office.api().post("/api/policies/office/test-mail", "");
      assertEquals(502, refused.status(), refused.toString());
      assertEquals("notificationMailboxMissing", refused.json().path("code").asText());
      assertTrue(refused.json().path("service").asText().contains("404"), refused.toString());

      office.policy("");
      RollcallApi.Answer nobody = office.api().post("/api/policies/office/test-mail", "");
      assertEquals(409, nobody.status(), nobody.toString());
      assertEquals("noMailRecipients", nobody.json().path("code").asText());
    }
  }

  // --- help ------------------------------------------------------------------------------------

  private SmallOffice open(int people, int mailboxes, String notify) {
    Organisation organisation = SmallOffice.organisation(people, mailboxes);
    organisation.addMailbox("rollcall", "Rollcall", "svc_rollcall", "shared");
    SmallOffice office =
        SmallOffice.open(
            organisation, "", RunLimits.defaults(), LocalTenantOptions.defaults(), clock);
    environment(office, environment(office));
    office.policy(notify);
    return office;
  }

  private static String environment(SmallOffice office) {
    return office.cloud().sampleEnvironment().replace("contoso.com\"", "contoso.example\"");
  }

  private static void environment(SmallOffice office, String json) {
    RollcallApi.Answer answer = office.api().put("/api/environments/contoso", json);
    assertEquals(200, answer.status(), answer.toString());
  }

  /** The run once somebody has tried to tell of it: that is after its end, as others see it. */
  private static JsonNode told(SmallOffice office, JsonNode run) {
    String address = SmallOffice.address(run);
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> office.api().get(address).json(),
            stored -> {
              JsonNode mail = stored.path("mail");
              return !mail.path("status").asText().equals("due") || mail.has("failedAttempts");
            });
  }

  private static int sent(SmallOffice office) {
    return office.cloud().tenant().sentMail().size();
  }

  private static SentMail only(SmallOffice office) {
    assertEquals(1, sent(office));
    return last(office);
  }

  private static SentMail last(SmallOffice office) {
    List<SentMail> sent = office.cloud().tenant().sentMail();
    return sent.get(sent.size() - 1);
  }
}
