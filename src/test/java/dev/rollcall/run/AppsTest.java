package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.Counts;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.login.AppRegistration;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An organisation served through two apps. */
@Tag("E7")
class AppsTest {

  private static final int MAILBOXES = 14;
  private static final String ENVIRONMENT = "/api/environments/contoso";
  private static final String WITHOUT_PHOTOS =
      "\"mapping\": { \"photo\": false }, \"guardrail\": { \"maxDeletePercent\": 100 },";

  private SmallOffice office;
  private TwoApps apps;

  @BeforeEach
  void open() {
    office =
        SmallOffice.open(
            SmallOffice.organisation(MAILBOXES, MAILBOXES),
            WITHOUT_PHOTOS,
            RunLimits.defaults(),
            LocalTenantOptions.defaults(),
            Clock.systemUTC());
    apps = TwoApps.in(office.cloud().tenant());
    environment(apps.environment(5, 5));
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
    office.close();
  }

  @Test
  void everyMailboxMeetsItsOwnAppInEveryRun() {
    JsonNode first = office.apply();
    Counts counts = counts();

    assertFinished(first);
    assertSteady(counts);
    assertEquals(counts.callsByApp().get(apps.first().appId()), calls(first, 0));
    assertEquals(counts.callsByApp().get(apps.second().appId()), calls(first, 1));
    assertEquals(first.path("counts").path("calls").asLong(), calls(first, 0) + calls(first, 1));

    office.cloud().tenant().counters().reset();
    assertFinished(office.applyLookingEverywhere());

    assertSteady(counts());
  }

  @Test
  void anAppThatComesOrGoesMovesNoMailboxBetweenTheOthers() {
    assertFinished(office.apply());
    AppRegistration third = office.cloud().tenant().addApp("Rollcall 3", "rollcall-contoso-3");
    environment(apps.environmentWith(third, "rollcall-contoso-3"));
    office.cloud().tenant().counters().reset();

    assertFinished(office.applyLookingEverywhere());

    Map<String, Set<String>> now = counts().appsByMailbox();
    for (String mailbox : office.mailboxes()) {
      assertTrue(
          now.get(mailbox).equals(Set.of(third.appId()))
              || now.get(mailbox).equals(Set.of(ownAppOf(mailbox))),
          mailbox);
    }
    assertTrue(now.containsValue(Set.of(third.appId())), "the new one has some");

    environment(apps.environment(5, 5));
    office.cloud().tenant().counters().reset();

    assertFinished(office.applyLookingEverywhere());

    assertSteady(counts());
  }

  @Test
  void noAppHasMoreConnectionsThanItMayHave() {
    environment(apps.environment(2, 1));
    office
        .cloud()
        .tenant()
        .hostility()
        .onRequest(
            sighting -> sighting.level() == Sighting.Level.BATCH,
            Moment.BEFORE,
            Incident.slow(Duration.ofMillis(60)));

    JsonNode run = office.apply();

    assertFinished(run);
    assertEquals(3, run.path("work").path("lanes").asInt());
    assertEquals(
        Map.of(apps.first().appId(), 2, apps.second().appId(), 1), counts().mostBatchesByApp());
  }

  @Test
  void aPolicyThatServesOneMailboxAtATimeDoesSoThroughOneApp() {
    JsonNode policy = office.api().get("/api/policies/" + SmallOffice.POLICY).json();
    ((ObjectNode) policy.path("target")).put("concurrency", 1);
    office.api().put("/api/policies/" + SmallOffice.POLICY, policy.toString());

    JsonNode run = office.apply();

    assertFinished(run);
    assertEquals(1, run.path("work").path("lanes").asInt());
    assertEquals(Set.of(apps.first().appId()), counts().callsByApp().keySet());
  }

  @Test
  void twoAppsNeedNoMoreCallsThanOne() {
    int tokens = office.cloud().tenant().login().tokensGiven();
    assertFinished(office.apply());
    Counts two = counts();
    int logins = office.cloud().tenant().login().tokensGiven() - tokens;

    try (SmallOffice single =
        SmallOffice.open(SmallOffice.organisation(MAILBOXES, MAILBOXES), WITHOUT_PHOTOS)) {
      int before = single.cloud().tenant().login().tokensGiven();
      assertFinished(single.apply());
      Counts one = single.cloud().tenant().counters().counts();

      assertEquals(one.calls(), two.calls());
      assertEquals(one.items(), two.items());
      assertEquals(single.cloud().tenant().login().tokensGiven() - before + 1, logins);
    }
  }

  @Test
  void whatAnAppThatCannotLogInLeavesAnotherTakesOver() {
    X509Certificate certificate = apps.second().certificates().get(0);
    apps.second().unregister(certificate);

    JsonNode run = office.apply();

    assertFinished(run);
    assertComplete();
    for (String mailbox : office.mailboxes()) {
      assertEquals(Set.of(apps.first().appId()), counts().appsByMailbox().get(mailbox));
    }
    assertTrue(run.path("apps").path(1).path("refused").asText().contains("certificate"));
    assertFalse(run.path("apps").path(0).has("refused"));

    apps.second().register(certificate);
    office.cloud().tenant().counters().reset();
    JsonNode next = office.applyLookingEverywhere();

    assertFinished(next);
    assertSteady(counts());
    assertFalse(next.path("apps").path(1).has("refused"), next.toString());
  }

