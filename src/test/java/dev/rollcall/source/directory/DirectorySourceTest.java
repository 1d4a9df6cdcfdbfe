package dev.rollcall.source.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.ScriptedGraph;
import dev.rollcall.client.graph.ScriptedGraph.Answer;
import dev.rollcall.client.graph.ScriptedGraph.Item;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.policy.Selection.Include;
import dev.rollcall.source.MailboxSelection.MailboxReading;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the directory's answers, awkward ones included. */
@Tag("S1")
class DirectorySourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAFF = "11111111-2222-3333-4444-555555555555";

  private final ScriptedGraph graph = new ScriptedGraph();

  /** Pages by the path of their collection. */
  private final Map<String, List<String>> pages = new HashMap<>();

  private final Map<String, Answer> items = new HashMap<>();
  private int count = -1;

  @BeforeEach
  void serve() {
    graph.answerSingles(
        request -> {
          String path = request.url().encodedPath().replace("/v1.0", "");
          List<String> rows = pages.get(path);
          if (rows == null) {
            return Answer.error(404, "Request_ResourceNotFound");
          }
          String skip = request.url().queryParameter("$skiptoken");
          int page = skip == null ? 0 : Integer.parseInt(skip);
          if (rows.get(page).equals("fail")) {
            return Answer.error(403, "Authorization_RequestDenied");
          }
          ObjectNode body = JSON.createObjectNode();
          body.set("value", json(rows.get(page)));
          int all = rows.stream().mapToInt(one -> one.equals("fail") ? 1 : json(one).size()).sum();
          body.put("@odata.count", count < 0 ? all : count);
          if (page + 1 < rows.size()) {
            body.put("@odata.nextLink", ScriptedGraph.BASE + path + "?$skiptoken=" + (page + 1));
          }
          return Answer.ok(body);
        });
    graph.answerItems(
        item -> {
          String url = URLDecoder.decode(item.url(), StandardCharsets.UTF_8);
          return items.entrySet().stream()
              .filter(entry -> url.contains(entry.getKey()))
              .max(Comparator.comparingInt(entry -> entry.getKey().length()))
              .map(Map.Entry::getValue)
              .orElseGet(() -> notThere(item));
        });
  }

  @Tag("P2")
  @Test
  void membersComeWithAllTheirAttributesInOneRequest() {
    pages.put(
        "/groups/" + STAFF + "/transitiveMembers",
        List.of(
            """
            [{"@odata.type":"#microsoft.graph.user","id":"U1","displayName":"Ada Popa",
              "givenName":"Ada","surname":"Popa","mail":"ada@contoso.example",
              "userPrincipalName":"ada@contoso.example","businessPhones":["+1 425"],
              "mobilePhone":"+40 7","city":"Ulm","proxyAddresses":["SMTP:ada@contoso.example"],
              "onPremisesExtensionAttributes":{"extensionAttribute7":"x"},"jobTitle":null}]
            """));

    SourceReading reading = read(members(STAFF));

    SourceRecord ada = reading.records().get(0);
    assertEquals(new RecordKey("user:u1"), ada.key());
    assertEquals("user", ada.recipientType());
    assertEquals("Ada", ada.first("givenName"));
    assertEquals("+1 425", ada.first("businessPhones"));
    assertEquals("Ulm", ada.first("city"));
    assertEquals("x", ada.first("extensionAttribute7"));
    assertFalse(ada.attributes().containsKey("jobTitle"));
    assertEquals("/source/select/0", ada.selection());
    assertEquals(1, reading.completeness().calls());
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void mailContactsInAGroupComeWithTheirPhonesAndAddress() {
    String row =
        "{\"@odata.type\":\"#microsoft.graph.orgContact\",\"id\":\"C1\",\"displayName\":\"Ext\","
            + "\"mail\":\"e@f.example\"}";
    pages.put("/groups/" + STAFF + "/members", List.of("[" + row + "]"));
    pages.put(
        "/groups/" + STAFF + "/members/microsoft.graph.orgContact",
        List.of(
            """
            [{"id":"C1","displayName":"Ext","mail":"e@f.example",
              "phones":[{"type":"business","number":"1"},{"type":"mobile","number":"2"},
                        {"type":"businessFax","number":"3"}],
              "addresses":[{"street":"Main 1","city":"Ulm","countryOrRegion":"Germany"}]}]
            """));

    SourceReading reading = read(new Selection.Group(STAFF, Include.MEMBERS, false, false));

    SourceRecord contact = reading.records().get(0);
    assertEquals("mailContact", contact.recipientType());
    assertEquals("1", contact.first("businessPhones"));
    assertEquals("2", contact.first("mobilePhone"));
    assertEquals("3", contact.first("faxNumber"));
    assertEquals("Main 1", contact.first("streetAddress"));
    assertEquals("Germany", contact.first("country"));
    assertEquals(2, reading.completeness().calls());
  }

  @Tag("P2")
  @Test
  void whatIsNoRecipientIsDroppedWithAReason() {
    pages.put(
        "/groups/" + STAFF + "/transitiveMembers",
        List.of("[{\"@odata.type\":\"#microsoft.graph.device\",\"id\":\"D1\"}]"));

    SourceReading reading = read(members(STAFF));

    assertEquals(
        List.of(new Dropped("device:D1", "/source/select/0", SkipReason.NOT_A_RECIPIENT, "")),
        reading.dropped());
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  void aMemberTheAppMayNotReadSpeaksAgainstCompleteness() {
    pages.put(
        "/groups/" + STAFF + "/transitiveMembers",
        List.of(
            "[{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"U1\",\"displayName\":null,"
                + "\"mail\":null}]"));

    SourceReading reading = read(members(STAFF));

    assertEquals(SkipReason.MEMBER_NOT_READABLE, reading.dropped().get(0).reason());
    assertFalse(reading.completeness().isComplete());
  }

  @Test
  void fewerRowsThanCountedSpeakAgainstCompleteness() {
    count = 3;
    pages.put("/groups/" + STAFF + "/transitiveMembers", List.of(users(1), users(2)));

    SourceReading reading = read(members(STAFF));

    assertEquals(2, reading.records().size());
    assertEquals(2, reading.completeness().pages());
    assertFalse(reading.completeness().isComplete());
  }

  @Test
  void aPageThatFailsLeavesWhatWasReadAndSaysSo() {
    pages.put("/groups/" + STAFF + "/transitiveMembers", List.of(users(1), "fail"));

    SourceReading reading = read(members(STAFF));

    assertEquals(1, reading.records().size());
    assertFalse(reading.completeness().isComplete());
  }

  @Test
  void noPermissionAtAllEndsTheReading() {
    pages.put("/groups/" + STAFF + "/transitiveMembers", List.of("fail"));

    SourceUnavailable unavailable =
        assertThrows(SourceUnavailable.class, () -> read(members(STAFF)));

    assertEquals("permissionMissing", unavailable.problem().code());
  }

  @Tag("P2")
  @Test
  void aGroupThatDoesNotExistEndsTheReading() {
    assertEquals(
        "groupNotFound",
        assertThrows(SourceUnavailable.class, () -> read(members(STAFF))).problem().code());
    assertEquals(
        "groupNotFound",
        assertThrows(SourceUnavailable.class, () -> read(members("all@contoso.example")))
            .problem()
            .code());
  }

  @Tag("P2")
  @Test
  void oneMissingGroupOfSeveralForbidsDeletions() {
    pages.put("/groups/" + STAFF + "/transitiveMembers", List.of(users(1)));

    SourceReading reading = read(members("gone@contoso.example"), members(STAFF));

    assertEquals(1, reading.records().size());
    assertEquals(SkipReason.RECIPIENT_NOT_FOUND, reading.dropped().get(0).reason());
    assertFalse(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void aRecipientIsFoundByAnyOfItsAddresses() {
    items.put(
        "/contacts?",
        Answer.ok(
            json(
                "{\"value\":[{\"id\":\"C1\",\"displayName\":\"Ext\",\"mail\":\"e@f.example\"}]}")));

    SourceReading reading =
        read(
            new Selection.Recipient("e@f.example"),
            new Selection.Recipient("o'neill@contoso.example"));

    assertEquals(new RecordKey("contact:c1"), reading.records().get(0).key());
    assertEquals(1, reading.completeness().calls());
    Item quoted = graph.batches().get(0).get(3);
    assertTrue(
        URLDecoder.decode(quoted.url(), StandardCharsets.UTF_8).contains("'o''neill@contoso"));
  }

  @Tag("P2")
  @Test
  void aGroupTakenItselfMayNameItsMembers() {
    items.put(
        "/groups/" + STAFF,
        Answer.ok(
            json(
                "{\"id\":\""
                    + STAFF
                    + "\",\"displayName\":\"Staff\",\"mail\":\"staff@contoso.example\","
                    + "\"mailEnabled\":true,\"securityEnabled\":false,\"groupTypes\":[]}")));
    pages.put("/groups/" + STAFF + "/members", List.of(users(2), users(1)));

    SourceReading reading = read(new Selection.Group(STAFF, Include.GROUP, false, true));

    SourceRecord group = reading.records().get(0);
    assertEquals("distributionGroup", group.recipientType());
    assertEquals(List.of("User 1", "User 2"), group.attributes().get("members"));
    assertEquals(1, reading.records().size());
  }

  @Tag("P2")
  @Test
  void whatTwoSelectionsTakeIsTakenOnceByTheFirst() {
    pages.put("/groups/" + STAFF + "/transitiveMembers", List.of(users(1)));

    SourceReading reading = read(members(STAFF), members(STAFF));

    assertEquals(1, reading.records().size());
    assertEquals("/source/select/0", reading.records().get(0).selection());
  }

  @Tag("P3")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"shared\"",
        "{\"value\":\"shared\"}",
        "{\"userPurpose\":\"Shared\"}",
        "{\"value\":{\"userPurpose\":\"shared\"}}"
      })
  void aSharedMailboxIsToldInEveryFormOfTheAnswer(String purpose) {
    pages.put("/users", List.of("[" + user(1, "\"accountEnabled\":false") + "]"));
    items.put("mailboxSettings", Answer.ok(json(purpose)));

    SourceReading reading = read(query("*", RecipientType.SHARED_MAILBOX));

    assertEquals("sharedMailbox", reading.records().get(0).recipientType());
  }

  @Tag("P3")
  @Test
  void onlyThoseWhoMayBeSharedMailboxesAreAsked() {
    pages.put(
        "/users",
        List.of(
            "["
                + user(1, "\"accountEnabled\":true,\"assignedLicenses\":[{\"skuId\":\"x\"}]")
                + ","
                + user(2, "\"accountEnabled\":false,\"assignedLicenses\":[]")
                + "]"));
    items.put("mailboxSettings", Answer.ok(TextNode.valueOf("room")));

    SourceReading reading = read(query("*", RecipientType.USER));

    assertEquals(
        List.of(new RecordKey("user:u1")),
        reading.records().stream().map(SourceRecord::key).toList());
    assertEquals(
        List.of(
            new Dropped(
                "user:u2", "/source/select/0", SkipReason.RECIPIENT_TYPE_NOT_SELECTED, "room")),
        reading.dropped());
    assertEquals(2, reading.completeness().calls());
    assertEquals(1, graph.batches().get(0).size());
  }

  @Tag("P3")
  @Test
  void aPatternIsNarrowedByTheServiceAndCheckedHere() {
    pages.put("/contacts", List.of("[{\"id\":\"C1\",\"displayName\":\"Meeting\",\"mail\":\"m\"}]"));

    SourceReading reading = read(query("Meet*Room", RecipientType.MAIL_CONTACT));

    assertEquals(List.of(), reading.records());
    assertEquals(
        "startswith(displayName,'meet')", graph.requests().get(0).url().queryParameter("$filter"));
    assertEquals("eventual", graph.requests().get(0).header("ConsistencyLevel"));
    assertEquals("IdType=\"ImmutableId\"", graph.requests().get(0).header("Prefer"));
  }

  @Test
  void aNextLinkThatLeadsElsewhereIsNotFollowed() {
    graph.answerSingles(
        request ->
            Answer.ok(
                json(
                    "{\"value\":[],\"@odata.nextLink\":\"https://evil.example/v1.0/users?x=1\"}")));

    SourceReading reading = read(query("*", RecipientType.MAIL_CONTACT));

    assertFalse(reading.completeness().isComplete());
    assertEquals(1, graph.requests().size());
  }

  @Test
  void aThrottledReadIsRepeatedAfterTheTimeAsked() {
    boolean[] throttled = new boolean[1];
    graph.answerSingles(
        request -> {
          if (!throttled[0]) {
            throttled[0] = true;
            return Answer.error(429, "TooManyRequests", "Retry-After", "7");
          }
          return Answer.ok(json("{\"value\":[],\"@odata.count\":0}"));
        });

    SourceReading reading = read(query("*", RecipientType.MAIL_CONTACT));

    assertTrue(reading.completeness().isComplete());
    assertEquals(2, reading.completeness().calls());
    assertEquals(List.of(Duration.ofSeconds(7)), graph.pauses());
  }

  @Tag("P5")
  @Test
  void mailboxesAreTheUsersOfTheOrganisationWithAnAddress() {
    pages.put(
        "/groups/" + STAFF + "/transitiveMembers",
        List.of(
            "["
                + user(2, "\"accountEnabled\":true")
                + ","
                + user(1, "\"accountEnabled\":true")
                + ","
                + user(3, "\"userType\":\"Guest\"")
                + ",{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"U4\",\"displayName\":\"X\"}"
                + "]"));
    GraphClient client = graph.client();

    MailboxReading reading =
        new DirectoryMailboxes(environment -> client)
            .read(environment(), policy(List.of(), List.of(members(STAFF))));

    assertEquals(
        List.of("U1", "U2"),
        reading.mailboxes().stream().map(Mailbox::id).map(Object::toString).toList());
    assertEquals("u1@contoso.example", reading.mailboxes().get(0).address());
    assertEquals(
        List.of(SkipReason.NO_MAILBOX, SkipReason.NO_MAILBOX),
        reading.dropped().stream().map(Dropped::reason).toList());
  }

  @Tag("R18")
  @Test
  void onlyNewAndChangedPhotosAreDownloaded() {
    byte[] bytes = {1, 2, 3};
    items.put("/users/u1/photo", photo("same"));
    items.put("/users/u2/photo", photo("new"));
    items.put(
        "/users/u2/photos/240x240/$value",
        Answer.ok(TextNode.valueOf(Base64.getEncoder().encodeToString(bytes))));
    DesiredRecord.Photo known = new DesiredRecord.Photo("same", Fingerprint.of("old"));

    PhotoReading reading =
        photos(Map.of(new RecordKey("user:u1"), known), "user:u1", "user:u2", "user:u3");

    assertEquals(
        Map.of(
            new RecordKey("user:u1"),
            known,
            new RecordKey("user:u2"),
            new DesiredRecord.Photo("new", Fingerprint.of(bytes))),
        reading.photos());
    assertEquals(1, reading.downloaded().size());
    assertEquals(2, reading.calls());
  }

  @Tag("R18")
  @Test
  void aHundredPhotosTakeFiveCallsForTheirTags() {
    String[] keys =
        IntStream.range(0, 100).mapToObj(number -> "user:u" + number).toArray(String[]::new);

    assertEquals(5, photos(Map.of(), keys).calls());
  }

  @Tag("R18")
  @Test
  void aPhotoWithoutThatSizeIsTakenAsItIs() {
    items.put("/users/u1/photo/$value", Answer.ok(TextNode.valueOf("AQID")));
    items.put("/users/u1/photo", photo("new"));
    items.put("/users/u1/photos/", Answer.error(404, "ImageNotFound"));

    PhotoReading reading = photos(Map.of(), "user:u1");

    assertEquals(
        Fingerprint.of(new byte[] {1, 2, 3}),
        reading.photos().get(new RecordKey("user:u1")).content());
  }

  @Tag("R18")
  @Test
  void aPhotoThatCannotBeAskedForStaysAsItWas() {
    items.put("/users/u1/photo", Answer.error(503, "ErrorServerBusy"));
    DesiredRecord.Photo known = new DesiredRecord.Photo("same", Fingerprint.of("old"));

    PhotoReading reading = photos(Map.of(new RecordKey("user:u1"), known), "user:u1");

    assertEquals(known, reading.photos().get(new RecordKey("user:u1")));
  }

  private PhotoReading photos(Map<RecordKey, DesiredRecord.Photo> known, String... keys) {
    GraphClient client = graph.client();
    List<RecordKey> all = new ArrayList<>();
    for (String key : keys) {
      all.add(new RecordKey(key));
    }
    return new DirectorySource(environment -> client)
        .readPhotos(environment(), policy(List.of(), List.of()), all, known);
  }

  private static Answer photo(String tag) {
    return Answer.ok(JSON.createObjectNode().put("@odata.mediaEtag", tag));
  }

  private static Answer notThere(Item item) {
    return item.url().contains("$filter")
        ? Answer.ok(json("{\"value\":[]}"))
        : Answer.error(404, "Request_ResourceNotFound");
  }

  private static String users(int number) {
    return "[" + user(number, "\"accountEnabled\":true") + "]";
  }

  private static String user(int number, String more) {
    return "{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"U"
        + number
        + "\",\"displayName\":\"User "
        + number
        + "\",\"mail\":\"u"
        + number
        + "@contoso.example\","
        + more
        + "}";
  }

  private static Selection members(String group) {
    return new Selection.Group(group, Include.MEMBERS, true, false);
  }

  private static Selection query(String pattern, RecipientType... types) {
    return new Selection.Query(pattern, Set.of(types));
  }

  private SourceReading read(Selection... selections) {
    GraphClient client = graph.client();
    return new DirectorySource(environment -> client)
        .read(environment(), policy(List.of(selections), List.of()));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.GLOBAL,
        "contoso.example",
        new Environment.App("Rollcall", "client", "certificate", 4));
  }

  private static Policy policy(List<Selection> source, List<Selection> target) {
    return new Policy(
        new PolicyId("staff"),
        "Staff",
        "",
        new EnvironmentId("contoso"),
        source,
        new Policy.Target(
            target, List.of("Company"), 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty());
  }
}
