package dev.rollcall.source.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.ContactMapping;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Location;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A contact folder of a shared mailbox in Exchange Online, through Graph. */
@Tag("S3")
class SharedMailboxOnlineTest {

  private static final String SECRET = "folder~source~secret";
  private static final String OFFICES = "offices@contoso.example";
  private static final String SENSITIVITY = "Integer 0x36";
  private static final PolicyId POLICY = new PolicyId("offices");

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final MemoryRecollections recollections = new MemoryRecollections();
  private LocalTenant tenant;
  private GraphClient graph;
  private CallMeter meter = new CallMeter();
  private Instant now = Instant.parse("2026-11-21T20:00:00Z");

  @BeforeEach
  void open() {
    DirectoryObject shared = organisation.addMailbox("offices", "Offices", "offices", "shared");
    // Its sign-in name is not its address, as with many shared mailboxes.
    organisation.change(shared.id(), "userPrincipalName", "sm-4711@contoso.example");
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    graph =
        new GraphClient(
            tenant.graphUri(),
            new ClientSecretCredentialBuilder()
                .authorityHost(tenant.loginUri().toString())
                .disableInstanceDiscovery()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .clientSecret(SECRET)
                .httpClient(new JdkHttpClientProvider().createInstance())
                .build(),
            tenant.graphScope(),
            GraphClient.transport(),
            Clock.systemUTC(),
            new Random(1),
            pause -> {});
  }

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void everyFieldOfAContactTravels() {
    Content everything = Contacts.everything();
    folder().add(GraphContacts.created(everything));

    SourceReading reading = read();

    assertEquals(1, reading.records().size());
    assertTrue(reading.completeness().isComplete());
    assertEquals(List.of(), reading.dropped());
    assertEquals(
        Optional.of(everything),
        new ContactMapping(Contacts.PLAIN).map(reading.records().get(0)).content());
  }

  @Test
  void aFolderIsFoundAtAnyDepthAndInAnyCase() {
    mailbox().makeFolder("District offices/East/North").add(named("Ada"));

    assertEquals(
        List.of("Ada"), names(read(List.of("district OFFICES", "east", "NORTH")).records()));
  }

  @Test
  void theContactsFolderItselfIsAnEmptyPath() {
    assertEquals(List.of(), names(read(List.of()).records()));
    mailbox().contacts().add(named("Ada"));

    assertEquals(List.of("Ada"), names(read(List.of()).records()));
  }

  @Test
  void theContactsFolderIsFoundWhereItsNameDoesNotStandForIt() {
    tenant.mailboxes().quirks(MailboxQuirks.AWKWARD);
    assertEquals(List.of(), names(read(List.of()).records()));
    mailbox().contacts().add(named("Ada"));

    assertEquals(List.of("Ada"), names(read(List.of()).records()));
  }

  @Test
  @Tag("P18")
  void aWrongNameIsAnsweredWithTheFoldersThatAreThere() {
    mailbox().makeFolder("Offices/East");
    mailbox().makeFolder("Offices/West");

    SourceUnavailable below =
        assertThrows(SourceUnavailable.class, () -> read(List.of("offices", "North")));
    SourceUnavailable top = assertThrows(SourceUnavailable.class, () -> read(List.of("Ofices")));
    SourceUnavailable deep =
        assertThrows(SourceUnavailable.class, () -> read(List.of("Offices", "East", "North")));

    assertEquals("sourceFolderMissing", below.problem().code());
    assertEquals(
        "There is no contact folder 'North' in 'Contacts/offices'.", below.problem().cause());
    assertTrue(below.problem().remedy().contains("has: East, West."), below.problem().remedy());
    assertTrue(top.problem().remedy().contains("'Contacts' has: Offices."));
    assertTrue(deep.problem().remedy().contains("has no contact folders in it."));
  }

  @Test
  @Tag("P18")
  void ofManyFoldersAFewAreNamed() {
    for (int i = 10; i < 40; i++) {
      mailbox().makeFolder("F" + i);
    }

    SourceUnavailable missing = assertThrows(SourceUnavailable.class, () -> read(List.of("X")));

    assertTrue(missing.problem().remedy().contains("F10, F11"));
    assertTrue(missing.problem().remedy().endsWith("F29 and 10 more."));
  }

