package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.Counts;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TraceContext;
import dev.rollcall.telemetry.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A day of an office, recorded: a preview, its apply, an apply with nothing to do, one that was
 * throttled, one whose mailboxes failed, one that was held, one that failed. Then the operator's
 * questions are asked, and the answers compared with what the API and the tenant know.
 */
@Tag("O3")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TelemetryTest {

  private static final int PEOPLE = 30;
  private static final int MAILBOXES = 6;
  private static final String STAFF = Organisation.idOf("GROUP:staff");

  private final Recording recording = Recording.start();
  private final List<JsonNode> runs = new ArrayList<>();
  private Organisation organisation = new Organisation("Contoso", "contoso.example");
  private Counts counts = noCounts();

  @BeforeAll
  void aDay() {
    List<String> staff = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      DirectoryObject person =
          organisation.join("p" + i, "Zebedee" + i + " Quux" + i, "zebedee" + i);
      person
          .properties()
          .put("givenName", "Zebedee" + i)
          .put("surname", "Quux" + i)
          .put("mobilePhone", "+49 171 " + (5_550_000 + i));
      staff.add(person.id());
    }
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(), staff);
    organisation.addMembers(
        organisation.addGroup("field", "Field", "field", "distribution").id(),
        staff.subList(0, MAILBOXES));
    try (LocalCloud cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults())) {
      RollcallApi api = cloud.api();
      assertEquals(201, api.put("/api/environments/contoso", cloud.sampleEnvironment()).status());
      assertEquals(201, api.put("/api/policies/office", policy("office", "staff")).status());
      assertEquals(201, api.put("/api/policies/typo", policy("typo", "stuff")).status());
      cloud.host().fireTimer("Scheduler");
      cloud.host().fireTimer("CredentialWatch");

      runs.add(api.run("office", "preview", false));
      runs.add(api.await(RollcallApi.location(api.post(address(runs.get(0)) + "/apply", ""))));
      runs.add(api.run("office", "apply", false));
      throttled(cloud, api);
      broken(cloud, api);
      organisation.removeMembers(STAFF, staff.subList(5, PEOPLE));
      runs.add(api.run("office", "apply", false));
      runs.add(api.run("typo", "apply", false));
      counts = cloud.tenant().counters().counts();
    }
  }

  private void throttled(LocalCloud cloud, RollcallApi api) {
    organisation.change(Organisation.idOf("USER:p7"), "jobTitle", "Zookeeper");
    cloud
        .tenant()
        .hostility()
        .times(
            3,
            seen -> seen.isWrite() && seen.operation().startsWith("PATCH"),
            Moment.BEFORE,
            seen -> Incident.throttled(Duration.ofSeconds(1)));
    runs.add(api.run("office", "apply", false));
    cloud.tenant().hostility().calm();
  }

  private void broken(LocalCloud cloud, RollcallApi api) {
    organisation.change(Organisation.idOf("USER:p8"), "jobTitle", "Zookeeper");
    String unlucky = Organisation.idOf("USER:p1");
    cloud
        .tenant()
        .hostility()
        .onRequest(
            seen -> seen.isRequest() && seen.mailbox().filter(unlucky::equals).isPresent(),
            Moment.BEFORE,
            Incident.refused(403, "ErrorAccessDenied", "Access is denied."));
    runs.add(api.run("office", "apply", false));
    cloud.tenant().hostility().calm();
  }

  @AfterAll
  void end() {
    recording.close();
  }

  @Test
  void theDayWentAsPlanned() {
    assertEquals(
        List.of("finished", "finished", "finished", "finished", "finished", "held", "failed"),
        runs.stream().map(run -> run.path("status").asText()).toList());
    assertEquals(PEOPLE * MAILBOXES, runs.get(1).path("counts").path("created").asInt());
  }

  @Test
  void everyLineIsAnEventOfKnownFields() {
    Set<String> known = Arrays.stream(Field.values()).map(Field::label).collect(Collectors.toSet());
    known.add("event");
    for (JsonNode event : recording.events()) {
      event.fieldNames().forEachRemaining(name -> assertTrue(known.contains(name), name));
      assertTrue(event.path("event").asText().matches("[A-Z][A-Za-z]+"), event.toString());
    }
  }

  @Test
  void nothingPersonalIsTold() {
    String all = String.join("\n", recording.lines()).toLowerCase(java.util.Locale.ROOT);

    for (String personal :
        List.of("zebedee", "quux", "555000", "zookeeper", "@contoso", "bearer", "staff@")) {
      assertFalse(all.contains(personal), personal);
    }
    assertTrue(recording.lines().size() > 50);
  }

  @Test
  void allOfARunIsOneTrace() {
    for (JsonNode run : runs) {
      String id = run.path("id").asText();
      List<JsonNode> events =
          recording.events().stream().filter(e -> e.path("runId").asText().equals(id)).toList();
      Set<String> traces = new TreeSet<>();
      events.forEach(event -> traces.add(event.path("traceId").asText()));

      assertEquals(Set.of(TraceContext.traceIdOf(new RunId(id))), traces);
      assertTrue(
          events.stream().anyMatch(e -> e.path("event").asText().equals("RunRequested")), id);
      assertTrue(events.stream().anyMatch(e -> e.path("event").asText().equals("MessageDone")), id);
    }
  }

  @Test
  void everyInvocationNamesTheOneThatSentItsMessage() {
    Map<String, Set<String>> spans = new TreeMap<>();
    for (JsonNode event : recording.events()) {
      spans
          .computeIfAbsent(event.path("traceId").asText(), trace -> new HashSet<>())
          .add(event.path("spanId").asText());
    }
    for (JsonNode done : recording.events("MessageDone")) {
      String parent = done.path("parentSpanId").asText();

      assertTrue(spans.get(done.path("traceId").asText()).contains(parent), done.toString());
      assertNotEquals(done.path("spanId").asText(), parent);
      assertTrue(done.path("queueMs").isIntegralNumber(), done.toString());
    }
  }

  @Test
  void everySliceAndCallIsFoundByItsLane() {
    JsonNode applied = runs.get(1);
    String trace = TraceContext.traceIdOf(new RunId(applied.path("id").asText()));
    Set<String> slices = new TreeSet<>();
    Set<String> calls = new TreeSet<>();
    for (JsonNode event : recording.events()) {
      if (event.path("traceId").asText().equals(trace) && event.has("lane")) {
        String slice = event.path("lane").asInt() + "/" + event.path("slice").asInt();
        if (event.path("event").asText().equals("SliceDone")) {
          slices.add(slice + " " + event.path("spanId").asText());
        } else if (event.path("event").asText().equals("Dependency")) {
          calls.add(slice + " " + event.path("spanId").asText());
        }
      }
    }

    assertTrue(slices.size() >= 5, "five lanes: " + slices);
    assertEquals(slices, calls, "each slice wrote, in its own span");
  }

  @Test
  void callsAreCountedAsTheServiceCountsThem() {
    long calls = 0;
    long items = 0;
    long throttled = 0;
    for (JsonNode event : recording.events("Dependency")) {
      assertEquals("contoso/Rollcall", event.path("app").asText());
      if (event.has("elapsedMs")) {
        calls += event.path("calls").asLong();
        long timed =
            event.path("under100ms").asLong()
                + event.path("under1s").asLong()
                + event.path("under10s").asLong()
                + event.path("over10s").asLong();
        assertEquals(event.path("calls").asLong(), timed, event.toString());
      } else {
        items += event.path("calls").asLong();
      }
      throttled += event.path("httpStatus").asInt() == 429 ? event.path("calls").asLong() : 0;
    }

    assertEquals(counts.calls(), calls);
    assertEquals(counts.items(), items);
    assertEquals(counts.throttled(), throttled);
    assertEquals(3, throttled);
  }

  @Test
  void operationsAreNamedAsTheServiceNamesThem() {
    Map<String, Long> told = new TreeMap<>();
    recording
        .events("Dependency")
        .forEach(
            event ->
                told.merge(
                    event.path("operation").asText(), event.path("calls").asLong(), Long::sum));
    Map<String, Long> known = new TreeMap<>(counts.callsByOperation());
    counts.itemsByOperation().forEach((name, n) -> known.merge(name, n, Long::sum));

    assertEquals(known, told);
  }

  @Test
  void theLastRunOfEachPolicyIsShownAsTheApiShowsIt() {
    List<Map<String, @Nullable Object>> rows = recording.ask("queries/last-run-per-policy.kql");

    assertEquals(List.of("office", "typo"), column(rows, "policy"));
    assertEquals(List.of("HELD", "FAILED"), column(rows, "status"));
    assertEquals(
        List.of(runs.get(5).path("id").asText(), runs.get(6).path("id").asText()),
        column(rows, "runId"));
  }

  @Test
  void runsOverTimeAreCountedByHowTheyEnded() {
    Map<Object, Object> byStatus = new TreeMap<>();
    recording
        .ask("queries/runs-over-time.kql")
        .forEach(row -> byStatus.merge(of(row, "status"), of(row, "runs"), TelemetryTest::plus));

    assertEquals(Map.of("FINISHED", 5L, "HELD", 1L, "FAILED", 1L), byStatus);
  }

  @Test
  void changesAreThoseTheRunsTell() {
    long created = 0;
    long updated = 0;
    for (Map<String, @Nullable Object> row : recording.ask("queries/changes-by-type.kql")) {
      created += (Long) of(row, "created");
      updated += (Long) of(row, "updated");
    }
    // The preview foresees the same creations, which must not be counted.
    assertEquals((long) PEOPLE * MAILBOXES, created);
    assertEquals(MAILBOXES + MAILBOXES - 1L, updated);
  }

  @Test
  void errorsAreShownByCauseWithARemedy() {
    List<Map<String, @Nullable Object>> rows = recording.ask("queries/errors-by-cause.kql");

    assertEquals(2, rows.size(), rows.toString());
    for (Map<String, @Nullable Object> row : rows) {
      assertEquals(1L, of(row, "times"), row.toString());
      assertTrue(of(row, "remedy").toString().length() > 20, row.toString());
    }
    assertEquals(List.of(0L, 1L), rows.stream().map(row -> of(row, "mailboxes")).sorted().toList());
  }

  @Test
  void throttlingIsShownByOperation() {
    List<Map<String, @Nullable Object>> rows = recording.ask("queries/throttling.kql");

    assertEquals(3L, of(rows.get(0), "throttled"), rows.toString());
    assertTrue(of(rows.get(0), "operation").toString().startsWith("PATCH "), rows.toString());
    assertEquals(
        counts.calls() + counts.items(),
        rows.stream().mapToLong(row -> (Long) of(row, "requests")).sum());
  }

  @Test
  void theSlowestMailboxesAreThoseThatWereWritten() {
    List<Map<String, @Nullable Object>> rows = recording.ask("queries/slowest-mailboxes.kql");

    assertEquals(MAILBOXES, rows.size());
    long last = Long.MAX_VALUE;
    for (Map<String, @Nullable Object> row : rows) {
      assertTrue((Long) of(row, "longestMs") <= last, "slowest first");
      last = (Long) of(row, "longestMs");
    }
  }

  @Test
  void ageAndCostAreSummedOverInvocations() {
    long slices = 0;
    for (Map<String, @Nullable Object> row : recording.ask("queries/queue-age.kql")) {
      slices += (Long) of(row, "slices");
      assertTrue((Long) of(row, "queueMsMedian") <= (Long) of(row, "queueMs95"));
      assertTrue((Long) of(row, "queueMs95") <= (Long) of(row, "queueMsLongest"));
    }
    long messages =
        recording.events("MessageDone").stream()
            .filter(event -> event.path("stage").asText().equals("SyncTargets"))
            .count();
    List<Map<String, @Nullable Object>> costs = recording.ask("queries/cost-drivers.kql");

    assertEquals(messages, slices);
    assertEquals(Set.of("office", "typo"), Set.copyOf(column(costs, "policy")));
    // The watch over credentials is no policy's.
    assertEquals(
        counts.calls() - counts.of("GET /applications"),
        costs.stream().mapToLong(row -> (Long) of(row, "calls")).sum());
    assertEquals((long) runs.size(), costs.stream().mapToLong(row -> (Long) of(row, "runs")).sum());
  }

  @Test
  void theEventsOfOneRunAreShownInOrder() throws Exception {
    String id = runs.get(1).path("id").asText();
    String query =
        java.nio.file.Files.readString(Bicep.INFRA.resolve("queries/events-of-one-run.kql"))
            .replace("{run}", id);

    List<Map<String, @Nullable Object>> rows =
        dev.rollcall.infra.kql.Query.parse(query, Instant.now()).run(recording.traces());

    assertEquals("RunRequested", rows.get(0).get("event"));
    assertTrue(column(rows, "event").contains("RunFinished"));
    assertEquals(1, Set.copyOf(column(rows, "traceId")).size());
  }

  @Test
  void credentialsAreShownByHowLongTheyLast() {
    List<Map<String, @Nullable Object>> rows = recording.ask("queries/credentials-ending.kql");

    assertEquals(List.of("contoso"), column(rows, "environment"));
    assertTrue((Long) of(rows.get(0), "daysLeft") > 0, rows.toString());
  }

  @Test
  void alertsFireForWhatHappenedAndNothingElse() {
    assertEquals(
        Set.of("office", "typo"),
        Set.copyOf(column(recording.ask("alerts/run-failed.kql"), "policy")));
    assertEquals(List.of("office"), column(recording.ask("alerts/run-held.kql"), "policy"));
    assertEquals(List.of(), recording.ask("alerts/poison-message.kql"));
    assertEquals(List.of(), recording.ask("alerts/scheduler-silent.kql"));
    assertEquals(List.of(), recording.ask("alerts/throttled.kql"), "3 of hundreds");
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    assertEquals(List.of(), recording.ask("alerts/run-overdue.kql", tomorrow), "all came to rest");
  }

  private static String policy(String id, String group) {
    return """
        { "id": "%s", "name": "Office", "type": "contacts", "environment": "contoso",
          "mapping": { "photo": false },
          "source": { "kind": "directory", "select": [ { "group": "%s@contoso.example" } ] },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.example" } ],
                      "folder": "Office" } }
        """
        .formatted(id, group);
  }

  private static String address(JsonNode run) {
    return "/api/runs/" + run.path("policy").asText() + "/" + run.path("id").asText();
  }

  private static Object of(Map<String, @Nullable Object> row, String column) {
    Object value = row.get(column);
    if (value == null) {
      throw new AssertionError("no " + column + " in " + row);
    }
    return value;
  }

  private static List<Object> column(List<Map<String, @Nullable Object>> rows, String column) {
    return rows.stream().map(row -> of(row, column)).toList();
  }

  private static Object plus(Object a, Object b) {
    return (Long) a + (Long) b;
  }

  private static Counts noCounts() {
    return new Counts(
        0, Map.of(), Map.of(), Map.of(), 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0,
        0, 0, 0);
  }
}
