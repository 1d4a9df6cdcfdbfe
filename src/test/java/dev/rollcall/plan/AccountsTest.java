package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.plan.ObservedItem.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reconciler does where items are accounts of a service that others use too. */
class AccountsTest {

  private static final Instant FIRST = Instant.parse("2026-11-01T02:00:00Z");
  private static final Instant SECOND = FIRST.plus(Duration.ofDays(1));
  private static final Instant THIRD = FIRST.plus(Duration.ofDays(2));
  private static final RecordKey ADA = new RecordKey("user:ada");
  private static final RecordKey BOB = new RecordKey("user:bob");

  @Test
  @Tag("S5")
  void anAccountOfTheSameAddressIsTakenOverAndNotMadeTwice() {
    Plan plan =
        plan(
            List.of(person(ADA, "ada@contoso.com", "Ada")),
            Ledger.empty(),
            FIRST,
            ADOPT,
            item("1", "ADA@contoso.com", "Ada L", AccountType.USER));

    assertEquals(new Plan.Counts(0, 1, 0, 0, 1), plan.counts());
    assertTrue(reasons(plan).contains(SkipReason.TAKEN_OVER));
    assertEquals("1", plan.ledger().find(ADA).orElseThrow().itemId());
  }

  @Test
  @Tag("S5")
  void anAccountThatIsThereIsLeftAloneIfThePolicySaysSo() {
    Plan plan =
        plan(
            List.of(person(ADA, "ada@contoso.com", "Ada")),
            Ledger.empty(),
            FIRST,
            SKIP,
            item("1", "ada@contoso.com", "Ada L", AccountType.USER));

    assertTrue(plan.writesNothing());
    assertEquals(List.of(SkipReason.EXISTS_ALREADY), reasons(plan));
    assertTrue(plan.ledger().entries().isEmpty());
  }

  @Test
  @Tag("P16")
  void anAddressThatIsKnownAsAnotherKindOfAccountIsReportedAndLeftAlone() {
    Plan plan =
        plan(
            List.of(person(ADA, "ada@contoso.com", "Ada")),
            Ledger.empty(),
            FIRST,
            ADOPT,
            item("1", "ada@contoso.com", "Ada", AccountType.FUNCTIONAL));

    assertTrue(plan.writesNothing());
    assertEquals(List.of(SkipReason.OTHER_KIND_THERE), reasons(plan));
  }

  @Test
  @Tag("S5")
  void whatIsLeftAloneStaysSoAfterACreationFailedOrTheAccountWasMadeAgainByHand() {
    List<DesiredRecord> ada = List.of(person(ADA, "ada@contoso.com", "Ada"));
    ObservedItem theirs = item("9", "ada@contoso.com", "Ada L", AccountType.USER);
    Ledger failed =
        Ledger.of(
            List.of(
                LedgerEntry.notCreated(
                    ADA, new LedgerEntry.Setback(1, FIRST.minus(Duration.ofHours(1))))));

    assertEquals(
        List.of(SkipReason.EXISTS_ALREADY), reasons(plan(ada, failed, FIRST, SKIP, theirs)));
    assertEquals(
        List.of(SkipReason.EXISTS_ALREADY), reasons(plan(ada, ledgerOfAda(), FIRST, SKIP, theirs)));
    assertTrue(plan(ada, failed, FIRST, SKIP, theirs).writesNothing());
    assertTrue(plan(ada, ledgerOfAda(), FIRST, SKIP, theirs).writesNothing());
  }

  @Test
  @Tag("S5")
  void anAccountWhoseAddressTwoRecordsShareIsGivenToNeither() {
    Plan plan =
        plan(
            List.of(
                person(ADA, "ada@contoso.com", "Ada").doubted(SkipReason.ADDRESS_NOT_ITS_OWN),
                person(BOB, "ada@contoso.com", "Bob").doubted(SkipReason.ADDRESS_NOT_ITS_OWN)),
            Ledger.empty(),
            FIRST,
            ADOPT,
            item("1", "ada@contoso.com", "Ada", AccountType.USER));

    assertTrue(plan.writesNothing());
    assertTrue(
        plan.ledger().entries().isEmpty(), "whoever goes next must not take the other's account");
  }

