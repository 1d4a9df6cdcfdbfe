package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.plan.LedgerEntry.Setback;
import dev.rollcall.plan.Rules.UserDeletes;
import dev.rollcall.plan.Rules.UserEdits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the reconciler's table. */
@Tag("R1")
class ReconcilerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final RecordKey ADA = new RecordKey("user:ada");
  private static final String ID = "item-1";
  private static final long TITLE = 1L << RecordField.JOB_TITLE.code();
  private static final long MOBILE = 1L << RecordField.MOBILE_PHONE.code();

  private static final Content ENGINEER = contact("Engineer", "+1");
  private static final Content LEAD = contact("Lead", "+1");
  private static final Content USERS = contact("Engineer", "+2");
  private static final Content BOTH = contact("Lead", "+2");

  private static final long ALL_OF_ENGINEER = ENGINEER.prints().fields();

  private static final Change CREATE = new Change.Create(ADA, false);
  private static final Change RESTORE = new Change.Create(ADA, true);
  private static final Change DELETE = new Change.Delete(ADA, ID, false);
  private static final Setback UNTIL_LATER = new Setback(1, NOW.plusSeconds(1));
  private static final Setback UNTIL_NOW = new Setback(3, NOW);

  /** What is desired, known and seen; the policy; what the plan does. */
  static Stream<Arguments> cells() {
    Rules overwrite = rules(true, true, UserEdits.OVERWRITE, UserDeletes.RESTORE);
    Rules keep = rules(true, true, UserEdits.KEEP, UserDeletes.RESTORE);
    Rules respect = rules(true, true, UserEdits.OVERWRITE, UserDeletes.RESPECT);
    Rules noDelete = rules(true, false, UserEdits.OVERWRITE, UserDeletes.RESTORE);
    Rules noWrite = rules(false, true, UserEdits.OVERWRITE, UserDeletes.RESTORE);
    Optional<Content> none = Optional.empty();
    Optional<Content> lead = Optional.of(LEAD);
    Optional<Content> engineer = Optional.of(ENGINEER);
    Optional<LedgerEntry> unknown = Optional.empty();
    Optional<LedgerEntry> present = Optional.of(present(ENGINEER));
    Optional<LedgerEntry> ailing = present.map(e -> e.withSetback(Optional.of(UNTIL_LATER)));
    Optional<LedgerEntry> mended = present.map(e -> e.withSetback(Optional.of(UNTIL_NOW)));
    Optional<LedgerEntry> respected = Optional.of(LedgerEntry.deletedByUser(ADA));
    Optional<LedgerEntry> failed = Optional.of(LedgerEntry.notCreated(ADA, UNTIL_LATER));
    Optional<LedgerEntry> ripe = Optional.of(LedgerEntry.notCreated(ADA, UNTIL_NOW));
    Observed unseen = new Observed.NotRead();
    Observed doubted = new Observed.NotRead(true);
    Observed quiet = new Observed.Drift(Map.of(), Set.of());
    Observed gone = new Observed.Drift(Map.of(), Set.of(ID));
    Observed damaged =
        new Observed.Drift(Map.of(ID, ObservedItem.unread(ID, Optional.empty())), Set.of());
    Observed edited = new Observed.Drift(Map.of(ID, item(ID, false, USERS)), Set.of());

    return Stream.of(
        cell("never there", engineer, unknown, unseen, overwrite, CREATE),
        cell("never there, off", engineer, unknown, unseen, noWrite, off(0L)),
        cell("nothing anywhere", none, unknown, unseen, overwrite),
        cell("untouched and equal", engineer, present, unseen, overwrite),
        cell("untouched and equal, looked at", engineer, present, quiet, overwrite),
        cell("untouched and changed", lead, present, unseen, overwrite, update(TITLE)),
        cell("untouched and changed, off", lead, present, unseen, noWrite, off(TITLE)),
        cell("changed but set back", lead, ailing, unseen, overwrite, backingOff(TITLE)),
        cell("changed and due again", lead, mended, unseen, overwrite, update(TITLE)),
        cell("equal but in doubt", engineer, present, doubted, overwrite, update(ALL_OF_ENGINEER)),
        cell("not desired and in doubt", none, present, doubted, overwrite, DELETE),
        cell("never there, in doubt", engineer, unknown, doubted, overwrite, CREATE),
        cell("not desired", none, present, unseen, overwrite, DELETE),
        cell("not desired, off", none, present, unseen, noDelete, skip(SkipReason.DELETE_OFF)),
        cell("not desired but set back", none, ailing, unseen, overwrite, backingOff(0L)),
        cell("not desired and edited", none, present, edited, overwrite, DELETE),
        cell("not desired and gone", none, present, gone, overwrite),
        cell("not desired and respected", none, respected, unseen, respect),
        cell("not desired and never created", none, failed, unseen, overwrite),
        cell("edited, overwritten", engineer, present, edited, overwrite, update(MOBILE)),
        cell("edited, kept", engineer, present, edited, keep, edited(MOBILE)),
        cell(
            "edited and changed, overwritten",
            lead,
            present,
            edited,
            overwrite,
            update(TITLE | MOBILE)),
        cell("edited and changed, kept", lead, present, edited, keep, update(TITLE)),
        cell("edited to what the source says", Optional.of(USERS), present, edited, overwrite),
        cell(
            "edited to what the source says",
            Optional.of(BOTH),
            present,
            edited,
            overwrite,
            update(TITLE)),
        cell("there and unreadable", engineer, present, damaged, overwrite, unread()),
        cell("there and unreadable, changed", lead, present, damaged, overwrite, unread()),
        cell("there and unreadable, not desired", none, present, damaged, overwrite, unread()),
        cell("gone, restored", engineer, present, gone, overwrite, RESTORE),
        cell("gone, respected", engineer, present, gone, respect, deletedByUser()),
        cell("gone, off", engineer, present, gone, noWrite, off(0L)),
        cell("respected", engineer, respected, unseen, respect, deletedByUser()),
        cell("respected, policy now restores", engineer, respected, unseen, overwrite, RESTORE),
        cell("never created, set back", engineer, failed, unseen, overwrite, backingOff(0L)),
        cell("never created, due again", engineer, ripe, unseen, overwrite, CREATE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void eachCellOfTheTable(
      String name,
      Optional<Content> desired,
      Optional<LedgerEntry> known,
      Observed observed,
      Rules rules,
      List<Change> expected) {
    assertEquals(expected, plan(desired, true, known, observed, rules).changes());
  }

  /** The same cells where the source may have withheld something. */
  static Stream<Arguments> incompleteCells() {
    return cells()
        .filter(cell -> ((Optional<?>) cell.get()[1]).isEmpty())
        .map(cell -> Arguments.of(cell.get()[0], cell.get()[2], cell.get()[3], cell.get()[4]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("incompleteCells")
  @Tag("R9")
  void anIncompleteSourceNeitherDeletesNorForgets(
      String name, Optional<LedgerEntry> known, Observed observed, Rules rules) {
    Plan plan = plan(Optional.empty(), false, known, observed, rules);

    assertTrue(plan.writesNothing());
    boolean gone = observed instanceof Observed.Drift drift && drift.removed().contains(ID);
    boolean isThere = known.isPresent() && known.get().isPresent() && !gone;
    assertEquals(isThere ? List.of(skip(SkipReason.SOURCE_INCOMPLETE)) : List.of(), plan.changes());
    assertEquals(
        known.isPresent() && !gone, plan.ledger().with(plan.settled()).find(ADA).isPresent());
  }

  @Test
  @Tag("R18")
  void aPhotoIsWrittenWhenItsContentIsNew() {
    Fingerprint content = Fingerprint.of("jpeg");
    LedgerEntry without = present(ENGINEER);
    LedgerEntry with = without.withPhoto(Optional.of(content));

    assertEquals(
        List.of(new Change.Update(ADA, ID, 0L, Optional.of(content))),
        planWithPhoto(Optional.of(content), without).changes());
    assertEquals(List.of(), planWithPhoto(Optional.of(content), with).changes());
  }

  @Test
  @Tag("R18")
  void aPhotoThatWentStaysAndIsSaidOnce() {
    LedgerEntry with = present(ENGINEER).withPhoto(Optional.of(Fingerprint.of("jpeg")));

    Plan first = planWithPhoto(Optional.empty(), with);
    Plan second = planWithPhoto(Optional.empty(), first.settled().get(ADA).orElseThrow());

    assertEquals(List.of(skip(SkipReason.PHOTO_NOT_REMOVABLE)), first.changes());
    assertEquals(List.of(), second.changes());
  }

  @Test
  @Tag("R10")
  void aFullReadFindsWhatADeadInvocationWrote() {
    ObservedItem item = item("item-7", true, ENGINEER);

    Plan plan =
        plan(
            Optional.of(LEAD),
            true,
            Optional.empty(),
            new Observed.Whole(List.of(item)),
            Rules.defaults());

    assertEquals(
        List.of(new Change.Update(ADA, "item-7", TITLE, Optional.empty())), plan.changes());
    assertEquals("item-7", plan.ledger().find(ADA).orElseThrow().itemId());
  }

  @Test
  @Tag("R10")
  void aFullReadDeletesDoublesButTheKnownOne() {
    ObservedItem older = item("item-0", true, ENGINEER);
    ObservedItem known = item(ID, true, ENGINEER);
    ObservedItem younger = item("item-9", true, ENGINEER);

    Plan plan =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(younger, older, known)),
            rules(true, false, UserEdits.OVERWRITE, UserDeletes.RESTORE));

    assertEquals(
        List.of(new Change.Delete(ADA, "item-0", true), new Change.Delete(ADA, "item-9", true)),
        plan.changes());
    assertEquals(1, plan.unchanged());
  }

  @Test
  @Tag("R10")
  void whatADeadInvocationWroteAndNobodyCanReadIsNotWrittenTwice() {
    Plan plan =
        plan(
            Optional.of(LEAD),
            true,
            Optional.empty(),
            new Observed.Whole(List.of(ObservedItem.unread("item-7", Optional.of(ADA)))),
            Rules.defaults());

    assertEquals(List.of(unread()), plan.changes());
    assertEquals("item-7", plan.ledger().find(ADA).orElseThrow().itemId());
  }

  @Test
  @Tag("R10")
  void aDoubleOfWhatCannotBeReadIsNotDeletedAndNeitherIsOneThatCannotBeRead() {
    ObservedItem damaged = ObservedItem.unread(ID, Optional.of(ADA));
    ObservedItem copy = item("item-9", true, ENGINEER);
    ObservedItem damagedCopy = ObservedItem.unread("item-8", Optional.of(ADA));

    Plan ofDamaged =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(copy, damaged)),
            Rules.defaults());
    Plan ofSound =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(damagedCopy, item(ID, true, ENGINEER))),
            Rules.defaults());

    assertEquals(List.of(unread()), ofDamaged.changes());
    assertEquals(List.of(), ofSound.changes());
    assertEquals(1, ofSound.unchanged());
  }

  @Test
  @Tag("R10")
  void ofDoublesNobodyKnowsTheOldestStays() {
    ObservedItem older = item("item-9", true, ENGINEER);
    ObservedItem younger =
        new ObservedItem(
            "item-0", Optional.of(ADA), ENGINEER, ENGINEER.prints(), NOW.plusSeconds(1));

    Plan plan =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.empty(),
            new Observed.Whole(List.of(younger, older)),
            Rules.defaults());

    assertEquals(List.of(new Change.Delete(ADA, "item-0", true)), plan.changes());
    assertEquals("item-9", plan.ledger().find(ADA).orElseThrow().itemId());
  }

  @Test
  @Tag("P5")
  @Tag("R12")
  void whatMovedAlongKeepsItsUsersEdits() {
    ObservedItem there = item("there-1", true, LEAD);

    Plan kept =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(there), true),
            rules(true, true, UserEdits.KEEP, UserDeletes.RESTORE));
    Plan overwritten =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(there), true),
            Rules.defaults());

    assertEquals(List.of(new Change.Skip(ADA, SkipReason.EDITED_BY_USER, TITLE)), kept.changes());
    assertEquals("there-1", kept.ledger().with(kept.settled()).find(ADA).orElseThrow().itemId());
    assertEquals(
        List.of(new Change.Update(ADA, "there-1", TITLE, Optional.empty())), overwritten.changes());
  }

  @Test
  @Tag("P5")
  void whatMovedAlongUnchangedIsNotWritten() {
    Plan plan =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(item("there-1", true, ENGINEER)), true),
            Rules.defaults());

    assertEquals(List.of(), plan.changes());
    assertEquals(1, plan.unchanged());
  }

  @Test
  @Tag("P5")
  void aMailboxThatCameWithoutItsContactsIsANewOne() {
    Plan plan =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(item("other", false, LEAD)), true),
            rules(true, true, UserEdits.OVERWRITE, UserDeletes.RESPECT));

    assertEquals(List.of(new Change.Create(ADA, false)), plan.changes());
  }

  @Test
  @Tag("R12")
  void aDeletionIsRespectedEvenWhereTheSourceWithheldTheRecordThen() {
    Plan plan =
        plan(
            Optional.empty(),
            false,
            Optional.of(present(ENGINEER)),
            new Observed.Drift(Map.of(), Set.of(ID)),
            rules(true, true, UserEdits.OVERWRITE, UserDeletes.RESPECT));

    assertEquals(
        Optional.of(LedgerEntry.deletedByUser(ADA)), plan.ledger().with(plan.settled()).find(ADA));
  }

  @Test
  @Tag("R12")
  void anEditOfAnItemThatStaysIsRememberedUntilTheRecordIsBack() {
    Observed edited = new Observed.Drift(Map.of(ID, item(ID, false, USERS)), Set.of());
    Plan away =
        plan(
            Optional.empty(),
            true,
            Optional.of(present(ENGINEER)),
            edited,
            rules(true, false, UserEdits.OVERWRITE, UserDeletes.RESTORE));
    Optional<LedgerEntry> remembered = away.ledger().with(away.settled()).find(ADA);

    Plan back =
        plan(Optional.of(ENGINEER), true, remembered, new Observed.NotRead(), Rules.defaults());

    assertEquals(List.of(update(MOBILE)), back.changes());
  }

  @Test
  @Tag("R10")
  void anItemThatLostItsStampIsKnownByItsId() {
    Plan plan =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.Whole(List.of(item(ID, false, ENGINEER), item("other", false, LEAD))),
            Rules.defaults());

    assertEquals(List.of(), plan.changes());
  }

  @Test
  @Tag("R12")
  void categoriesOfAnItemWeDoNotKnowAreLeftToItsUser() {
    Content filed = ENGINEER.toBuilder().texts(RecordField.CATEGORIES, List.of("Friends")).build();

    Plan plan =
        plan(
            Optional.of(ENGINEER),
            true,
            Optional.empty(),
            new Observed.Whole(List.of(item(ID, true, filed))),
            Rules.defaults());

    assertEquals(List.of(), plan.changes());
  }

  @Test
  @Tag("R12")
  void aKeptFieldTheSourceChangesIsSaid() {
    LedgerEntry kept = present(ENGINEER).withKeptFields(MOBILE);

    Plan plan =
        plan(
            Optional.of(contact("Engineer", "+9")),
            true,
            Optional.of(kept),
            new Observed.NotRead(),
            rules(true, true, UserEdits.KEEP, UserDeletes.RESTORE));

    assertEquals(List.of(edited(MOBILE)), plan.changes());
    assertEquals(0, plan.unchanged());
  }

  @Test
  void aPlanIsKnownByItsWritesAlone() {
    Plan writes =
        plan(
            Optional.of(LEAD),
            true,
            Optional.of(present(ENGINEER)),
            new Observed.NotRead(),
            Rules.defaults());
    Plan same =
        new Plan(
            List.of(writes.changes().get(0), skip(SkipReason.DELETE_OFF)),
            Ledger.empty(),
            Map.of(),
            7);
    Plan other = new Plan(List.of(DELETE), Ledger.empty(), Map.of(), 0);

    assertEquals(writes.id(), same.id());
    assertTrue(!writes.id().equals(other.id()));
    assertEquals(new Plan.Counts(0, 1, 0, 0, 1), same.counts());
  }

  private static Plan plan(
      Optional<Content> desired,
      boolean complete,
      Optional<LedgerEntry> known,
      Observed observed,
      Rules rules) {
    return Reconciler.reconcile(
        desired.stream().map(c -> new DesiredRecord(ADA, c, Optional.empty())).toList(),
        complete,
        Ledger.of(known.stream().toList()),
        observed,
        rules,
        NOW,
        NOW);
  }

  private static Plan planWithPhoto(Optional<Fingerprint> photo, LedgerEntry known) {
    DesiredRecord record =
        new DesiredRecord(ADA, ENGINEER, photo.map(c -> new DesiredRecord.Photo("tag", c)));
    return Reconciler.reconcile(
        List.of(record),
        true,
        Ledger.of(List.of(known)),
        new Observed.NotRead(),
        Rules.defaults(),
        NOW,
        NOW);
  }

  private static Arguments cell(
      String name,
      Optional<Content> desired,
      Optional<LedgerEntry> known,
      Observed observed,
      Rules rules,
      Change... expected) {
    return Arguments.of(name, desired, known, observed, rules, List.of(expected));
  }

  @Test
  void whatWasCreatedAndIsNotShownByTheNextReadingIsGone() {
    FieldPrints prints = ENGINEER.prints();
    LedgerEntry created = LedgerEntry.written(ADA, ID, prints, prints, Optional.empty());
    List<DesiredRecord> desired = List.of(new DesiredRecord(ADA, ENGINEER, Optional.empty()));

    Plan shown =
        Reconciler.reconcile(
            desired,
            true,
            Ledger.of(List.of(created)),
            new Observed.Drift(Map.of(ID, item(ID, false, ENGINEER)), Set.of()),
            Rules.defaults(),
            NOW,
            NOW);
    Plan notShown =
        Reconciler.reconcile(
            desired,
            true,
            Ledger.of(List.of(created)),
            new Observed.Drift(Map.of(), Set.of()),
            Rules.defaults(),
            NOW,
            NOW);

    assertEquals(List.of(), shown.changes());
    assertEquals(LedgerEntry.Standing.PRESENT, shown.ledger().find(ADA).orElseThrow().standing());
    assertEquals(List.of(new Change.Create(ADA, true)), notShown.changes());
  }

  private static Rules rules(
      boolean createAndUpdate, boolean delete, UserEdits edits, UserDeletes deletes) {
    return new Rules(createAndUpdate, delete, edits, deletes, 0L, 0L);
  }

  private static Content contact(String title, String mobile) {
    return new Content.Builder()
        .text(RecordField.DISPLAY_NAME, "Ada")
        .text(RecordField.JOB_TITLE, title)
        .text(RecordField.MOBILE_PHONE, mobile)
        .build();
  }

  private static LedgerEntry present(Content contact) {
    FieldPrints prints = contact.prints();
    return LedgerEntry.present(ADA, ID, prints, prints, Optional.empty());
  }

  private static ObservedItem item(String id, boolean stamped, Content contact) {
    return new ObservedItem(
        id, stamped ? Optional.of(ADA) : Optional.empty(), contact, contact.prints(), NOW);
  }

  private static Change update(long fields) {
    return new Change.Update(ADA, ID, fields, Optional.empty());
  }

  private static Change skip(SkipReason reason) {
    return new Change.Skip(ADA, reason, 0L);
  }

  private static Change off(long fields) {
    return new Change.Skip(ADA, SkipReason.CREATE_AND_UPDATE_OFF, fields);
  }

  private static Change backingOff(long fields) {
    return new Change.Skip(ADA, SkipReason.BACKING_OFF, fields);
  }

  private static Change edited(long fields) {
    return new Change.Skip(ADA, SkipReason.EDITED_BY_USER, fields);
  }

  private static Change unread() {
    return skip(SkipReason.ITEM_UNREAD);
  }

  private static Change deletedByUser() {
    return skip(SkipReason.DELETED_BY_USER);
  }
}
