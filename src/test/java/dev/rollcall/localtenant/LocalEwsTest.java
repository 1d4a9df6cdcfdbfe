package dev.rollcall.localtenant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenRequestContext;
import dev.rollcall.localtenant.ews.EwsQuirks;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The EWS of the local tenant, by documents as they are on the wire. */
@Tag("E1")
class LocalEwsTest {

  private static final String ANNA = "user1@contoso.onmicrosoft.com";
  private static final String BEN = "user2@contoso.onmicrosoft.com";
  private static final String STAMP =
      "<t:ExtendedFieldURI PropertySetId=\"5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40\""
          + " PropertyName=\"RollcallKey\" PropertyType=\"String\"/>";

  private LocalTenant tenant;
  private ServiceAccount account;
  private RawEws ews;
  private MailboxUser anna;

  @BeforeEach
  void start() {
    tenant = LocalTenant.start();
    account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
    ews = new RawEws(tenant.ews().uri(), account);
    anna = tenant.mailboxes().of(ANNA).moveTo(Location.ON_PREMISES);
  }

  @AfterEach
  void stop() {
    tenant.close();
  }

  private static String contact(String properties) {
    return "<m:CreateItem><m:SavedItemFolderId><t:DistinguishedFolderId Id=\"contacts\"/>"
        + "</m:SavedItemFolderId><m:Items><t:Contact>"
        + properties
        + "</t:Contact></m:Items></m:CreateItem>";
  }

  private static String get(String shape, String id) {
    return "<m:GetItem><m:ItemShape>"
        + shape
        + "</m:ItemShape><m:ItemIds><t:ItemId Id=\""
        + id
        + "\"/></m:ItemIds></m:GetItem>";
  }

  private static String find(String view, String restriction) {
    return "<m:FindItem Traversal=\"Shallow\"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>"
        + "</m:ItemShape>"
        + view
        + restriction
        + "<m:ParentFolderIds><t:DistinguishedFolderId Id=\"contacts\"/></m:ParentFolderIds>"
        + "</m:FindItem>";
  }

  private static String update(String id, String changes) {
    return "<m:UpdateItem ConflictResolution=\"AlwaysOverwrite\"><m:ItemChanges><t:ItemChange>"
        + "<t:ItemId Id=\""
        + id
        + "\"/><t:Updates>"
        + changes
        + "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>";
  }

  private String made(String properties) {
    RawEws.Answer made = ews.as(ANNA, contact(properties));
    assertEquals("NoError", made.code(), made.body());
    return made.attributes("ItemId", "Id").get(0);
  }

