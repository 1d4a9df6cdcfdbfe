package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.hostility.Hostility;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker that feeds another organisation's Active Directory dies at every write, there and to the
 * app's own storage, before it takes effect or after, or loses its answer; another one goes on. In
 * the end everybody is in the unit once, as the object that was made first.
 */
@Tag("R10")
@Tag("S8")
class KilledAtDirectoryTest {

  private static final String PARTNER = "petra@partner.example";

  private final Organisation organisation = SmallOffice.organisation(5, 1);
  private final LocalDirectory fabrikam =
      LocalDirectory.start(new Organisation("Fabrikam", "fabrikam.example"), id -> true);
  private final String unit = fabrikam.unit("Partners");
  private final Map<String, List<Byte>> ids = new HashMap<>();
  private HandDelivery office;

  @BeforeEach
  void aListInStep() {
    fabrikam.delegate("svc-rollcall", unit);
    fabrikam.put(
        "CN=Petra," + unit,
        Map.of(
            "objectClass", List.of("top", "person", "organizationalPerson", "contact"),
            "mail", List.of(PARTNER),
            "displayName", List.of("Petra Partner")));
    office =
        HandDelivery.openAll(
            organisation,
            LocalTenantOptions.defaults(),
            tenant -> {
              tenant.addServiceAccount("svc-rollcall", "corp-reader");
              return Map.of(
                  "contoso", LocalCloud.sampleEnvironment(tenant),
                  "fabrikam", ServersOffice.addressList(fabrikam));
            },
            """
            { "id": "office", "name": "Office", "type": "gal", "environment": "contoso",
              "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
              "target": { "kind": "mailcontact", "environment": "fabrikam", "ou": "%s" },
              "changes": { "removal": { "secondRun": false } },
              "guardrail": { "maxDeletes": 50, "maxDeletePercent": 100 } }
            """
                .formatted(unit));
    office.apply();
    assertInStep("at first");
  }

  @AfterEach
  void close() {
    office.close();
    fabrikam.close();
  }

  @ParameterizedTest
  @EnumSource(value = Fate.class, mode = EnumSource.Mode.EXCLUDE, names = "KILLED_WHEN_CUT")
  void everyWriteToTheDirectoryMayBeTheLast(Fate fate) {
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      DoomedWorker doomed = DoomedWorker.spared();
      try (Hostility.Rule rule = doomed.meets(fabrikam.trouble(), "LDAP ", fate, at)) {
        office.applyWithout(doomed, rule::close);
        met = doomed.met() || fate == Fate.ANSWER_LOST && rule.met() > at;
      }
      assertInStep(fate + " at write " + at);
      at++;
    }
    assertTrue(at > 4, "one who comes, one who goes and two changes are more writes than " + at);
  }

  @ParameterizedTest
  @EnumSource(names = {"KILLED_BEFORE", "KILLED_AFTER"})
  void everyWriteToTheStorageMayBeTheLast(Fate fate) {
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      DoomedWorker doomed = new DoomedWorker(fate, at);

      office.applyWith(doomed);

      met = doomed.met();
      assertInStep(fate + " at write " + at);
      at++;
    }
    assertTrue(at > 10, "a run with so many changes has more writes than " + at);
  }

  /** One joins, one leaves, one gets another number, one another title. */
  private void aDayPasses() {
    int day = office.aDayPasses();
    organisation.change(SmallOffice.person(2), "jobTitle", "Director " + day);
  }

  /** That everybody is in the unit once, with number and title of now, as the object of before. */
  private void assertInStep(String when) {
    Stream<String> staff =
        organisation.members(Organisation.idOf("GROUP:staff"), false).stream()
            .filter(member -> member.kind() == Kind.USER)
            .map(KilledAtDirectoryTest::text);
    List<Entry> contacts = fabrikam.controllers().get(0).below(unit);
    assertEquals(
        Stream.concat(Stream.of(PARTNER + " Petra Partner  "), staff).sorted().toList(),
        contacts.stream().map(KilledAtDirectoryTest::text).sorted().toList(),
        when);
    for (Entry contact : contacts) {
      List<Byte> id = bytes(contact.getAttributeValueBytes("objectGUID"));
      assertEquals(ids.getOrDefault(contact.getAttributeValue("mail"), id), id, when);
      ids.put(contact.getAttributeValue("mail"), id);
    }
  }

  private static List<Byte> bytes(byte[] values) {
    return Stream.iterate(0, i -> i < values.length, i -> i + 1).map(i -> values[i]).toList();
  }

  private static String text(DirectoryObject person) {
    return person.text("mail")
        + " "
        + person.text("displayName")
        + " "
        + person.text("jobTitle")
        + " "
        + person.text("mobilePhone");
  }

  private static String text(Entry contact) {
    StringBuilder text = new StringBuilder(contact.getAttributeValue("mail"));
    for (String name : List.of("displayName", "title", "mobile")) {
      text.append(' ').append(contact.hasAttribute(name) ? contact.getAttributeValue(name) : "");
    }
    return text.toString();
  }
}
