package dev.rollcall.target.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.graph.ScriptedGraph;
import dev.rollcall.client.graph.ScriptedGraph.Answer;
import dev.rollcall.client.graph.ScriptedGraph.Item;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.ObserveRequest.Depth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at mailboxes and making them ready, against scripted answers. */
@Tag("P13")
class MailboxObservingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = ScriptedGraph.BASE + "/delta?$deltatoken=1";

  private final ScriptedGraph graph = new ScriptedGraph();
  private final CallMeter meter = new CallMeter();

  /** Answers by the beginning of "METHOD url"; the longest that fits. */
  private final Map<String, List<Answer>> script = new HashMap<>();

  private List<String> path = List.of("Company");

  @BeforeEach
  void serve() {
    graph.answerItems(
        item ->
            script.entrySet().stream()
                .filter(entry -> (item.method() + " " + item.url()).startsWith(entry.getKey()))
                .max((a, b) -> a.getKey().length() - b.getKey().length())
                .map(Map.Entry::getValue)
                .map(answers -> answers.size() > 1 ? answers.remove(0) : answers.get(0))
                .orElseGet(() -> Answer.error(501, "notScripted")));
  }

  @Test
  void twentyNewMailboxesTakeOneCallToLookAndTwoToPrepare() {
    Map<TargetId, Observation.Seen> seen = new LinkedHashMap<>();
    List<ObserveRequest> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      when("GET /users/u" + i + "/contactFolders?", ok("{\"value\":[]}"));
      when("POST /users/u" + i + "/contactFolders", ok("{\"id\":\"f" + i + "\"}"));
      when(
          "GET /users/u" + i + "/contactFolders/f" + i + "/contacts/delta",
          ok("{\"value\":[],\"@odata.deltaLink\":\"" + TOKEN + "\"}"));
      requests.add(request("u" + i, Optional.empty(), Depth.WHOLE, Optional.empty()));
    }

    Map<TargetId, Observation> observed = observe(requests);
    long looked = meter.calls();
    observed.forEach((id, observation) -> seen.put(id, (Observation.Seen) observation));
    Map<TargetId, Observation> prepared = target().prepare(environment(), policy(), seen, meter);

    assertEquals(1, looked);
    assertEquals(3, meter.calls());
    assertEquals(
        new Observation.Seen(Optional.of("f7"), new Observed.Whole(List.of()), Optional.of(TOKEN)),
        prepared.get(new TargetId("u7")));
  }

  @Test
  void aDriftCheckOfTwentyMailboxesTakesOneCall() {
    List<ObserveRequest> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      requests.add(request("u" + i, Optional.of("f"), Depth.DRIFT, Optional.of(TOKEN)));
    }
    when("GET /delta", ok("{\"value\":[],\"@odata.deltaLink\":\"" + TOKEN + "2\"}"));

    Map<TargetId, Observation> observed = observe(requests);

    assertEquals(1, meter.calls());
    assertEquals(
        new Observation.Seen(
            Optional.of("f"), new Observed.Drift(Map.of(), Set.of()), Optional.of(TOKEN + "2")),
        observed.get(new TargetId("u0")));
  }

  @Tag("R12")
  @Test
  void driftIsReadThroughEmptyPagesAndReplays() {
    when(
        "GET /delta",
        ok(
            "{\"value\":[{\"id\":\"c1\",\"displayName\":\"Old\"},{\"id\":\"c2\"},{\"id\":\"c3\","
                + "\"@removed\":{\"reason\":\"deleted\"}}],\"@odata.nextLink\":\""
                + ScriptedGraph.BASE
                + "/delta?$skiptoken=2\"}"),
        ok("{\"value\":[],\"@odata.nextLink\":\"" + ScriptedGraph.BASE + "/delta?s=3\"}"),
        ok(
            "{\"value\":[{\"id\":\"c1\",\"displayName\":\"New\"},{\"id\":\"c2\",\"@removed\":{}},"
                + "{\"id\":\"c3\",\"displayName\":\"Back\"}],\"@odata.deltaLink\":\""
                + TOKEN
                + "2\"}"));

    Observation.Seen seen = look(Optional.of("f"), Depth.DRIFT, Optional.of(TOKEN));

    Observed.Drift drift = (Observed.Drift) seen.observed();
    assertEquals(Set.of("c1", "c3"), drift.changed().keySet());
    assertEquals("New", drift.changed().get("c1").content().text(RecordField.DISPLAY_NAME));
    assertEquals(Set.of("c2"), drift.removed());
    assertEquals(3, meter.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {410, 400})
  void anExpiredTokenMakesItReadEverything(int status) {
    when("GET /delta", Answer.error(status, "SyncStateNotFound"));
    when("GET /users/u/contactFolders/f/contacts/delta", delta("9"));
    when("GET /users/u/contactFolders/f/contacts?", ok("{\"value\":[{\"id\":\"c1\"}]}"));

    Observation.Seen seen = look(Optional.of("f"), Depth.DRIFT, Optional.of(TOKEN));

    assertEquals(1, ((Observed.Whole) seen.observed()).items().size());
    assertEquals(Optional.of(TOKEN + "9"), seen.deltaToken());
  }

  @Test
  void aTokenOfAnotherHostIsNotFollowed() {
    when("GET /users/u/contactFolders/f/contacts/delta", delta("9"));
    when("GET /users/u/contactFolders/f/contacts?", ok("{\"value\":[]}"));

    Observation.Seen seen =
        look(Optional.of("f"), Depth.DRIFT, Optional.of("https://evil.example/v1.0/delta"));

    assertEquals(Optional.of(TOKEN + "9"), seen.deltaToken());
  }

  @Test
  void everythingIsReadWithStampsAndTheTokenIsTakenFirst() {
    when(
        "GET /users/u/contactFolders?",
        ok("{\"value\":[{\"id\":\"f\",\"displayName\":\"COMPANY\"}]}"));
    when("GET /users/u/contactFolders/f/contacts/delta", delta("1"));
    when(
        "GET /users/u/contactFolders/f/contacts?",
        ok(
            "{\"value\":["
                + stamped("c1", "staff/user:1")
                + ","
                + stamped("c2", "Staff/USER:2")
                + ","
                + stamped("c3", "other/user:1")
                + ",{\"id\":\"c4\"}],\"@odata.nextLink\":\""
                + ScriptedGraph.BASE
                + "/more\"}"));
    when("GET /more", ok("{\"value\":[" + stamped("c5", "staff/") + "]}"));

    Observation.Seen seen = look(Optional.empty(), Depth.WHOLE, Optional.empty());

    List<ObservedItem> items = ((Observed.Whole) seen.observed()).items();
    assertEquals(
        List.of(
            Optional.of(new RecordKey("user:1")),
            Optional.of(new RecordKey("user:2")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        items.stream().map(ObservedItem::key).toList());
    assertEquals("2026-01-02T03:04:05Z", items.get(0).createdAt().toString());
    List<String> urls = graph.batches().stream().map(batch -> batch.get(0).url()).toList();
    assertTrue(urls.get(1).contains("/delta") && urls.get(2).contains("$expand"));
  }

  @Test
  void readingEverythingTakesANewToken() {
    when("GET /users/u/contactFolders/f/contacts/delta", delta("9"));
    when("GET /users/u/contactFolders/f/contacts?", ok("{\"value\":[]}"));

    Observation.Seen seen = look(Optional.of("f"), Depth.WHOLE, Optional.of(TOKEN));

    assertEquals(Optional.of(TOKEN + "9"), seen.deltaToken());
    assertEquals(2, meter.calls());
  }

  @Test
  void aFolderDeletedMeanwhileIsLookedForAgain() {
    when("GET /users/u/contactFolders/f/contacts/delta", Answer.error(404, "ErrorItemNotFound"));
    when("GET /users/u/contactFolders?", ok("{\"value\":[]}"));

    Observation.Seen seen = look(Optional.of("f"), Depth.WHOLE, Optional.of(TOKEN));

    assertEquals(
        new Observation.Seen(Optional.empty(), new Observed.Whole(List.of()), Optional.empty()),
        seen);
  }

  @Test
  void ofTwoFoldersWithOneNameItIsAlwaysTheSame() {
    when(
        "GET /users/u/contactFolders?",
        ok(
            "{\"value\":[{\"id\":\"z\",\"displayName\":\"Company\"},{\"id\":\"a\",\"displayName\":\"company\"}]}"));
    when("GET /users/u/contactFolders/a/contacts/delta", delta("1"));
    when("GET /users/u/contactFolders/a/contacts?", ok("{\"value\":[]}"));

    assertEquals(Optional.of("a"), look(Optional.empty(), Depth.WHOLE, Optional.empty()).place());
  }

  @Test
  void aPathIsFollowedAndItsMissingEndCreated() {
    path = List.of("Company", "Germany", "Ulm");
    when(
        "GET /users/u/contactFolders?",
        ok("{\"value\":[{\"id\":\"a\",\"displayName\":\"Company\"}]}"));
    when("GET /users/u/contactFolders/a/childFolders?", ok("{\"value\":[]}"));
    when("POST /users/u/contactFolders/a/childFolders", ok("{\"id\":\"b\"}"));
    when("POST /users/u/contactFolders/b/childFolders", ok("{\"id\":\"c\"}"));
    when("GET /users/u/contactFolders/c/contacts/delta", delta("1"));

    Observation.Seen seen = look(Optional.empty(), Depth.WHOLE, Optional.empty());
    Observation prepared = prepare(seen);

    assertEquals(Optional.empty(), seen.place());
    assertEquals(Optional.of("c"), ((Observation.Seen) prepared).place());
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 504})
  void aFolderThatIsThereAfterAllIsFound(int status) {
    when("POST /users/u/contactFolders", Answer.error(status, "ErrorFolderExists"));
    when(
        "GET /users/u/contactFolders?",
        ok("{\"value\":[{\"id\":\"f\",\"displayName\":\"company\"}]}"));
    when("GET /users/u/contactFolders/f/contacts/delta", delta("1"));

    Observation prepared =
        prepare(
            new Observation.Seen(
                Optional.empty(), new Observed.Whole(List.of()), Optional.empty()));

    assertEquals(Optional.of("f"), ((Observation.Seen) prepared).place());
  }

  @Test
  void theContactsFolderIsFoundByItsWellKnownName() {
    path = List.of();
    when("GET /users/u/contactFolders/contacts?", ok("{\"id\":\"d\"}"));
    when("GET /users/u/contactFolders/d/contacts/delta", delta("1"));
    when("GET /users/u/contactFolders/d/contacts?", ok("{\"value\":[]}"));

    assertEquals(Optional.of("d"), look(Optional.empty(), Depth.WHOLE, Optional.empty()).place());
  }

  @Test
  void theContactsFolderIsFoundByWhatIsInItWhereItsNameIsNotKnown() {
    path = List.of();
    when("GET /users/u/contactFolders/contacts?", Answer.error(400, "ErrorInvalidIdMalformed"));
    when("GET /users/u/contacts?", ok("{\"value\":[]}"));
    when(
        "GET /users/u/contactFolders?",
        ok("{\"value\":[{\"id\":\"x\",\"parentFolderId\":\"d\"}]}"));
    when("GET /users/u/contactFolders/d/contacts/delta", delta("1"));
    when("GET /users/u/contactFolders/d/contacts?", ok("{\"value\":[]}"));

    assertEquals(Optional.of("d"), look(Optional.empty(), Depth.WHOLE, Optional.empty()).place());
  }

  @Test
  void anEmptyContactsFolderOfUnknownIdCanStillBeWrittenTo() {
    path = List.of();
    when("GET /users/u/contactFolders/contacts?", Answer.error(404, "ErrorItemNotFound"));
    when("GET /users/u/contacts?", ok("{\"value\":[]}"));
    when("GET /users/u/contactFolders?", ok("{\"value\":[]}"));

    Observation.Seen seen = look(Optional.empty(), Depth.WHOLE, Optional.empty());
    Observation prepared = prepare(seen);

    assertEquals(Optional.of(MailboxFolder.DEFAULT), seen.place());
    assertEquals(seen, prepared);
  }

  @Test
  void oneMailboxesTroubleIsItsOwn() {
    when("GET /users/u1/contactFolders?", Answer.error(404, "MailboxNotEnabledForRESTAPI"));
    when("GET /users/u2/contactFolders?", Answer.error(403, "ErrorAccessDenied"));
    when("GET /users/u3/contactFolders?", ok("{\"value\":[]}"));

    Map<TargetId, Observation> observed =
        observe(
            List.of(
                request("u1", Optional.empty(), Depth.WHOLE, Optional.empty()),
                request("u2", Optional.empty(), Depth.WHOLE, Optional.empty()),
                request("u3", Optional.empty(), Depth.WHOLE, Optional.empty())));

    assertEquals("mailboxNotEnabled", problem(observed, "u1"));
    assertEquals("mailboxOutOfScope", problem(observed, "u2"));
    assertTrue(observed.get(new TargetId("u3")) instanceof Observation.Seen);
  }

  @Test
  void throttlingIsWaitedOutAndOnlyTheThrottledAreAskedAgain() {
    when(
        "GET /users/u1/contactFolders?",
        Answer.error(429, "ApplicationThrottled", "Retry-After", "2"),
        ok("{\"value\":[]}"));
    when("GET /users/u2/contactFolders?", ok("{\"value\":[]}"));

    observe(
        List.of(
            request("u1", Optional.empty(), Depth.WHOLE, Optional.empty()),
            request("u2", Optional.empty(), Depth.WHOLE, Optional.empty())));

    assertEquals(List.of(2, 1), graph.batches().stream().map(List::size).toList());
    assertEquals(List.of(Duration.ofSeconds(2)), graph.pauses());
  }

  @Test
  void aLongThrottlingFailsTheMailboxForNow() {
    when(
        "GET /users/u/contactFolders?",
        Answer.error(429, "ApplicationThrottled", "Retry-After", "300"));

    Map<TargetId, Observation> observed =
        observe(List.of(request("u", Optional.empty(), Depth.WHOLE, Optional.empty())));

    Observation.Failed failed = (Observation.Failed) observed.get(new TargetId("u"));
    assertEquals(Optional.of(Duration.ofSeconds(300)), failed.problem().retryAfter());
    assertTrue(failed.problem().passing());
    assertEquals(List.of(), graph.pauses());
  }

  @Test
  void everyRequestAsksForImmutableIds() {
    when("GET /delta", ok("{\"value\":[],\"@odata.deltaLink\":\"" + TOKEN + "\"}"));

    look(Optional.of("f"), Depth.DRIFT, Optional.of(TOKEN));

    Item item = graph.batches().get(0).get(0);
    assertTrue(item.headers().path("Prefer").asText().startsWith("IdType=\"ImmutableId\""));
  }

  private static String problem(Map<TargetId, Observation> observed, String id) {
    return ((Observation.Failed) observed.get(new TargetId(id))).problem().code();
  }

  private void when(String request, Answer... answers) {
    script.put(request, new ArrayList<>(List.of(answers)));
  }

  private static Answer ok(String body) {
    return Answer.ok(json(body));
  }

  private static Answer delta(String suffix) {
    return ok("{\"value\":[],\"@odata.deltaLink\":\"" + TOKEN + suffix + "\"}");
  }

  private static String stamped(String id, String stamp) {
    ObjectNode contact = JsonNodeFactory.instance.objectNode();
    contact.put("id", id).put("createdDateTime", "2026-01-02T03:04:05Z");
    contact
        .putArray("singleValueExtendedProperties")
        .addObject()
        .put("id", Stamp.PROPERTY)
        .put("value", stamp);
    return contact.toString();
  }

  private Observation.Seen look(Optional<String> place, Depth depth, Optional<String> token) {
    return (Observation.Seen)
        observe(List.of(request("u", place, depth, token))).get(new TargetId("u"));
  }

  private Observation prepare(Observation.Seen seen) {
    return target()
        .prepare(environment(), policy(), Map.of(new TargetId("u"), seen), meter)
        .get(new TargetId("u"));
  }

  private static ObserveRequest request(
      String mailbox, Optional<String> place, Depth depth, Optional<String> token) {
    return new ObserveRequest(new TargetId(mailbox), place, depth, token);
  }

  private Map<TargetId, Observation> observe(List<ObserveRequest> requests) {
    return target().observe(environment(), policy(), requests, meter);
  }

  private MailboxTarget target() {
    var client = graph.client();
    return new MailboxTarget(environment -> client, graph.clock(), new Random(1), graph::pass);
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

  private Policy policy() {
    return new Policy(
        new PolicyId("staff"),
        "Staff",
        "",
        new EnvironmentId("contoso"),
        List.of(),
        new Policy.Target(List.of(), path, 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty());
  }
}