  @Test
  void whatNobodyOfUsMadeOrWantsIsNeverTouched() {
    ObservedItem marked =
        new ObservedItem(
            "2",
            Optional.of(BOB),
            content("bob@contoso.com", "Bob", AccountType.USER),
            content("bob@contoso.com", "Bob", AccountType.USER).prints(),
            FIRST);
    Plan plan =
        plan(
            List.of(),
            Ledger.empty(),
            FIRST,
            ADOPT,
            item("1", "eve@contoso.com", "Eve", AccountType.USER),
            marked);

    assertEquals(List.of(), plan.changes(), "not even what another policy of ours marked");
  }

  @Test
  void anAccountWithOurMarkIsFoundAgainAfterALostAnswer() {
    Content content = content("new@contoso.com", "Bob", AccountType.USER);
    ObservedItem marked = new ObservedItem("2", Optional.of(BOB), content, content.prints(), FIRST);
    Plan plan =
        plan(List.of(person(BOB, "new@contoso.com", "Bob")), Ledger.empty(), FIRST, SKIP, marked);

    assertTrue(plan.writesNothing());
    assertEquals("2", plan.ledger().find(BOB).orElseThrow().itemId());
    assertEquals(List.of(), reasons(plan), "it is ours, so it is not taken over");
  }

  @Test
  @Tag("R20")
  void whoeverLeavesIsMissedTwiceThenDisabledThenDeletedEachInARunOfItsOwn() {
    Rules rules = rules(new Rules.Removal(true, true, Duration.ZERO, true));
    Ledger ledger = ledgerOfAda();

    Plan missed = plan(List.of(), ledger, FIRST, rules, ada());
    assertEquals(List.of(SkipReason.WAITS_FOR_SECOND_RUN), reasons(missed));
    Ledger waiting = missed.ledger().with(missed.settled());
    assertEquals(
        List.of(SkipReason.WAITS_FOR_SECOND_RUN),
        reasons(plan(List.of(), waiting, FIRST, rules, ada())),
        "the same run, a slice later");

    Plan disabling = plan(List.of(), waiting, SECOND, rules, ada());
    assertEquals(List.of(new Change.Disable(ADA, "1")), disabling.changes());
    Ledger disabled = disabled(disabling, SECOND.plusSeconds(5));
    assertEquals(
        List.of(SkipReason.WAITS_FOR_SECOND_RUN),
        reasons(plan(List.of(), disabled, SECOND, rules, ada())));

    Plan deleting = plan(List.of(), disabled, THIRD, rules, ada());
    assertEquals(List.of(new Change.Delete(ADA, "1", false)), deleting.changes());
  }

  @Test
  @Tag("R20")
  void theDaysOfGraceCountFromTheRunThatMissedItFirst() {
    Rules rules = rules(new Rules.Removal(false, false, Duration.ofDays(2), true));

    Plan first = plan(List.of(), ledgerOfAda(), FIRST, rules, ada());
    Ledger waiting = first.ledger().with(first.settled());
    Plan second = plan(List.of(), waiting, SECOND, rules, ada());
    Plan third = plan(List.of(), waiting, THIRD, rules, ada());

    assertEquals(List.of(SkipReason.WAITS_FOR_GRACE), reasons(first));
    assertEquals(
        Optional.of(THIRD), waiting.find(ADA).orElseThrow().leaving().orElseThrow().nextStep());
    assertEquals(List.of(SkipReason.WAITS_FOR_GRACE), reasons(second));
    assertEquals(List.of(new Change.Delete(ADA, "1", false)), third.changes());
  }

  @Test
  @Tag("R20")
  void whoeverComesBackIsEnabledAgainAndNoLongerLeaving() {
    Rules rules = rules(new Rules.Removal(false, true, Duration.ofDays(30), true));
    Ledger disabled =
        disabled(plan(List.of(), ledgerOfAda(), FIRST, rules, ada()), FIRST.plusSeconds(5));

    Plan back =
        plan(
            List.of(person(ADA, "ada@contoso.com", "Ada")), disabled, SECOND, rules, disabledAda());

    assertEquals(
        List.of(new Change.Update(ADA, "1", 1L << RecordField.ACTIVE.code(), Optional.empty())),
        back.changes());
    assertEquals(
        Optional.empty(), back.ledger().with(back.settled()).find(ADA).orElseThrow().leaving());
  }

