package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.run.DoomedWorker.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker that feeds another organisation's address list dies at every request it sends but a
 * plain reading one, or loses its answer, or dies with a batch half done; another one goes on. In
 * the end everybody is in the list once, as the object that was made first, and what the other
 * organisation had of its own is as it was.
 */
@Tag("R10")
@Tag("S8")
class KilledAtAddressListTest {

  private final Organisation organisation = SmallOffice.organisation(5, 1);
  private final Organisation fabrikam = new Organisation("Fabrikam", "fabrikam.example");
  private final Map<String, String> ids = new HashMap<>();
  private HandDelivery office;
  private LocalTenant neighbour;

  @BeforeEach
  void aListInStep() {
    fabrikam.addContact("partner", "Petra Partner", "petra@partner.example");
    office =
        HandDelivery.openAll(
            organisation,
            LocalTenantOptions.defaults(),
            tenant -> {
              neighbour = tenant.addTenant(fabrikam);
              neighbour.app().grant("Exchange.ManageAsApp");
              return Map.of(
                  "contoso", LocalCloud.sampleEnvironment(tenant),
                  "fabrikam", LocalCloud.addressListEnvironment(neighbour, "fabrikam"));
            },
            """
            { "id": "office", "name": "Office", "type": "gal", "environment": "contoso",
              "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
              "target": { "kind": "mailcontact", "environment": "fabrikam" },
              "changes": { "removal": { "secondRun": false } },
              "guardrail": { "maxDeletes": 50, "maxDeletePercent": 100 } }
            """);
    office.apply();
    assertInStep("at first");
  }

  @AfterEach
  void close() {
    office.close();
  }

  @ParameterizedTest
  @EnumSource(value = Fate.class, mode = EnumSource.Mode.EXCLUDE, names = "KILLED_WHEN_CUT")
  void everyWriteMayBeTheLast(Fate fate) {
    // A worker that dies does so at each write; a lost answer costs the test's time at every third.
    int step = fate == Fate.ANSWER_LOST ? 3 : 1;
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      DoomedWorker doomed = new DoomedWorker(fate, at);

      office.applyWith(doomed);

      met = doomed.met();
      assertInStep(fate + " at write " + at);
      at += step;
    }
    assertTrue(at > 15, "a run with so many changes has more writes than " + at);
  }

  @Test
  void aBatchMayBeCutAnywhere() {
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      DoomedWorker doomed = new DoomedWorker(Fate.KILLED_WHEN_CUT, 0);
      neighbour.hostility().cutBatchAfter(at);

      office.applyWith(doomed);

      met = doomed.met();
      assertInStep("cut at " + at);
      at++;
    }
    assertTrue(at > 1, "a batch that writes has more parts than " + at);
  }

  /** One joins, one leaves, one gets another number, one another title. */
  private void aDayPasses() {
    int day = office.aDayPasses();
    organisation.change(SmallOffice.person(2), "jobTitle", "Director " + day);
  }

  /** That everybody is in the list once, with the title of now, under the id they had. */
  private void assertInStep(String when) {
    List<DirectoryObject> staff =
        organisation.members(Organisation.idOf("GROUP:staff"), false).stream()
            .filter(member -> member.kind() == Kind.USER)
            .toList();
    List<DirectoryObject> contacts = fabrikam.all(Kind.CONTACT);
    assertEquals(
        Stream.concat(Stream.of("petra@partner.example Petra Partner "), texts(staff))
            .sorted()
            .toList(),
        texts(contacts).sorted().toList(),
        when);
    for (DirectoryObject contact : contacts) {
      String known = ids.putIfAbsent(contact.text("mail"), contact.id());
      assertEquals(known == null ? contact.id() : known, contact.id(), when);
    }
    assertEquals(List.of(), neighbour.unexpectedRequests(), when);
  }

  private static Stream<String> texts(List<DirectoryObject> objects) {
    return objects.stream()
        .map(
            object ->
                object.text("mail")
                    + " "
                    + object.text("displayName")
                    + " "
                    + object.text("jobTitle"));
  }
}
