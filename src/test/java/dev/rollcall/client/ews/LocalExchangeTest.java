package dev.rollcall.client.ews;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Refusals;
import dev.rollcall.client.service.ServiceKey;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.ews.EwsQuirks;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client at a server that holds it to what Exchange documents. */
@Tag("E15")
class LocalExchangeTest {

  private static final String ADDRESS = "user1@contoso.onmicrosoft.com";
  private static final EwsCaller ANNA = EwsCaller.of(ADDRESS);
  private static final EwsProperty STAMP =
      EwsProperty.named("5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40", "RollcallKey");

  private final CallMeter meter = new CallMeter();
  private final List<Duration> waits = new ArrayList<>();
  private LocalTenant tenant;
  private ServiceAccount account;
  private MailboxUser anna;
  private EwsClient client;

  @BeforeEach
  void start() {
    tenant = LocalTenant.start();
    account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
    anna = tenant.mailboxes().of(ADDRESS).moveTo(Location.ON_PREMISES);
    client = client(EwsServer.at(tenant.ews().uri()), EwsLogin.Scheme.BASIC);
  }

  @AfterEach
  void stop() {
    assertEquals(List.of(), tenant.unexpectedRequests());
    tenant.close();
  }

  private EwsClient client(EwsServer server, EwsLogin.Scheme scheme) {
    return client(server, scheme, account::password, Instant::now);
  }

  @ParameterizedTest
  @EnumSource(
      value = EwsLogin.Scheme.class,
      names = {"BASIC", "NTLM"})
  void aWrongPasswordIsSentOnceAndNotAtEachMailbox(EwsLogin.Scheme scheme) {
    AtomicReference<String> password = new AtomicReference<>("wrong");
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
    EwsClient configured =
        client(EwsServer.at(tenant.ews().uri()), scheme, password::get, now::get);
    EwsClient found =
        client(EwsServer.of(tenant.ews().autodiscoverDomain()), scheme, password::get, now::get);

    for (EwsClient asked : List.of(configured, found)) {
      for (int i = 0; i < 5; i++) {
        EwsCaller caller = EwsCaller.of("user" + i + "@contoso.onmicrosoft.com");
        assertEquals("ewsLoginRefused", refused(asked, caller));
      }
    }
    long sent = tenant.ews().counts().refusedLogons();
    now.updateAndGet(time -> time.plus(Refusals.TIME));
    refused(configured, ANNA);
    long later = tenant.ews().counts().refusedLogons();
    password.set(account.password());
    configured.findItems(ANNA, EwsFolderId.CONTACTS, meter);

    assertEquals(2, sent, "the account would be locked");
    assertEquals(3, later);
  }

  @Test
  void aPasswordThatWasGoodIsTriedOnceMore() {
    AtomicReference<String> password = new AtomicReference<>(account.password());
    EwsClient client =
        client(
            EwsServer.at(tenant.ews().uri()), EwsLogin.Scheme.BASIC, password::get, Instant::now);
    client.findItems(ANNA, EwsFolderId.CONTACTS, meter);
    account.password("another-one-5");
    refused(client, ANNA);
    account.password(password.get());
    client.findItems(ANNA, EwsFolderId.CONTACTS, meter);
    account.password("another-one-5");
    tenant.ews().resetCounts();

    for (int i = 0; i < 5; i++) {
      refused(client, ANNA);
    }

    assertEquals(2, tenant.ews().counts().refusedLogons(), "the account would be locked");
  }

  @Test
  void manyThatLogInAtOnceSendAWrongPasswordOnlyOnce() throws Exception {
    EwsClient client =
        client(EwsServer.at(tenant.ews().uri()), EwsLogin.Scheme.NTLM, () -> "wrong", Instant::now);
    ExecutorService many = Executors.newFixedThreadPool(8);

    List<Future<String>> codes =
        many.invokeAll(Collections.nCopies(8, () -> refused(client, ANNA)));
    many.shutdown();

    for (Future<String> code : codes) {
      assertEquals("ewsLoginRefused", code.get());
    }
    assertEquals(1, tenant.ews().counts().refusedLogons(), "the account would be locked");
  }

