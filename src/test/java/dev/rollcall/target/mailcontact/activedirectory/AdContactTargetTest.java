package dev.rollcall.target.mailcontact.activedirectory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.localtenant.activedirectory.DomainController;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Mark;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.plan.Change;
import dev.rollcall.run.ServiceSync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to mail contacts in Active Directory. */
@Tag("S8")
class AdContactTargetTest {

  private static final String ADDRESS = "person1@contoso.example";

  @Test
  void aContactHasWhatExchangeAndTheSynchronisationNeed() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(2, "a"));

      Entry contact = there.contact(ADDRESS);
      assertEquals("SMTP:" + ADDRESS, contact.getAttributeValue("targetAddress"));
      assertEquals("SMTP:" + ADDRESS, contact.getAttributeValue("proxyAddresses"));
      assertEquals("64", contact.getAttributeValue("msExchRecipientTypeDetails"));
      assertEquals("6", contact.getAttributeValue("msExchRecipientDisplayType"));
      assertEquals("1310720", contact.getAttributeValue("internetEncoding"));
      assertTrue(contact.hasAttribute("msExchPoliciesExcluded"));
      assertTrue(contact.hasAttribute("msExchOriginatingForest"));
      assertTrue(Mark.isAlias(contact.getAttributeValue("mailNickname")));
      assertTrue(Mark.isStamp(contact.getAttributeValue("extensionAttribute15")));
      assertEquals(contact.getAttributeValue("cn"), contact.getAttributeValue("mailNickname"));
      assertFalse(contact.hasAttribute("msExchHideFromAddressLists"));
      assertFalse(contact.hasAttribute("legacyExchangeDN"), "the forest has no Exchange");
    }
  }

  @Test
  void whereTheForestHasExchangeAContactIsInItsAddressLists() {
    try (Partners there = new Partners()) {
      String exchange =
          "CN=Corp,CN=Microsoft Exchange,CN=Services,CN=Configuration," + there.directory.base();
      there.directory.put(
          "CN=Exchange Administrative Group (FYDIBOHF23SPDLT)," + exchange,
          Map.of(
              "objectClass", List.of("top", "msExchAdminGroup"),
              "legacyExchangeDN",
                  List.of("/o=Corp/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)")));
      String contacts = list(there, "All Contacts", "(&(mailNickname=*)(objectClass=contact))");
      list(there, "All Users", "(&(mailNickname=*)(objectClass=user))");
      String partners = list(there, "Partners", "(&(objectCategory=person)(displayName=Person*))");

      there.sync().run(Partners.people(2, "a"));

      Entry contact = there.contact(ADDRESS);
      assertEquals(
          Set.of(contacts, partners), Set.of(contact.getAttributeValues("showInAddressBook")));
      assertEquals(
          "/o=Corp/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn="
              + contact.getAttributeValue("cn"),
          contact.getAttributeValue("legacyExchangeDN"));
      ServiceSync.Report hidden =
          there.sync().run(List.of(with(1, content -> content.text(RecordField.HIDDEN, "true"))));
      assertEquals(Map.of(), hidden.rejected(), hidden.toString());
      contact = there.contact(ADDRESS);
      assertEquals("TRUE", contact.getAttributeValue("msExchHideFromAddressLists"));
      assertFalse(contact.hasAttribute("showInAddressBook"));
    }
  }

  private static String list(Partners there, String name, String members) {
    String dn =
        "CN="
            + name
            + ",CN=Address Lists Container,CN=Corp,CN=Microsoft Exchange,CN=Services"
            + ",CN=Configuration,"
            + there.directory.base();
    there.directory.put(
        dn,
        Map.of(
            "objectClass", List.of("top", "addressBookContainer"),
            "purportedSearch", List.of(members)));
    return dn;
  }

  @Test
  void everythingThatAContactHoldsIsWrittenAndReadAgainInTheSameForm() {
    try (Partners there = new Partners()) {
      DesiredRecord full = full();
      assertTrue(there.sync().run(List.of(full)).finished());
      Entry contact = there.contact(ADDRESS);
      assertEquals("NL", contact.getAttributeValue("c"));
      assertEquals("Netherlands", contact.getAttributeValue("co"));
      assertEquals("528", contact.getAttributeValue("countryCode"));

      // The state is lost: what is seen is all there is.
      ServiceSync another = there.sync("people", there.unit, Partners.rules(true), false);
      ServiceSync.Report report = another.run(List.of(full));

      assertTrue(report.plan().writesNothing(), report.plan().changes().toString());
    }
  }

  @Test
  void whatIsTakenAwayFromARecordIsClearedInTheContact() {
    try (Partners there = new Partners()) {
      there.sync().run(List.of(full()));

      ServiceSync.Report cleared = there.sync().run(Partners.people(2, "a").subList(1, 2));

      assertEquals(Map.of(), cleared.rejected());
      Entry contact = there.contact(ADDRESS);
      for (String gone :
          List.of("telephoneNumber", "otherTelephone", "l", "c", "co", "countryCode", "info")) {
        assertFalse(contact.hasAttribute(gone), gone);
      }
      assertTrue(there.sync().run(Partners.people(2, "a").subList(1, 2)).plan().writesNothing());
    }
  }

  @Test
  @Tag("R1")
  void ofTenThousandContactsFiveThatChangedTakeFiveWrites() {
    try (Partners there = new Partners()) {
      int all = 10_000;
      there.madeEarlier(all, "a");
      assertTrue(there.sync().run(Partners.people(all, "a")).plan().writesNothing());
      assertEquals(all, there.held().size());
      List<DesiredRecord> next = new ArrayList<>(Partners.people(all, "a"));
      for (int i = 0; i < 5; i++) {
        next.set(1_000 * i + 7, Partners.person(1_000 * i + 7, "b"));
      }
      there.controller().forgetWrites();

      long before = there.sync().meter().calls();
      ServiceSync.Report report = there.sync().run(next);

      assertTrue(report.finished());
      assertEquals(5, there.controller().writes().size());
      // Twice: connect, log in, ask whom this is with by two requests. A look has ten pages,
      // after one at the unit; before five writes and after them one look each.
      assertEquals(2 * 4 + 1 + 10 + 1 + 5 + 1, there.sync().meter().calls() - before);
      before = there.sync().meter().calls();
      assertTrue(there.sync().run(next).plan().writesNothing());
      assertEquals(4 + 1 + 10, there.sync().meter().calls() - before, "a quiet run only lists");
    }
  }

  @Test
  void onlyTheAttributesThatChangedAreWritten() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(2, "a"));
      byEditor(there, ADDRESS, "description", "somebody's own");

      there.sync().run(Partners.people(2, "b"));

      Entry contact = there.contact(ADDRESS);
      assertEquals("b", contact.getAttributeValue("title"));
      assertEquals("somebody's own", contact.getAttributeValue("description"));
    }
  }

  @Test
  void otherAddressesOfAContactStay() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(2, "a"));
      byEditor(
          there,
          ADDRESS,
          "proxyAddresses",
          "SMTP:" + ADDRESS,
          "smtp:old@contoso.example",
          "x500:/o=Corp/cn=Old");

      ServiceSync.Report moved =
          there
              .sync()
              .run(List.of(with(1, c -> c.text(RecordField.MAIL, "person91@contoso.example"))));

      assertEquals(Map.of(), moved.rejected());
      assertEquals(
          Set.of(
              "SMTP:person91@contoso.example", "smtp:old@contoso.example", "x500:/o=Corp/cn=Old"),
          Set.of(there.contact("person91@contoso.example").getAttributeValues("proxyAddresses")));
    }
  }

  @Test
  void whatAnEditorChangedIsSetBack() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(3, "a"));
      byEditor(there, ADDRESS, "title", "Emperor");
      byEditor(there, ADDRESS, "co", "Atlantis");
      byEditor(there, ADDRESS, "extensionAttribute15");

      ServiceSync.Report report = there.sync().run(Partners.people(3, "a"));

      assertEquals(1, report.plan().counts().writes());
      assertEquals("a", there.contact(ADDRESS).getAttributeValue("title"));
      assertTrue(Mark.isStamp(there.contact(ADDRESS).getAttributeValue("extensionAttribute15")));
      assertTrue(there.sync().run(Partners.people(3, "a")).plan().writesNothing());
    }
  }

  @Test
  void whatSomebodyChangesInTheMiddleIsSeenBeforeItIsWritten() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(2, "a"));
      boolean[] edited = {false};
      there
          .hostility()
          .onRequest(
              Sighting::isWrite,
              Moment.BEFORE,
              seen -> {
                if (!edited[0]) {
                  edited[0] = true;
                  byEditor(there, ADDRESS, "title", "Emperor");
                  byEditor(there, ADDRESS, "company", "Empire");
                }
                return Incident.NONE;
              });

      ServiceSync.Report report =
          there.sync().run(List.of(Partners.person(0, "a"), Partners.person(1, "b")));

      assertEquals(Map.of(), report.rejected());
      assertEquals("b", there.contact(ADDRESS).getAttributeValue("title"));
      assertEquals("Empire", there.contact(ADDRESS).getAttributeValue("company"));
    }
  }

  @Test
  void anAddressThatSomebodyHasIsFoundInThePlan() {
    try (Partners there = new Partners()) {
      foreign(there, "CN=Stranger,OU=Elsewhere," + there.directory.base(), ADDRESS);

      ServiceSync.Report report = there.sync().run(Partners.people(3, "a"));

      assertEquals(Optional.of(SkipReason.OTHER_KIND_THERE), skipped(report, Partners.key(1)));
      assertEquals(Set.of(0, 2), there.held().keySet());
    }
  }

  @Test
  void aContactInTheUnitIsTakenOverOnlyIfThePolicySaysSo() {
    for (boolean adopts : new boolean[] {false, true}) {
      try (Partners there = new Partners(Partners.rules(adopts), 1)) {
        String dn = "CN=Person One," + there.unit;
        foreign(there, dn, ADDRESS);

        ServiceSync.Report report = there.sync().run(Partners.people(2, "a"));

        assertEquals(
            Optional.of(adopts ? SkipReason.TAKEN_OVER : SkipReason.EXISTS_ALREADY),
            skipped(report, Partners.key(1)));
        Entry contact = there.contact(ADDRESS);
        assertEquals("Person One", contact.getAttributeValue("cn"));
        assertEquals(
            adopts,
            Mark.isStamp(String.valueOf(contact.getAttributeValue("extensionAttribute15"))));
        assertEquals(adopts ? "a" : null, contact.getAttributeValue("title"));
        there.sync().run(List.of());
        assertEquals(adopts ? 0 : 1, there.controller().below(there.unit).size());
      }
    }
  }

  @Test
  void whoIsCalledLikeAnotherGetsTheDomainBehindTheName() {
    try (Partners there = new Partners()) {
      ServiceSync distinct = there.sync("people", there.unit, Partners.rules(false), true);
      there.directory.put(
          "CN=Namesake,OU=Staff," + there.directory.base(),
          Map.of(
              "objectClass", List.of("top", "person", "organizationalPerson", "user"),
              "displayName", List.of("Person 1 (Contoso)"),
              "mailNickname", List.of("namesake"),
              "mail", List.of("namesake@fabrikam.example")));

      distinct.run(Partners.people(2, "a"));

      assertEquals(
          "Person 1 (Contoso) (contoso.example)",
          there.contact(ADDRESS).getAttributeValue("displayName"));
      assertTrue(distinct.run(Partners.people(2, "a")).plan().writesNothing());
    }
  }

  @Test
  void policiesInOneUnitDoNotTouchEachOther() {
    try (Partners there = new Partners()) {
      ServiceSync other = there.sync("others", there.unit, Partners.rules(true), false);
      there.sync().run(Partners.people(3, "a"));
      other.run(List.of(with(7, content -> content)));

      ServiceSync.Report clash =
          other.run(List.of(Partners.person(1, "b"), Partners.person(7, "b")));
      assertEquals(Optional.of(SkipReason.OTHER_KIND_THERE), skipped(clash, Partners.key(1)));
      there.sync().run(List.of());

      assertEquals(Map.of(7, "b"), there.held());
    }
  }

  @Test
  void whatIsNotOursAnyMoreIsNotRemoved() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(3, "a"));
      boolean[] edited = {false};
      there
          .hostility()
          .onRequest(
              seen -> !seen.isWrite(),
              Moment.BEFORE,
              seen -> {
                // Between the look and the removal somebody makes it another policy's.
                if (there.controller().searches().size() > 0 && !edited[0] && looked(there)) {
                  edited[0] = true;
                  byEditor(there, ADDRESS, "extensionAttribute15", "rollcall:other/p/0/user:1");
                  rename(there);
                }
                return Incident.NONE;
              });
      there.controller().forgetSearches();

      ServiceSync.Report report = there.sync().run(List.of());

      assertEquals(Map.of("user:001", "contactNotOurs"), report.remarks());
      assertEquals(Set.of(1), there.held().keySet());
    }
  }

  private static boolean looked(Partners there) {
    return there.controller().searches().stream()
        .anyMatch(search -> search.contains("objectGUID="));
  }

  /** The name is the contact's as well as the stamp: an administrator renames it. */
  private static void rename(Partners there) {
    there.controller().rename(there.contact(ADDRESS).getDN(), "CN=Kept");
  }

  @Test
  void anAccountThatMayNotWriteIsToldAndNothingElseTried() {
    try (Partners there = new Partners()) {
      there.directory.takeBack(Partners.WRITER);

      ServiceSync.Report report = there.sync().run(Partners.people(30, "a"));

      assertEquals("ldapWriteDenied", report.problem().orElseThrow().code());
      assertEquals(0, there.controller().writes().size());
      assertEquals(
          Optional.of("contactsNotWritable"),
          unit(there, there.unit).probe(new CallMeter()).map(problem -> problem.code()));
      there.directory.delegate(Partners.WRITER, there.unit);
      assertEquals(Optional.empty(), unit(there, there.unit).probe(new CallMeter()));
      assertEquals(
          Optional.of("unitMissing"),
          unit(there, "OU=Nowhere," + there.directory.base())
              .probe(new CallMeter())
              .map(problem -> problem.code()));
    }
  }

  /** Else all would count as gone, and the deletion of the policy as done. */
  @Test
  void whereTheUnitIsNotFoundAnyMoreNothingOfItIsForgotten() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(2, "a"));
      there.controller().rename(there.unit, "OU=Renamed");

      ServiceSync.Report report = there.sync().run(List.of());

      assertEquals(Optional.of("unitMissing"), report.problem().map(problem -> problem.code()));
      assertEquals(2, there.sync().ledger().held());
    }
  }

  @Test
  void aUnitThatIsNotThereIsTold() {
    try (Partners there = new Partners()) {
      ServiceSync lost =
          there.sync(
              "people", "OU=Nowhere," + there.directory.base(), Partners.rules(false), false);

      ServiceSync.Report report = lost.run(Partners.people(2, "a"));

      assertEquals(Optional.of("unitMissing"), report.problem().map(problem -> problem.code()));
      assertEquals(0, there.controller().writes().size());
    }
  }

  @Test
  void aValueThatIsRefusedHoldsUpNobodyElse() {
    try (Partners there = new Partners()) {
      List<DesiredRecord> people = new ArrayList<>(Partners.people(3, "a"));
      people.set(1, with(1, c -> c.text(RecordField.COMPANY_NAME, "x".repeat(70))));

      ServiceSync.Report report = there.sync().run(people);

      assertEquals(Map.of("user:001", "ldapValueRefused"), report.rejected());
      assertEquals(Set.of(0, 2), there.held().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:a)(objectclass=*",
        "user:*",
        "user:a,ou=b",
        "user:\\2a",
        "user:\u4e2d \"x\"",
        "user:#;+<>"
      })
  void noKeyAndNoValueBecomesACondition(String text) {
    try (Partners there = new Partners()) {
      RecordKey key = new RecordKey(text);
      String name = text + ")(mail=*";
      DesiredRecord odd =
          new DesiredRecord(
              key,
              Partners.content(key, 1, "a").toBuilder()
                  .text(RecordField.DISPLAY_NAME, name)
                  .text(RecordField.GIVEN_NAME, name)
                  .build(),
              Optional.empty());
      there.sync().run(Partners.people(1, "a"));

      ServiceSync both = there.sync("odd", there.unit, Partners.rules(false), true);
      assertTrue(both.run(List.of(odd)).finished());

      assertEquals(name, there.contact(ADDRESS).getAttributeValue("displayName"));
      assertTrue(both.run(List.of(odd)).plan().writesNothing());
      both.run(List.of());
      assertEquals(Map.of(0, "a"), there.held());
    }
  }

  @Test
  void aListThatBreaksOffIsNoList() {
    try (Partners there = new Partners()) {
      there.sync().run(Partners.people(1_200, "a"));
      there
          .controller()
          .hostility()
          .answer()
          .answer()
          .answer()
          .fail(ResultCode.ADMIN_LIMIT_EXCEEDED, "00002024: SvcErr: data 0");

      ServiceSync.Report report = there.sync().run(Partners.people(1_200, "a"));

      assertEquals("ldapLimit", report.problem().orElseThrow().code());
      assertTrue(report.plan().writesNothing());
    }
  }

  @Test
  @Tag("E3")
  void whatAnotherControllerDoesNotKnowYetIsNotTakenForGone() {
    try (Partners there = new Partners(Partners.rules(false), 2)) {
      DomainController first = there.controller();
      there.directory.lag();
      there.sync().run(Partners.people(5, "a"));
      first.down();

      // Runs are two days apart; the third hour after the last look is soon enough to be wrong.
      there.clock.advance(Duration.ofDays(-2).plusHours(3));
      ServiceSync.Report behind = there.sync().run(Partners.people(5, "b"));

      assertEquals("controllerBehind", behind.problem().orElseThrow().code());
      assertEquals(0, there.directory.controllers().get(1).writes().size());
      first.up();
      there.directory.catchUp();
      first.down();
      assertTrue(there.sync().run(Partners.people(5, "b")).finished());
      assertEquals(
          5,
          there.directory.controllers().get(1).below(there.unit).size(),
          "nobody is there twice");
      assertEquals(5, there.directory.controllers().get(1).writes().size());
    }
  }

  @Test
  void aMonthOfEditsIsSeenEditByEdit() {
    try (Partners there = new Partners()) {
      Random random = new Random(5);
      Map<Integer, String> people = new TreeMap<>();
      for (int number = 0; number < 12; number++) {
        people.put(number, "a");
      }
      there.sync().run(records(people));
      for (int day = 1; day <= 30; day++) {
        Set<Integer> touched = new TreeSet<>();
        for (int edit = 0; edit < 3; edit++) {
          int number = random.nextInt(20);
          boolean leaves = people.containsKey(number) && random.nextInt(3) == 0;
          if (leaves && touched.add(number)) {
            people.remove(number);
          } else if (!leaves && touched.add(number)) {
            people.put(number, "day " + day);
          }
        }
        ServiceSync.Report report = there.sync().run(records(people));
        assertEquals(Map.of(), report.rejected());
        assertEquals(touched.size(), report.plan().counts().writes(), "on day " + day);
        assertEquals(people, there.held(), "on day " + day);
        there.controller().forgetWrites();
        assertTrue(there.sync().run(records(people)).plan().writesNothing(), "on day " + day);
        assertEquals(List.of(), there.controller().writes());
      }
    }
  }

  private static List<DesiredRecord> records(Map<Integer, String> people) {
    List<DesiredRecord> records = new ArrayList<>();
    people.forEach((number, title) -> records.add(Partners.person(number, title)));
    return records;
  }

  private static ContactUnit unit(Partners there, String name) {
    return new ContactUnit(
        there.client,
        LdapName.of(name).orElseThrow(),
        new EnvironmentId("contoso"),
        new PolicyId("people"),
        15,
        false);
  }

  private static DesiredRecord full() {
    return with(
        1,
        content ->
            content
                .text(RecordField.INITIALS, "P.")
                .text(RecordField.COMPANY_NAME, "Contoso")
                .text(RecordField.DEPARTMENT, "Bread")
                .text(RecordField.OFFICE_LOCATION, "3.14")
                .text(RecordField.MOBILE_PHONE, "+31 6 1")
                .texts(RecordField.BUSINESS_PHONES, List.of("+31 10 1", "+31 10 2", "+31 10 3"))
                .texts(RecordField.HOME_PHONES, List.of("+31 10 4", "+31 10 5"))
                .text(RecordField.ASSISTANT_NAME, "O'Brien")
                .text(RecordField.BUSINESS_HOME_PAGE, "https://contoso.example")
                .text(RecordField.PERSONAL_NOTES, "one\n\ntwo")
                .text(RecordField.HIDDEN, "true")
                .put(
                    RecordField.BUSINESS_ADDRESS,
                    new FieldValue.Address("Street 1", "Delft", "ZH", "2611", "NL")));
  }

  private static DesiredRecord with(int number, UnaryOperator<Content.Builder> more) {
    return new DesiredRecord(
        Partners.key(number),
        more.apply(Partners.content(Partners.key(number), number, "a").toBuilder()).build(),
        Optional.empty());
  }

  private static void foreign(Partners there, String dn, String address) {
    Map<String, List<Object>> attributes = new HashMap<>();
    attributes.put("objectClass", List.of("top", "person", "organizationalPerson", "contact"));
    attributes.put("displayName", List.of("Person One"));
    attributes.put("mailNickname", List.of("one"));
    attributes.put("mail", List.of(address));
    attributes.put("targetAddress", List.of("SMTP:" + address));
    attributes.put("proxyAddresses", List.of("SMTP:" + address));
    there.directory.put(dn, attributes);
  }

  /** An administrator sets an attribute by hand. */
  private static void byEditor(Partners there, String address, String attribute, String... values) {
    there.controller().edit(there.contact(address).getDN(), attribute, values);
  }

  private static Optional<SkipReason> skipped(ServiceSync.Report report, RecordKey key) {
    return report.plan().changes().stream()
        .filter(change -> change.key().equals(key))
        .filter(Change.Skip.class::isInstance)
        .map(change -> ((Change.Skip) change).reason())
        .findFirst();
  }
}
