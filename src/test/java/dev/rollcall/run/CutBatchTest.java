package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Rollcall;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.Photos;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A batch that ends part-way: some of its writes took effect, and nobody was told which. However
 * many they were, afterwards no contact is there twice and none is missing.
 */
@Tag("R10")
class CutBatchTest {

  /** What happens to a batch. */
  enum Cut {
    /** Its connection breaks after so many writes; the worker goes on. */
    CONNECTION_LOST,
    /** Its connection breaks after so many writes, because the worker died. */
    WORKER_DIED,
    /** One of its writes answers 504 and has taken effect. */
    WRITE_TIMED_OUT
  }

  private final Organisation organisation = SmallOffice.organisation(6, 1);
  private HandDelivery office;
  private int day;

  @BeforeEach
  void anOfficeInStep() {
    office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            SmallOffice.policyJson(
                "\"guardrail\": { \"maxDeletes\": 50, \"maxDeletePercent\": 100 },"));
    office.apply();
    office.addForeign(0, "My dentist");
    office.assertInStep("at first", 0);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void whereverABatchIsCutNothingIsDoubledOrLost(Cut cut) {
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      Hostility.Rule rule = arm(cut, at);

      office.applyWith(
          cut == Cut.WORKER_DIED
              ? new DoomedWorker(DoomedWorker.Fate.KILLED_WHEN_CUT, 0)
              : DoomedWorker.spared());

      met = rule.met() > 0;
      rule.close();
      office.assertInStep(cut + " at " + at, 0);
      at++;
    }
    assertTrue(at > 10, "a day with so many changes has more writes than " + at);
  }

  /**
   * A batch takes longer than anybody waits, and takes effect when its contacts were looked for in
   * vain and made again: the next look finds the doubles and removes them.
   */
  @Test
  void whatLandsAfterItWasGivenUpIsFoundByTheNextLook() {
    aDayPasses();
    CountDownLatch madeAgain = new CountDownLatch(1);
    CountDownLatch landed = new CountDownLatch(4);
    AtomicInteger creations = new AtomicInteger();
    Hostility hostility = office.tenant().hostility();
    hostility.onRequest(
        CutBatchTest::isCreation,
        Moment.BEFORE,
        sighting -> {
          if (creations.getAndIncrement() == 0) {
            await(madeAgain);
          }
          return Incident.NONE;
        });
    hostility.onRequest(
        CutBatchTest::isCreation,
        Moment.AFTER,
        sighting -> {
          landed.countDown();
          return Incident.NONE;
        });
    Rollcall app = office.impatientWorker(Duration.ofSeconds(1));

    office.settle(app, office.request(app));
    assertEquals(0, landed.getCount());
    madeAgain.countDown();
    office.awaitDoubles(0);
    hostility.calm();

    office.apply();
    office.assertInStep("after the next look", 0);
  }

  private static boolean isCreation(Sighting sighting) {
    return sighting.level() == Sighting.Level.ITEM
        && sighting.method().equals("POST")
        && sighting.operation().endsWith("/contacts");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Hostility.Rule arm(Cut cut, int at) {
    Hostility hostility = office.tenant().hostility();
    if (cut == Cut.WRITE_TIMED_OUT) {
      return hostility.once(write(at), Moment.AFTER, Incident.timedOut());
    }
    return at == 0
        ? hostility.once(write(0), Moment.BEFORE, Incident.reset())
        : hostility.once(write(at - 1), Moment.AFTER, Incident.reset());
  }

  /** Write number {@code at} of those in batches. */
  private static Predicate<Sighting> write(int at) {
    AtomicInteger seen = new AtomicInteger();
    return sighting ->
        sighting.level() == Sighting.Level.ITEM
            && sighting.isWrite()
            && seen.getAndIncrement() == at;
  }

  /** Four join, four leave, three get another number, one another photo. */
  private void aDayPasses() {
    String staff = Organisation.idOf("GROUP:staff");
    for (int i = 0; i < 4; i++) {
      String name = "n" + day + "-" + i;
      DirectoryObject joined = organisation.join(name, "New " + name, name);
      joined.properties().put("mobilePhone", "+49 171 " + (3_000_000 + 10 * day + i));
      organisation.addMembers(staff, List.of(joined.id()));
      if (day > 0) {
        organisation.leave(Organisation.idOf("USER:n" + (day - 1) + "-" + i));
      }
    }
    for (int i = 1; i < 4; i++) {
      organisation.change(
          SmallOffice.person(i), "mobilePhone", "+49 171 " + (2_000_000 + 10 * day + i));
    }
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(day)));
    day++;
    office.passes(Duration.ofMinutes(1));
  }
}