  @Test
  void aMailboxThatCannotBeReadIsSaidWithItsReason() {
    folder().add(named("Ada"));

    assertEquals("sourceMailboxMissing", problem("nobody@contoso.example").problem().code());
    mailbox().state(MailboxState.INACTIVE);
    SourceUnavailable inactive = problem(OFFICES);
    assertEquals("mailboxNotEnabled", inactive.problem().code());
    assertTrue(inactive.problem().remedy().startsWith("Nothing was changed."));
    mailbox().state(MailboxState.OUT_OF_SCOPE);
    assertEquals("mailboxOutOfScope", problem(OFFICES).problem().code());
  }

  @Test
  void whatIsPrivateIsLeftOutWithItsReason() {
    folder().add(named("Ada"));
    folder().add(named("My dentist", SENSITIVITY, "2"));
    folder().add(named("Personal only", SENSITIVITY, "1"));

    SourceReading reading = read();

    assertEquals(List.of("Ada", "Personal only"), names(reading.records()));
    assertEquals(List.of(SkipReason.PRIVATE_ITEM), reasons(reading));
    assertFalse(reading.dropped().toString().contains("dentist"));
  }

  @Test
  void whatRollcallWroteIsNoSource() {
    folder().add(named("Ada"));
    folder()
        .add(
            named(
                "Made by a policy",
                "String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey",
                "office/user:1"));

    SourceReading reading = read();

    assertEquals(List.of("Ada"), names(reading.records()));
    assertEquals(List.of(SkipReason.WRITTEN_BY_ROLLCALL), reasons(reading));
  }

  @Test
  void aContactKeepsItsKeyWhateverBecomesOfIt() {
    MailboxUser.Card card = folder().add(named("Ada"));
    RecordKey key = read().records().get(0).key();
    card.edit("surname", "King").edit("displayName", "Ada King");
    card.photo(new byte[] {1, 2, 3});
    assertEquals(key, read().records().get(0).key());
    MailboxUser.Folder other = mailbox().makeFolder("Elsewhere");
    other.paste(card);

    assertEquals(key, read(List.of("Elsewhere")).records().get(0).key());
  }

  @Test
  void copiesWithinAFolderAreContactsOfTheirOwn() {
    MailboxUser.Card ada = folder().add(named("Ada"));
    RecordKey key = read().records().get(0).key();
    MailboxUser.Card copy = folder().paste(ada);
    copy.edit("displayName", "Grace");

    List<SourceRecord> both = read().records();

    assertEquals(Set.of("Ada", "Grace"), new HashSet<>(names(both)));
    assertEquals(2, both.stream().map(SourceRecord::key).distinct().count());
    assertEquals(
        "Ada",
        both.stream()
            .filter(record -> record.key().equals(key))
            .findFirst()
            .orElseThrow()
            .first("displayName"));
  }

  @Test
  void aReadingWithoutChangesIsOneCall() {
    List<String> expected = fill(2_100);
    long first = calls(this::read);
    SourceReading again = read();
    long second = calls(this::read);

    assertEquals(expected, names(again.records()));
    assertEquals(1, second);
    // The mailbox, the folder, five pages of the feed, three of the list.
    assertEquals(2 + 5 + 3, first);
  }

  @Test
  void changesAreReadAlone() {
    fill(100);
    read();
    folder().contact("Contact 0007").edit("jobTitle", "Head");
    folder().contact("Contact 0008").delete();
    folder().add(named("New one"));
    folder().add(named("New and private", SENSITIVITY, "2"));

    List<SourceReading> readings = new ArrayList<>();
    long calls = calls(() -> readings.add(read()));
    SourceReading changed = readings.get(0);
    recollections.forget();
    SourceReading whole = read();

    assertEquals(2, calls);
    assertEquals(whole.records(), changed.records());
    assertEquals(whole.dropped(), changed.dropped());
    assertEquals(100, changed.records().size());
  }

  @Test
  void nothingIsKeptAnewWhileNothingChanges() {
    fill(3);
    read();
    int writes = recollections.writes();
    read();
    read();

    assertEquals(writes, recollections.writes());
  }

  @Test
  void anExpiredPointIsReadInFull() {
    List<String> expected = fill(20);
    read();
    folder().forgetChanges();

    assertEquals(expected, names(read().records()));
    assertEquals(1, calls(this::read));
  }

