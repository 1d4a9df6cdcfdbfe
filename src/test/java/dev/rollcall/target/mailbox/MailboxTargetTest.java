package dev.rollcall.target.mailbox;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.client.http.Pause;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Rates;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Fingerprint;
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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mailboxes of the local tenant, through the real clients: login, Key Vault, Graph SDK, sockets.
 */
class MailboxTargetTest {

  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  private final LocalTenant tenant = LocalTenant.start(LocalTenantOptions.defaults());
  private final MovableClock clock = new MovableClock();
  private final CallMeter meter = new CallMeter();
  private final GraphClient graph = client();
  private final MailboxTarget target =
      new MailboxTarget(environment -> graph, clock, new Random(1), clock);
  private final Map<TargetId, Ledger> ledgers = new HashMap<>();
  private final Map<TargetId, Observation.Seen> seen = new HashMap<>();
  private final Map<Fingerprint, byte[]> photos = new HashMap<>();
  private Policy policy = policy("staff", List.of("Company", "People"));

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
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theContactsFolderItselfCanBeTheTarget(boolean wellKnown) {
    policy = policy("staff", List.of());
    tenant.mailboxes().quirks(MailboxQuirks.DEFAULT.withWellKnownFolder(wellKnown));
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

  @Tag("R21")
  @Test
  void theCallsAreThoseThatWerePromised() {
    policy = policy("staff", List.of("Company"));
    List<MailboxUser> users = users(20);
    List<DesiredRecord> records = records(100);

    syncAll(users, records, Depth.DRIFT);
    long first = tenant.counters().counts().calls();
    tenant.counters().reset();
    syncAll(users, records, Depth.DRIFT);
    long drift = tenant.counters().counts().calls();
    tenant.counters().reset();
    writeAll(users, changed(records, 5));
    long five = tenant.counters().counts().calls();

    assertEquals(1 + 1 + 1 + 20 * 5, first);
    assertEquals(1, drift);
    assertEquals(20, five);
    assertEquals(0, tenant.counters().counts().throttled());
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
    assertEquals(1, tenant.counters().counts().mostBatchesAtOnce().get(user.id()));
  }

  @Tag("R10")
  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "DELETE", "PUT"})
  void everyWriteWhoseAnswerIsLostIsDoneOnce(String method) {
    MailboxUser user = user(1);
    List<DesiredRecord> first = withPhotos(records(5));
    sync(user, first);
    var rule =
        tenant
            .hostility()
            .times(
                3,
                request -> request.isWrite() && request.method().equals(method),
                Moment.AFTER,
                request -> Incident.timedOut());
    List<DesiredRecord> then = new ArrayList<>(changed(withPhotos(records(4)), 2));
    then.add(
        withPhotos(List.of(new DesiredRecord(new RecordKey("user:9"), person(9), Optional.empty())))
            .get(0));

    syncUntilDone(user, then);

    assertTrue(rule.met() > 0);
    assertEquals(5, user.folder("Company/People").contacts().size());
    assertNothingLeftToDo(user, then);
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

  @Tag("R14")
  @ParameterizedTest
  @EnumSource(names = {"INACTIVE", "GONE", "OUT_OF_SCOPE", "MOVING"})
  void oneMailboxesTroubleIsItsOwn(MailboxState state) {
    List<MailboxUser> users = users(3);
    users.get(1).state(state);

    Map<TargetId, Observation> observed = observe(users, Depth.WHOLE);

    assertTrue(observed.get(id(users.get(0))) instanceof Observation.Seen);
    assertTrue(observed.get(id(users.get(2))) instanceof Observation.Seen);
    Observation.Failed failed = (Observation.Failed) observed.get(id(users.get(1)));
    assertEquals(
        switch (state) {
          case INACTIVE -> "mailboxNotEnabled";
          case GONE -> "recipientGone";
          case OUT_OF_SCOPE -> "mailboxOutOfScope";
          case MOVING -> "mailboxMoving";
          case ACTIVE, FULL -> throw new IllegalStateException();
        },
        failed.problem().code());
    assertEquals(state == MailboxState.MOVING, failed.problem().passing());
  }

  @Test
  void aFullMailboxSaysSo() {
    MailboxUser user = user(1);
    sync(user, records(1));
    user.state(MailboxState.FULL);

    ApplyResult result = write(user, records(2));

    assertEquals("mailboxFull", result.problem().orElseThrow().code());
  }

  @Tag("E2")
  @Test
  void aCertificateRolledInMidRunDoesNotEndIt() {
    tenant.login().tokenLifetime(Duration.ofSeconds(30));
    MailboxUser user = user(1);
    sync(user, records(3));

    tenant.rollCertificate();
    sync(user, records(40));

    assertEquals(40, user.folder("Company/People").contacts().size());
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

  private static List<String> ids(MailboxUser user) {
    return user.folder("Company/People").contacts().stream().map(MailboxUser.Card::id).toList();
  }

  private FieldValue held(MailboxUser user, RecordField field) {
    return MailboxFolder.content(user.folder("Company").contacts().get(0).json())
        .get(field)
        .orElseThrow();
  }

  private static FieldValue value(RecordField field, int version) {
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

  private void assertNothingLeftToDo(MailboxUser user, List<DesiredRecord> records) {
    assertEquals(new Plan.Counts(0, 0, 0, 0, 0), look(user, Depth.DRIFT, records).counts());
    assertEquals(new Plan.Counts(0, 0, 0, 0, 0), look(user, Depth.WHOLE, records).counts());
  }

  private Plan look(MailboxUser user, Depth depth, List<DesiredRecord> records) {
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

  private void sync(MailboxUser user, List<DesiredRecord> records) {
    assertTrue(trySync(List.of(user), records, Depth.DRIFT), "not everything could be done");
  }

  /** As the engine does: what failed is looked at in full and tried again. */
  private void syncUntilDone(MailboxUser user, List<DesiredRecord> records) {
    Depth depth = Depth.DRIFT;
    for (int attempt = 0; attempt < 30; attempt++) {
      if (trySync(List.of(user), records, depth)) {
        return;
      }
      depth = Depth.WHOLE;
    }
    throw new IllegalStateException("not done after 30 attempts");
  }

  private void syncAll(List<MailboxUser> users, List<DesiredRecord> records, Depth depth) {
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

  private void writeAll(List<MailboxUser> users, List<DesiredRecord> records) {
    users.forEach(user -> assertTrue(write(user, records).problem().isEmpty()));
  }

  /** Writes by the ledger alone. */
  private ApplyResult write(MailboxUser user, List<DesiredRecord> records) {
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

  private Map<TargetId, Observation> observe(List<MailboxUser> users, Depth depth) {
    List<ObserveRequest> requests = new ArrayList<>();
    for (MailboxUser user : users) {
      Optional<Observation.Seen> before = Optional.ofNullable(seen.get(id(user)));
      requests.add(
          new ObserveRequest(
              id(user),
              before.flatMap(Observation.Seen::place),
              depth,
              before.flatMap(Observation.Seen::deltaToken)));
    }
    return target.observe(environment(), policy, requests, meter);
  }

  private MailboxUser user(int number) {
    return tenant.mailboxes().of("user" + number + "@" + tenant.initialDomain());
  }

  private List<MailboxUser> users(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(this::user).toList();
  }

  private static TargetId id(MailboxUser user) {
    return new TargetId(user.id());
  }

  private static FieldValue text(String value) {
    return new FieldValue.Text(value);
  }

  private static Content person(int number) {
    return Content.empty().toBuilder()
        .text(RecordField.DISPLAY_NAME, "P" + number)
        .text(RecordField.GIVEN_NAME, "Given")
        .text(RecordField.SURNAME, "Person")
        .text(RecordField.JOB_TITLE, "Tester")
        .build();
  }

  private static List<DesiredRecord> record(String key, Content contact) {
    return List.of(new DesiredRecord(new RecordKey(key), contact, Optional.empty()));
  }

  private static List<DesiredRecord> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new DesiredRecord(new RecordKey("user:" + i), person(i), Optional.empty()))
        .toList();
  }

  private static List<DesiredRecord> changed(List<DesiredRecord> records, int count) {
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

  private List<DesiredRecord> withPhotos(List<DesiredRecord> records) {
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

  private GraphClient client() {
    HttpClient http = new JdkHttpClientBuilder().build();
    AppCredentials credentials =
        AppCredentials.fromKeyVault(
            tenant.vaultUri(),
            new ClientSecretCredentialBuilder()
                .authorityHost(tenant.loginUri().toString())
                .tenantId(tenant.tenantId())
                .clientId(tenant.hostCredential().clientId())
                .clientSecret(tenant.hostCredential().secret())
                .disableInstanceDiscovery()
                .httpClient(http)
                .build(),
            Optional.of(
                CloudHosts.custom(tenant.loginUri(), tenant.graphUri(), tenant.graphScope())),
            http,
            Clock.systemUTC());
    return new GraphClient(
        tenant.graphUri(),
        credentials.of(environment()),
        tenant.graphScope(),
        GraphClient.transport(),
        clock,
        new Random(1),
        clock);
  }

  private Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.CUSTOM,
        tenant.tenantId(),
        new Environment.App("Rollcall", tenant.clientId(), tenant.certificateName(), 4));
  }

  private static Policy policy(String id, List<String> folder) {
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

  /** Time that passes only by pauses. */
  private static final class MovableClock extends Clock implements Pause {

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Override
    public void await(Duration time) {
      now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
