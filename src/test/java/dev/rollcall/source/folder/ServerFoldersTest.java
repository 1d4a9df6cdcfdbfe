package dev.rollcall.source.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.ews.PublicFolder;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.ContactMapping;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders on the organisation's own servers, and public folders, through web services. */
class ServerFoldersTest {

  private static final String SECRET = "folder~server~secret";
  private static final String READER = "reader@contoso.example";
  private static final String SENSITIVITY = "Integer 0x36";

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final MemoryRecollections recollections = new MemoryRecollections();
  private final ObjectMapper json = new ObjectMapper();
  private LocalTenant tenant;
  private ServiceAccount account;
  private EwsClient servers;
  private EwsClient online;
  private Instant now = Instant.parse("2026-11-21T20:00:00Z");

  @BeforeEach
  void open() {
    organisation.addMailbox("offices", "Offices", "offices", "shared");
    organisation.addMailbox("reader", "Reader", "reader", "shared");
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
    mailbox().moveTo(Location.ON_PREMISES);
    tenant.mailboxes().of(Organisation.idOf("USER:reader")).moveTo(Location.ON_PREMISES);
    servers =
        client(
            tenant.ews().uri(),
            new EwsLogin.Account(EwsLogin.Scheme.BASIC, account.name(), account::password));
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    tenant.app().grant("full_access_as_app");
    TokenCredential credential =
        new ClientSecretCredentialBuilder()
            .authorityHost(tenant.loginUri().toString())
            .disableInstanceDiscovery()
            .tenantId(tenant.tenantId())
            .clientId(tenant.clientId())
            .clientSecret(SECRET)
            .httpClient(new JdkHttpClientProvider().createInstance())
            .build();
    TokenRequestContext scope = new TokenRequestContext().addScopes(tenant.exchangeScope());
    online =
        client(
            tenant.ewsOnline().uri(),
            new EwsLogin.Token(() -> credential.getTokenSync(scope).getToken(), () -> {}));
  }

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  @Tag("S3")
  void everyFieldOfAContactOnPremisesTravels() {
    Content everything = Contacts.everything();
    mailbox().makeFolder("Offices").add(GraphContacts.created(everything));

    SourceReading reading = shared("Offices");

    assertTrue(reading.completeness().isComplete(), reading.completeness()::toString);
    assertEquals(
        Optional.of(everything),
        new ContactMapping(Contacts.PLAIN).map(reading.records().get(0)).content());
  }

