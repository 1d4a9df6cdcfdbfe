package dev.rollcall.localtenant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("O6")
class LocalMailboxTest {

  private static final String KEY =
      "String {5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40} Name RollcallKey";

  private final LocalTenant tenant = LocalTenant.start();
  private final RawGraph graph = new RawGraph(tenant);
  private final MailboxUser user = tenant.mailboxes().of("user1@contoso.onmicrosoft.com");
  private final String home = "/users/" + user.id();
  private final MailboxUser.Folder folder = user.makeFolder("Company");
  private final String contacts =
      home + "/contactFolders/" + RawGraph.encoded(folder.id()) + "/contacts";

  @AfterEach
  void stop() {
    tenant.close();
  }

  private String contact(JsonNode made) {
    return contacts + "/" + RawGraph.encoded(made.path("id").asText());
  }

  private JsonNode create(String json) {
    RawGraph.Answer answer = graph.post(contacts, json);
    assertEquals(201, answer.status(), () -> new String(answer.body()));
    return answer.json();
  }

  private static String code(RawGraph.Answer answer) {
    return answer.status() + " " + answer.json().path("error").path("code").asText();
  }

  @Test
  void aFolderOfTheSameNameIsRefusedWhateverItsCase() {
    RawGraph.Answer answer = graph.post(home + "/contactFolders", "{\"displayName\":\"COMPANY\"}");

    assertEquals("409 ErrorFolderExists", code(answer));
    assertTrue(answer.json().at("/error/innerError").has("request-id"));
  }

  @Test
  void theListOfFoldersLeavesTheDefaultFolderOut() {
    JsonNode list = graph.get(home + "/contactFolders?$select=id,displayName").json();
    JsonNode whole = graph.get(home + "/contactFolders/contacts?$select=id").json();

    assertEquals(1, list.path("value").size());
    assertEquals("Company", list.at("/value/0/displayName").asText());
    assertEquals(user.contacts().id(), whole.path("id").asText());
  }

  @Test
  void foldersNestAndAreRenamedAndDeletedWithWhatIsInThem() {
    String company = home + "/contactFolders/" + RawGraph.encoded(folder.id());
    JsonNode sales = graph.post(company + "/childFolders", "{\"displayName\":\"Sales\"}").json();
    String salesUrl = home + "/contactFolders/" + RawGraph.encoded(sales.path("id").asText());

    assertEquals(200, graph.patch(salesUrl, "{\"displayName\":\"Field sales\"}").status());
    assertEquals(List.of("Company", "Company/Field sales"), user.folders());
    assertEquals(204, graph.delete(company).status());
    assertEquals("404 ErrorItemNotFound", code(graph.get(salesUrl)));
  }

  @Test
  void aContactIsAnsweredNormalised() {
    JsonNode made =
        create(
            """
            {"givenName":"Ada","surname":"Popa","birthday":"1990-05-17T00:00:00Z",
             "emailAddresses":[{"address":"ada@contoso.com"}]}
            """);

    assertEquals("Popa, Ada", made.path("fileAs").asText());
    assertEquals("Ada Popa", made.path("displayName").asText());
    assertEquals("1990-05-17T11:59:00Z", made.path("birthday").asText());
    assertEquals("ada@contoso.com", made.at("/emailAddresses/0/name").asText());
    assertEquals("{}", made.path("homeAddress").toString());
    assertEquals("", made.path("personalNotes").asText("-"));
    assertTrue(made.path("jobTitle").isNull());
    assertTrue(made.path("@odata.etag").asText().startsWith("W/\""));
  }

  @Test
  void theDisplayNameIsOverwrittenWhenAnUpdateOfTheNameLeavesItOut() {
    JsonNode made = create("{\"displayName\":\"Dr Ada\",\"givenName\":\"Ada\"}");

    JsonNode changed = graph.patch(contact(made), "{\"surname\":\"Popa\"}").json();

    assertEquals("Ada Popa", changed.path("displayName").asText());
    assertNotEquals(made.path("changeKey"), changed.path("changeKey"));
  }

  @Test
  void valuesAreClearedExplicitlyOnly() {
    JsonNode made =
        create(
            """
            {"displayName":"Ada","jobTitle":"Clerk","businessPhones":["1"],
             "homeAddress":{"city":"Ulm","street":"Main St"}}
            """);

    JsonNode kept = graph.patch(contact(made), "{\"displayName\":\"Ada\"}").json();
    JsonNode cleared =
        graph
            .patch(
                contact(made),
                """
                {"displayName":"Ada","jobTitle":null,"businessPhones":[],
                 "homeAddress":{"street":null}}
                """)
            .json();

    assertEquals("Clerk", kept.path("jobTitle").asText());
    assertTrue(cleared.path("jobTitle").isNull());
    assertTrue(cleared.path("businessPhones").isEmpty());
    assertEquals("{\"city\":\"Ulm\"}", cleared.path("homeAddress").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "businessPhones, 2, BusinessPhones",
    "homePhones, 2, HomePhones",
    "imAddresses, 3, ImAddresses"
  })
  void tooManyEntriesAreRefused(String property, int most, String name) {
    StringBuilder entries = new StringBuilder("\"1\"");
    for (int i = 2; i <= most + 1; i++) {
      entries.append(",\"").append(i).append('"');
    }

    RawGraph.Answer answer =
        graph.post(contacts, "{\"displayName\":\"A\",\"" + property + "\":[" + entries + "]}");

    assertEquals(400, answer.status());
    assertEquals(
        "The multi value property "
            + name
            + " has "
            + (most + 1)
            + " entries, that exceeds the max allowed value of "
            + most,
        answer.json().at("/error/message").asText());
  }