  @Test
  @Tag("S8")
  void whatThisPolicyIsKnownToHaveMadeAndNobodyWantsGoes() {
    Plan plan = plan(List.of(), Ledger.empty(), FIRST, SKIP, made(Origin.OURS));

    assertEquals(List.of(new Change.Delete(BOB, "2", false)), plan.changes());
  }

  @Test
  @Tag("S8")
  void whatAPolicyOfTheSameNameMadeStaysItsOwn() {
    assertEquals(
        List.of(SkipReason.UNCLAIMED),
        reasons(plan(List.of(), Ledger.empty(), FIRST, SKIP, made(Origin.NAMESAKE))));
    List<DesiredRecord> bob = List.of(person(BOB, "bob@contoso.com", "Bob"));
    assertEquals(
        List.of(SkipReason.EXISTS_ALREADY),
        reasons(plan(bob, Ledger.empty(), FIRST, SKIP, made(Origin.NAMESAKE))));
    assertEquals(
        List.of(SkipReason.TAKEN_OVER),
        reasons(plan(bob, Ledger.empty(), FIRST, ADOPT, made(Origin.NAMESAKE))));
    assertEquals(
        List.of(),
        plan(List.of(), Ledger.empty(), FIRST, SKIP, made(Origin.UNTOLD)).changes(),
        "another policy's, which is no news");
  }

  @Test
  @Tag("S8")
  void whatWasHalfMadeGoesOnAsTheRecordOfItsAddress() {
    Plan plan =
        plan(
            List.of(person(ADA, "bob@contoso.com", "Bob")),
            Ledger.empty(),
            FIRST,
            SKIP,
            made(Origin.OURS));

    assertEquals(List.of(), plan.changes());
    assertEquals("2", plan.ledger().find(ADA).orElseThrow().itemId());
  }

  private static ObservedItem made(Origin origin) {
    Content content = content("bob@contoso.com", "Bob", AccountType.USER);
    return new ObservedItem("2", Optional.of(BOB), content, content.prints(), FIRST).by(origin);
  }

  @Test
  @Tag("R20")
  void whereNothingIsDeletedDisablingIsTheLastStep() {
    Rules rules = rules(new Rules.Removal(false, true, Duration.ZERO, false));
    Ledger disabled =
        disabled(plan(List.of(), ledgerOfAda(), FIRST, rules, ada()), FIRST.plusSeconds(5));

    Plan later = plan(List.of(), disabled, THIRD, rules, ada());

    assertEquals(List.of(SkipReason.DISABLED_ONLY), reasons(later));
    assertEquals(
        Optional.empty(),
        later.settled().get(ADA).orElseThrow().leaving().orElseThrow().nextStep());
  }

  @Test
  @Tag("P15")
  void aRecordOfWhichAPartCouldNotBeReadStaysAsItIs() {
    DesiredRecord unsure =
        person(ADA, "ada@contoso.com", "Another name").doubted(SkipReason.TRUSTEES_UNREAD);

    assertEquals(
        List.of(SkipReason.TRUSTEES_UNREAD),
        reasons(plan(List.of(unsure), ledgerOfAda(), FIRST, ADOPT, ada())));
    assertEquals(
        List.of(SkipReason.TRUSTEES_UNREAD),
        reasons(plan(List.of(unsure), Ledger.empty(), FIRST, ADOPT)));
  }