  @Test
  @Tag("S3")
  void aSharedMailboxOnPremisesIsReadByWhatChanged() {
    MailboxUser.Folder folder = mailbox().makeFolder("District offices/East");
    fill(folder, 1_100);
    long first = calls(() -> shared("district OFFICES/east"));
    long again = calls(() -> shared("district OFFICES/east"));
    folder.contact("Contact 0007").edit("jobTitle", "Head");
    folder.contact("Contact 0008").delete();
    folder.add(named("New one"));

    SourceReading changed = shared("district OFFICES/east");
    long last = tenant.ews().counts().of("GetItem");
    recollections.forget();
    SourceReading whole = shared("district OFFICES/east");

    // Two levels of folders; three pages of the feed; eleven times a hundred contacts.
    assertEquals(2 + 3 + 11, first);
    assertEquals(1, again);
    assertEquals(11 + 1, last);
    assertEquals(1_100, changed.records().size());
    assertEquals(whole.records(), changed.records());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ErrorInternalServerError", "ErrorCorruptData"})
  @Tag("S3")
  @Tag("R9")
  void aContactThatCannotBeReadKeepsNobodyElseFromBeingReadAndNothingIsDeleted(String code) {
    MailboxUser.Folder folder = mailbox().makeFolder("Offices");
    fill(folder, 3);
    shared("Offices");
    folder.contact("Contact 0001").edit("jobTitle", "Head");
    folder.contact("Contact 0002").edit("jobTitle", "Head");
    tenant.ews().quirks().unreadable("Contact 0001", code);

    SourceReading changes = shared("Offices");
    recollections.forget();
    SourceReading whole = shared("Offices");

    assertEquals(3, changes.records().size());
    assertEquals(2, whole.records().size());
    assertFalse(changes.completeness().isComplete());
    assertFalse(whole.completeness().isComplete());
  }

  @Test
  @Tag("S3")
  void onPremisesTooAFolderIsLookedForOnceADay() {
    MailboxUser.Folder folder = mailbox().makeFolder("Offices");
    folder.add(named("Ada"));
    shared("Offices");
    folder.rename("Offices until 2026");
    mailbox().makeFolder("Offices").add(named("Grace"));
    now = now.plus(Duration.ofDays(1));

    assertEquals(List.of("Grace"), names(shared("Offices")));
    assertEquals(1, calls(() -> shared("Offices")));
  }

  @Test
  @Tag("S3")
  void theContactsFolderItselfIsAnEmptyPathOnPremisesToo() {
    mailbox().contacts().add(named("Ada"));

    assertEquals(List.of("Ada"), names(shared("/")));
  }

  @Test
  @Tag("S3")
  @Tag("P18")
  void aWrongNameIsAnsweredWithTheFoldersThatAreThere() {
    mailbox().makeFolder("Offices/East");

    SourceUnavailable missing = assertThrows(SourceUnavailable.class, () -> shared("Offices/West"));

    assertEquals("sourceFolderMissing", missing.problem().code());
    assertTrue(missing.problem().remedy().contains("has: East."), missing.problem()::remedy);
  }

  @Test
  @Tag("S3")
  void whyAMailboxOnPremisesCannotBeReadIsSaid() {
    mailbox().makeFolder("Offices");
    account.impersonates(address -> false);
    assertEquals("ewsImpersonationMissing", problem(() -> shared("Offices")));
    account.impersonates(address -> true);
    mailbox().moveTo(Location.ONLINE);
    assertEquals("ewsMailboxUnknown", problem(() -> shared("Offices")));
    account.locked(true);
    assertEquals("ewsLoginRefused", problem(() -> shared("Offices")));
  }

  @Test
  @Tag("S3")
  void aMailboxThatMovesKeepsItsContactsKeys() {
    MailboxUser.Folder folder = mailbox().makeFolder("Offices");
    fill(folder, 3);
    List<RecordKey> before = keys(shared("Offices"));
    mailbox().moveTo(Location.ONLINE);
    mailbox().moveTo(Location.ON_PREMISES);

    assertEquals(before, keys(shared("Offices")));
  }

  @Test
  @Tag("S4")
  void everyFieldOfAContactInAPublicFolderTravels() {
    Content everything = Contacts.everything();
    folder("/Contacts/Offices", "pf1").contents().add(GraphContacts.created(everything));

    SourceReading reading = publicFolder("/Contacts/Offices");

    assertTrue(reading.completeness().isComplete(), reading.completeness()::toString);
    assertEquals(List.of(), reading.hints());
    assertEquals(
        Optional.of(everything),
        new ContactMapping(Contacts.PLAIN).map(reading.records().get(0)).content());
  }

  @Test
  @Tag("S4")
  void aPublicFolderIsReadWithFewCallsAndWithoutChangesWithOne() {
    fill(folder("/Contacts/Offices", "pf1").contents(), 450);
    publicFolder("/Contacts/Offices");
    recollections.forget();
    tenant.ews().resetCounts();
    SourceReading read = publicFolder("/Contacts/Offices");
    long found = tenant.ews().counts().of("FindItem");
    long got = tenant.ews().counts().of("GetItem");
    long again = calls(() -> publicFolder("/Contacts/Offices"));

    assertEquals(450, read.records().size());
    assertEquals(1, found);
    assertEquals(5, got);
    assertEquals(1, again);
  }

  @Test
  @Tag("S4")
  void changesOfAPublicFolderAreFoundByIdsAndChangeKeys() {
    MailboxUser.Folder contents = folder("/Contacts/Offices", "pf1").contents();
    fill(contents, 1_050);
    publicFolder("/Contacts/Offices");
    contents.contact("Contact 0007").edit("jobTitle", "Head");
    contents.contact("Contact 0008").delete();
    contents.add(named("New one"));
    tenant.ews().resetCounts();

    SourceReading changed = publicFolder("/Contacts/Offices");
    long got = tenant.ews().counts().of("GetItem");
    recollections.forget();
    SourceReading whole = publicFolder("/Contacts/Offices");

    assertEquals(1, got);
    assertEquals(1_050, changed.records().size());
    assertEquals(whole.records(), changed.records());
  }

  @Test
  @Tag("S4")
  void aListThatShiftsWhileItIsReadIsReadUntilItStands() {
    MailboxUser.Folder contents = folder("/Contacts/Offices", "pf1").contents();
    fill(contents, 1_050);
    AtomicInteger pages = new AtomicInteger();
    tenant
        .hostility()
        .onRequest(
            seen -> seen.operation().equals("EWS FindItem"),
            Moment.BEFORE,
            seen -> {
              // On the way to the second page of the first list and of the second one.
              int page = pages.incrementAndGet();
              if (page == 2 || page == 5) {
                contents.contact("Contact %04d".formatted(page)).delete();
              }
              return Incident.NONE;
            });

    SourceReading read = publicFolder("/Contacts/Offices");

    assertTrue(read.completeness().isComplete(), read.completeness()::toString);
    assertEquals(
        contents.contacts().stream().map(card -> card.text("displayName")).sorted().toList(),
        names(read));
    // Four lists of three pages: two that shifted, and two that are the same.
    assertEquals(12, pages.get());
  }

  @Test
  @Tag("S4")
  void aListThatNeverStandsIsNotTakenForWhole() {
    MailboxUser.Folder contents = folder("/Contacts/Offices", "pf1").contents();
    fill(contents, 520);
    AtomicInteger pages = new AtomicInteger();
    tenant
        .hostility()
        .onRequest(
            seen -> seen.operation().equals("EWS FindItem"),
            Moment.BEFORE,
            seen -> {
              int page = pages.incrementAndGet();
              if (page % 2 == 0) {
                contents.contact("Contact %04d".formatted(page)).delete();
              }
              return Incident.NONE;
            });

    assertFalse(publicFolder("/Contacts/Offices").completeness().isComplete());
  }

  @Test
  @Tag("S4")
  void foldersInDifferentContentMailboxesAreEachFound() {
    folder("/One", "pf1").contents().add(named("Ada"));
    folder("/Two", "pf2").contents().add(named("Ben"));

    assertEquals(List.of("Ada"), names(publicFolder("/One")));
    assertEquals(List.of("Ben"), names(publicFolder("/Two")));
  }

  @Test
  @Tag("S4")
  void aContentMailboxThatIsGivenIsNotLookedFor() {
    PublicFolder folder = folder("/One", "pf1");
    folder.contents().add(named("Ada"));

    SourceReading read =
        publicFolder(
            new Policy.Folder(READER, List.of("One"), Optional.of(folder.holder()), here()));

    assertEquals(List.of("Ada"), names(read));
  }

  @Test
  @Tag("S4")
  void aFolderWhoseContentsMovedIsFoundAgain() {
    PublicFolder folder = folder("/One", "pf1");
    folder.contents().add(named("Ada"));
    publicFolder("/One");
    folder.moveTo("pf2");

    assertEquals(List.of("Ada"), names(publicFolder("/One")));
  }

  @Test
  @Tag("S4")
  @Tag("P18")
  void aPublicFolderThatCannotBeUsedIsSaidWithThoseThatCan() {
    folder("/Contacts/Offices", "pf1");
    tenant.ews().publicFolders().make("/Contacts/Hidden", "pf1");
    tenant.ews().publicFolders().make("/Contacts/Mail", "pf1", "IPF.Note").allow(READER);

    SourceUnavailable missing =
        assertThrows(SourceUnavailable.class, () -> publicFolder("/Contacts/Ofices"));
    SourceUnavailable hidden =
        assertThrows(SourceUnavailable.class, () -> publicFolder("/Contacts/Hidden"));
    SourceUnavailable mail =
        assertThrows(SourceUnavailable.class, () -> publicFolder("/Contacts/Mail"));

    assertEquals("sourceFolderMissing", missing.problem().code());
    assertTrue(missing.problem().remedy().contains("has: Offices."), missing.problem()::remedy);
    assertTrue(missing.problem().remedy().contains("Add-PublicFolderClientPermission"));
    assertEquals("sourceFolderMissing", hidden.problem().code());
    assertEquals("sourceFolderNotContacts", mail.problem().code());
    assertTrue(mail.problem().remedy().contains("Offices"));
  }

  @Test
  @Tag("S4")
  void whatIsPrivateOrOursIsLeftOut() {
    MailboxUser.Folder contents = folder("/One", "pf1").contents();
    contents.add(named("Ada"));
    contents.add(named("Dentist", SENSITIVITY, "2"));
    contents.add(
        named(
            "Ours",
            "String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey",
            "office/user:1"));

    SourceReading reading = publicFolder("/One");

    assertEquals(List.of("Ada"), names(reading));
    assertEquals(
        List.of(SkipReason.PRIVATE_ITEM, SkipReason.WRITTEN_BY_ROLLCALL),
        reading.dropped().stream().map(Dropped::reason).sorted().toList());
  }

  @Test
  @Tag("S4")
  void aFolderCopiedIntoASharedMailboxKeepsEveryKey() {
    MailboxUser.Folder contents = folder("/One", "pf1").contents();
    fill(contents, 12);
    List<RecordKey> before = keys(publicFolder("/One"));
    MailboxUser.Folder copy = mailbox().makeFolder("Moved");
    contents.contacts().forEach(copy::paste);

    assertEquals(before, keys(shared("Moved")));
  }

  @Test
  @Tag("S4")
  @Tag("P14")
  void photosOfAPublicFoldersContactsAreReadOnce() {
    MailboxUser.Folder contents = folder("/One", "pf1").contents();
    fill(contents, 5);
    contents.contact("Contact 0001").photo(new byte[] {1, 2, 3});
    List<RecordKey> keys = keys(publicFolder("/One"));

    PhotoReading first = photos("/One", keys, Map.of());
    PhotoReading again = photos("/One", keys, first.photos());

    assertEquals(1, first.photos().size());
    assertEquals(1, first.downloaded().size());
    assertEquals(first.photos(), again.photos());
    assertEquals(0, again.calls());
  }

  @Test
  @Tag("S4")
  @Tag("P18")
  void onlineItIsOffUnlessTheEnvironmentSaysSo() {
    assertEquals("publicFoldersOnlineOff", problem(() -> online(false)));
  }

  @Test
  @Tag("S4")
  @Tag("P18")
  void onlineItSaysWhenItEnds() {
    tenant.ewsOnline().publicFolders().make("/One", "pf1").allow(READER).contents().add(named("A"));
    tenant.mailboxes().of(Organisation.idOf("USER:reader")).moveTo(Location.ONLINE);

    SourceReading reading = online(true);

    assertEquals(List.of("A"), names(reading));
    assertTrue(reading.hints().get(0).contains("until 2027-03-31"), reading.hints()::toString);
  }

  @Test
  @Tag("S4")
  void onlineItIsRefusedFromTheDayOnThatItEnds() {
    now = Instant.parse("2027-03-31T23:59:59Z");
    tenant.ewsOnline().quirks().enabled(false);
    assertEquals("ewsDisabled", problem(() -> online(true)));
    now = Instant.parse("2027-04-01T00:00:00Z");
    assertEquals("publicFoldersOnlineEnded", problem(() -> online(true)));
  }

  @Test
  @Tag("S4")
  void aTenantThatSwitchedItOffIsToldHowToSeeItAndTheWayOut() {
    tenant.ewsOnline().quirks().enabled(false);

    SourceUnavailable off = assertThrows(SourceUnavailable.class, () -> online(true));

    assertEquals("ewsDisabled", off.problem().code());
    assertTrue(off.problem().remedy().contains("Get-OrganizationConfig | fl EwsEnabled"));
    assertTrue(off.problem().remedy().contains("EwsAllowedAppIDs"));
    assertTrue(off.problem().remedy().contains("shared mailbox"));
  }

  private PublicFolder folder(String path, String holder) {
    return tenant.ews().publicFolders().make(path, holder).allow(READER);
  }

  private void fill(MailboxUser.Folder folder, int count) {
    for (int i = 0; i < count; i++) {
      folder.add(named("Contact %04d".formatted(i)));
    }
  }

  private ObjectNode named(String name) {
    return json.createObjectNode().put("displayName", name);
  }

  private ObjectNode named(String name, String property, String value) {
    ObjectNode contact = named(name);
    contact
        .putArray("singleValueExtendedProperties")
        .addObject()
        .put("id", property)
        .put("value", value);
    return contact;
  }

  private MailboxUser mailbox() {
    return tenant.mailboxes().of(Organisation.idOf("USER:offices"));
  }

  private static Optional<dev.rollcall.model.Location> here() {
    return Optional.of(dev.rollcall.model.Location.ON_PREMISES);
  }

  private SourceReading shared(String path) {
    List<String> names = path.equals("/") ? List.of() : List.of(path.split("/"));
    return new SharedMailboxSource(
            any -> {
              throw new IllegalStateException("Graph has nothing to do with this");
            },
            clients(),
            (environment, mailboxes, meter) -> {
              throw new IllegalStateException("the policy says where");
            },
            recollections,
            Clock.fixed(now, ZoneOffset.UTC))
        .read(
            Contacts.environment(false),
            Contacts.policy(
                Policy.SourceKind.SHARED_MAILBOX,
                new Policy.Folder("offices@contoso.example", names, Optional.empty(), here())));
  }

  private SourceReading publicFolder(String path) {
    return publicFolder(new Policy.Folder(READER, names(path), Optional.empty(), here()));
  }

  private SourceReading publicFolder(Policy.Folder folder) {
    return publicFolders()
        .read(
            Contacts.environment(false), Contacts.policy(Policy.SourceKind.PUBLIC_FOLDER, folder));
  }

  private PhotoReading photos(
      String path, List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    return publicFolders()
        .readPhotos(
            Contacts.environment(false),
            Contacts.policy(
                Policy.SourceKind.PUBLIC_FOLDER,
                new Policy.Folder(READER, names(path), Optional.empty(), here())),
            keys,
            known);
  }

  private SourceReading online(boolean allowed) {
    return publicFolders()
        .read(
            Contacts.environment(allowed),
            Contacts.policy(
                Policy.SourceKind.PUBLIC_FOLDER,
                new Policy.Folder(
                    READER,
                    List.of("One"),
                    Optional.empty(),
                    Optional.of(dev.rollcall.model.Location.ONLINE))));
  }

  private Source publicFolders() {
    return new PublicFolderSource(clients(), recollections, Clock.fixed(now, ZoneOffset.UTC));
  }

  private EwsClients clients() {
    return new EwsClients() {
      @Override
      public EwsClient onPremises(Environment environment, String name) {
        return servers;
      }

      @Override
      public EwsClient online(Environment environment) {
        return online;
      }
    };
  }

  private static EwsClient client(URI uri, EwsLogin login) {
    return new EwsClient(
        EwsServer.at(uri),
        login,
        EwsTransport.of(Optional.empty(), 4, true, Clock.systemUTC()),
        Clock.systemUTC(),
        new Random(1),
        pause -> {});
  }

  private long calls(Runnable work) {
    long before = tenant.ews().counts().calls();
    work.run();
    return tenant.ews().counts().calls() - before;
  }

  private static String problem(Runnable reading) {
    return assertThrows(SourceUnavailable.class, reading::run).problem().code();
  }

  private static List<String> names(String path) {
    return List.of(path.substring(1).split("/"));
  }

  private static List<String> names(SourceReading reading) {
    return reading.records().stream().map(record -> record.first("displayName")).sorted().toList();
  }

  private static List<RecordKey> keys(SourceReading reading) {
    return new ArrayList<>(reading.records().stream().map(SourceRecord::key).sorted().toList());
  }
}
