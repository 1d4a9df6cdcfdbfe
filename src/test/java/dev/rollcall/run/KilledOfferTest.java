package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.OfferDesk;
import dev.rollcall.client.offer.OfferAnswer;
import dev.rollcall.client.offer.OfferRequest;
import dev.rollcall.client.offer.OfferedRecords;
import dev.rollcall.client.offer.Partners;
import dev.rollcall.client.offer.Refused;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordField;
import dev.rollcall.source.offer.Giver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies at every write, at the installation that offers and at the one that takes; another
 * one goes on. Whoever asks meanwhile gets all of an offer, old or new; and in the end everybody is
 * in the address list once.
 */
@Tag("S8")
@Tag("E1")
class KilledOfferTest {

  private final SigningKey giver = Partners.at(Instant.now());
  private final SigningKey taker = Partners.at(Instant.now());

  @ParameterizedTest
  @EnumSource(
      value = DoomedWorker.Fate.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "KILLED_WHEN_CUT")
  void anOfferIsWholeWhereverItsRunDies(DoomedWorker.Fate fate) throws Refused {
    Organisation organisation = SmallOffice.organisation(4, 1);
    try (HandDelivery office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            tenant -> prepared(tenant, "gives", giver),
            offer())) {
      office.apply();
      List<String> before = offered(office);
      assertEquals(4, before.size());
      int at = 0;
      boolean met = true;
      while (met) {
        aDayPasses(organisation, at);
        DoomedWorker doomed = new DoomedWorker(fate, at);
        List<String> old = before;
        List<String> now = staff(organisation);
        String when = fate + " at write " + at;
        office.applyWithout(
            doomed,
            () -> {
              List<String> meanwhile = offeredAnyway(office);
              assertTrue(meanwhile.equals(old) || meanwhile.equals(now), when + ": " + meanwhile);
            });
        met = doomed.met();
        before = offered(office);
        assertEquals(now, before, when);
        at++;
      }
      assertTrue(at > 5, "a run has more writes than " + at);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DoomedWorker.Fate.class,
      names = {"KILLED_BEFORE", "KILLED_AFTER"})
  void everybodyIsThereOnceWhereverTheTakersRunDies(DoomedWorker.Fate fate) {
    Organisation organisation = SmallOffice.organisation(1, 1);
    Giver partner = Giver.beside(giver, taker, Instant::now);
    try (partner;
        HandDelivery office =
            HandDelivery.open(
                organisation,
                LocalTenantOptions.defaults().withoutLimits(),
                tenant -> prepared(tenant, "takes", taker),
                taking(partner))) {
      partner.at(office.clock());
      partner.put(0, "Engineer");
      partner.put(1, "Engineer");
      office.apply();
      assertEquals(names(partner), made(organisation), "at first");
      int at = 0;
      boolean met = true;
      while (met) {
        partner.put(at + 2, "Engineer");
        partner.put(at + 1, "Person " + (at + 1) + " again", "Director");
        partner.drop(at);
        DoomedWorker doomed = new DoomedWorker(fate, at);
        office.applyWith(doomed);
        met = doomed.met();
        office.apply();
        assertEquals(names(partner), made(organisation), fate + " at write " + at);
        at++;
      }
      assertTrue(at > 5, "a run has more writes than " + at);
    }
  }

  private static String prepared(LocalTenant tenant, String name, SigningKey key) {
    tenant.app().grant("Exchange.ManageAsApp");
    tenant
        .vault()
        .put(
            name,
            new VaultCertificate(
                UUID.randomUUID().toString().replace("-", ""),
                key.certificate(),
                key.key(),
                VaultCertificate.Format.PKCS12,
                true));
    return LocalCloud.sampleEnvironment(tenant);
  }

  private String offer() {
    return """
        { "id": "office", "name": "Office", "type": "gal", "environment": "contoso",
          "source": { "kind": "directory", "select": [{ "group": "staff@contoso.example" }] },
          "target": { "kind": "offer", "certificate": "gives", "partners": ["%s"] },
          "changes": { "removal": { "secondRun": false } },
          "guardrail": { "maxDeletes": 50, "maxDeletePercent": 100 } }
        """
        .formatted(taker.thumbprint());
  }

  private String taking(Giver partner) {
    return """
        { "id": "office", "name": "Office", "type": "gal", "environment": "contoso",
          "source": { "kind": "offer", "url": "%s", "certificate": "takes", "signers": ["%s"] },
          "target": { "kind": "mailcontact", "environment": "contoso" },
          "changes": { "removal": { "secondRun": false } },
          "guardrail": { "maxDeletes": 50, "maxDeletePercent": 100 } }
        """
        .formatted(partner.url(), giver.thumbprint());
  }

  /** One joins, one leaves, one gets another name. */
  private static void aDayPasses(Organisation organisation, int day) {
    DirectoryObject joined = organisation.join("n" + day, "New" + day, "n" + day);
    organisation.addMembers(Organisation.idOf("GROUP:staff"), List.of(joined.id()));
    organisation.change(SmallOffice.person(3), "displayName", "Given3 the " + day);
    if (day > 0) {
      organisation.leave(Organisation.idOf("USER:n" + (day - 1)));
    }
  }

  private static List<String> staff(Organisation organisation) {
    return organisation.members(Organisation.idOf("GROUP:staff"), true).stream()
        .map(person -> person.text("displayName"))
        .sorted()
        .toList();
  }

  private List<String> offeredAnyway(HandDelivery office) {
    try {
      return offered(office);
    } catch (Refused e) {
      throw new AssertionError(e);
    }
  }

  /** What is answered to the partner now, by name. */
  private List<String> offered(HandDelivery office) throws Refused {
    Instant now = office.clock().instant();
    OfferRequest request =
        new OfferRequest("office", List.of(giver.thumbprint()), "n", Optional.empty(), now);
    OfferDesk.Answer answer =
        office.worker().offers().answer(HandDelivery.POLICY, request.signed(taker));
    OfferAnswer read =
        OfferAnswer.read(
            answer.text().orElseThrow(() -> new AssertionError(answer.outcome())),
            request,
            taker.thumbprint(),
            now);
    return OfferedRecords.read(read.records().orElseThrow()).values().stream()
        .map(content -> content.text(RecordField.DISPLAY_NAME))
        .sorted()
        .toList();
  }

  private static List<String> names(Giver partner) {
    return partner.names();
  }

  private static List<String> made(Organisation organisation) {
    return organisation.all(Kind.CONTACT).stream()
        .filter(contact -> Mark.isAlias(contact.text("mailNickname")))
        .map(contact -> contact.text("displayName"))
        .sorted()
        .toList();
  }
}