  @Test
  @Tag("S6")
  void noFunctionalAccountIsMadeThatNobodyIsBehindButOneThatLosesItsLastIsEmptied() {
    Rules rules =
        rules(Rules.Removal.AT_ONCE, new Rules.Accounts(true, true, bit(RecordField.MEMBERS)));
    Content empty = content("info@contoso.com", "Info", AccountType.FUNCTIONAL);
    Content manned =
        empty.with(
            RecordField.MEMBERS,
            new FieldValue.Members(List.of(new FieldValue.Member("", "", "ada@contoso.com"))));
    DesiredRecord record = new DesiredRecord(ADA, empty, Optional.empty());
    LedgerEntry entry =
        LedgerEntry.present(ADA, "1", manned.prints(), manned.prints(), Optional.empty());

    Plan fresh = plan(List.of(record), Ledger.empty(), FIRST, rules);
    Plan emptied =
        plan(
            List.of(record),
            Ledger.of(List.of(entry)),
            FIRST,
            rules,
            new ObservedItem("1", Optional.empty(), manned, manned.prints(), FIRST));

    assertEquals(List.of(SkipReason.NO_MEMBER), reasons(fresh));
    assertEquals(
        List.of(new Change.Update(ADA, "1", bit(RecordField.MEMBERS), Optional.empty())),
        emptied.changes());
  }

  // --- help ----------------------------------------------------------------------------------

  private static final Rules ADOPT =
      rules(Rules.Removal.AT_ONCE, new Rules.Accounts(true, true, 0L));
  private static final Rules SKIP =
      rules(Rules.Removal.AT_ONCE, new Rules.Accounts(true, false, 0L));

  private static Rules rules(Rules.Removal removal) {
    return rules(removal, new Rules.Accounts(true, true, 0L));
  }

  private static Rules rules(Rules.Removal removal, Rules.Accounts accounts) {
    return new Rules(
        true,
        true,
        Rules.UserEdits.OVERWRITE,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        removal,
        accounts);
  }

  private static Plan plan(
      List<DesiredRecord> desired,
      Ledger ledger,
      Instant asOf,
      Rules rules,
      ObservedItem... items) {
    return Reconciler.reconcile(
        desired,
        true,
        ledger,
        new Observed.Whole(List.of(items)),
        rules,
        asOf.plusSeconds(1),
        asOf);
  }

  /** The ledger after the plan's only change, which disables an account. */
  private static Ledger disabled(Plan plan, Instant at) {
    Ledger before = plan.ledger().with(plan.settled());
    LedgerEntry entry = before.find(ADA).orElseThrow();
    LedgerEntry after =
        entry.disabled(
            Rules.DISABLED_FIELDS,
            off().prints(),
            new LedgerEntry.Leaving(
                entry.leaving().orElseThrow().since(), Optional.of(at), Optional.of(at)));
    return Ledger.of(List.of(after));
  }

  private static Content off() {
    return content("ada@contoso.com", "Ada", AccountType.USER)
        .with(RecordField.ACTIVE, new FieldValue.Text("false"));
  }

  private static ObservedItem disabledAda() {
    return new ObservedItem("1", Optional.empty(), off(), off().prints(), FIRST);
  }

  private static Ledger ledgerOfAda() {
    Content content = content("ada@contoso.com", "Ada", AccountType.USER);
    return Ledger.of(
        List.of(
            LedgerEntry.present(ADA, "1", content.prints(), content.prints(), Optional.empty())));
  }

  private static ObservedItem ada() {
    return item("1", "ada@contoso.com", "Ada", AccountType.USER);
  }

  private static DesiredRecord person(RecordKey key, String mail, String name) {
    return new DesiredRecord(key, content(mail, name, AccountType.USER), Optional.empty());
  }

  private static ObservedItem item(String id, String mail, String name, AccountType type) {
    Content content = content(mail, name, type);
    return new ObservedItem(id, Optional.empty(), content, content.prints(), FIRST);
  }

  private static Content content(String mail, String name, AccountType type) {
    return new Content.Builder()
        .text(RecordField.MAIL, mail)
        .text(RecordField.DISPLAY_NAME, name)
        .text(RecordField.ACCOUNT_TYPE, type.value())
        .text(RecordField.ACTIVE, "true")
        .build();
  }

  private static long bit(RecordField field) {
    return 1L << field.code();
  }

  private static List<SkipReason> reasons(Plan plan) {
    return plan.changes().stream()
        .filter(Change.Skip.class::isInstance)
        .map(change -> ((Change.Skip) change).reason())
        .toList();
  }
}
