package dev.rollcall.client.ews;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.service.ServiceKey;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("E15")
class EwsClientTest {

  private static final EwsCaller ANNA = EwsCaller.of("anna@contoso.com");
  private static final EwsProperty STAMP =
      EwsProperty.named("5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40", "RollcallKey");

  private final CallMeter meter = new CallMeter();
  private final List<Duration> waits = new ArrayList<>();
  private ScriptedExchange exchange;
  private EwsClient client;

  @BeforeEach
  void begin() throws IOException {
    exchange = new ScriptedExchange();
    client = client(exchange.url());
  }

  @AfterEach
  void end() {
    exchange.close();
  }

  @Test
  void actsForTheMailboxAndIsAnchoredThere() {
    exchange.answers("FindItem", page("", true, 0));

    client.findItems(ANNA, EwsFolderId.CONTACTS, meter);

    ScriptedExchange.Asked asked = exchange.asked().get(0);
    assertAll(
        () ->
            assertEquals("anna@contoso.com", asked.xml().find("ConnectingSID").text("SmtpAddress")),
        () -> assertEquals("anna@contoso.com", asked.header("X-anchormailbox")),
        () -> assertEquals("", asked.header("X-publicfoldermailbox")),
        () -> assertEquals("text/xml; charset=UTF-8", asked.header("Content-type")),
        () ->
            assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("CORP\\svc:geheim".getBytes()),
                asked.header("Authorization")));
  }

  @Test
  @Tag("S3")
  void publicFolderContentGoesToItsOwnMailbox() {
    exchange.answers("FindItem", page("", true, 0));

    client.findItems(
        ANNA.routedTo("pf@contoso.com", "guid@contoso.com"), EwsFolderId.of("folder"), meter);

    assertEquals("pf@contoso.com", exchange.asked().get(0).header("X-anchormailbox"));
    assertEquals("guid@contoso.com", exchange.asked().get(0).header("X-publicfoldermailbox"));
  }

  @Test
  void listsPageAfterPageUntilTheLast() {
    exchange.answers("FindItem", page(ids("a", "b"), false, 2));
    exchange.answers("FindItem", page(ids("c") + "<t:DistributionList/>", true, 4));

    List<EwsItemId> found = client.findItems(ANNA, EwsFolderId.of("folder"), meter);

    assertEquals(List.of("a", "b", "c"), found.stream().map(EwsItemId::id).toList());
    assertEquals("key of a", found.get(0).changeKey());
    XmlElement second = exchange.asked().get(1).operation();
    assertEquals("2", second.child("IndexedPageItemView").attribute("Offset"));
    assertEquals("500", second.child("IndexedPageItemView").attribute("MaxEntriesReturned"));
    assertEquals(2, meter.calls());
  }

  @Test
  void aListThatDoesNotGoOnIsNotAskedForForEver() {
    exchange.answers("FindItem", page("", false, 0));

    assertFailure("ewsAnswerNotWhole", () -> client.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<m:RootFolder TotalItemsInView=\"9\"><t:Items/></m:RootFolder>",
        "<m:RootFolder IncludesLastItemInRange=\"\"><t:Items/></m:RootFolder>"
      })
  void aListThatDoesNotSayThatItEndsIsNotWhole(String content) {
    exchange.answers("FindItem", success("FindItem", content));
    exchange.answers("FindFolder", success("FindFolder", content));

    assertFailure("ewsAnswerNotWhole", () -> client.findItems(ANNA, EwsFolderId.CONTACTS, meter));
    assertFailure("ewsAnswerNotWhole", () -> client.findFolders(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @Test
  void readsAHundredContactsARequest() {
    String contact = success("GetItem", "<m:Items><t:Contact/></m:Items>");
    exchange.answers("GetItem", contact.repeat(100));
    exchange.answers("GetItem", contact.repeat(20));
    List<EwsItemId> ids = IntStream.range(0, 120).mapToObj(i -> EwsItemId.of("i" + i)).toList();

    assertEquals(120, client.getContacts(ANNA, ids, List.of(STAMP), meter).size());

    assertEquals(2, meter.calls());
  }

  @Test
  void everyItemHasItsOwnResult() {
    exchange.answers(
        "GetItem",
        success("GetItem", "<m:Items><t:Contact><t:ItemId Id=\"a\"/></t:Contact></m:Items>"),
        error("GetItem", "ErrorItemNotFound", "<m:Items/>"));

    List<EwsResult<EwsContact>> results =
        client.getContacts(ANNA, List.of(EwsItemId.of("a"), EwsItemId.of("b")), List.of(), meter);

    assertTrue(results.get(0).succeeded());
    assertEquals(Disposition.GONE, results.get(1).failure().get().disposition());
  }

  @Test
  @Tag("R10")
  void everyFieldComesBackAsItWasWritten() {
    Content content = allFields();
    exchange.answers(
        "CreateItem",
        success("CreateItem", "<m:Items><t:Contact><t:ItemId Id=\"a\"/></t:Contact></m:Items>"));
    client.createContacts(
        ANNA,
        EwsFolderId.of("folder"),
        List.of(new EwsNewContact(content, Map.of(STAMP, "policy/key"))),
        meter);
    XmlElement written = exchange.asked().get(0).operation().child("Items").child("Contact");

    EwsContact read = ContactReading.read(written, List.of(STAMP));

    assertEquals(RecordField.OF_CONTACTS, read.content().fields(), "no field is forgotten");
    assertEquals(content.prints(), read.content().prints());
    assertEquals("policy/key", read.properties().get(STAMP));
  }

  @Test
  void elementsStandInTheSchemasOrder() {
    exchange.answers(
        "CreateItem",
        success("CreateItem", "<m:Items><t:Contact><t:ItemId Id=\"a\"/></t:Contact></m:Items>"));

    client.createContacts(
        ANNA,
        EwsFolderId.of("folder"),
        List.of(new EwsNewContact(allFields(), Map.of(STAMP, "policy/key"))),
        meter);

    List<String> order = new ArrayList<>(List.of("Body", "Categories", "ExtendedProperty"));
    order.addAll(ContactFields.ORDER);
    List<Integer> places =
        exchange.asked().get(0).operation().child("Items").child("Contact").children().stream()
            .map(element -> order.indexOf(element.name()))
            .toList();
    assertEquals(places.stream().sorted().toList(), places);
    assertFalse(places.contains(-1), "nothing else is written");
  }

  @Test
  void anUpdateSetsWhatHasAValueAndTakesAwayTheRest() {
    exchange.answers(
        "UpdateItem",
        success("UpdateItem", "<m:Items><t:Contact><t:ItemId Id=\"a\"/></t:Contact></m:Items>"));
    Content content =
        Content.empty().toBuilder()
            .text(RecordField.JOB_TITLE, "Head")
            .texts(RecordField.BUSINESS_PHONES, List.of("+1 555 0100"))
            .build();

    client.updateContacts(
        ANNA,
        List.of(
            new EwsUpdate(
                "a",
                content,
                bit(RecordField.JOB_TITLE)
                    | bit(RecordField.DEPARTMENT)
                    | bit(RecordField.BUSINESS_PHONES)
                    | bit(RecordField.TITLE))),
        meter);

    XmlElement update = exchange.asked().get(0).operation();
    assertEquals("AlwaysOverwrite", update.attribute("ConflictResolution"));
    List<String> said =
        update.find("Updates").children().stream()
            .map(
                one ->
                    one.name()
                        + " "
                        + one.children().get(0).attribute("FieldURI")
                        + one.children().get(0).attribute("FieldIndex")
                        + one.children().get(0).attribute("PropertyTag"))
            .toList();
    assertEquals(
        List.of(
            "DeleteItemField 0x3A45",
            "DeleteItemField contacts:Department",
            "SetItemField contacts:JobTitle",
            "SetItemField contacts:PhoneNumberBusinessPhone",
            "DeleteItemField contacts:PhoneNumberBusinessPhone2"),
        said);
  }

  @Test
  void textThatXmlCannotHoldIsLeftOutAndTheRestKept() {
    exchange.answers("CreateItem", success("CreateItem", "<m:Items><t:Contact/></m:Items>"));
    Content content =
        Content.empty().toBuilder()
            .text(RecordField.DISPLAY_NAME, "A\u0000da <&> \uD83D\uDE00 \u00e9")
            .text(RecordField.PERSONAL_NOTES, "one\r\ntwo\nthree")
            .build();

    client.createContacts(
        ANNA, EwsFolderId.CONTACTS, List.of(new EwsNewContact(content, Map.of())), meter);

    XmlElement written = exchange.asked().get(0).operation().child("Items").child("Contact");
    assertEquals("Ada <&> \uD83D\uDE00 \u00e9", written.text("DisplayName"));
    assertEquals("one\r\ntwo\nthree", written.text("Body"));
  }

  @Test
  void changesAreReadToTheEndAndTheLastWordCounts() {
    exchange.answers(
        "SyncFolderItems",
        success(
            "SyncFolderItems",
            "<m:SyncState>s1</m:SyncState><m:IncludesLastItemInRange>false</m:IncludesLastItemInRange>"
                + "<m:Changes><t:Create>"
                + ids("a")
                + "</t:Create><t:Update>"
                + ids("b")
                + "</t:Update></m:Changes>"));
    exchange.answers(
        "SyncFolderItems",
        success(
            "SyncFolderItems",
            "<m:SyncState>s2</m:SyncState><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>"
                + "<m:Changes><t:Delete><t:ItemId Id=\"a\"/></t:Delete></m:Changes>"));

    EwsChanges changes =
        client.syncFolderItems(ANNA, EwsFolderId.of("folder"), Optional.of("s0"), meter);

    assertEquals("s2", changes.state());
    assertEquals(List.of("b"), changes.changed().stream().map(EwsItemId::id).toList());
    assertEquals(Set.of("a"), changes.removed());
    assertEquals("s0", exchange.asked().get(0).operation().text("SyncState"));
    assertEquals("s1", exchange.asked().get(1).operation().text("SyncState"));
  }

  @Test
  void aReadIsRepeatedAfterThePauseThatTheServerAsksFor() {
    exchange.answers(500, busy(1500));
    exchange.answers(
        "FindItem",
        error(
            "FindItem",
            "ErrorServerBusy",
            "<m:MessageXml><t:Value Name=\"BackOffMilliseconds\">250</t:Value></m:MessageXml>"));
    exchange.answers(503, "");
    exchange.answers("FindItem", page(ids("a"), true, 1));

    assertEquals(1, client.findItems(ANNA, EwsFolderId.CONTACTS, meter).size());

    assertEquals(Duration.ofMillis(1500), waits.get(0));
    assertEquals(Duration.ofMillis(250), waits.get(1));
    assertEquals(3, waits.size());
  }

  @Test
  void aLongPauseIsHandedBack() {
    exchange.answers(500, busy(297_749));

    ClientException failure =
        assertFailure("ewsBusy", () -> client.findItems(ANNA, EwsFolderId.CONTACTS, meter));

    assertEquals(Optional.of(Duration.ofMillis(297_749)), failure.retryAfter());
    assertEquals(Disposition.THROTTLED, failure.disposition());
    assertEquals(List.of(), waits);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 503})
  void aWriteIsSentOnceAndItsEffectMayBeUnknown(int status) {
    exchange.answers(status, "");

    ClientException failure =
        assertThrows(
            ClientException.class,
            () ->
                client.createContacts(
                    ANNA,
                    EwsFolderId.CONTACTS,
                    List.of(new EwsNewContact(allFields(), Map.of())),
                    meter));

    assertEquals(Disposition.UNKNOWN_EFFECT, failure.disposition());
    assertEquals(1, exchange.asked().size());
  }

  @Test
  void anAnswerThatIsCutOffIsNoAnswer() {
    String whole =
        ScriptedExchange.envelope(
            "CreateItem", success("CreateItem", "<m:Items><t:Contact/></m:Items>"));
    exchange.answers(200, whole.substring(0, whole.length() - 40));

    ClientException failure =
        assertFailure(
            "ewsAnswerNotWhole",
            () ->
                client.createContacts(
                    ANNA,
                    EwsFolderId.CONTACTS,
                    List.of(new EwsNewContact(allFields(), Map.of())),
                    meter));

    assertEquals(Disposition.UNKNOWN_EFFECT, failure.disposition());
  }

  @Test
  void anAnswerForFewerItemsThanAskedIsNoAnswer() {
    exchange.answers("DeleteItem", success("DeleteItem", ""));

    assertFailure("ewsAnswerNotWhole", () -> client.deleteContacts(ANNA, List.of("a", "b"), meter));
  }

  @Test
  void entitiesAndDocumentTypesAreRefused() {
    String body =
        "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
            + ScriptedExchange.envelope("FindItem", page("<t:Contact>&f;</t:Contact>", true, 1))
                .replaceFirst("<\\?xml.*?\\?>", "");
    for (int i = 0; i < EwsClient.ATTEMPTS; i++) {
      exchange.answers(200, body);
    }

    assertFailure("ewsAnswerNotWhole", () -> client.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @ParameterizedTest
  @CsvSource({
    "ErrorImpersonateUserDenied, ewsImpersonationMissing",
    "ErrorNonExistentMailbox, ewsMailboxUnknown",
    "ErrorSchemaValidation, ewsRequestRefused",
    "ErrorPublicFolderServerNotFound, publicFolderUnavailable",
    "ErrorExceededConnectionCount, ewsConnections"
  })
  void aFaultHasItsCauseAndRemedy(String code, String known) {
    for (int i = 0; i < EwsClient.ATTEMPTS; i++) {
      exchange.answers(500, fault(code, ""));
    }

    assertFailure(known, () -> client.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @ParameterizedTest
  @CsvSource({
    "401, ewsLoginRefused",
    "403, ewsDisabled",
    "404, ewsAddressWrong",
    "302, ewsRedirected"
  })
  void aStatusHasItsCauseAndRemedy(int status, String known) {
    exchange.answers(status, "");

    assertFailure(known, () -> client.getFolder(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @Test
  void aPasswordThatWasChangedIsReadAnewOnce() {
    List<String> passwords = new ArrayList<>(List.of("old", "new"));
    ServiceKey key =
        new ServiceKey() {
          @Override
          public String read() {
            return passwords.get(0);
          }

          @Override
          public void refused(String refused) {
            passwords.remove(refused);
          }
        };
    EwsClient changed =
        client(exchange.url(), new EwsLogin.Account(EwsLogin.Scheme.BASIC, "svc", key));
    exchange.answers(401, "");
    exchange.answers("FindItem", page("", true, 0));

    changed.findItems(ANNA, EwsFolderId.CONTACTS, meter);

    assertEquals(2, exchange.asked().size());
  }

  @Test
  void aPasswordGoesNowhereWithoutEncryption() {
    EwsClient plain = client(URI.create("http://mail.contoso.test/EWS/Exchange.asmx"));

    assertFailure("ewsNotEncrypted", () -> plain.findItems(ANNA, EwsFolderId.CONTACTS, meter));
  }

  @Test
  void foldersAreReadWithTheirContentMailbox() {
    String replicas =
        Base64.getEncoder().encodeToString("1ec2a236-ed93-4f88-b9c6-33e63fa4aa44\0".getBytes());
    exchange.answers(
        "FindFolder",
        success(
            "FindFolder",
            "<m:RootFolder IndexedPagingOffset=\"1\" TotalItemsInView=\"1\""
                + " IncludesLastItemInRange=\"true\"><t:Folders><t:ContactsFolder>"
                + "<t:FolderId Id=\"f\" ChangeKey=\"k\"/><t:DisplayName>Offices</t:DisplayName>"
                + "<t:FolderClass>IPF.Contact</t:FolderClass><t:ExtendedProperty>"
                + "<t:ExtendedFieldURI PropertyTag=\"0x6698\" PropertyType=\"Binary\"/><t:Value>"
                + replicas
                + "</t:Value></t:ExtendedProperty></t:ContactsFolder></t:Folders></m:RootFolder>"));

    EwsFolder folder = client.findFolders(ANNA, EwsFolderId.PUBLIC_FOLDERS, meter).get(0);

    assertEquals("Offices", folder.name());
    assertTrue(folder.isForContacts());
    assertEquals(Optional.of("1ec2a236-ed93-4f88-b9c6-33e63fa4aa44"), folder.contentMailbox());
  }

  @Test
  @Tag("E10")
  void mailIsSentWithoutACopy() {
    exchange.answers("CreateItem", success("CreateItem", "<m:Items/>"));

    client.sendMime(ANNA, "Subject: x\r\n\r\nHello".getBytes(), meter);

    XmlElement asked = exchange.asked().get(0).operation();
    assertEquals("SendOnly", asked.attribute("MessageDisposition"));
    assertArrayEquals(
        "Subject: x\r\n\r\nHello".getBytes(),
        Base64.getDecoder().decode(asked.find("MimeContent").text()));
  }

  @Test
  void aPhotoReplacesTheOneBefore() {
    exchange.answers("DeleteAttachment", success("DeleteAttachment", ""));
    exchange.answers("CreateAttachment", success("CreateAttachment", ""));

    client.setPhoto(ANNA, "a", Optional.of("before"), new byte[] {(byte) 0x89, 1}, meter);

    XmlElement file = exchange.asked().get(1).operation().find("FileAttachment");
    assertEquals("image/png", file.text("ContentType"));
    assertEquals("true", file.text("IsContactPhoto"));
  }

  // ---- what is written and answered ----

  private EwsClient client(URI url) {
    return client(url, new EwsLogin.Account(EwsLogin.Scheme.BASIC, "CORP\\svc", () -> "geheim"));
  }

  private EwsClient client(URI url, EwsLogin login) {
    return new EwsClient(
        EwsServer.at(url),
        login,
        EwsTransport.of(Optional.empty(), 4, true, Clock.systemUTC()),
        Clock.systemUTC(),
        new Random(1),
        waits::add);
  }

  private static ClientException assertFailure(String code, Executable asking) {
    ClientException failure = assertThrows(ClientException.class, asking);
    assertEquals(code, failure.problem().code());
    assertFalse(failure.problem().remedy().isEmpty());
    return failure;
  }

  private static String success(String operation, String content) {
    return ScriptedExchange.success(operation, content);
  }

  private static String error(String operation, String code, String more) {
    return ScriptedExchange.error(operation, code, more);
  }

  private static String ids(String... ids) {
    StringBuilder xml = new StringBuilder();
    for (String id : ids) {
      xml.append("<t:Contact><t:ItemId Id=\"" + id + "\" ChangeKey=\"key of " + id + "\"/>")
          .append("</t:Contact>");
    }
    return xml.toString();
  }

  private static String page(String items, boolean last, int offset) {
    return success(
        "FindItem",
        "<m:RootFolder IndexedPagingOffset=\""
            + offset
            + "\" IncludesLastItemInRange=\""
            + last
            + "\"><t:Items>"
            + items
            + "</t:Items></m:RootFolder>");
  }

  private static String busy(int millis) {
    return fault(
        "ErrorServerBusy",
        "<t:MessageXml xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\">"
            + "<t:Value Name=\"BackOffMilliseconds\">"
            + millis
            + "</t:Value></t:MessageXml>");
  }

  private static String fault(String code, String more) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
        + "<faultcode>a:"
        + code
        + "</faultcode><faultstring>It failed.</faultstring><detail><e:ResponseCode"
        + " xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/errors\">"
        + code
        + "</e:ResponseCode>"
        + more
        + "</detail></s:Fault></s:Body></s:Envelope>";
  }

  private static long bit(RecordField field) {
    return 1L << field.code();
  }

  private static Content allFields() {
    Content.Builder content = Content.empty().toBuilder();
    for (RecordField field : RecordField.OF_CONTACTS) {
      switch (field.kind()) {
        case TEXT -> content.text(field, "the " + field.document());
        case DATE -> content.text(field, "1990-05-17");
        case TEXTS ->
            content.texts(field, List.of(field.document() + " 1", field.document() + " 2"));
        case EMAILS ->
            content.put(
                field,
                new FieldValue.Emails(
                    List.of(
                        new FieldValue.Email("Ada", "ada@contoso.com"),
                        new FieldValue.Email("", "a2@contoso.com"),
                        new FieldValue.Email("Third", "a3@contoso.com"))));
        case ADDRESS ->
            content.put(
                field, new FieldValue.Address("Main St 1", "Berlin", "", "10115", "Germany"));
        case MEMBERS -> throw new IllegalStateException();
      }
    }
    return content.build();
  }
}
