package dev.rollcall.target.mailcontact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.ContactCommand;
import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Maker;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Rules;
import dev.rollcall.run.ServiceSync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to mail contacts: clashes, stamps, crashes between steps, their forms. */
@Tag("S8")
class MailContactTargetTest {

  private static final CallMeter METER = new CallMeter();

  @Test
  void everythingThatAContactHoldsIsWrittenAndReadAgainInTheSameForm() {
    try (Neighbour there = new Neighbour()) {
      DesiredRecord full =
          with(
              1,
              content ->
                  content
                      .text(RecordField.INITIALS, "P.")
                      .text(RecordField.COMPANY_NAME, "Contoso")
                      .text(RecordField.DEPARTMENT, "Bread")
                      .text(RecordField.OFFICE_LOCATION, "3.14")
                      .text(RecordField.MOBILE_PHONE, "+31 6 1")
                      .texts(RecordField.BUSINESS_PHONES, List.of("+31 10 1", "+31 10 2"))
                      .texts(RecordField.HOME_PHONES, List.of("+31 10 3", "+31 10 4"))
                      .text(RecordField.ASSISTANT_NAME, "O'Brien")
                      .text(RecordField.BUSINESS_HOME_PAGE, "https://contoso.example")
                      .text(RecordField.PERSONAL_NOTES, "one\n\ntwo")
                      .text(RecordField.HIDDEN, "true")
                      .put(
                          RecordField.BUSINESS_ADDRESS,
                          new FieldValue.Address("Street 1", "Delft", "ZH", "2611", "NL")));
      assertTrue(there.sync().run(List.of(full)).finished());

      // The ledger is lost: what is seen is all there is.
      ServiceSync another = there.sync("people", Neighbour.rules(false), Optional.empty(), false);
      ServiceSync.Report report = another.run(List.of(full));

      assertTrue(report.plan().writesNothing(), report.plan().changes().toString());
    }
  }

  @Test
  void whatIsTakenAwayFromARecordIsClearedInTheContact() {
    try (Neighbour there = new Neighbour()) {
      DesiredRecord full =
          with(
              1,
              content ->
                  content
                      .texts(RecordField.BUSINESS_PHONES, List.of("+31 10 1", "+31 10 2"))
                      .put(
                          RecordField.BUSINESS_ADDRESS,
                          new FieldValue.Address("", "Delft", "", "", "NL")));
      there.sync().run(List.of(full));

      ServiceSync.Report cleared = there.sync().run(List.of(Neighbour.person(1, "a")));

      assertEquals(Map.of(), cleared.rejected());
      ExchangeRow details = details(there, "person1@contoso.example");
      assertEquals(Optional.empty(), details.text("Phone"));
      assertEquals(List.of(), details.texts("OtherTelephone"));
      assertEquals(Optional.empty(), details.text("City"));
      assertEquals(Optional.empty(), details.text("CountryOrRegion"));
    }
  }