  @Test
  void theLimitsNobodyDocumentedCanBeLifted() {
    tenant
        .mailboxes()
        .quirks(MailboxQuirks.DEFAULT.withSecondaryCollectionsLimited(false).withMaxTextLength(0));

    create(
        "{\"displayName\":\"A\",\"homePhones\":[\"1\",\"2\",\"3\"],\"jobTitle\":\""
            + "x".repeat(300)
            + "\"}");
  }

  @Test
  void whatGraphDoesNotKnowIsRefused() {
    assertEquals("400 RequestBodyRead", code(graph.post(contacts, "{\"displayname\":\"Ada\"}")));
    assertEquals("400 RequestBroker--ParseUri", code(graph.get(contacts + "?$select=id,fax")));
    assertEquals("400 ErrorInvalidUrlQuery", code(graph.get(contacts + "?$search=x")));
    assertEquals("400 ErrorInvalidUrlQuery", code(graph.get(contacts + "?$top=1001")));
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @Test
  void whatTheTenantDoesNotKnowIsRemembered() {
    assertEquals(501, graph.get(home + "/calendar").status());

    assertEquals(1, tenant.unexpectedRequests().size());
  }

  @Test
  void hiddenPropertiesAreFoundWithoutRegardToCaseAndShownWhenExpanded() {
    create(
        "{\"displayName\":\"Ada\",\"singleValueExtendedProperties\":[{\"id\":\""
            + KEY
            + "\",\"value\":\"p/ada\"}]}");
    create("{\"displayName\":\"Bob\"}");
    String filter =
        "$filter="
            + RawGraph.encoded(
                "singleValueExtendedProperties/Any(ep: ep/id eq '"
                    + KEY
                    + "' and ep/value eq 'P/ADA')");
    String expand =
        "$expand=singleValueExtendedProperties($filter="
            + RawGraph.encoded("id eq '" + KEY + "' or id eq '" + KEY + "2'")
            + ")";

    JsonNode hidden = graph.get(contacts + "?" + filter).json().path("value");
    JsonNode shown = graph.get(contacts + "?$select=id&" + expand).json().path("value");

    assertEquals(1, hidden.size());
    assertFalse(hidden.path(0).has("singleValueExtendedProperties"));
    assertEquals("p/ada", shown.at("/0/singleValueExtendedProperties/0/value").asText());
    assertFalse(shown.path(1).has("singleValueExtendedProperties"));
    assertFalse(shown.path(0).has("displayName"));
  }

  @Test
  void listsComeInPagesOfTenAndAreFollowedByLink() {
    for (int i = 0; i < 25; i++) {
      folder.add("{\"displayName\":\"Contact " + i + "\"}");
    }

    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String url = contacts + "?$select=displayName&$count=true";
    while (!url.isEmpty()) {
      JsonNode page = graph.get(url).json();
      assertEquals(25, page.path("@odata.count").asInt());
      page.path("value").forEach(c -> names.add(c.path("displayName").asText()));
      sizes.add(page.path("value").size());
      url = page.path("@odata.nextLink").asText("");
    }

    assertEquals(List.of(10, 10, 5), sizes);
    assertEquals("Contact 24", names.get(24));
  }

  @Test
  void idsAreImmutableIfAsked() {
    MailboxUser.Card card = folder.add("{\"displayName\":\"Ada\"}");

    RawGraph.Answer answer = graph.get(contacts);

    assertEquals("IdType=\"ImmutableId\"", answer.headers().get("Preference-Applied"));
    assertEquals(card.id(), answer.json().at("/value/0/id").asText());
    assertEquals(200, graph.get(home + "/contacts/" + RawGraph.encoded(card.restId())).status());
  }

  @Test
  void aPhotoIsReadAsItWasWritten() {
    JsonNode made = create("{\"displayName\":\"Ada\"}");
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, 1, 2, 3};

    assertEquals(404, graph.get(contact(made) + "/photo/$value").status());
    assertEquals(
        200,
        graph
            .send("PUT", contact(made) + "/photo/$value", jpeg, "Content-Type", "image/jpeg")
            .status());
    assertArrayEquals(jpeg, graph.get(contact(made) + "/photo/$value").body());
  }

