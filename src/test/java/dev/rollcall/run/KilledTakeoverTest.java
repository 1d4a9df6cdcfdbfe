package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.state.RunRecord;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One of two apps is disabled while it writes, the other takes over, and a worker dies at every
 * single write of all that, or loses its answer. In the end every contact is there once, whoever
 * wrote it.
 */
@Tag("E7")
@Tag("R10")
class KilledTakeoverTest {

  private final Organisation organisation = SmallOffice.organisation(4, 3);
  private HandDelivery office;
  private TwoApps apps;

  @BeforeEach
  void anOfficeWithTwoApps() {
    office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            SmallOffice.policyJson(
                "\"mapping\": { \"photo\": false },"
                    + " \"guardrail\": { \"maxDeletes\": 50, \"maxDeletePercent\": 100 },"));
    apps = TwoApps.of(office.tenant(), office.mailboxes(), 2);
    office
        .worker()
        .documents()
        .putEnvironment(
            new EnvironmentId("contoso"),
            apps.environment(2, 2).getBytes(StandardCharsets.UTF_8),
            StoreDocuments.Condition.none());
    office.apply();
    office.assertInStep("at first", 0, 1, 2);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void aRunGoesOnThroughTheOtherApp() {
    office.aDayPasses();
    disableSecondWith(2);

    RunRecord run = office.apply();

    office.assertInStep("after", 0, 1, 2);
    assertEquals(0, run.counts().targetsFailed());
    assertTrue(Takeover.hasBegun(run));
    assertTrue(run.work().orElseThrow().apps().get(1).refusal().contains("disabled"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DoomedWorker.Fate.class,
      names = {"KILLED_AFTER", "ANSWER_LOST"})
  void everyWriteMayBeTheLast(DoomedWorker.Fate fate) {
    // A worker that dies does so at each write; a lost answer costs the test's time at every third.
    int step = fate == DoomedWorker.Fate.KILLED_AFTER ? 1 : 3;
    int at = 0;
    boolean met = true;
    while (met) {
      office.aDayPasses();
      DoomedWorker doomed = new DoomedWorker(fate, at);
      Hostility.Rule rule = disableSecondWith(at / step % 4);
      office.applyWith(doomed);
      rule.close();

      met = doomed.met();
      office.assertInStep(fate + " at write " + at, 0, 1, 2);
      apps.second().enable();
      at += step;
    }
    assertTrue(at > 30, "a run that is taken over has more writes than " + at);
  }

  /**
   * The batch that has this request is the last: with a look all writes are refused, with a write
   * those to its second mailbox.
   */
  private Hostility.Rule disableSecondWith(int requests) {
    AtomicInteger seen = new AtomicInteger();
    return office
        .tenant()
        .hostility()
        .onRequest(
            sighting ->
                sighting.level() == Sighting.Level.ITEM
                    && sighting.appId().equals(apps.second().appId()),
            Moment.AFTER,
            sighting -> {
              if (seen.getAndIncrement() == requests) {
                apps.second().disable();
              }
              return Incident.NONE;
            });
  }
}