  @Test
  void aFolderThatWasMadeAnewIsFoundAgain() {
    folder().add(named("Ada"));
    read();
    folder().delete();
    folder().add(named("Grace"));

    assertEquals(List.of("Grace"), names(read().records()));
  }

  @Test
  void aMailboxThatWasMadeAnewUnderItsAddressIsFoundAgain() {
    folder().add(named("Ada"));
    read();
    organisation.leave(Organisation.idOf("USER:offices"));
    organisation.addMailbox("later", "Offices", "offices", "shared");
    tenant
        .mailboxes()
        .of(Organisation.idOf("USER:later"))
        .makeFolder("Offices")
        .add(named("Grace"));

    assertEquals(List.of("Grace"), names(read().records()));
    assertEquals(1, calls(this::read));
  }

  @Test
  @Tag("P18")
  void whatIsRememberedDoesNotHideWhyAMailboxCannotBeRead() {
    folder().add(named("Ada"));
    read();
    organisation.leave(Organisation.idOf("USER:offices"));

    SourceUnavailable gone = assertThrows(SourceUnavailable.class, this::read);

    assertEquals("sourceMailboxMissing", gone.problem().code());
  }

  @Test
  void aFolderThatWasRenamedGivesWayToTheNewOneWithinADay() {
    MailboxUser.Folder folder = folder();
    folder.add(named("Ada"));
    read();
    folder.rename("Offices until 2026");
    folder().add(named("Grace"));
    now = now.plus(Duration.ofDays(1));

    assertEquals(List.of("Grace"), names(read().records()));
  }

  @Test
  void aFolderWhosePathIsAnotherOneNowIsNotReadOn() {
    MailboxUser.Folder parent = mailbox().makeFolder("District");
    mailbox().makeFolder("District/Offices").add(named("Ada"));
    read(List.of("District", "Offices"));
    parent.rename("Closed districts");
    now = now.plus(Duration.ofDays(1));

    SourceUnavailable missing =
        assertThrows(SourceUnavailable.class, () -> read(List.of("District", "Offices")));

    assertEquals("sourceFolderMissing", missing.problem().code());
  }

  @Test
  void aFolderIsLookedForOnceADay() {
    fill(3);
    read();
    now = now.plus(Duration.ofHours(23));
    long before = calls(this::read);
    now = now.plus(Duration.ofHours(1));
    long after = calls(this::read);
    now = now.plus(Duration.ofHours(23));

    assertEquals(1, before);
    // The mailbox, the folder, the feed.
    assertEquals(3, after);
    assertEquals(1, calls(this::read));
  }

  @Test
  void aCopyKeepsItsKeyWhenItsOriginalIsDeleted() {
    MailboxUser.Card ada = folder().add(named("Ada"));
    RecordKey original = read().records().get(0).key();
    folder().paste(ada).edit("displayName", "Grace");
    RecordKey copy = keyOf("Grace", read());
    ada.delete();

    SourceReading later = read();
    folder().forgetChanges();
    SourceReading whole = read();

    assertEquals(List.of("Grace"), names(later.records()));
    assertNotEquals(original, copy);
    assertEquals(copy, keyOf("Grace", later));
    assertEquals(copy, keyOf("Grace", whole));
    assertEquals(copy, keyOf("Grace", read()));
  }

  @Test
  void anotherEnvironmentTenantOrServerIsReadInFull() {
    Environment one = Contacts.environment(false);
    Environment otherTenant =
        new Environment(one.id(), one.name(), "", one.cloud(), "fabrikam.example", one.app());
    Environment other =
        new Environment(
            new EnvironmentId("other"), one.name(), "", one.cloud(), one.tenant(), one.app());
    Environment otherServer = one.with(one.onPremises().orElseThrow().writingAs("writer"));

    assertNotEquals(
        FolderReading.asked(one, Location.ONLINE),
        FolderReading.asked(otherTenant, Location.ONLINE));
    assertNotEquals(
        FolderReading.asked(one, Location.ONLINE), FolderReading.asked(other, Location.ONLINE));
    assertNotEquals(
        FolderReading.asked(one, Location.ON_PREMISES),
        FolderReading.asked(otherServer, Location.ON_PREMISES));
  }

  @Test
  void anotherSelectionIsReadInFull() {
    folder().add(named("Ada"));
    mailbox().makeFolder("Other").add(named("Grace"));
    read();

    assertEquals(List.of("Grace"), names(read(List.of("Other")).records()));
  }