  @Test
  void aContactWrittenThroughEwsReadsTheSameThroughGraph() {
    made(
        "<t:Body BodyType=\"Text\">Met in Rome.</t:Body>"
            + "<t:Categories><t:String>Office</t:String></t:Categories>"
            + "<t:ExtendedProperty>"
            + STAMP
            + "<t:Value>office/1</t:Value></t:ExtendedProperty>"
            + "<t:FileAs>Plate, Tanja</t:FileAs><t:DisplayName>Tanja Plate</t:DisplayName>"
            + "<t:GivenName>Tanja</t:GivenName><t:CompanyName>BYA</t:CompanyName>"
            + "<t:EmailAddresses><t:Entry Key=\"EmailAddress1\" Name=\"Tanja\">"
            + "tplate@example.com</t:Entry></t:EmailAddresses>"
            + "<t:PhysicalAddresses><t:Entry Key=\"Business\"><t:Street>1 Way</t:Street>"
            + "<t:City>Rome</t:City></t:Entry></t:PhysicalAddresses>"
            + "<t:PhoneNumbers><t:Entry Key=\"BusinessPhone\">1</t:Entry>"
            + "<t:Entry Key=\"BusinessFax\">9</t:Entry></t:PhoneNumbers>"
            + "<t:Birthday>1990-05-17T00:00:00Z</t:Birthday>"
            + "<t:JobTitle>Manager</t:JobTitle><t:Surname>Plate</t:Surname>");

    MailboxUser.Card card = anna.moveTo(Location.ONLINE).contacts().contacts().get(0);

    assertEquals("Tanja Plate", card.text("displayName"));
    assertEquals("Plate, Tanja", card.text("fileAs"));
    assertEquals("Met in Rome.", card.text("personalNotes"));
    assertEquals("[\"Office\"]", card.json().path("categories").toString());
    assertEquals("[\"1\"]", card.json().path("businessPhones").toString());
    assertEquals(
        "[{\"name\":\"Tanja\",\"address\":\"tplate@example.com\"}]",
        card.json().path("emailAddresses").toString());
    assertEquals("Rome", card.json().path("businessAddress").path("city").asText());
    assertEquals("1990-05-17T11:59:00Z", card.text("birthday"));
    assertEquals("9", card.extended("String 0x3A24").orElseThrow());
    assertEquals(
        "office/1",
        card.extended("String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey")
            .orElseThrow());
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @Test
  void aContactWrittenThroughGraphReadsTheSameThroughEws() {
    anna.contacts()
        .add(
            """
            { "displayName": "Ada Popa", "givenName": "Ada", "surname": "Popa", "title": "Dr",
              "businessPhones": ["1", "2"], "homePhones": ["3"], "mobilePhone": "4",
              "imAddresses": ["sip:ada"], "personalNotes": "a < b", "categories": ["x", "y"],
              "yomiGivenName": "yg",
              "emailAddresses": [{"name": "Ada", "address": "ada@example.com"}],
              "homeAddress": {"street": "s", "postalCode": "p"},
              "singleValueExtendedProperties": [
                {"id": "String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey", "value": "k"}]}
            """);
    String id = ews.as(ANNA, find("", "")).attributes("ItemId", "Id").get(0);

    RawEws.Answer answer =
        ews.as(
            ANNA,
            get(
                "<t:BaseShape>AllProperties</t:BaseShape><t:BodyType>Text</t:BodyType>"
                    + "<t:AdditionalProperties>"
                    + STAMP
                    + "<t:ExtendedFieldURI DistinguishedPropertySetId=\"Address\""
                    + " PropertyId=\"32812\" PropertyType=\"String\"/>"
                    + "<t:ExtendedFieldURI PropertyTag=\"0x3A45\" PropertyType=\"String\"/>"
                    + "</t:AdditionalProperties>",
                id));

    assertEquals(List.of("k", "yg", "Dr"), answer.texts("Value"));
    assertEquals("a < b", answer.texts("Body").get(1));
    assertEquals(List.of("x", "y"), answer.texts("String"));
    assertEquals(List.of("Dr"), answer.texts("Title"));
    assertEquals(
        List.of(
            "EmailAddress1",
            "Home",
            "BusinessPhone",
            "BusinessPhone2",
            "HomePhone",
            "MobilePhone",
            "ImAddress1"),
        answer.attributes("Entry", "Key"));
    assertEquals(List.of("p"), answer.texts("PostalCode"));
    assertEquals(List.of("Popa, Ada"), answer.texts("FileAs"));
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @Test
  void elementsInTheWrongOrderFailTheWholeRequestWithTheirPlace() {
    RawEws.Answer answer =
        ews.as(ANNA, contact("<t:Surname>Plate</t:Surname>\n<t:GivenName>Tanja</t:GivenName>"));

    assertEquals(500, answer.status());
    assertEquals("ErrorSchemaValidation", answer.code());
    assertEquals(List.of("2"), answer.texts("Line"));
    assertTrue(
        answer.texts("Message").get(0).contains("invalid child element 'GivenName'"),
        answer.body());
    assertEquals(List.of(), anna.contacts().contacts());
  }

  @Test
  void aFourthMailAddressBreaksTheSchema() {
    RawEws.Answer answer =
        ews.as(
            ANNA,
            contact(
                "<t:EmailAddresses><t:Entry Key=\"EmailAddress4\">a@b.c</t:Entry>"
                    + "</t:EmailAddresses>"));

    assertEquals("ErrorSchemaValidation", answer.code());
    assertTrue(
        answer
            .texts("Message")
            .get(0)
            .contains(
                "The 'Key' attribute is invalid - The value 'EmailAddress4' is invalid according"
                    + " to its datatype"),
        answer.body());
  }

  @Test
  void unknownElementsAndDoctypesAreRefused() {
    assertEquals("ErrorSchemaValidation", ews.as(ANNA, contact("<t:Shoe>44</t:Shoe>")).code());
    assertEquals(
        "ErrorSchemaValidation",
        ews.post(tenant.ews().uri(), "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x/>")
            .code());
    assertEquals("ErrorSchemaValidation", ews.post(tenant.ews().uri(), "<broken").code());
  }

  @Test
  void oneItemsFailureIsItsOwn() {
    String id = made("<t:GivenName>A</t:GivenName>");
    anna.contacts().add("{\"displayName\": \"B\"}").delete();
    String gone = id.substring(0, 8) + "A" + id.substring(9);

    RawEws.Answer answer =
        ews.as(
            ANNA,
            "<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds><t:ItemId Id=\"nonsense\"/>"
                + "<t:ItemId Id=\""
                + gone
                + "\"/><t:ItemId Id=\""
                + id
                + "\"/></m:ItemIds></m:DeleteItem>");

    assertEquals("ErrorInvalidIdMalformed ErrorItemNotFound NoError", answer.code());
    assertEquals(List.of(), anna.contacts().contacts());
  }

  @Test
  void anUpdateSetsAndClearsSlotsByTheirNames() {
    String id =
        made(
            "<t:EmailAddresses><t:Entry Key=\"EmailAddress1\">a@b.c</t:Entry>"
                + "<t:Entry Key=\"EmailAddress2\">d@e.f</t:Entry></t:EmailAddresses>"
                + "<t:JobTitle>Chief</t:JobTitle>");

    RawEws.Answer answer =
        ews.as(
            ANNA,
            update(
                id,
                "<t:DeleteItemField><t:IndexedFieldURI FieldURI=\"contacts:EmailAddress\""
                    + " FieldIndex=\"EmailAddress1\"/></t:DeleteItemField>"
                    + "<t:DeleteItemField><t:FieldURI FieldURI=\"contacts:JobTitle\"/>"
                    + "</t:DeleteItemField>"
                    + "<t:SetItemField><t:IndexedFieldURI"
                    + " FieldURI=\"contacts:PhysicalAddress:City\" FieldIndex=\"Home\"/>"
                    + "<t:Contact><t:PhysicalAddresses><t:Entry Key=\"Home\"><t:City>Bonn</t:City>"
                    + "</t:Entry></t:PhysicalAddresses></t:Contact></t:SetItemField>"));

    assertEquals("NoError", answer.code(), answer.body());
    MailboxUser.Card card = anna.contacts().contacts().get(0);
    assertEquals("Bonn", card.json().path("homeAddress").path("city").asText());
    assertEquals("", card.text("jobTitle"));
    assertEquals(
        "[{\"name\":\"d@e.f\",\"address\":\"d@e.f\"}]",
        card.json().path("emailAddresses").toString());
    RawEws.Answer read = ews.as(ANNA, get("<t:BaseShape>AllProperties</t:BaseShape>", id));
    assertEquals(List.of("EmailAddress2", "Home"), read.attributes("Entry", "Key"));
  }

  @Test
  void aChangeNamesOnePropertyAndTheRightOne() {
    String id = made("<t:GivenName>A</t:GivenName>");
    String path = "<t:SetItemField><t:FieldURI FieldURI=\"contacts:JobTitle\"/><t:Contact>";

    assertEquals(
        "ErrorIncorrectUpdatePropertyCount",
        ews.as(
                ANNA,
                update(
                    id,
                    path
                        + "<t:JobTitle>x</t:JobTitle><t:Surname>y</t:Surname></t:Contact>"
                        + "</t:SetItemField>"))
            .code());
    assertEquals(
        "ErrorUpdatePropertyMismatch",
        ews.as(ANNA, update(id, path + "<t:Surname>y</t:Surname></t:Contact></t:SetItemField>"))
            .code());
  }

  @Test
  void aFindGivesAThousandItemsAtMostAndPages() {
    for (int i = 0; i < 1003; i++) {
      anna.contacts().add("{\"displayName\": \"n" + i + "\"}");
    }

    RawEws.Answer all = ews.as(ANNA, find("", ""));
    RawEws.Answer last =
        ews.as(
            ANNA,
            find(
                "<m:IndexedPageItemView MaxEntriesReturned=\"500\" Offset=\"1000\""
                    + " BasePoint=\"Beginning\"/>",
                ""));

    assertEquals(1000, all.attributes("ItemId", "Id").size());
    assertEquals(List.of("false"), all.attributes("RootFolder", "IncludesLastItemInRange"));
    assertEquals(3, last.attributes("ItemId", "Id").size());
    assertEquals(List.of("true"), last.attributes("RootFolder", "IncludesLastItemInRange"));
    assertEquals(List.of("1003"), last.attributes("RootFolder", "TotalItemsInView"));
  }

  @Test
  void aFindKnowsHiddenPropertiesAndNoBodies() {
    made(
        "<t:ExtendedProperty>"
            + STAMP
            + "<t:Value>office/1</t:Value></t:ExtendedProperty><t:GivenName>A</t:GivenName>");
    made("<t:GivenName>B</t:GivenName>");

    RawEws.Answer answer =
        ews.as(
            ANNA,
            find(
                "",
                "<m:Restriction><t:Contains ContainmentMode=\"Prefixed\""
                    + " ContainmentComparison=\"IgnoreCase\">"
                    + STAMP
                    + "<t:Constant Value=\"OFFICE/\"/></t:Contains></m:Restriction>"));
    RawEws.Answer bodies =
        ews.as(
            ANNA,
            find("", "")
                .replace(
                    "</t:BaseShape>",
                    "</t:BaseShape><t:AdditionalProperties><t:FieldURI"
                        + " FieldURI=\"item:Body\"/></t:AdditionalProperties>"));

    assertEquals(1, answer.attributes("ItemId", "Id").size());
    assertEquals("ErrorInvalidPropertyRequest", bodies.code());
  }

  @Test
  void changesComeInStepsUntilTheStateIsForgotten() {
    String first = made("<t:GivenName>A</t:GivenName>");
    made("<t:GivenName>B</t:GivenName>");
    RawEws.Answer one = sync("", 1);
    RawEws.Answer two = sync(one.texts("SyncState").get(0), 512);
    ews.as(
        ANNA,
        "<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds><t:ItemId Id=\""
            + first
            + "\"/></m:ItemIds></m:DeleteItem>");
    anna.contacts().contact("B").edit("jobTitle", "x");
    made("<t:GivenName>C</t:GivenName>");
    RawEws.Answer three = sync(two.texts("SyncState").get(0), 512);
    anna.contacts().forgetChanges();

    assertEquals(List.of("false"), one.texts("IncludesLastItemInRange"));
    assertEquals(1, one.texts("Create").size());
    assertEquals(List.of("true"), two.texts("IncludesLastItemInRange"));
    assertEquals(1, two.texts("Create").size());
    assertEquals(
        List.of(1, 1, 1),
        List.of(
            three.texts("Create").size(),
            three.texts("Update").size(),
            three.texts("Delete").size()));
    assertEquals("ErrorInvalidSyncStateData", sync(three.texts("SyncState").get(0), 512).code());
    assertEquals("ErrorSchemaValidation", sync("", 513).code());
  }

  private RawEws.Answer sync(String state, int most) {
    return ews.as(
        ANNA,
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
            + "<m:SyncFolderId><t:DistinguishedFolderId Id=\"contacts\"/></m:SyncFolderId>"
            + (state.isEmpty() ? "" : "<m:SyncState>" + state + "</m:SyncState>")
            + "<m:MaxChangesReturned>"
            + most
            + "</m:MaxChangesReturned></m:SyncFolderItems>");
  }

  @Test
  void foldersAreMadeFoundAndDeleted() {
    RawEws.Answer made =
        ews.as(
            ANNA,
            "<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id=\"contacts\"/>"
                + "</m:ParentFolderId><m:Folders><t:ContactsFolder>"
                + "<t:FolderClass>IPF.Contact</t:FolderClass><t:DisplayName>GAL</t:DisplayName>"
                + "</t:ContactsFolder></m:Folders></m:CreateFolder>");
    String find =
        "<m:FindFolder Traversal=\"Deep\"><m:FolderShape><t:BaseShape>AllProperties"
            + "</t:BaseShape></m:FolderShape><m:ParentFolderIds>"
            + "<t:DistinguishedFolderId Id=\"msgfolderroot\"/></m:ParentFolderIds></m:FindFolder>";

    assertEquals("NoError", made.code(), made.body());
    assertEquals(List.of("GAL"), anna.folders());
    assertTrue(ews.as(ANNA, find).texts("DisplayName").containsAll(List.of("Contacts", "GAL")));
    RawEws.Answer gone =
        ews.as(
            ANNA,
            "<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds><t:FolderId Id=\""
                + made.attributes("FolderId", "Id").get(0)
                + "\"/></m:FolderIds></m:DeleteFolder>");
    assertEquals("NoError", gone.code(), gone.body());
    assertEquals(List.of(), anna.folders());
  }

  @Test
  void aPictureIsAnAttachment() {
    String id = made("<t:GivenName>A</t:GivenName>");
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1, 2, 3};
    RawEws.Answer attached =
        ews.as(
            ANNA,
            "<m:CreateAttachment><m:ParentItemId Id=\""
                + id
                + "\"/><m:Attachments><t:FileAttachment><t:Name>ContactPicture.jpg</t:Name>"
                + "<t:ContentType>image/jpeg</t:ContentType>"
                + "<t:IsContactPhoto>true</t:IsContactPhoto><t:Content>"
                + Base64.getEncoder().encodeToString(picture)
                + "</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>");
    String attachment = attached.attributes("AttachmentId", "Id").get(0);

    assertArrayEquals(picture, anna.contacts().contacts().get(0).photo().orElseThrow());
    RawEws.Answer got =
        ews.as(
            ANNA,
            "<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id=\""
                + attachment
                + "\"/></m:AttachmentIds></m:GetAttachment>");
    assertEquals(List.of(Base64.getEncoder().encodeToString(picture)), got.texts("Content"));
    assertEquals(
        List.of("true"),
        ews.as(ANNA, get("<t:BaseShape>AllProperties</t:BaseShape>", id)).texts("HasPicture"));
    ews.as(
        ANNA,
        "<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id=\""
            + attachment
            + "\"/></m:AttachmentIds></m:DeleteAttachment>");
    assertTrue(anna.contacts().contacts().get(0).photo().isEmpty());
  }

  @Test
  void mailIsSentOnce() {
    String mime =
        "From: "
            + ANNA
            + "\r\nTo: x@example.com\r\nSubject: Hello\r\nContent-Type: text/plain\r\n\r\nHi.";
    RawEws.Answer sent =
        ews.as(
            ANNA,
            "<m:CreateItem MessageDisposition=\"SendOnly\"><m:Items><t:Message><t:MimeContent>"
                + Base64.getEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8))
                + "</t:MimeContent></t:Message></m:Items></m:CreateItem>");

