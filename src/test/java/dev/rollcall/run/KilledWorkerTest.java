package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.Photos;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies at every single write of a run with creates, updates, deletes and photos in two
 * mailboxes, or loses that write's answer; the queue delivers again to another one. In the end
 * every contact is there once, and nobody else's was touched.
 */
@Tag("R10")
class KilledWorkerTest {

  private final Organisation organisation = SmallOffice.organisation(5, 2);
  private HandDelivery office;

  @BeforeEach
  void anOfficeInStep() {
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(0)));
    office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            SmallOffice.policyJson(
                "\"guardrail\": { \"maxDeletes\": 50, \"maxDeletePercent\": 100 },"));
    office.apply();
    office.addForeign(0, "My dentist");
    office.assertInStep("at first", 0, 1);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = DoomedWorker.Fate.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "KILLED_WHEN_CUT")
  void everyWriteMayBeTheLast(DoomedWorker.Fate fate) {
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      DoomedWorker doomed = new DoomedWorker(fate, at);

      office.applyWith(doomed);

      met = doomed.met();
      office.assertInStep(fate + " at write " + at, 0, 1);
      at++;
    }
    assertTrue(at > 20, "a run with so many changes has more writes than " + at);
  }

  /** One joins, one leaves, one gets another number, one another photo. */
  private void aDayPasses() {
    int day = office.aDayPasses();
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(day + 1)));
  }
}