  @Test
  void anAppThatIsDisabledInMidRunLosesItsOwnMailboxesOnlyAndNoContactIsDoubled() {
    AtomicInteger written = new AtomicInteger();
    whenSecondWrites(
        sighting -> {
          if (written.incrementAndGet() == 25) {
            apps.second().disable();
          }
          return Incident.NONE;
        });

    JsonNode run = office.apply();

    assertFinished(run);
    assertComplete();
    assertOthersUntouched();
    assertTrue(
        run.path("apps").path(1).path("refused").asText().contains("disabled"), run.toString());

    apps.second().enable();
    office.cloud().tenant().counters().reset();
    JsonNode next = office.applyLookingEverywhere();

    assertFinished(next);
    assertEquals(0, next.path("counts").path("created").asInt());
    assertEquals(0, next.path("counts").path("deleted").asInt());
    assertSteady(counts());
  }

  /** What it wrote last is not known to have come about when another one takes over. */
  @Test
  void aContactWhoseCreationWasLostWithItsAppIsNotCreatedAgain() {
    AtomicInteger lost = new AtomicInteger();
    office
        .cloud()
        .tenant()
        .hostility()
        .times(
            1,
            sighting ->
                sighting.appId().equals(apps.second().appId())
                    && sighting.operation().equals("POST /users/{id}/contactFolders/{id}/contacts"),
            Moment.AFTER,
            sighting -> {
              lost.incrementAndGet();
              apps.second().disable();
              return Incident.reset();
            });

    JsonNode run = office.apply();

    assertEquals(1, lost.get());
    assertFinished(run);
    assertComplete();
    assertOthersUntouched();
  }

  @Test
  void anAppWithoutConsentIsNotUsed() {
    apps.second().revoke("Contacts.ReadWrite");

    JsonNode run = office.apply();

    assertFinished(run);
    assertComplete();
    assertOthersUntouched();
    assertTrue(
        run.path("apps").path(1).path("refused").asText().contains("Contacts.ReadWrite"),
        run.toString());
  }

