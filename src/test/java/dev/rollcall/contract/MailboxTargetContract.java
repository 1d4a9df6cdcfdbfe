package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Rates;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Reconciler;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Target;
import dev.rollcall.target.mailbox.NotesFence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter keeps to that writes contacts into mailboxes, held against mailboxes of the
 * local tenant through the real clients and sockets.
 */
public abstract class MailboxTargetContract {

  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  protected final LocalTenant tenant = LocalTenant.start(LocalTenantOptions.defaults());
  protected final ManualClock clock = new ManualClock(START);
  protected final CallMeter meter = new CallMeter();
  private Target target;
  private final Map<TargetId, Ledger> ledgers = new HashMap<>();
  private final Map<TargetId, Observation.Seen> seen = new HashMap<>();
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<Fingerprint, byte[]> photos = new HashMap<>();
  protected Policy policy = policy("staff", List.of("Company", "People"));

  /** The adapter, towards {@link #tenant}. */
  protected abstract Target open();

  /** Where the mailboxes live that it reaches. */
  protected abstract Location home();

  /** Whether a request, as hostility sees it, is this kind of write. */
  protected abstract boolean is(Write write, Sighting request);

  /** What is written to a mailbox. */
  protected enum Write {
    CREATE,
    UPDATE,
    DELETE,
    PHOTO
  }

