package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker dies at the first write into a mailbox that moved; nothing is forgotten over that. */
@Tag("P5")
@Tag("R10")
@Tag("R12")
class KilledAfterMoveTest {

  @Test
  void whatItsUserEditedBeforeStaysTheUsers() {
    Organisation organisation = ServersOffice.organisation(4, 1);
    String owner = SmallOffice.person(0);
    try (HandDelivery office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            tenant -> {
              ServersOffice.prepare(tenant, ServersOffice.Kind.HYBRID);
              return ServersOffice.environment(tenant, ServersOffice.Kind.HYBRID);
            },
            ServersOffice.tenantDirectory(
                "\"mapping\": { \"photo\": false }, \"changes\": { \"userEdits\": \"keep\" },"))) {
      office.tenant().activeDirectory().replicate();
      office.apply();
      office.folder(0).contact("Given1 Sur1").edit("jobTitle", "My favourite");

      office.tenant().move(Location.ON_PREMISES, owner);
      organisation.change(SmallOffice.person(1), "mobilePhone", "+49 171 5");
      organisation.change(SmallOffice.person(2), "mobilePhone", "+49 171 6");
      office.tenant().activeDirectory().replicate();
      office.passes(Duration.ofDays(1));
      DoomedWorker doomed = DoomedWorker.spared();
      try (Hostility.Rule rule =
          office
              .tenant()
              .hostility()
              .onRequest(
                  seen -> seen.operation().startsWith("EWS ") && (seen.isWrite() || doomed.met()),
                  Moment.BEFORE,
                  seen -> {
                    if (!doomed.met()) {
                      doomed.die();
                    }
                    return Incident.reset();
                  })) {
        office.applyWithout(doomed, rule::close);
      }

      assertTrue(doomed.met(), "the worker was to die");
      MailboxUser.Card edited = office.folder(0).contact("Given1 Sur1");
      assertEquals("My favourite", edited.text("jobTitle"));
      assertEquals("+49 171 5", edited.text("mobilePhone"));
      assertEquals("+49 171 6", office.folder(0).contact("Given2 Sur2").text("mobilePhone"));
    }
  }
}