  @Test
  void aMailboxClosedToItsAppOnPurposeFailsAloneAndNamesTheApp() {
    String closed = office.mailboxes().stream().filter(apps::isSeconds).findFirst().orElseThrow();
    office
        .cloud()
        .tenant()
        .hostility()
        .onRequest(
            sighting -> sighting.isRequest() && sighting.mailbox().equals(Optional.of(closed)),
            Moment.BEFORE,
            Incident.refused(
                403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."));
    environment(apps.environment(1, 1));

    JsonNode run = office.apply();

    assertEquals(1, run.path("counts").path("targetsFailed").asInt(), run.toString());
    JsonNode target = target(run, closed);
    assertEquals("failed", target.path("status").asText());
    assertTrue(target.path("problem").path("cause").asText().contains("'Rollcall 2'"));
    assertSteady(counts());
  }

  /** A slice that an app is let into no mailbox of says nothing about those before and after it. */
  @Test
  void aWholeSliceClosedToItsAppOnPurposeFailsAloneAndTheAppGoesOn() {
    office.close();
    office =
        SmallOffice.open(
            SmallOffice.organisation(MAILBOXES, MAILBOXES),
            WITHOUT_PHOTOS,
            new RunLimits(
                3,
                Duration.ofMinutes(4),
                Duration.ofMinutes(2),
                Duration.ofMinutes(15),
                Duration.ofHours(12),
                100));
    apps = TwoApps.of(office.cloud().tenant(), office.mailboxes(), 8);
    environment(apps.environment(1, 1));
    List<String> closed =
        office.mailboxes().stream().filter(apps::isSeconds).sorted().toList().subList(3, 6);
    office
        .cloud()
        .tenant()
        .hostility()
        .onRequest(
            sighting ->
                sighting.isRequest()
                    && sighting.appId().equals(apps.second().appId())
                    && sighting.mailbox().filter(closed::contains).isPresent(),
            Moment.BEFORE,
            Incident.refused(
                403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."));

    JsonNode run = office.apply();

    assertEquals("finished", run.path("status").asText(), run.toString());
    assertFalse(run.path("apps").path(1).has("refused"), run.toString());
    assertEquals(closed.size(), run.path("counts").path("targetsFailed").asInt(), run.toString());
    assertEquals(
        MAILBOXES - closed.size(), run.path("counts").path("targetsDone").asInt(), run.toString());
    for (String mailbox : closed) {
      JsonNode problem = target(run, mailbox).path("problem");
      assertTrue(problem.path("cause").asText().contains("'Rollcall 2'"), problem.toString());
    }
    assertSteady(counts());
  }

  @Test
  void whatNoAppMayDoFailsByTheNameOfTheApp() {
    // Tokens keep what was granted when they were given; these are not kept themselves.
    office.cloud().tenant().login().tokenLifetime(Duration.ofMinutes(4));
    apps.first().revoke("Contacts.ReadWrite");
    apps.second().revoke("Contacts.ReadWrite");

    JsonNode run = office.apply();

    assertEquals("finished", run.path("status").asText(), run.toString());
    assertEquals(MAILBOXES, run.path("counts").path("targetsFailed").asInt());
    for (String mailbox : office.mailboxes()) {
      JsonNode problem = target(run, mailbox).path("problem");
      assertEquals("mailboxOutOfScope", problem.path("code").asText());
      assertTrue(problem.path("cause").asText().contains("'Rollcall"), problem.toString());
    }

    apps.first().grant("Contacts.ReadWrite");
    apps.second().grant("Contacts.ReadWrite");

    assertFinished(office.apply());
    assertComplete();
  }

  @Test
  void anAppThatIsToRestHoldsUpItsOwnMailboxesOnly() {
    AtomicInteger refused = new AtomicInteger();
    whenSecondWrites(
        sighting ->
            refused.incrementAndGet() <= 60
                ? Incident.throttled(Duration.ofSeconds(1))
                : Incident.NONE);

    JsonNode run = office.apply();

    assertFinished(run);
    assertComplete();
    assertSteady(counts());
    assertFalse(run.path("apps").path(1).has("refused"), run.toString());
  }

  @Test
  void aPreviewFindsTheSameThroughTheAppThatIsLeft() {
    apps.second().certificates().forEach(apps.second()::unregister);

    JsonNode preview = office.preview();

    assertEquals("finished", preview.path("status").asText(), preview.toString());
    assertEquals(MAILBOXES, preview.path("counts").path("targetsDone").asInt());
    assertEquals(MAILBOXES * MAILBOXES, preview.path("counts").path("created").asInt());
    assertEquals(0, counts().writes());
  }

  @Test
  void anAppTakenOutWhileTheRunIsUnderWayLeavesItsMailboxesToTheRest() {
    AtomicInteger written = new AtomicInteger();
    String alone = office.cloud().sampleEnvironment();
    whenSecondWrites(
        sighting -> {
          if (written.incrementAndGet() == 5) {
            environment(alone);
          }
          return Incident.NONE;
        });

    assertFinished(office.apply());
    assertComplete();
    assertOthersUntouched();
  }

  // --- what is looked at ---------------------------------------------------------------------

  private void environment(String document) {
    RollcallApi.Answer answer = office.api().put(ENVIRONMENT, document);
    assertEquals(200, answer.status(), answer.toString());
  }

  private Counts counts() {
    return office.cloud().tenant().counters().counts();
  }

  private String ownAppOf(String mailbox) {
    return apps.isSeconds(mailbox) ? apps.second().appId() : apps.first().appId();
  }

  private void whenSecondWrites(Function<Sighting, Incident> action) {
    office
        .cloud()
        .tenant()
        .hostility()
        .onRequest(
            sighting ->
                sighting.level() == Sighting.Level.ITEM
                    && sighting.isWrite()
                    && sighting.appId().equals(apps.second().appId()),
            Moment.BEFORE,
            action);
  }

  private void assertSteady(Counts counts) {
    for (String mailbox : office.mailboxes()) {
      assertEquals(Set.of(ownAppOf(mailbox)), counts.appsByMailbox().get(mailbox), mailbox);
    }
  }

  /** The first app's mailboxes were never asked by another. */
  private void assertOthersUntouched() {
    Counts counts = counts();
    for (String mailbox : office.mailboxes()) {
      if (!apps.isSeconds(mailbox)) {
        assertEquals(Set.of(apps.first().appId()), counts.appsByMailbox().get(mailbox), mailbox);
      } else {
        assertTrue(
            counts.appsByMailbox().get(mailbox).contains(apps.first().appId())
                || counts.appsByMailbox().get(mailbox).equals(Set.of(apps.second().appId())));
      }
    }
  }

  /** Everybody is in every mailbox, once. */
  private void assertComplete() {
    List<String> all = SmallOffice.namesOf(IntStream.range(0, MAILBOXES).toArray());
    for (int mailbox = 0; mailbox < MAILBOXES; mailbox++) {
      assertEquals(all, office.names(mailbox), "mailbox " + mailbox);
    }
  }

  private static void assertFinished(JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run.toString());
    assertEquals(0, run.path("counts").path("targetsFailed").asInt(), run.toString());
    assertEquals(MAILBOXES, run.path("counts").path("targetsDone").asInt(), run.toString());
  }

  private static long calls(JsonNode run, int app) {
    return run.path("apps").path(app).path("calls").asLong();
  }

  private JsonNode target(JsonNode run, String mailbox) {
    return office.api().all(SmallOffice.address(run) + "/targets").stream()
        .filter(target -> target.path("id").asText().equals(mailbox))
        .findFirst()
        .orElseThrow();
  }
}