  @BeforeEach
  void begin() {
    target = open();
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), tenant.unexpectedRequests());
    tenant.close();
  }

  @Tag("P14")
  @Test
  void everyFieldIsCreatedChangedAndCleared() {
    policy = policy("staff", List.of("Company"));
    // A mailbox for each field, since users are cheaper than tenants.
    assertAll(RecordField.OF_CONTACTS.stream().map(field -> () -> createChangeClear(field)));
  }

  private void createChangeClear(RecordField field) {
    MailboxUser user = user(1 + field.code());
    Content named = person(1);

    sync(user, record("user:1", named.with(field, value(field, 1))));
    assertEquals(value(field, 1), held(user, field));
    String id = user.folder("Company").contacts().get(0).id();
    sync(user, record("user:1", named.with(field, value(field, 2))));
    assertEquals(value(field, 2), held(user, field));
    sync(user, record("user:1", named.without(field)));

    JsonNode cleared = user.folder("Company").contacts().get(0).json();
    if (field != RecordField.DISPLAY_NAME && field != RecordField.FILE_AS) {
      // These the service makes up from the name's parts.
      assertEquals(Optional.empty(), GraphContacts.read(cleared).get(field));
    }
    assertEquals(id, user.folder("Company").contacts().get(0).id());
    assertNothingLeftToDo(user, record("user:1", named.without(field)));
  }

  @Tag("P13")
  @Test
  void theFolderIsCreatedOnceHoweverItIsSpelled() {
    MailboxUser user = user(1);
    user.makeFolder("COMPANY");

    sync(user, records(3));
    sync(user, records(3));

    assertEquals(List.of("COMPANY", "COMPANY/People"), user.folders());
    assertEquals(3, user.folder("Company/People").contacts().size());
  }

  @Tag("P13")
  @Test
  void theContactsFolderItselfIsTheTargetOfAnEmptyPath() {
    policy = policy("staff", List.of());
    MailboxUser user = user(1);

    sync(user, records(2));
    user.contacts().add("{\"displayName\":\"Mum\"}");
    String mum = user.contacts().contact("Mum").rawState();
    sync(user, records(1));

    assertEquals(
        List.of("P0", "Mum"),
        user.contacts().contacts().stream().map(card -> card.text("displayName")).toList());
    assertEquals(mum, user.contacts().contact("Mum").rawState());
    assertEquals(List.of(), user.folders());
  }

  @Tag("R12")
  @Test
  void whatAUserDoesIsSeenAndWhatIsTheirsIsLeftAlone() {
    MailboxUser user = user(1);
    sync(user, records(4));
    MailboxUser.Folder folder = user.folder("Company/People");
    folder.add("{\"displayName\":\"Aunt\",\"mobilePhone\":\"1\"}");
    String aunt = folder.contact("Aunt").rawState();
    folder.contact("P1").edit("jobTitle", "Friend");
    folder.contact("P2").delete();
    String untouched = folder.contact("P3").rawState();

    Plan plan = look(user, Depth.DRIFT, records(4));
    sync(user, records(4));

    assertEquals(new Plan.Counts(1, 1, 0, 0, 0), plan.counts());
    assertEquals("Tester", folder.contact("P1").text("jobTitle"));
    assertEquals("P2", folder.contact("P2").text("displayName"));
    assertEquals(aunt, folder.contact("Aunt").rawState());
    assertEquals(untouched, folder.contact("P3").rawState());
  }

  @Tag("R12")
  @Test
  void notesOfTheUserOutliveOurs() {
    MailboxUser user = user(1);
    Content noted = person(0).with(RecordField.PERSONAL_NOTES, text("Room 1"));
    sync(user, record("user:0", noted));
    MailboxUser.Card card = user.folder("Company/People").contact("P0");
    card.notes(card.text("personalNotes") + "Likes tea");

    assertNothingLeftToDo(user, record("user:0", noted));
    sync(user, record("user:0", noted.with(RecordField.PERSONAL_NOTES, text("Room 2"))));

    assertEquals(
        "Room 2\n" + NotesFence.LINE + "\nLikes tea",
        user.folder("Company/People").contact("P0").text("personalNotes"));

    sync(user, record("user:0", noted.without(RecordField.PERSONAL_NOTES)));

    assertEquals("Likes tea", user.folder("Company/People").contact("P0").text("personalNotes"));
  }

  @Tag("P1")
  @Test
  void twoPoliciesShareAFolderWithoutTouchingEachOther() {
    MailboxUser user = user(1);
    sync(user, records(3));
    Map<TargetId, Ledger> mine = new HashMap<>(ledgers);
    Map<TargetId, Observation.Seen> mineSeen = new HashMap<>(seen);
    ledgers.clear();
    seen.clear();
    policy = policy("partners", List.of("Company", "People"));
    sync(user, records(2));
    sync(user, List.of());

    assertEquals(3, user.folder("Company/People").contacts().size());
    ledgers.putAll(mine);
    seen.putAll(mineSeen);
    policy = policy("staff", List.of("Company", "People"));
    assertNothingLeftToDo(user, records(3));
  }

  @Tag("R10")
  @Test
  void aLostLedgerIsRebuiltFromTheStamps() {
    MailboxUser user = user(1);
    sync(user, records(30));
    List<String> before = ids(user);
    ledgers.clear();
    seen.clear();

    sync(user, records(30));

    assertEquals(before, ids(user));
    assertNothingLeftToDo(user, records(30));
  }

  @Tag("R10")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void inRoughWeatherEveryContactIsThereOnce(long seed) {
    tenant.mailboxes().quirks(seed % 2 == 0 ? MailboxQuirks.AWKWARD : MailboxQuirks.DEFAULT);
    tenant
        .hostility()
        .rates(
            new Rates(
                0.05, 0.05, 0.3, 0.03, 0.03, 0.08, 0.1, 0, Duration.ZERO, Duration.ofSeconds(1)));
    MailboxUser user = user((int) seed);
    user.makeFolder("Company/People").add("{\"displayName\":\"Aunt\"}");
    String aunt = user.folder("Company/People").contact("Aunt").rawState();

    syncUntilDone(user, records(90));
    syncUntilDone(user, changed(records(70), 20));

    tenant.hostility().calm();
    MailboxUser.Folder folder = user.folder("Company/People");
    List<String> names =
        folder.contacts().stream().map(card -> card.text("displayName")).sorted().toList();
    List<String> expected = new ArrayList<>(List.of("Aunt"));
    IntStream.range(0, 70).forEach(i -> expected.add("P" + i));
    Collections.sort(expected);
    assertEquals(expected, names);
    assertEquals(aunt, folder.contact("Aunt").rawState());
    assertEquals("New", folder.contact("P3").text("jobTitle"));
    afterRoughWeather(user);
  }

  /** What else must hold then. */
  protected void afterRoughWeather(MailboxUser user) {}

  @Tag("R10")
  @ParameterizedTest
  @EnumSource
  void everyWriteWhoseAnswerIsLostIsDoneOnce(Write write) {
    MailboxUser user = user(1);
    List<DesiredRecord> first = withPhotos(records(5));
    sync(user, first);
    var rule =
        tenant
            .hostility()
            .times(3, request -> is(write, request), Moment.AFTER, request -> Incident.timedOut());
    List<DesiredRecord> then = new ArrayList<>(changed(withPhotos(records(4)), 2));
    then.add(
        withPhotos(List.of(new DesiredRecord(new RecordKey("user:9"), person(9), Optional.empty())))
            .get(0));

    syncUntilDone(user, then);

    assertTrue(rule.met() > 0);
    assertEquals(5, user.folder("Company/People").contacts().size());
    assertNothingLeftToDo(user, then);
  }

  /** Whoever dies leaves no ledger behind: what was written is found by its stamp. */
  @Tag("R10")
  @ParameterizedTest
  @EnumSource
  void whicheverWriteIsTheLastNothingIsDoubledOrLost(Moment moment) {
    MailboxUser user = user(1);
    sync(user, withPhotos(records(5)));
    int at = 0;
    boolean met = true;
    while (met) {
      // One leaves, one joins, two are changed.
      List<DesiredRecord> then = new ArrayList<>(changed(withPhotos(records(6 + at)), 2));
      then.set(
          1, new DesiredRecord(then.get(1).key(), named(person(1), "At " + at), Optional.empty()));
      then.remove(2 + at % 2);
      Map<TargetId, Ledger> before = new HashMap<>(ledgers);
      AtomicInteger writes = new AtomicInteger();
      int last = at;
      AtomicBoolean dead = new AtomicBoolean();
      tenant
          .hostility()
          .onRequest(
              request -> dead.get() || (request.isWrite() && writes.getAndIncrement() == last),
              moment,
              request -> {
                dead.set(true);
                return Incident.reset();
              });
      trySync(List.of(user), then, Depth.DRIFT);
      met = dead.get();
      tenant.hostility().calm();
      if (met) {
        ledgers.clear();
        ledgers.putAll(before);
      }

      trySync(List.of(user), then, Depth.WHOLE);
      syncUntilDone(user, then);

      assertEquals(
          then.stream()
              .map(record -> record.content().text(RecordField.DISPLAY_NAME))
              .sorted()
              .toList(),
          user.folder("Company/People").contacts().stream()
              .map(card -> card.text("displayName"))
              .sorted()
              .toList(),
          "at write " + at);
      assertNothingLeftToDo(user, then);
      at++;
    }
    assertTrue(at >= 3, "there are more writes than " + at);
  }

  private static Content named(Content content, String jobTitle) {
    return content.with(RecordField.JOB_TITLE, text(jobTitle));
  }

  @Tag("R18")
  @Test
  void photosAreSetAndReplaced() {
    MailboxUser user = user(1);
    List<DesiredRecord> first = withPhotos(records(2));
    sync(user, first);
    byte[] other = {(byte) 0xff, (byte) 0xd8, 9, 9};
    photos.put(Fingerprint.of(other), other);
    DesiredRecord.Photo photo = new DesiredRecord.Photo("t", Fingerprint.of(other));
    sync(
        user,
        List.of(
            new DesiredRecord(first.get(0).key(), first.get(0).content(), Optional.of(photo)),
            first.get(1)));

    MailboxUser.Folder folder = user.folder("Company/People");
    assertEquals(Fingerprint.of(other), Fingerprint.of(folder.contact("P0").photo().orElseThrow()));
    assertEquals(
        first.get(1).photo().orElseThrow().content(),
        Fingerprint.of(folder.contact("P1").photo().orElseThrow()));
  }

  @Test
  void aFullMailboxSaysSo() {
    MailboxUser user = user(1);
    sync(user, records(1));
    user.state(MailboxState.FULL);

    ApplyResult result = write(user, records(2));

    assertEquals("mailboxFull", result.problem().orElseThrow().code());
  }

  @Test
  void anExpiredPointOfChangesIsNoTrouble() {
    MailboxUser user = user(1);
    sync(user, records(12));
    user.folder("Company/People").forgetChanges();

    assertNothingLeftToDo(user, records(12));
    sync(user, records(12));
    assertNothingLeftToDo(user, records(12));
  }

  @Test
  void aDeletedFolderIsMadeAgain() {
    MailboxUser user = user(1);
    sync(user, records(3));
    user.folder("Company").delete();

    sync(user, records(3));

    assertEquals(3, user.folder("Company/People").contacts().size());
  }

  protected static List<String> ids(MailboxUser user) {
    return user.folder("Company/People").contacts().stream().map(MailboxUser.Card::id).toList();
  }

  private FieldValue held(MailboxUser user, RecordField field) {
    Content held = GraphContacts.read(user.folder("Company").contacts().get(0).json());
    return field == RecordField.PERSONAL_NOTES
        ? text(NotesFence.ours(held.text(field)))
        : held.get(field).orElseThrow();
  }

  protected static FieldValue value(RecordField field, int version) {
    return switch (field.kind()) {
      case TEXT -> text(field.document() + " " + version);
      case DATE -> text("1990-05-1" + version);
      case TEXTS -> new FieldValue.Texts(List.of("a" + version, "b"));
      case EMAILS ->
          new FieldValue.Emails(
              List.of(
                  new FieldValue.Email("Ada", "a" + version + "@contoso.example"),
                  new FieldValue.Email("Ada", "b@contoso.example")));
      case ADDRESS -> new FieldValue.Address("Main " + version, "Ulm", "", "89073", "Germany");
      case MEMBERS -> throw new IllegalArgumentException("a contact has no members");
    };
  }

  protected final void assertNothingLeftToDo(MailboxUser user, List<DesiredRecord> records) {
    assertEquals(new Plan.Counts(0, 0, 0, 0, 0), look(user, Depth.DRIFT, records).counts());
    assertEquals(new Plan.Counts(0, 0, 0, 0, 0), look(user, Depth.WHOLE, records).counts());
  }

  protected final Plan look(MailboxUser user, Depth depth, List<DesiredRecord> records) {
    Observation.Seen now = (Observation.Seen) observe(List.of(user), depth).get(id(user));
    return plan(user, now, records);
  }

  private Plan plan(MailboxUser user, Observation.Seen now, List<DesiredRecord> records) {
    return Reconciler.reconcile(
        sorted(records),
        true,
        ledgers.getOrDefault(id(user), Ledger.empty()),
        now.observed(),
        Rules.defaults(),
        Instant.MAX,
        Instant.EPOCH);
  }

  /** The ledger is lost, and what was remembered of the folder. */
  protected final void forget(MailboxUser user) {
    ledgers.remove(id(user));
    seen.remove(id(user));
  }

  protected final void sync(MailboxUser user, List<DesiredRecord> records) {
    assertTrue(trySync(List.of(user), records, Depth.DRIFT), "not everything could be done");
  }

  /** As the engine does: what failed is looked at in full and tried again. */
  protected final void syncUntilDone(MailboxUser user, List<DesiredRecord> records) {
    Depth depth = Depth.DRIFT;
    for (int attempt = 0; attempt < 30; attempt++) {
      if (trySync(List.of(user), records, depth)) {
        return;
      }
      depth = Depth.WHOLE;
    }
    throw new IllegalStateException("not done after 30 attempts");
  }

  protected final void syncAll(List<MailboxUser> users, List<DesiredRecord> records, Depth depth) {
    assertTrue(trySync(users, records, depth), "not everything could be done");
  }

  private boolean trySync(List<MailboxUser> users, List<DesiredRecord> records, Depth depth) {
    Map<TargetId, Observation.Seen> now = new LinkedHashMap<>();
    Map<TargetId, Observation.Seen> unprepared = new LinkedHashMap<>();
    boolean all = true;
    for (Map.Entry<TargetId, Observation> one : observe(users, depth).entrySet()) {
      if (one.getValue() instanceof Observation.Seen looked) {
        now.put(one.getKey(), looked);
        if (looked.place().isEmpty() || looked.deltaToken().isEmpty()) {
          unprepared.put(one.getKey(), looked);
        }
      } else {
        all = false;
      }
    }
    for (Map.Entry<TargetId, Observation> one :
        target.prepare(environment(), policy, unprepared, meter).entrySet()) {
      if (one.getValue() instanceof Observation.Seen ready) {
        now.put(one.getKey(), ready);
      } else {
        now.remove(one.getKey());
        all = false;
      }
    }
    for (MailboxUser user : users) {
      Observation.Seen ready = now.get(id(user));
      if (ready != null) {
        seen.put(id(user), ready);
        all &= apply(user, plan(user, ready, records), records).problem().isEmpty();
        all &= plan(user, notRead(user), records).writesNothing();
      }
    }
    return all;
  }

  private Observation.Seen notRead(MailboxUser user) {
    return new Observation.Seen(
        seen.get(id(user)).place(), new Observed.NotRead(), seen.get(id(user)).deltaToken());
  }

  protected final void writeAll(List<MailboxUser> users, List<DesiredRecord> records) {
    users.forEach(user -> assertTrue(write(user, records).problem().isEmpty()));
  }

  /** Writes by the ledger alone. */
  protected final ApplyResult write(MailboxUser user, List<DesiredRecord> records) {
    return apply(user, plan(user, notRead(user), records), records);
  }

  private ApplyResult apply(MailboxUser user, Plan plan, List<DesiredRecord> records) {
    Map<RecordKey, DesiredRecord> wanted = new HashMap<>();
    records.forEach(record -> wanted.put(record.key(), record));
    Ledger ledger = plan.ledger().with(plan.settled());
    ApplyResult result =
        target.apply(
            environment(),
            policy,
            new ApplyRequest(
                id(user),
                seen.get(id(user)).place().orElseThrow(),
                plan.changes().stream().filter(Change::writes).toList(),
                key -> Optional.ofNullable(wanted.get(key)),
                ledger::find,
                print -> Optional.ofNullable(photos.get(print)),
                new Budget(clock, clock.instant().plus(Duration.ofMinutes(4)), () -> false)),
            meter);
    Map<RecordKey, Optional<LedgerEntry>> corrections = new HashMap<>();
    for (Outcome outcome : result.outcomes()) {
      RecordKey key = outcome.change().key();
      outcome.match(
          done ->
              corrections.put(
                  key,
                  done.change() instanceof Change.Delete
                      ? Optional.empty()
                      : Optional.of(
                          LedgerEntry.written(
                              key,
                              done.itemId(),
                              wanted.get(key).prints(),
                              done.answered(),
                              done.photo()))),
          gone -> corrections.put(key, Optional.empty()),
          rejected -> null);
    }
    ledgers.put(id(user), ledger.with(corrections));
    return result;
  }

  protected final Map<TargetId, Observation> observe(List<MailboxUser> users, Depth depth) {
    List<ObserveRequest> requests = new ArrayList<>();
    for (MailboxUser user : users) {
      Optional<Observation.Seen> before = Optional.ofNullable(seen.get(id(user)));
      requests.add(
          new ObserveRequest(
              new Mailbox(id(user), addresses.get(user.id()), home()),
              before.flatMap(Observation.Seen::place),
              depth,
              before.flatMap(Observation.Seen::deltaToken)));
    }
    return target.observe(environment(), policy, requests, meter);
  }

  protected final MailboxUser user(int number) {
    String address = "user" + number + "@" + tenant.initialDomain();
    MailboxUser user =
        tenant
            .mailboxes()
            .of(address)
            .moveTo(
                home() == Location.ONLINE
                    ? dev.rollcall.localtenant.graph.mailbox.Location.ONLINE
                    : dev.rollcall.localtenant.graph.mailbox.Location.ON_PREMISES);
    addresses.put(user.id(), address);
    return user;
  }

  protected final List<MailboxUser> users(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(this::user).toList();
  }

  protected static TargetId id(MailboxUser user) {
    return new TargetId(user.id());
  }

  protected static FieldValue text(String value) {
    return new FieldValue.Text(value);
  }

  protected static Content person(int number) {
    return Content.empty().toBuilder()
        .text(RecordField.DISPLAY_NAME, "P" + number)
        .text(RecordField.GIVEN_NAME, "Given")
        .text(RecordField.SURNAME, "Person")
        .text(RecordField.JOB_TITLE, "Tester")
        .build();
  }

  protected static List<DesiredRecord> record(String key, Content contact) {
    return List.of(new DesiredRecord(new RecordKey(key), contact, Optional.empty()));
  }

  protected static List<DesiredRecord> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new DesiredRecord(new RecordKey("user:" + i), person(i), Optional.empty()))
        .toList();
  }

  protected static List<DesiredRecord> changed(List<DesiredRecord> records, int count) {
    List<DesiredRecord> changed = new ArrayList<>(records);
    for (int i = 0; i < count; i++) {
      DesiredRecord record = changed.get(i);
      changed.set(
          i,
          new DesiredRecord(
              record.key(),
              record.content().with(RecordField.JOB_TITLE, text("New")),
              record.photo()));
    }
    return changed;
  }

  protected final List<DesiredRecord> withPhotos(List<DesiredRecord> records) {
    List<DesiredRecord> pictured = new ArrayList<>();
    for (DesiredRecord record : records) {
      byte[] jpeg = ("\u00ff" + record.key()).getBytes(StandardCharsets.ISO_8859_1);
      Fingerprint print = Fingerprint.of(jpeg);
      photos.put(print, jpeg);
      pictured.add(
          new DesiredRecord(
              record.key(), record.content(), Optional.of(new DesiredRecord.Photo("t", print))));
    }
    return pictured;
  }

  private static List<DesiredRecord> sorted(List<DesiredRecord> records) {
    List<DesiredRecord> sorted = new ArrayList<>(records);
    Collections.sort(sorted);
    return sorted;
  }

  protected final Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.CUSTOM,
        tenant.tenantId(),
        new Environment.App("Rollcall", tenant.clientId(), tenant.certificateName(), 4));
  }

  protected static Policy policy(String id, List<String> folder) {
    return new Policy(
        new PolicyId(id),
        "Staff",
        "",
        new EnvironmentId("contoso"),
        List.of(),
        new Policy.Target(List.of(), folder, 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty());
  }
}