    assertEquals("NoError", sent.code(), sent.body());
    assertEquals("Hello", tenant.sentMail().get(0).subject());
    assertEquals(List.of("x@example.com"), tenant.sentMail().get(0).to());
  }

  @Test
  void whoMayNotImpersonateIsRefused() {
    account.impersonates(address -> address.equals(BEN));
    tenant.mailboxes().of(BEN).moveTo(Location.ON_PREMISES);

    assertEquals("ErrorImpersonateUserDenied", ews.as(ANNA, find("", "")).code());
    assertEquals("NoError", ews.as(BEN, find("", "")).code());
    assertEquals("ErrorMissingEmailAddress", ews.as("", find("", "")).code());
  }

  @Test
  void aMailboxIsOpenWhereItLives() {
    RawGraph graph = new RawGraph(tenant);

    assertEquals("ErrorNonExistentMailbox", ews.as(BEN, find("", "")).code());
    assertEquals(
        "MailboxNotEnabledForRESTAPI",
        graph.get("/users/" + ANNA + "/contacts").json().path("error").path("code").asText());
    assertEquals(200, graph.get("/users/" + BEN + "/contacts").status());
  }

  @Test
  void aMoveTakesTheItemsAlongUnderOtherIds() {
    made(
        "<t:ExtendedProperty>"
            + STAMP
            + "<t:Value>office/1</t:Value></t:ExtendedProperty><t:GivenName>A</t:GivenName>");
    String before = anna.contacts().contacts().get(0).id();
    anna.moveTo(Location.ONLINE);
    MailboxUser.Card after = anna.contacts().contacts().get(0);
    RawGraph graph = new RawGraph(tenant);

    assertFalse(before.equals(after.id()));
    assertEquals(
        "office/1",
        after
            .extended("String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey")
            .orElseThrow());
    assertEquals(
        404, graph.get("/users/" + ANNA + "/contacts/" + RawGraph.encoded(before)).status());
    assertEquals(
        200, graph.get("/users/" + ANNA + "/contacts/" + RawGraph.encoded(after.id())).status());
  }

  @Test
  void wrongPasswordsAndLockedAccountsMeet401() {
    RawEws wrong =
        new RawEws(
            tenant.ews().uri(),
            new ServiceAccount("CORP", "svc-rollcall", "svc-rollcall@corp", "guess"));

    assertEquals(401, wrong.as(ANNA, find("", "")).status());
    account.locked(true);
    assertEquals(401, ews.as(ANNA, find("", "")).status());
    assertEquals(2, tenant.ews().counts().refusedLogons());
  }

  @Test
  void theJdksOwnNtlmIsTakenAndAWrongPasswordIsNot() {
    tenant.ews().quirks().schemes(EwsQuirks.Scheme.NTLM);

    assertEquals(200, ntlm(account.password()));
    assertEquals(401, ntlm("guess"));
  }

  private int ntlm(String password) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) tenant.ews().uri().toURL().openConnection();
      connection.setAuthenticator(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return new PasswordAuthentication(account.name(), password.toCharArray());
            }
          });
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "text/xml; charset=utf-8");
      try (OutputStream body = connection.getOutputStream()) {
        body.write(
            ("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                    + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\""
                    + " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\">"
                    + "<s:Header><t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>"
                    + ANNA
                    + "</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header>"
                    + "<s:Body>"
                    + find("", "")
                    + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8));
      }
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBusyServerSaysHowLongToWaitInEachOfItsWays() {
    for (EwsQuirks.Busy busy : EwsQuirks.Busy.values()) {
      tenant.ews().quirks().busy(busy);
      tenant
          .hostility()
          .once(
              seen -> seen.operation().equals("EWS FindItem"),
              Moment.BEFORE,
              Incident.throttled(Duration.ofSeconds(3)));
      RawEws.Answer answer = ews.as(ANNA, find("", ""));

      assertTrue(answer.texts("Value").contains("3000"), answer.body());
      assertTrue(answer.body().contains("ErrorServerBusy"), answer.body());
      assertEquals(
          switch (busy) {
            case FAULT -> 500;
            case UNAVAILABLE -> 503;
            case WRAPPED -> 200;
          },
          answer.status());
    }
  }

  @Test
  void answersAreLostAndCutAfterTheDeed() {
    tenant.hostility().once(seen -> seen.isWrite(), Moment.AFTER, Incident.reset());
    assertThrows(
        UncheckedIOException.class, () -> ews.as(ANNA, contact("<t:GivenName>A</t:GivenName>")));
    tenant.hostility().once(seen -> seen.isWrite(), Moment.AFTER, Incident.truncated());
    RawEws.Answer cut = ews.as(ANNA, contact("<t:GivenName>B</t:GivenName>"));
    tenant.hostility().cutBatchAfter(1);
    assertThrows(
        UncheckedIOException.class,
        () ->
            ews.as(
                ANNA,
                contact(
                    "<t:GivenName>C</t:GivenName></t:Contact><t:Contact>"
                        + "<t:GivenName>D</t:GivenName>")));

    assertThrows(IllegalStateException.class, cut::code);
    assertEquals(
        List.of("A", "B", "C"),
        anna.contacts().contacts().stream().map(card -> card.text("givenName")).toList());
  }

  @Test
  void tooManyConnectionsOfOneAccountAreRefused() {
    tenant.ews().quirks().maxConnections(0);

    assertEquals("ErrorExceededConnectionCount", ews.as(ANNA, find("", "")).code());
  }

  @Test
  @Tag("E15")
  void autodiscoverTellsWhereEwsIs() {
    RawEws.Answer plain = discover(ANNA);
    RawEws.Answer online = discover(BEN);
    RawEws.Answer settings =
        ews.post(
            tenant.ews().uri().resolve("/autodiscover/autodiscover.svc"),
            userSettings(ANNA, "ExternalEwsUrl"));

    assertEquals(tenant.ews().uri().toString(), plain.texts("EwsUrl").get(0));
    assertEquals(List.of("redirectAddr"), online.texts("Action"));
    assertEquals(List.of("500"), discover("nobody@contoso.onmicrosoft.com").texts("ErrorCode"));
    assertEquals(List.of(tenant.ews().uri().toString()), settings.texts("Value"));
    tenant.ews().quirks().discoverable(false);
    assertEquals(List.of(), discover(ANNA).texts("EwsUrl"));
  }

  private RawEws.Answer discover(String address) {
    return ews.post(
        tenant.ews().uri().resolve("/autodiscover/autodiscover.xml"),
        "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"
            + "requestschema/2006\"><Request><EMailAddress>"
            + address
            + "</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/"
            + "autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request>"
            + "</Autodiscover>");
  }

  private static String userSettings(String address, String... names) {
    StringBuilder asked = new StringBuilder();
    for (String name : names) {
      asked.append("<a:Setting>").append(name).append("</a:Setting>");
    }
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
        + " xmlns:a=\"http://schemas.microsoft.com/exchange/2010/Autodiscover\""
        + " xmlns:w=\"http://www.w3.org/2005/08/addressing\"><s:Header>"
        + "<a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion>"
        + "<w:Action>http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/"
        + "GetUserSettings</w:Action></s:Header><s:Body><a:GetUserSettingsRequestMessage>"
        + "<a:Request><a:Users><a:User><a:Mailbox>"
        + address
        + "</a:Mailbox></a:User></a:Users><a:RequestedSettings>"
        + asked
        + "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></s:Body>"
        + "</s:Envelope>";
  }

  @Test
  @Tag("S4")
  void publicFoldersAreReachedInTwoSteps() {
    tenant
        .ews()
        .publicFolders()
        .make("/Contacts/District offices", "pf1")
        .allow(ANNA)
        .contents()
        .add("{\"displayName\": \"Bonn office\"}");
    RawEws.Answer settings =
        ews.post(
            tenant.ews().uri().resolve("/autodiscover/autodiscover.svc"),
            userSettings(ANNA, "PublicFolderInformation", "InternalRpcClientServer"));
    String[] hierarchy = {
      "X-AnchorMailbox", value(settings, "PublicFolderInformation"),
      "X-PublicFolderMailbox", value(settings, "InternalRpcClientServer")
    };

    RawEws.Answer unrouted = ews.as(ANNA, folders("", "Shallow"));
    RawEws.Answer top = ews.as(ANNA, folders("", "Shallow"), hierarchy);
    RawEws.Answer below =
        ews.as(ANNA, folders(top.attributes("FolderId", "Id").get(0), "Shallow"), hierarchy);
    String folder = below.attributes("FolderId", "Id").get(0);
    String guid =
        new String(
                Base64.getDecoder().decode(below.texts("Value").get(0)), StandardCharsets.US_ASCII)
            .substring(0, 36);
    String holder =
        discover(guid + "@contoso.onmicrosoft.com").texts("AutoDiscoverSMTPAddress").get(0);
    String[] content = {"X-AnchorMailbox", holder, "X-PublicFolderMailbox", holder};
    String items =
        find("", "")
            .replace(
                "<t:DistinguishedFolderId Id=\"contacts\"/>",
                "<t:FolderId Id=\"" + folder + "\"/>");

    assertEquals("ErrorNoPublicFolderServerAvailable", unrouted.code());
    assertEquals(List.of("Contacts"), top.texts("DisplayName"));
    assertEquals(List.of("District offices"), below.texts("DisplayName"));
    assertEquals("pf1@contoso.onmicrosoft.com", holder);
    assertEquals("ErrorFolderNotFound", ews.as(ANNA, items, hierarchy).code());
    RawEws.Answer found = ews.as(ANNA, items, content);
    assertEquals(1, found.attributes("ItemId", "Id").size(), found.body());
    String id = found.attributes("ItemId", "Id").get(0);
    String get = get("<t:BaseShape>AllProperties</t:BaseShape>", id);
    assertEquals(List.of("Bonn office"), ews.as(ANNA, get, content).texts("DisplayName"));
    assertEquals("ErrorItemNotFound", ews.as(ANNA, get).code());
    assertEquals("ErrorInvalidOperation", ews.as(ANNA, folders("", "Deep"), hierarchy).code());
  }

  @Test
  @Tag("S4")
  void publicFoldersAreForThoseWhoMayReadThem() {
    tenant.ews().publicFolders().make("/Secret", "pf1");
    RawEws.Answer settings =
        ews.post(
            tenant.ews().uri().resolve("/autodiscover/autodiscover.svc"),
            userSettings(ANNA, "PublicFolderInformation", "InternalRpcClientServer"));
    String[] hierarchy = {
      "X-AnchorMailbox", value(settings, "PublicFolderInformation"),
      "X-PublicFolderMailbox", value(settings, "InternalRpcClientServer")
    };

    assertEquals(List.of(), ews.as(ANNA, folders("", "Shallow"), hierarchy).texts("DisplayName"));
  }

  private static String value(RawEws.Answer settings, String name) {
    return settings.texts("Value").get(settings.texts("Name").indexOf(name));
  }

  private static String folders(String parent, String traversal) {
    return "<m:FindFolder Traversal=\""
        + traversal
        + "\"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>"
        + "<t:AdditionalProperties><t:FieldURI FieldURI=\"folder:DisplayName\"/>"
        + "<t:ExtendedFieldURI PropertyTag=\"26264\" PropertyType=\"Binary\"/>"
        + "</t:AdditionalProperties></m:FolderShape><m:IndexedPageFolderView"
        + " MaxEntriesReturned=\"100\" Offset=\"0\" BasePoint=\"Beginning\"/><m:ParentFolderIds>"
        + (parent.isEmpty()
            ? "<t:DistinguishedFolderId Id=\"publicfoldersroot\"/>"
            : "<t:FolderId Id=\"" + parent + "\"/>")
        + "</m:ParentFolderIds></m:FindFolder>";
  }

  @Test
  @Tag("S4")
  void onlineEwsTakesTokensOfAppsThatMay() {
    RawEws without = new RawEws(tenant.ewsOnline().uri(), "Bearer " + token());
    assertEquals(403, without.as(BEN, find("", "")).status());
    tenant.app().grant("full_access_as_app");
    RawEws with = new RawEws(tenant.ewsOnline().uri(), "Bearer " + token());

    assertEquals("NoError", with.as(BEN, find("", "")).code());
    assertEquals("ErrorNonExistentMailbox", with.as(ANNA, find("", "")).code());
    tenant.ewsOnline().quirks().enabled(false);
    assertEquals(403, with.as(BEN, find("", "")).status());
  }

  private String token() {
    return new RealClients(tenant)
        .app()
        .getTokenSync(new TokenRequestContext().addScopes(tenant.exchangeScope()))
        .getToken();
  }

  @Test
  void requestsAreCounted() {
    made("<t:GivenName>A</t:GivenName>");
    ews.as(ANNA, find("", ""));

    assertEquals(2, tenant.ews().counts().calls());
    assertEquals(1, tenant.ews().counts().of("FindItem"));
    assertEquals(1, tenant.ews().counts().writes());
    assertEquals(2, tenant.ews().counts().at(ANNA));
  }
}