  @Test
  void aStaleChangeKeyIsRefused() {
    JsonNode made = create("{\"displayName\":\"Ada\"}");
    folder.contact("Ada").notes("called back");

    RawGraph.Answer answer =
        graph.delete(contact(made), "If-Match", made.path("@odata.etag").asText());

    assertEquals("412 ErrorIrresolvableConflict", code(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "INACTIVE, 404 MailboxNotEnabledForRESTAPI",
    "GONE, 404 Request_ResourceNotFound",
    "OUT_OF_SCOPE, 403 ErrorAccessDenied",
    "FULL, 507 ErrorQuotaExceeded"
  })
  void aMailboxThatIsNotOpenSaysWhy(MailboxState state, String expected) {
    user.state(state);

    assertEquals(expected, code(graph.post(contacts, "{\"displayName\":\"Ada\"}")));
  }

  @Test
  void somebodyUnknownHasNoMailbox() {
    assertEquals("404 Request_ResourceNotFound", code(graph.get("/users/nobody/contacts")));
  }

  @Test
  void changesAreReadPageByPageFromWhereTheReaderStopped() {
    for (int i = 0; i < 5; i++) {
      folder.add("{\"displayName\":\"Contact " + i + "\"}");
    }
    Changes first = follow(contacts + "/delta?$select=displayName", 2);
    folder.contact("Contact 1").notes("edited");
    folder.contact("Contact 2").delete();
    folder.add("{\"displayName\":\"Contact 5\"}");

    Changes second = follow(first.deltaLink, 50);

    assertEquals(List.of(2, 2, 1), first.pageSizes);
    assertEquals(List.of("Contact 1", "Contact 5"), second.names.stream().sorted().toList());
    assertEquals(1, second.removed);
    assertEquals(List.of(0), follow(second.deltaLink, 50).pageSizes);
  }

  @Test
  void aChangeWhilePagesAreReadComesOnALaterOne() {
    for (int i = 0; i < 4; i++) {
      folder.add("{\"displayName\":\"Contact " + i + "\"}");
    }
    JsonNode page = graph.get(contacts + "/delta", "Prefer", "odata.maxpagesize=2").json();
    folder.contact("Contact 0").notes("edited");
    folder.contact("Contact 3").delete();

    Changes rest = follow(page.path("@odata.nextLink").asText(), 50);

    assertEquals(List.of("Contact 0", "Contact 2"), rest.names.stream().sorted().toList());
  }

  @Test
  void awkwardChangesHaveEmptyPagesAndReplays() {
    tenant.mailboxes().quirks(MailboxQuirks.AWKWARD);
    folder.add("{\"displayName\":\"Ada\"}");

    Changes first = follow(contacts + "/delta", 50);
    Changes second = follow(first.deltaLink, 50);

    assertEquals(List.of(0, 1), first.pageSizes);
    assertEquals(List.of("Ada"), second.names);
  }

  @Test
  void forgottenChangesAreGone() {
    Changes first = follow(contacts + "/delta", 50);
    folder.forgetChanges();

    assertEquals("410 SyncStateNotFound", code(graph.get(first.deltaLink)));
  }

  @Test
  void reportsAreKeptForReading() {
    int status =
        graph
            .post(
                home + "/sendMail",
                """
                {"message":{"subject":"Report","body":{"contentType":"HTML","content":"<p>Done</p>"},
                 "toRecipients":[{"emailAddress":{"address":"admin@contoso.com"}}],
                 "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"run.csv",
                  "contentType":"text/csv","contentBytes":"YSxi"}]},"saveToSentItems":false}
                """)
            .status();

    assertEquals(202, status);
    assertEquals("Report", tenant.sentMail().get(0).subject());
    assertEquals(List.of("admin@contoso.com"), tenant.sentMail().get(0).to());
    assertEquals("a,b", new String(tenant.sentMail().get(0).attachments().get(0).bytes()));
  }

  @Test
  void readingLeavesAMailboxAsItWas() {
    user.contacts().add("{\"displayName\":\"Mother\",\"mobilePhone\":\"1\"}").photo(new byte[9]);
    String before = user.rawState();

    graph.get(home + "/contacts");
    follow(contacts + "/delta", 50);

    assertEquals(before, user.rawState());
  }

  /** A round of changes. */
  private static final class Changes {
    final List<String> names = new ArrayList<>();
    final List<Integer> pageSizes = new ArrayList<>();
    int removed;
    String deltaLink = "";
  }

  private Changes follow(String url, int pageSize) {
    Changes changes = new Changes();
    String next = url;
    while (!next.isEmpty()) {
      RawGraph.Answer answer = graph.get(next, "Prefer", "odata.maxpagesize=" + pageSize);
      assertEquals(200, answer.status());
      for (JsonNode item : answer.json().path("value")) {
        if (item.has("@removed")) {
          changes.removed++;
        } else {
          changes.names.add(item.path("displayName").asText());
        }
      }
      changes.pageSizes.add(answer.json().path("value").size());
      changes.deltaLink = answer.json().path("@odata.deltaLink").asText("");
      next = answer.json().path("@odata.nextLink").asText("");
    }
    return changes;
  }
}
