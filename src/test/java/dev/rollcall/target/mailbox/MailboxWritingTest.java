package dev.rollcall.target.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.graph.ScriptedGraph;
import dev.rollcall.client.graph.ScriptedGraph.Answer;
import dev.rollcall.client.graph.ScriptedGraph.Item;
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
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One mailbox, and failures that fall on certain requests to it. */
@Tag("R10")
class MailboxWritingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTACTS = "/users/u1/contactFolders/f1/contacts";

  private final ScriptedGraph graph = new ScriptedGraph();
  private final Map<String, ObjectNode> mailbox = new LinkedHashMap<>();
  private final Map<String, DesiredRecord> desired = new HashMap<>();
  private final Map<String, LedgerEntry> ledger = new HashMap<>();
  private final Map<Fingerprint, byte[]> photos = new HashMap<>();
  private final CallMeter meter = new CallMeter();
  private Budget budget =
      new Budget(graph.clock(), graph.clock().instant().plus(Duration.ofMinutes(4)), () -> false);

  @Test
  void twentyContactsTakeOneCall() {
    graph.answerItems(this::serve);

    ApplyResult result = apply(creates(20));

    assertEquals(1, meter.calls());
    assertEquals(20, result.outcomes().size());
    assertEquals(20, mailbox.size());
  }

  @Test
  void fiveHundredContactsTakeTwentyFiveCalls() {
    graph.answerItems(this::serve);

    apply(creates(500));

    assertEquals(25, meter.calls());
    assertEquals(500, mailbox.size());
  }

  @Test
  void aCreationWhoseAnswerIsLostIsFoundByItsStamp() {
    failOnce(item -> item.method().equals("POST"), true, Answer.error(504, ""));

    ApplyResult result = apply(creates(1));

    assertEquals(1, mailbox.size());
    Outcome.Done done = (Outcome.Done) result.outcomes().get(0);
    assertEquals(mailbox.keySet(), Set.of(done.itemId()));
    assertEquals(desired.get("user:0").prints(), done.answered());
  }

  @Test
  void aCreationThatHadNoEffectIsRepeatedAfterALook() {
    failOnce(item -> item.method().equals("POST"), false, Answer.error(503, "ErrorServerBusy"));

    ApplyResult result = apply(creates(1));

    assertEquals(1, mailbox.size());
    assertTrue(result.outcomes().get(0) instanceof Outcome.Done);
    assertEquals(
        List.of("POST", "GET", "POST"),
        graph.batches().stream().map(batch -> batch.get(0).method()).toList());
  }

  @Test
  void aBatchWhoseAnswerIsLostDoublesNothing() {
    boolean[] lost = new boolean[1];
    graph.answerItems(
        item -> {
          graph.loseAnswers(!lost[0]);
          lost[0] = true;
          return serveOnceLost(item);
        });

    ApplyResult result = apply(creates(7));

    assertEquals(7, mailbox.size());
    assertEquals(7, result.outcomes().size());
  }

  private Answer serveOnceLost(Item item) {
    Answer answer = serve(item);
    graph.loseAnswers(graph.batches().isEmpty());
    return answer;
  }

  @Test
  void onlyThrottledItemsAreRepeatedEachAfterItsOwnTime() {
    Set<String> throttled = new HashSet<>();
    graph.answerItems(
        item -> {
          String key = item.body().path("displayName").asText();
          return (key.equals("P3") || key.equals("P7")) && throttled.add(key)
              ? Answer.error(
                  429, "ApplicationThrottled", "retry-after", key.equals("P3") ? "1" : "3")
              : serve(item);
        });

    ApplyResult result = apply(creates(10));

    assertEquals(10, result.outcomes().size());
    assertEquals(List.of(10, 1, 1), graph.batches().stream().map(List::size).toList());
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), graph.pauses());
  }

  @Test
  void aLongRestIsHandedBackInsteadOfWaitedFor() {
    graph.answerItems(item -> Answer.error(429, "ApplicationThrottled", "Retry-After", "120"));

    ApplyResult result = apply(creates(5));

    assertEquals(Optional.of(Duration.ofSeconds(120)), result.pause());
    assertEquals(List.of(), result.outcomes());
    assertEquals(1, meter.calls());
    assertEquals(Optional.empty(), result.problem());
  }

  @Test
  void anUnknownEffectIsLookedAtEvenWhenTheTimeIsUp() {
    int[] asked = new int[1];
    budget =
        new Budget(
            graph.clock(),
            graph.clock().instant().plus(Duration.ofMinutes(4)),
            () -> asked[0]++ > 0);
    failOnce(item -> item.method().equals("POST"), true, Answer.error(504, ""));

    ApplyResult result = apply(creates(3));

    assertEquals(3, mailbox.size());
    assertEquals(3, result.outcomes().size());
  }

  @Test
  void anUnknownEffectThatCannotBeLookedAtIsAProblem() {
    graph.answerItems(
        item -> item.method().equals("POST") ? Answer.error(504, "") : Answer.error(500, ""));

    ApplyResult result = apply(creates(1));

    assertEquals(ApplyResult.EFFECT_UNKNOWN, result.problem().orElseThrow().code());
    assertTrue(ApplyResult.leavesDoubt(result.problem().orElseThrow()));
    assertEquals(List.of(), result.outcomes());
  }

  @Test
  void aServiceThatNeverWritesEndsInARejection() {
    graph.answerItems(
        item -> item.method().equals("POST") ? Answer.error(503, "ErrorServerBusy") : serve(item));

    ApplyResult result = apply(creates(1));

    assertTrue(result.outcomes().get(0) instanceof Outcome.Rejected);
    assertTrue(((Outcome.Rejected) result.outcomes().get(0)).problem().passing());
  }

  @Tag("R17")
  @Test
  void aRefusedContactDoesNotTouchTheOthers() {
    graph.answerItems(
        item ->
            item.body().path("displayName").asText().equals("P1")
                ? Answer.error(400, "ErrorInvalidRequest")
                : serve(item));

    ApplyResult result = apply(creates(3));

    assertEquals(2, mailbox.size());
    assertEquals(
        1,
        result.outcomes().stream().filter(outcome -> outcome instanceof Outcome.Rejected).count());
    assertEquals(Optional.empty(), result.problem());
  }

  @Test
  void aMailboxWithoutLicenceStopsAtOnceAndSaysSo() {
    graph.answerItems(item -> Answer.error(404, "MailboxNotEnabledForRESTAPI"));

    ApplyResult result = apply(creates(50));

    assertEquals("mailboxNotEnabled", result.problem().orElseThrow().code());
    assertEquals(1, meter.calls());
  }

  @Test
  void aFolderThatIsGoneIsAPassingProblem() {
    graph.answerItems(item -> Answer.error(404, "ErrorItemNotFound"));

    ApplyResult result = apply(creates(1));

    assertEquals(ApplyResult.PLACE_GONE, result.problem().orElseThrow().code());
    assertTrue(ApplyResult.leavesDoubt(result.problem().orElseThrow()));
    assertTrue(result.problem().orElseThrow().passing());
  }

  @Test
  void deletingWhatIsGoneIsDone() {
    graph.answerItems(this::serve);

    ApplyResult result =
        apply(List.of(new Change.Delete(new RecordKey("user:0"), "nowhere", false)));

    assertTrue(result.outcomes().get(0) instanceof Outcome.Done);
  }

  @Test
  void updatingWhatIsGoneSaysSo() {
    graph.answerItems(this::serve);
    want("user:0", person(0));

    ApplyResult result = apply(List.of(update("user:0", "nowhere", RecordField.SURNAME)));

    assertTrue(result.outcomes().get(0) instanceof Outcome.Gone);
  }

  @Tag("P14")
  @Test
  void anUpdateCarriesTheChangedFieldsAndTheDisplayName() {
    graph.answerItems(this::serve);
    apply(creates(1));
    String id = mailbox.keySet().iterator().next();
    want("user:0", person(0).without(RecordField.JOB_TITLE));

    apply(List.of(update("user:0", id, RecordField.JOB_TITLE)));

    Item patch = graph.batches().get(1).get(0);
    assertEquals("{\"jobTitle\":null,\"displayName\":\"P0\"}", patch.body().toString());
    assertEquals(2, meter.calls());
  }

  @Test
  void anUpdateWhoseAnswerIsLostIsRepeated() {
    graph.answerItems(this::serve);
    apply(creates(1));
    String id = mailbox.keySet().iterator().next();
    failOnce(item -> item.method().equals("PATCH"), true, Answer.error(504, ""));
    want("user:0", person(0).with(RecordField.SURNAME, text("New")));

    ApplyResult result = apply(List.of(update("user:0", id, RecordField.SURNAME)));

    assertTrue(result.outcomes().get(0) instanceof Outcome.Done);
    assertEquals("New", mailbox.get(id).path("surname").asText());
  }

  @Tag("R12")
  @Test
  void notesBelowTheLineOutliveAnUpdate() {
    graph.answerItems(this::serve);
    want("user:0", person(0).with(RecordField.PERSONAL_NOTES, text("Room 1")));
    apply(List.of(new Change.Create(new RecordKey("user:0"), false)));
    ObjectNode item = mailbox.values().iterator().next();
    item.put("personalNotes", item.path("personalNotes").asText() + "Likes tea");
    want("user:0", person(0).with(RecordField.PERSONAL_NOTES, text("Room 2")));

    ApplyResult result =
        apply(List.of(update("user:0", item.path("id").asText(), RecordField.PERSONAL_NOTES)));

    assertEquals("Room 2\n" + NotesFence.LINE + "\nLikes tea", item.path("personalNotes").asText());
    assertEquals(
        desired.get("user:0").prints(), ((Outcome.Done) result.outcomes().get(0)).answered());
  }

  @Tag("R12")
  @Test
  void aDisplayNameThatMayBeTheUsersIsReadBeforeItIsSentAlong() {
    graph.answerItems(this::serve);
    apply(creates(1));
    ObjectNode item = mailbox.values().iterator().next();
    item.put("displayName", "My Ada");
    want("user:0", person(0).with(RecordField.SURNAME, text("New")));

    apply(
        policy(Policy.UserEdits.KEEP),
        List.of(update("user:0", item.path("id").asText(), RecordField.SURNAME)));

    assertEquals("My Ada", item.path("displayName").asText());
    assertEquals("New", item.path("surname").asText());
  }

  @Tag("R18")
  @Test
  void aPhotoFollowsItsContact() {
    graph.answerItems(this::serve);
    byte[] bytes = {(byte) 0xff, (byte) 0xd8, 1};
    want("user:0", person(0), bytes);

    ApplyResult result = apply(List.of(new Change.Create(new RecordKey("user:0"), false)));

    assertEquals(2, meter.calls());
    assertEquals(
        Optional.of(Fingerprint.of(bytes)), ((Outcome.Done) result.outcomes().get(0)).photo());
    Item put = graph.batches().get(1).get(0);
    assertEquals("image/jpeg", put.headers().path("Content-Type").asText());
    assertEquals("/9gB", put.body().asText());
  }

  @Tag("R18")
  @Test
  void aRefusedPhotoLeavesTheContactWritten() {
    graph.answerItems(
        item -> item.method().equals("PUT") ? Answer.error(400, "ErrorBadImage") : serve(item));
    want("user:0", person(0), new byte[] {1});

    ApplyResult result = apply(List.of(new Change.Create(new RecordKey("user:0"), false)));

    Outcome.Done done = (Outcome.Done) result.outcomes().get(0);
    assertEquals(Optional.empty(), done.photo());
    assertFalse(done.itemId().isEmpty());
  }

  @Tag("R18")
  @Test
  void aContactWrittenBeforeTheTimeWasUpIsNotForgottenForItsPhoto() {
    int[] asked = new int[1];
    budget =
        new Budget(
            graph.clock(),
            graph.clock().instant().plus(Duration.ofMinutes(4)),
            () -> asked[0]++ > 0);
    graph.answerItems(this::serve);
    want("user:0", person(0), new byte[] {1});

    ApplyResult result = apply(List.of(new Change.Create(new RecordKey("user:0"), false)));

    assertTrue(result.outcomes().get(0) instanceof Outcome.Done);
  }

  @Tag("R18")
  @Test
  void aLargePhotoTravelsAlone() {
    graph.answerItems(this::serve);
    graph.answerSingles(request -> new Answer(200, null));
    byte[] bytes = new byte[3_500_000];
    want("user:0", person(0), bytes);

    ApplyResult result = apply(List.of(new Change.Create(new RecordKey("user:0"), false)));

    assertTrue(((Outcome.Done) result.outcomes().get(0)).photo().isPresent());
    assertEquals("PUT", graph.requests().get(1).method());
  }

  @Tag("R21")
  @Test
  void thePredictionIsWhatItTakes() {
    graph.answerItems(this::serve);

    apply(creates(45));

    MailboxTarget target = target();
    assertEquals(
        meter.calls(),
        target.predictCalls(
            policy(Policy.UserEdits.OVERWRITE), new Plan.Counts(45, 0, 0, 0, 0), 0));
    assertEquals(
        0,
        target.predictCalls(policy(Policy.UserEdits.OVERWRITE), new Plan.Counts(0, 0, 0, 0, 9), 0));
  }

  private void failOnce(Function<Item, Boolean> which, boolean afterEffect, Answer failure) {
    boolean[] failed = new boolean[1];
    graph.answerItems(
        item -> {
          if (!failed[0] && which.apply(item)) {
            failed[0] = true;
            if (afterEffect) {
              serve(item);
            }
            return failure;
          }
          return serve(item);
        });
  }

  private Answer serve(Item item) {
    String id = item.url().replaceFirst(".*/contacts/?", "").replaceFirst("[/?].*", "");
    switch (item.method()) {
      case "POST" -> {
        ObjectNode contact = ((ObjectNode) item.body()).deepCopy();
        contact.put("id", "c" + (mailbox.size() + 1));
        mailbox.put(contact.path("id").asText(), contact);
        return new Answer(201, contact);
      }
      case "GET" -> {
        if (item.url().startsWith(CONTACTS + "?")) {
          String url = URLDecoder.decode(item.url(), StandardCharsets.UTF_8);
          String stamp = url.replaceFirst(".*ep/value eq '([^']*)'.*", "$1");
          ObjectNode page = JSON.createObjectNode();
          var value = page.putArray("value");
          for (ObjectNode contact : mailbox.values()) {
            JsonNode property = contact.path("singleValueExtendedProperties").path(0);
            if (property.path("value").asText().equals(stamp)) {
              value.add(contact);
            }
          }
          return Answer.ok(page);
        }
        return mailbox.containsKey(id)
            ? Answer.ok(mailbox.get(id))
            : Answer.error(404, "ErrorItemNotFound");
      }
      case "PATCH" -> {
        if (!mailbox.containsKey(id)) {
          return Answer.error(404, "ErrorItemNotFound");
        }
        mailbox.get(id).setAll((ObjectNode) item.body());
        return Answer.ok(mailbox.get(id));
      }
      case "PUT" -> {
        return new Answer(200, null);
      }
      default -> {
        return mailbox.remove(id) == null
            ? Answer.error(404, "ErrorItemNotFound")
            : new Answer(204, null);
      }
    }
  }

  private List<Change> creates(int count) {
    List<Change> changes = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(
            i -> {
              want("user:" + i, person(i));
              changes.add(new Change.Create(new RecordKey("user:" + i), false));
            });
    return changes;
  }

  private static Content person(int number) {
    return Content.empty().toBuilder()
        .text(RecordField.DISPLAY_NAME, "P" + number)
        .text(RecordField.SURNAME, "Person")
        .text(RecordField.JOB_TITLE, "Tester")
        .build();
  }

  private static FieldValue text(String value) {
    return new FieldValue.Text(value);
  }

  private void want(String key, Content contact) {
    desired.put(key, new DesiredRecord(new RecordKey(key), contact, Optional.empty()));
  }

  private void want(String key, Content contact, byte[] photo) {
    Fingerprint print = Fingerprint.of(photo);
    photos.put(print, photo);
    desired.put(
        key,
        new DesiredRecord(
            new RecordKey(key), contact, Optional.of(new DesiredRecord.Photo("tag", print))));
  }

  private static Change update(String key, String itemId, RecordField field) {
    return new Change.Update(new RecordKey(key), itemId, 1L << field.code(), Optional.empty());
  }

  private MailboxTarget target() {
    var client = graph.client();
    return new MailboxTarget(environment -> client, graph.clock(), new Random(1), graph::pass);
  }

  private ApplyResult apply(List<Change> changes) {
    return apply(policy(Policy.UserEdits.OVERWRITE), changes);
  }

  private ApplyResult apply(Policy policy, List<Change> changes) {
    return target()
        .apply(
            environment(),
            policy,
            new ApplyRequest(
                new TargetId("u1"),
                "f1",
                changes,
                key -> Optional.ofNullable(desired.get(key.value())),
                key -> Optional.ofNullable(ledger.get(key.value())),
                print -> Optional.ofNullable(photos.get(print)),
                budget),
            meter);
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

  private static Policy policy(Policy.UserEdits edits) {
    return new Policy(
        new PolicyId("staff"),
        "Staff",
        "",
        new EnvironmentId("contoso"),
        List.of(),
        new Policy.Target(
            List.of(), List.of("Company"), 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, edits, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty());
  }
}