  @Test
  void damagedRecollectionsAreReadInFull() {
    List<String> expected = fill(5);
    read();
    recollections.keep(
        POLICY,
        new dev.rollcall.source.Recollections.Recollection(
            recollections.of(POLICY).orElseThrow().form(), new byte[] {1, 2, 3}));

    assertEquals(expected, names(read().records()));
  }

  @Test
  void awkwardServicesChangeNothing() {
    List<String> expected = fill(60);
    tenant.mailboxes().quirks(MailboxQuirks.AWKWARD);

    assertEquals(expected, names(read().records()));
    folder().contact("Contact 0007").edit("jobTitle", "Head");
    assertEquals(expected, names(read().records()));
    assertTrue(read().completeness().isComplete());
  }

  @Test
  @Tag("P14")
  void photosAreReadOnceAndThenOnlyWhatChanged() {
    fill(30);
    byte[] jpeg = {1, 2, 3};
    byte[] other = {4, 5, 6};
    folder().contact("Contact 0001").photo(jpeg);
    folder().contact("Contact 0002").photo(jpeg);
    List<RecordKey> keys = read().records().stream().map(SourceRecord::key).toList();

    PhotoReading first = photos(keys, Map.of());
    long again = calls(() -> photos(keys, first.photos()));
    folder().contact("Contact 0002").photo(other);
    read();
    PhotoReading changed = photos(keys, first.photos());

    assertEquals(2, first.photos().size());
    assertEquals(1, first.downloaded().size());
    assertEquals(0, again);
    assertEquals(1, changed.calls());
    assertEquals(2, changed.photos().size());
    assertEquals(1, changed.downloaded().size());
    assertNotEquals(first.photos(), changed.photos());
  }

  @Test
  @Tag("P14")
  void photosAreTheSameWithoutRecollection() {
    fill(5);
    folder().contact("Contact 0001").photo(new byte[] {1, 2, 3});
    List<RecordKey> keys = read().records().stream().map(SourceRecord::key).toList();
    Map<RecordKey, DesiredRecord.Photo> with = photos(keys, Map.of()).photos();
    recollections.forget();

    assertEquals(with, photos(keys, Map.of()).photos());
  }

  private List<String> fill(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "Contact %04d".formatted(i);
      folder().add(named(name));
      names.add(name);
    }
    return names;
  }

  private MailboxUser mailbox() {
    return tenant.mailboxes().of(Organisation.idOf("USER:offices"));
  }

  private MailboxUser.Folder folder() {
    return mailbox().makeFolder("Offices");
  }

  private static ObjectNode named(String name) {
    return new ObjectMapper().createObjectNode().put("displayName", name);
  }

  private static ObjectNode named(String name, String property, String value) {
    ObjectNode contact = named(name);
    ArrayNode hidden = contact.putArray("singleValueExtendedProperties");
    hidden.addObject().put("id", property).put("value", value);
    return contact;
  }

  private SourceReading read() {
    return read(List.of("Offices"));
  }

  private SourceReading read(List<String> path) {
    return reading(OFFICES, path).read(List.of());
  }

  private SourceUnavailable problem(String address) {
    recollections.forget();
    return assertThrows(
        SourceUnavailable.class, () -> reading(address, List.of("Offices")).read(List.of()));
  }

  private PhotoReading photos(List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    return reading(OFFICES, List.of("Offices")).photos(keys, known);
  }

  private FolderReading reading(String address, List<String> path) {
    meter = new CallMeter();
    return new FolderReading(
        recollections,
        POLICY,
        new GraphAccess(graph, meter, address, path),
        address + "/" + String.join("/", path),
        Clock.fixed(now, ZoneOffset.UTC),
        meter);
  }

  private long calls(Runnable work) {
    long before = tenant.counters().counts().calls();
    work.run();
    return tenant.counters().counts().calls() - before;
  }

  private static RecordKey keyOf(String name, SourceReading reading) {
    return reading.records().stream()
        .filter(record -> record.first("displayName").equals(name))
        .findFirst()
        .orElseThrow()
        .key();
  }

  private static List<String> names(List<SourceRecord> records) {
    return records.stream().map(record -> record.first("displayName")).sorted().toList();
  }

  private static List<SkipReason> reasons(SourceReading reading) {
    return reading.dropped().stream().map(Dropped::reason).toList();
  }
}
