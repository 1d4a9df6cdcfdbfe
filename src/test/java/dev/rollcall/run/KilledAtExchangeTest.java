package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.Photos;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies at every write to the office's own Exchange, before it takes effect or after, or
 * loses that write's answer; another one goes on. In the end every contact is there once, under the
 * id it had, and nobody else's was touched.
 */
@Tag("R10")
@Tag("E1")
class KilledAtExchangeTest {

  private final Organisation organisation = ServersOffice.organisation(5, 2);
  private HandDelivery office;

  @BeforeEach
  void anOfficeInStep() {
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(0)));
    office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            tenant -> {
              ServersOffice.prepare(tenant, ServersOffice.Kind.ON_PREMISES);
              return ServersOffice.environment(tenant, ServersOffice.Kind.ON_PREMISES);
            },
            ServersOffice.ownDirectory(
                "\"guardrail\": { \"maxDeletes\": 50, \"maxDeletePercent\": 100 },"));
    replicate();
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
      DoomedWorker doomed = DoomedWorker.spared();
      try (Hostility.Rule rule = doomed.meets(office.tenant().hostility(), "EWS ", fate, at)) {
        office.applyWithout(doomed, rule::close);
        met = doomed.met() || fate == DoomedWorker.Fate.ANSWER_LOST && rule.met() > at;
      }
      office.assertInStep(fate + " at write " + at, 0, 1);
      at++;
    }
    assertTrue(at > 5, "a run with so many changes has more writes than " + at);
  }

  /** One joins, one leaves, one gets another number, one another photo. */
  private void aDayPasses() {
    int day = office.aDayPasses();
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(day + 1)));
    replicate();
  }

  private void replicate() {
    office.tenant().activeDirectory().replicate();
  }
}