  @Test
  void aWayOfLoggingInThatIsSwitchedOnAfterAllIsTakenAtOnce() {
    tenant.ews().quirks().schemes(EwsQuirks.Scheme.BASIC);
    EwsClient client = client(EwsServer.at(tenant.ews().uri()), EwsLogin.Scheme.NTLM);
    assertEquals("ewsLoginRefused", refused(client, ANNA));

    tenant.ews().quirks().schemes(EwsQuirks.Scheme.NTLM);

    assertEquals(List.of(), client.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  private String refused(EwsClient client, EwsCaller caller) {
    return assertThrows(
            ClientException.class, () -> client.findItems(caller, EwsFolderId.CONTACTS, meter))
        .problem()
        .code();
  }

  private EwsClient client(
      EwsServer server, EwsLogin.Scheme scheme, ServiceKey password, InstantSource now) {
    Clock clock = now.withZone(ZoneOffset.UTC);
    return new EwsClient(
        server,
        new EwsLogin.Account(scheme, account.name(), password),
        EwsTransport.of(Optional.empty(), 4, false, clock),
        clock,
        new Random(1),
        waits::add);
  }

  private static Content content(String mark) {
    Map<RecordField, FieldValue> fields = new EnumMap<>(RecordField.class);
    for (RecordField field : RecordField.OF_CONTACTS) {
      String text = field.document() + mark;
      fields.put(
          field,
          switch (field.kind()) {
            case TEXT -> new FieldValue.Text(text);
            case DATE -> new FieldValue.Text("1990-12-1" + mark.length());
            case TEXTS -> new FieldValue.Texts(List.of(text, text + "2"));
            case EMAILS ->
                new FieldValue.Emails(
                    List.of(
                        new FieldValue.Email("A" + mark, "a" + mark + "@b.example"),
                        new FieldValue.Email("C", "c@d.example")));
            case ADDRESS -> new FieldValue.Address("s" + mark, "c", "st", "p", "co");
            case MEMBERS -> throw new IllegalStateException("a contact has no members");
          });
    }
    return Content.of(fields);
  }

  private EwsContact only() {
    List<EwsItemId> ids = client.findItems(ANNA, EwsFolderId.CONTACTS, meter);
    assertEquals(1, ids.size());
    return client.getContacts(ANNA, ids, List.of(STAMP), meter).get(0).orThrow();
  }

  @Test
  void everyFieldIsCreatedChangedAndCleared() {
    List<EwsResult<EwsItemId>> made =
        client.createContacts(
            ANNA,
            EwsFolderId.CONTACTS,
            List.of(new EwsNewContact(content(""), Map.of(STAMP, "office/1"))),
            meter);
    String id = made.get(0).orThrow().id();
    EwsContact first = only();
    assertEquals(content(""), first.content());
    assertEquals("office/1", first.properties().get(STAMP));
    assertEquals("title", anna.contacts().contacts().get(0).text("title"));

    long all = 0;
    for (RecordField field : RecordField.OF_CONTACTS) {
      all |= 1L << field.code();
    }
    client
        .updateContacts(ANNA, List.of(new EwsUpdate(id, content("x"), all)), meter)
        .forEach(EwsResult::orThrow);
    assertEquals(content("x"), only().content());

    Content named =
        Content.of(
            Map.of(
                RecordField.DISPLAY_NAME, new FieldValue.Text("Ada"),
                RecordField.FILE_AS, new FieldValue.Text("Ada")));
    client
        .updateContacts(ANNA, List.of(new EwsUpdate(id, named, all)), meter)
        .forEach(EwsResult::orThrow);
    assertEquals(named, only().content());
    assertEquals("office/1", only().properties().get(STAMP));
  }

  @Test
  void graphAndEwsReadTheSameContent() {
    client.createContacts(
        ANNA, EwsFolderId.CONTACTS, List.of(new EwsNewContact(content(""), Map.of())), meter);
    MailboxUser.Card card = anna.contacts().contacts().get(0);

    assertEquals("businessPhones2", card.json().path("businessPhones").path(1).asText());
    assertEquals("yomiCompanyName", card.text("yomiCompanyName"));
    assertEquals("1990-12-10T11:59:00Z", card.text("birthday"));
    assertEquals("co", card.json().path("otherAddress").path("countryOrRegion").asText());
  }

  @Test
  void foldersAreFoundAndMade() {
    String id = client.createFolder(ANNA, EwsFolderId.CONTACTS, "Office", meter);

    assertEquals(List.of("Office"), anna.folders());
    assertEquals("Office", client.getFolder(ANNA, EwsFolderId.of(id), meter).orElseThrow().name());
    assertEquals(
        List.of("Office"),
        client.findFolders(ANNA, EwsFolderId.CONTACTS, meter).stream()
            .map(EwsFolder::name)
            .toList());
    anna.folder("Office").delete();
    assertTrue(client.getFolder(ANNA, EwsFolderId.of(id), meter).isEmpty());
  }

  @Test
  void contactsAreFoundByTheirStamps() {
    List<EwsNewContact> contacts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      contacts.add(new EwsNewContact(content(""), Map.of(STAMP, "office/" + i)));
    }
    client.createContacts(ANNA, EwsFolderId.CONTACTS, contacts, meter);

    Map<String, EwsItemId> found =
        client.findItems(
            ANNA, EwsFolderId.CONTACTS, STAMP, List.of("OFFICE/7", "office/none"), meter);

    assertEquals(1, found.size());
    assertTrue(found.containsKey("office/7"));
  }

  @Test
  void changesAreFollowed() {
    EwsChanges start = client.syncFolderItems(ANNA, EwsFolderId.CONTACTS, Optional.empty(), meter);
    String id =
        client
            .createContacts(
                ANNA,
                EwsFolderId.CONTACTS,
                List.of(new EwsNewContact(content(""), Map.of())),
                meter)
            .get(0)
            .orThrow()
            .id();
    EwsChanges made =
        client.syncFolderItems(ANNA, EwsFolderId.CONTACTS, Optional.of(start.state()), meter);
    client.deleteContacts(ANNA, List.of(id), meter).forEach(EwsResult::orThrow);
    EwsChanges gone =
        client.syncFolderItems(ANNA, EwsFolderId.CONTACTS, Optional.of(made.state()), meter);
    anna.contacts().forgetChanges();

    assertEquals(List.of(id), made.changed().stream().map(EwsItemId::id).toList());
    assertTrue(gone.removed().contains(id));
    ClientException lost =
        assertThrows(
            ClientException.class,
            () ->
                client.syncFolderItems(
                    ANNA, EwsFolderId.CONTACTS, Optional.of(gone.state()), meter));
    assertEquals(Disposition.GONE, lost.disposition());
    assertEquals(
        Disposition.GONE,
        client
            .deleteContacts(ANNA, List.of(id), meter)
            .get(0)
            .failure()
            .orElseThrow()
            .disposition());
  }

  @Test
  void aPhotoIsSetReadAndReplaced() {
    client.createContacts(
        ANNA, EwsFolderId.CONTACTS, List.of(new EwsNewContact(content(""), Map.of())), meter);
    byte[] first = {(byte) 0xff, (byte) 0xd8, 1};
    byte[] second = {(byte) 0xff, (byte) 0xd8, 2};
    client.setPhoto(ANNA, only().id().id(), Optional.empty(), first, meter);
    String attachment = only().photo().orElseThrow();

    assertArrayEquals(first, client.getPhoto(ANNA, attachment, meter));
    client.setPhoto(ANNA, only().id().id(), Optional.of(attachment), second, meter);
    assertArrayEquals(second, anna.contacts().contacts().get(0).photo().orElseThrow());
  }

  @Test
  @Tag("E10")
  void mailIsSentFromTheMailbox() {
    client.sendMime(
        ANNA,
        ("From: " + ADDRESS + "\r\nTo: x@example.com\r\nSubject: Hi\r\n\r\nText").getBytes(),
        meter);

    assertEquals("Hi", tenant.sentMail().get(0).subject());
  }

  @Test
  void ntlmIsSpokenAndARefusedPasswordAskedForOnceMore() {
    tenant.ews().quirks().schemes(EwsQuirks.Scheme.NTLM);
    EwsClient ntlm = client(EwsServer.at(tenant.ews().uri()), EwsLogin.Scheme.NTLM);

    assertEquals(List.of(), ntlm.findItems(ANNA, EwsFolderId.CONTACTS, meter));
    account.password("another");
    assertEquals(List.of(), ntlm.findItems(ANNA, EwsFolderId.CONTACTS, meter));
    account.locked(true);
    assertThrows(ClientException.class, () -> ntlm.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @Test
  void theServerIsFoundByAutodiscover() {
    EwsClient found =
        client(EwsServer.of(tenant.ews().autodiscoverDomain()), EwsLogin.Scheme.BASIC);

    assertEquals(tenant.ews().uri(), found.url(ANNA, meter));
    assertEquals(List.of(), found.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @Test
  void aBusyServerIsWaitedForHoweverItSaysSo() {
    for (EwsQuirks.Busy busy : EwsQuirks.Busy.values()) {
      waits.clear();
      tenant.ews().quirks().busy(busy);
      tenant
          .hostility()
          .once(seen -> true, Moment.BEFORE, Incident.throttled(Duration.ofSeconds(7)));

      client.findItems(ANNA, EwsFolderId.CONTACTS, meter);

      assertEquals(List.of(Duration.ofSeconds(7)), waits, busy.name());
    }
  }

  @Test
  void whatBreaksIsToldByItsCause() {
    assertEquals("ewsMailboxUnknown", code("user2@contoso.onmicrosoft.com"));
    account.impersonates(nobody -> false);
    assertEquals("ewsImpersonationMissing", code(ADDRESS));
    account.impersonates(anybody -> true);
    tenant.hostility().times(10, seen -> true, Moment.AFTER, seen -> Incident.truncated());
    assertEquals("ewsAnswerNotWhole", code(ADDRESS));
  }

  private String code(String address) {
    return assertThrows(
            ClientException.class,
            () -> client.findItems(EwsCaller.of(address), EwsFolderId.CONTACTS, meter))
        .problem()
        .code();
  }
}