  @Test
  void onlyTheFieldsThatChangedAreWritten() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(12, "a"));
      there.tenant.exchange().resetCounts();
      List<DesiredRecord> next = new ArrayList<>(people(12, "a"));
      next.set(4, Neighbour.person(4, "b"));

      there.sync().run(next);

      assertEquals(1, there.tenant.exchange().counts().get("Set-Contact"));
      assertFalse(there.tenant.exchange().counts().containsKey("Set-MailContact"));
    }
  }

  @Test
  @Tag("R1")
  void ofTenThousandContactsFiveThatChangedTakeTwoBatches() {
    try (Neighbour there = new Neighbour()) {
      int all = 10_000;
      for (int i = 0; i < all; i++) {
        there.madeEarlier(i, "a");
      }
      assertTrue(there.sync().run(people(all, "a")).plan().writesNothing());
      assertEquals(all, there.held().size());
      there.tenant.exchange().resetCounts();
      List<DesiredRecord> next = new ArrayList<>(people(all, "a"));
      for (int i = 0; i < 5; i++) {
        int number = 1_000 * i + 7;
        next.set(
            number,
            new DesiredRecord(
                Neighbour.key(number),
                Neighbour.content(number, "b").toBuilder()
                    .text(RecordField.DISPLAY_NAME, "Renamed " + number)
                    .build(),
                Optional.empty()));
      }

      long before = there.sync().meter().calls();
      ServiceSync.Report report = there.sync().run(next);

      assertTrue(report.finished());
      assertEquals(5, report.plan().counts().updates());
      Map<String, Integer> counts = there.tenant.exchange().counts();
      assertEquals(2, counts.get("$batch that writes"));
      // Three lists of a thousand rows a call, and one batch that reads what was written.
      assertEquals(30 + 2 + 1, there.sync().meter().calls() - before);

      before = there.sync().meter().calls();
      assertTrue(there.sync().run(next).plan().writesNothing());
      assertEquals(30, there.sync().meter().calls() - before, "a quiet run only lists");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"New-MailContact", "Set-Contact", "Set-MailContact"})
  @Tag("E3")
  void aMakingThatStopsAfterAnyStepGoesOnWithTheNextRun(String step) {
    for (boolean toldByName : new boolean[] {true, false}) {
      try (Neighbour there = new Neighbour()) {
        DesiredRecord person =
            toldByName ? Neighbour.person(1, "a") : longKey("user:" + "1".repeat(80));
        boolean[] over = {false};
        there
            .hostility()
            .onRequest(
                sighting -> sighting.operation().endsWith(" " + step),
                Moment.AFTER,
                sighting -> {
                  over[0] = true;
                  return Incident.reset();
                });
        there
            .hostility()
            .onRequest(
                sighting -> true,
                Moment.BEFORE,
                sighting -> over[0] ? Incident.reset() : Incident.NONE);
        there.sync().die(List.of(person));
        there.hostility().calm();
        assertEquals(1, there.organisation.all(Kind.CONTACT).size());
        String id = there.organisation.all(Kind.CONTACT).get(0).id();

        there.sync().run(List.of(person));
        ServiceSync.Report quiet = there.sync().run(List.of(person));

        assertTrue(quiet.plan().writesNothing(), quiet.plan().changes().toString());
        assertEquals(Map.of(1, "a"), there.held());
        assertEquals(id, there.organisation.all(Kind.CONTACT).get(0).id(), "the same contact");
        assertTrue(Mark.isStamp(recipient(there, "person1@contoso.example", "CustomAttribute15")));
      }
    }
  }

  @Test
  @Tag("E3")
  void aContactHalfMadeOfSomebodyWhoLeftMeanwhileGoes() {
    halfMadeOfWhoLeavesGoes(Neighbour.person(1, "a"));
    halfMadeOfWhoLeavesGoes(longKey("user:" + "1".repeat(80)));
  }

  private static void halfMadeOfWhoLeavesGoes(DesiredRecord person) {
    try (Neighbour there = new Neighbour()) {
      there
          .hostility()
          .onRequest(
              sighting -> sighting.operation().endsWith(" Set-Contact"),
              Moment.BEFORE,
              Incident.reset());
      there.sync().die(List.of(person));
      there.hostility().calm();
      assertEquals(1, there.organisation.all(Kind.CONTACT).size());

      there.sync().run(List.of());

      assertEquals(List.of(), there.organisation.all(Kind.CONTACT));
    }
  }

  @Test
  void whatTheServerDoesNotKnowYetIsWaitedFor() {
    try (Neighbour there = new Neighbour()) {
      there.tenant.exchange().quirks().unseenFor(4);

      ServiceSync.Report report = there.sync().run(people(3, "a"));

      assertEquals(Map.of(), report.rejected());
      assertEquals(Map.of(0, "a", 1, "a", 2, "a"), there.held());
    }
  }

  @Test
  void anAddressThatIsAUsersAGuestsAContactsOrAGroupsIsFoundInThePlan() {
    try (Neighbour there = new Neighbour()) {
      there.organisation.join("ann", "Ann", "ann");
      there.organisation.addWithoutMailbox(
          "gus", "Gus", Optional.of("person1@contoso.example"), "Guest");
      there.organisation.addContact("con", "Con", "person2@contoso.example");
      there.organisation.addGroup("all", "All", "all", "distribution");
      List<DesiredRecord> people =
          List.of(
              Neighbour.person(0, "a"),
              Neighbour.person(1, "a"),
              Neighbour.person(2, "a"),
              with(3, content -> content.text(RecordField.MAIL, "ann@fabrikam.example")),
              with(4, content -> content.text(RecordField.MAIL, "all@fabrikam.example")));

      ServiceSync.Report report = there.sync().run(people);

      assertEquals(
          Map.of(
              "user:001", SkipReason.OTHER_KIND_THERE,
              "user:002", SkipReason.EXISTS_ALREADY,
              "user:003", SkipReason.OTHER_KIND_THERE,
              "user:004", SkipReason.OTHER_KIND_THERE),
          skips(report));
      assertEquals(1, report.plan().counts().creates());
      assertEquals(
          "Con", there.contact("person2@contoso.example").orElseThrow().text("displayName"));
    }
  }

  @Test
  void aMailContactIsTakenOverWhereThePolicySaysSoAndAGuestNever() {
    try (Neighbour there = new Neighbour(Neighbour.rules(true))) {
      there.organisation.addWithoutMailbox(
          "gus", "Gus", Optional.of("person1@contoso.example"), "Guest");
      String id = there.organisation.addContact("con", "Con", "person2@contoso.example").id();

      ServiceSync.Report report =
          there.sync().run(List.of(Neighbour.person(1, "a"), Neighbour.person(2, "a")));

      assertEquals(
          Map.of(
              "user:001", SkipReason.OTHER_KIND_THERE,
              "user:002", SkipReason.TAKEN_OVER),
          skips(report));
      DirectoryObject taken = there.contact("person2@contoso.example").orElseThrow();
      assertEquals(id, taken.id());
      assertEquals("Person 2 (Contoso)", taken.text("displayName"));
      assertTrue(Mark.isAlias(taken.text("mailNickname")));
      assertTrue(Mark.isStamp(recipient(there, "person2@contoso.example", "CustomAttribute15")));
      assertTrue(
          there
              .sync()
              .run(List.of(Neighbour.person(1, "a"), Neighbour.person(2, "a")))
              .plan()
              .writesNothing());
    }
  }

  @Test
  void aContactOfAnotherPolicyOrInstallationIsNeverTakenOver() {
    try (Neighbour there = new Neighbour(Neighbour.rules(true))) {
      ServiceSync other = there.sync("others", Neighbour.rules(true), Optional.empty(), false);
      other.run(List.of(Neighbour.person(1, "theirs")));

      ServiceSync.Report report = there.sync().run(List.of(Neighbour.person(1, "ours")));

      assertEquals(Map.of("user:001", SkipReason.OTHER_KIND_THERE), skips(report));
      assertEquals(Map.of(1, "theirs"), there.held());
    }
  }

  /** Two installations may give their environments and policies the same names. */
  @Test
  void whatAnInstallationOfTheSameNamesMadeStaysItsOwn() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(List.of(Neighbour.person(5, "theirs"), Neighbour.person(6, "theirs")));
      ServiceSync twin = twin(there, false);

      ServiceSync.Report report =
          twin.run(List.of(Neighbour.person(6, "ours"), Neighbour.person(7, "ours")));
      ServiceSync.Report leaving = twin.run(List.of());

      assertEquals(
          Map.of("user:005", SkipReason.UNCLAIMED, "user:006", SkipReason.EXISTS_ALREADY),
          skips(report));
      assertEquals(Map.of(), leaving.rejected());
      assertEquals(Map.of(5, "theirs", 6, "theirs"), there.held());
      assertTrue(
          there
              .sync()
              .run(List.of(Neighbour.person(5, "theirs"), Neighbour.person(6, "theirs")))
              .plan()
              .writesNothing());
    }
  }

  /** As after the loss of the app's storage. */
  @Test
  void whatAnInstallationOfTheSameNamesMadeIsTakenOverWhereThePolicyAdoptsAndIsOursThen() {
    try (Neighbour there = new Neighbour()) {
      List<DesiredRecord> two = List.of(Neighbour.person(5, "a"), Neighbour.person(6, "a"));
      there.sync().run(two);
      ServiceSync heir = twin(there, true);

      ServiceSync.Report report = heir.run(two);
      ServiceSync.Report former = there.sync().run(two);

      assertEquals(
          Map.of("user:005", SkipReason.TAKEN_OVER, "user:006", SkipReason.TAKEN_OVER),
          skips(report));
      assertTrue(heir.run(two).plan().writesNothing());
      assertEquals(
          Map.of("user:005", SkipReason.EXISTS_ALREADY, "user:006", SkipReason.EXISTS_ALREADY),
          skips(former),
          "it is the heir's now");
      there.sync().run(List.of());
      assertEquals(Map.of(5, "a", 6, "a"), there.held());
      heir.run(List.of());
      assertEquals(Map.of(), there.held());
    }
  }

  private static ServiceSync twin(Neighbour there, boolean adopts) {
    return there.sync(
        "people", new Maker("ba9876543210"), Neighbour.rules(adopts), Optional.empty(), false);
  }

  @Test
  void aPolicyCleansUpOnlyWhatCameFromIt() {
    try (Neighbour there = new Neighbour()) {
      ServiceSync other = there.sync("others", Neighbour.rules(false), Optional.empty(), false);
      other.run(people(2, "theirs"));
      there.organisation.addContact("con", "Con", "con@partner.example");
      there.sync().run(List.of(Neighbour.person(5, "ours"), Neighbour.person(6, "ours")));

      there.sync().run(List.of());

      assertEquals(Map.of(0, "theirs", 1, "theirs"), there.held());
      assertTrue(there.contact("con@partner.example").isPresent());
    }
  }

  @Test
  void aContactWhoseStampSomebodyEmptiedGetsItAgain() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(1, "a"));
      ObjectId id = id(there, "person0@contoso.example");
      there.client.write(
          List.of(ContactCommand.setRecipient(id).with("CustomAttribute15", Optional.empty())),
          pause -> true,
          METER);

      there.sync().run(people(1, "a"));

      assertTrue(Mark.isStamp(recipient(there, "person0@contoso.example", "CustomAttribute15")));
      assertEquals(1, there.organisation.all(Kind.CONTACT).size());
    }
  }

  @Test
  void whatCarriesNoMarkOfOursAnyMoreIsNotRemoved() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(1, "a"));
      ObjectId id = id(there, "person0@contoso.example");
      there.client.write(
          List.of(
              ContactCommand.setRecipient(id)
                  .with("CustomAttribute15", Optional.empty())
                  .with("Name", "kept by hand")
                  .with("Alias", "kept.by.hand")),
          pause -> true,
          METER);

      ServiceSync.Report report = there.sync().run(List.of());

      assertEquals(Map.of("user:000", "notOursAnyMore"), report.remarks());
      assertEquals(Map.of(0, "a"), there.held());
      assertEquals(0, there.sync().ledger().held(), "or its policy could never be deleted");
    }
  }

  @Test
  void whoComesBackUnderAnotherIdKeepsTheContactWithoutAGap() {
    try (Neighbour there = new Neighbour()) {
      there
          .sync()
          .rules(
              new Rules(
                  true,
                  true,
                  Rules.UserEdits.OVERWRITE,
                  Rules.UserDeletes.RESTORE,
                  0L,
                  0L,
                  new Rules.Removal(true, false, Duration.ZERO, true),
                  new Rules.Accounts(true, false, 0L)));
      there.sync().run(people(1, "a"));
      ObjectId id = id(there, "person0@contoso.example");

      List<DesiredRecord> back =
          List.of(with(5, c -> c.text(RecordField.MAIL, "person0@contoso.example")));
      ServiceSync.Report report = there.sync().run(back);

      assertEquals(Map.of(), report.rejected());
      assertEquals(id, id(there, "person0@contoso.example"));
      assertEquals(Map.of(0, "x"), there.held());
      assertTrue(there.sync().run(back).plan().writesNothing());
    }
  }

  @Test
  void anAliasThatSomebodyGaveAContactIsSetBackSinceItIsAllThatTheDirectoryShowsOfTheMark() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(1, "a"));
      there.client.write(
          List.of(
              ContactCommand.setRecipient(id(there, "person0@contoso.example"))
                  .with("Alias", "ann.contoso")),
          pause -> true,
          METER);

      there.sync().rules(keepingEdits());
      there.sync().run(people(1, "a"));

      assertTrue(Mark.isAlias(recipient(there, "person0@contoso.example", "Alias")));
    }
  }

  private static Rules keepingEdits() {
    return new Rules(
        true,
        true,
        Rules.UserEdits.KEEP,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        Rules.Removal.AT_ONCE,
        new Rules.Accounts(true, false, 0L));
  }

  @Test
  void anAddressMovesFromWhoLeavesToWhoComes() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(2, "a"));

      ServiceSync.Report report =
          there
              .sync()
              .run(
                  List.of(
                      Neighbour.person(1, "a"),
                      with(5, c -> c.text(RecordField.MAIL, "person0@contoso.example"))));

      assertEquals(Map.of(), report.rejected());
      assertEquals(Map.of(0, "x", 1, "a"), there.held());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 12})
  void whoGetEachOthersAddressesGetThemInOneRun(int size) {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(size + 1, "a"));

      ServiceSync.Report report = there.sync().run(turned(size));

      assertEquals(Map.of(), report.rejected());
      for (int i = 0; i < size; i++) {
        assertEquals(
            "Person " + i + " (Contoso)",
            there
                .contact("person" + (i + 1) % size + "@contoso.example")
                .orElseThrow()
                .text("displayName"));
      }
      assertTrue(there.sync().run(turned(size)).plan().writesNothing());
    }
  }

  @Test
  @Tag("E3")
  void aCrashWhileAddressesAreExchangedIsMadeGoodAlsoWhereEditsAreKept() {
    for (int step = 1; step <= 4; step++) {
      try (Neighbour there = new Neighbour()) {
        there.sync().run(people(3, "a"));
        there.sync().rules(keepingEdits());
        int[] writes = {0};
        int last = step;
        there
            .hostility()
            .onRequest(
                sighting -> sighting.operation().endsWith(" Set-MailContact"),
                Moment.BEFORE,
                sighting -> writes[0]++ >= 5 + last ? Incident.reset() : Incident.NONE);
        there.sync().die(turned(3));
        there.hostility().calm();

        there.sync().run(turned(3));
        there.sync().run(turned(3));

        assertTrue(there.sync().run(turned(3)).plan().writesNothing(), "after step " + step);
        assertEquals(3, there.held().size(), "after step " + step);
      }
    }
  }

  /** Each of so many has the next one's address, and the last the first one's. */
  private static List<DesiredRecord> turned(int size) {
    List<DesiredRecord> turned = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String address = "person" + (i + 1) % size + "@contoso.example";
      Content content =
          Neighbour.content(i, "a").toBuilder().text(RecordField.MAIL, address).build();
      turned.add(new DesiredRecord(Neighbour.key(i), content, Optional.empty()));
    }
    return turned;
  }

  @Test
  void anAddressThatSomebodyGivesFreeInTheSameRunIsTakenThen() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(2, "a"));

      ServiceSync.Report report =
          there
              .sync()
              .run(
                  List.of(
                      with(0, c -> c.text(RecordField.MAIL, "person1@contoso.example")),
                      with(1, c -> c.text(RecordField.MAIL, "person2@contoso.example"))));

      assertEquals(Map.of(), report.rejected());
      assertEquals(Map.of(1, "x", 2, "x"), there.held());
      assertTrue(there.contact("person0@contoso.example").isEmpty());
    }
  }

  @Test
  void whereANewAddressIsTakenTheRestIsWrittenAndTheOldAddressStays() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(1, "a"));
      there.organisation.join("ann", "Ann", "ann");

      ServiceSync.Report report =
          there
              .sync()
              .run(
                  List.of(
                      with(
                          0,
                          c ->
                              c.text(RecordField.MAIL, "ann@fabrikam.example")
                                  .text(RecordField.DISPLAY_NAME, "Renamed"))));

      assertEquals(Map.of("user:000", "addressStays"), report.rejected());
      assertEquals(
          "Renamed", there.contact("person0@contoso.example").orElseThrow().text("displayName"));
    }
  }

  @Test
  void whoIsCalledLikeSomebodyElseThereGetsTheDomainBehindTheName() {
    try (Neighbour there = new Neighbour(Neighbour.rules(false), Optional.empty(), true)) {
      there.organisation.join("other", "Person 1 (Contoso)", "other");

      there.sync().run(people(3, "a"));
      ServiceSync.Report quiet = there.sync().run(people(3, "a"));

      assertEquals(
          List.of(
              "Person 0 (Contoso)", "Person 1 (Contoso) (contoso.example)", "Person 2 (Contoso)"),
          there.organisation.all(Kind.CONTACT).stream()
              .map(contact -> contact.text("displayName"))
              .sorted()
              .toList());
      assertTrue(quiet.plan().writesNothing(), quiet.plan().changes().toString());
    }
  }

  @Test
  void contactsAreMadeInTheUnitThatThePolicyNamesAndAMissingOneIsTold() {
    String unit = "fabrikam.onmicrosoft.com/Contacts";
    try (Neighbour there = new Neighbour(Neighbour.rules(false), Optional.of(unit), false)) {
      ServiceSync.Report missing = there.sync().run(people(1, "a"));
      assertEquals(Map.of("user:000", "unitMissing"), missing.rejected());
      assertEquals(Map.of(), there.held());

      there.tenant.exchange().addUnit(unit);
      assertTrue(there.sync().run(people(1, "a")).finished());

      assertEquals(unit, recipient(there, "person0@contoso.example", "OrganizationalUnit"));
    }
  }

  @Test
  void whoeverEditedAContactThereIsOverruled() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(2, "a"));
      ObjectId id = id(there, "person1@contoso.example");
      there.client.write(
          List.of(ContactCommand.setDetails(id).with("Title", "edited")), pause -> true, METER);

      there.sync().run(people(2, "a"));

      assertEquals(Map.of(0, "a", 1, "a"), there.held());
    }
  }

  @Test
  void whatIsDeletedThereIsMadeAgain() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(2, "a"));
      there.organisation.leave(id(there, "person1@contoso.example").value());

      there.sync().run(people(2, "a"));

      assertEquals(Map.of(0, "a", 1, "a"), there.held());
    }
  }

  @Test
  void thePredictionHoldsForAQuietOrganisation() {
    try (Neighbour there = new Neighbour()) {
      there.tenant.exchange().quirks().unseenFor(0);
      ServiceSync.Report first = there.sync().run(people(25, "a"));
      long lists = 3;

      assertEquals(
          new MailContactTarget(any -> null, () -> Neighbour.MAKER)
              .predictCalls(null, first.plan().counts(), 0),
          there.sync().meter().calls() - lists);
    }
  }

  @Test
  void aListThatBreaksOffIsNoList() {
    try (Neighbour there = new Neighbour()) {
      there.sync().run(people(3, "a"));
      for (String list : Set.of("Get-MailContact", "Get-Contact", "Get-Recipient")) {
        there
            .hostility()
            .onRequest(
                sighting -> sighting.operation().endsWith(" " + list),
                Moment.BEFORE,
                Incident.unavailable());

        ServiceSync.Report report = there.sync().run(List.of());

        assertTrue(report.problem().isPresent());
        assertEquals(3, there.held().size());
        there.hostility().calm();
      }
    }
  }

  private static List<DesiredRecord> people(int count, String title) {
    List<DesiredRecord> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(Neighbour.person(i, title));
    }
    return people;
  }

  private static DesiredRecord with(int number, UnaryOperator<Content.Builder> more) {
    return new DesiredRecord(
        Neighbour.key(number),
        more.apply(Neighbour.content(number, "x").toBuilder()).build(),
        Optional.empty());
  }

  private static DesiredRecord longKey(String value) {
    RecordKey key = new RecordKey(value);
    return new DesiredRecord(key, Neighbour.content(key, 1, "a"), Optional.empty());
  }

  private static Map<String, SkipReason> skips(ServiceSync.Report report) {
    Map<String, SkipReason> skips = new TreeMap<>();
    for (Change change : report.plan().changes()) {
      if (change instanceof Change.Skip skip) {
        skips.put(skip.key().value(), skip.reason());
      }
    }
    return skips;
  }

  private static ObjectId id(Neighbour there, String address) {
    return new ObjectId(there.contact(address).orElseThrow().id());
  }

  private static ExchangeRow details(Neighbour there, String address) {
    return there.client.read(Cmdlet.of("Get-Contact", id(there, address).value()), METER).get(0);
  }

  private static String recipient(Neighbour there, String address, String column) {
    return there
        .client
        .read(Cmdlet.of("Get-MailContact", id(there, address).value()), METER)
        .get(0)
        .text(column)
        .orElse("");
  }
}
