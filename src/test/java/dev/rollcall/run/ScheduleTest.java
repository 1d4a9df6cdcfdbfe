package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens by the clock, and what becomes of work that gets lost or keeps failing. */
@Tag("O1")
class ScheduleTest {

  private static final String EVERY_FOUR_HOURS =
      "\"schedule\": { \"every\": \"PT4H\" }, \"mapping\": { \"photo\": false },";
  private static final Duration TICK = Duration.ofMinutes(5);

  private final ManualClock clock = new ManualClock(Instant.now());

  @Test
  @Tag("R3")
  void aPolicyRunsEverySoOftenOnceItWasPreviewed() {
    try (SmallOffice office = open(EVERY_FOUR_HOURS)) {
      tick(office);
      assertEquals(List.of(), runs(office));
      office.apply();
      tick(office);
      assertEquals(List.of("manual finished"), runs(office));

      office.preview();
      tick(office);

      assertEquals(
          List.of("manual finished", "manual finished", "schedule finished"), runs(office));
      clock.advance(Duration.ofHours(4).minus(TICK));
      tick(office);
      assertEquals(3, runs(office).size());
      clock.advance(TICK);
      tick(office);
      assertEquals(4, runs(office).size());

      // The app was down for a day: one run makes up for six.
      clock.advance(Duration.ofDays(1));
      tick(office);
      tick(office);
      assertEquals(5, runs(office).size());
    }
  }

  @Test
  @Tag("R3")
  void aPolicyRunsByTheWallClockAndTellsWhen() {
    try (SmallOffice office =
        open(
            "\"schedule\": { \"start\": \"02:30\", \"every\": \"PT8H\", \"timeZone\": \"Europe/Berlin\" },"
                + " \"mapping\": { \"photo\": false },")) {
      JsonNode waiting = schedule(office);
      assertFalse(waiting.path("previewed").asBoolean(), waiting.toString());
      office.preview();
      tick(office);
      assertEquals(1, runs(office).size());

      JsonNode told = schedule(office);
      assertTrue(told.path("previewed").asBoolean(), told.toString());
      assertEquals(5, told.path("next").size(), told.toString());
      Instant next = Instant.parse(told.path("next").path(0).asText());
      clock.advance(Duration.between(clock.instant(), next).minusSeconds(1));
      tick(office);
      assertEquals(1, runs(office).size());
      clock.advance(TICK);
      tick(office);
      tick(office);
      assertEquals(2, runs(office).size());
      assertEquals(
          told.path("next").path(1).asText(), schedule(office).path("next").path(0).asText());
      assertEquals(404, office.api().get("/api/policies/nobody/schedule").status());
    }
  }

  private static JsonNode schedule(SmallOffice office) {
    return office.api().get("/api/policies/office/schedule").json();
  }

  @Test
  @Tag("R3")
  void aChangedPolicyWaitsForItsPreview() {
    try (SmallOffice office = open(EVERY_FOUR_HOURS)) {
      office.preview();
      tick(office);
      assertEquals(2, runs(office).size());

      office.policy(EVERY_FOUR_HOURS.replace("false", "true"));
      clock.advance(Duration.ofHours(5));
      tick(office);
      assertEquals(2, runs(office).size());

      office.preview();
      tick(office);
      assertEquals(4, runs(office).size());

      office.policy(EVERY_FOUR_HOURS.replace("false", "true") + "\"description\": \"Words.\",");
      clock.advance(Duration.ofHours(5));
      tick(office);
      assertEquals(5, runs(office).size());

      office.policy("\"mapping\": { \"photo\": true },");
      clock.advance(Duration.ofHours(5));
      tick(office);
      assertEquals(5, runs(office).size());
    }
  }

  @Test
  @Tag("R12")
  void aDailyPolicyLooksForUsersChangesEveryDay() {
    try (SmallOffice office = open(EVERY_FOUR_HOURS.replace("PT4H", "P1D"))) {
      office.preview();
      tick(office);
      // A run takes its time.
      office
          .cloud()
          .tenant()
          .hostility()
          .onRequest(
              sighting -> sighting.mailbox().isPresent(),
              Moment.BEFORE,
              sighting -> {
                clock.advance(Duration.ofSeconds(5));
                return Incident.NONE;
              });
      for (int day = 1; day <= 3; day++) {
        Instant last = lastStart(office);
        office.folder(0).contact("Given1 Sur1").edit("jobTitle", "Friend");
        clock.advanceTo(last.plus(Duration.ofDays(1)));

        tick(office);

        assertEquals(
            "Engineer", office.folder(0).contact("Given1 Sur1").text("jobTitle"), "day " + day);
      }
    }
  }

  @Test
  @Tag("R10")
  void aRunIsSkippedWhileAnotherIsUnderWay() {
    try (SmallOffice office = open(EVERY_FOUR_HOURS)) {
      office.preview();
      CompletableFuture<JsonNode> second = new CompletableFuture<>();
      office
          .cloud()
          .tenant()
          .hostility()
          .times(
              1,
              sighting -> sighting.mailbox().isPresent(),
              Moment.BEFORE,
              sighting -> {
                office.cloud().host().fireTimer("Scheduler");
                second.complete(office.apply());
                return Incident.NONE;
              });

      JsonNode first = office.apply();

      assertEquals("finished", first.path("status").asText(), first.toString());
      JsonNode skipped = second.join();
      assertEquals("skipped", skipped.path("status").asText(), skipped.toString());
      assertEquals("stillRunning", skipped.path("problem").path("code").asText());
      assertEquals(
          List.of("manual finished", "manual finished", "manual skipped", "schedule skipped"),
          runs(office));
      assertEquals(4, office.names(0).size());
      assertEquals("finished", office.apply().path("status").asText());
    }
  }

  @Test
  @Tag("R10")
  void aRunWhoseMessageGotLostIsWokenAfterAQuarterOfAnHour() {
    try (SmallOffice office = open("\"mapping\": { \"photo\": false },")) {
      QueueClient queue = queue(office);
      office
          .cloud()
          .tenant()
          .hostility()
          .once(
              at(office.mailboxes().get(0)),
              Moment.BEFORE,
              Incident.throttled(Duration.ofMinutes(5)));
      String address = office.api().startRun(SmallOffice.POLICY, "apply", false);
      // The lane that met the limit waits in the queue; all others are through.
      until(() -> progress(office, address) == 2 && allLanesMoved(office) && waiting(queue) == 1);
      queue.clearMessages();

      tick(office);
      clock.advance(Duration.ofMinutes(14));
      tick(office);
      assertEquals(0, waiting(queue));
      assertEquals("applying", office.api().get(address).json().path("status").asText());

      clock.advance(Duration.ofMinutes(2));
      office.cloud().host().fireTimer("Scheduler");
      JsonNode run = office.api().await(address);

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(3, run.path("counts").path("targetsDone").asInt(), run.toString());
      assertEquals(12, run.path("counts").path("created").asInt(), run.toString());
      assertEquals(4, office.names(0).size());
    }
  }

  @Test
  @Tag("R10")
  @Tag("R17")
  void workThatKeepsFailingIsGivenUpAndTheRunComesToItsEnd() {
    RunLimits oneAtATime =
        new RunLimits(
            1,
            Duration.ofMinutes(4),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            100);
    try (SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(4, 3),
            "\"mapping\": { \"photo\": false },",
            oneAtATime,
            LocalTenantOptions.defaults().withClock(clock),
            clock)) {
      String oneLane =
          SmallOffice.policyJson("\"mapping\": { \"photo\": false },")
              .replace("\"folder\": \"Office\"", "\"folder\": \"Office\", \"concurrency\": 1");
      assertEquals(200, office.api().put("/api/policies/office", oneLane).status());
      // While the first mailbox is written, the environment is lost: every later slice throws.
      office
          .cloud()
          .tenant()
          .hostility()
          .times(
              1,
              Sighting::isWrite,
              Moment.BEFORE,
              sighting -> {
                forgetEnvironment(office);
                return Incident.NONE;
              });

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(1, run.path("counts").path("targetsDone").asInt(), run.toString());
      assertEquals(2, run.path("counts").path("targetsFailed").asInt(), run.toString());
      List<JsonNode> targets = office.api().all(SmallOffice.address(run) + "/targets");
      assertEquals(
          "{done=1, failed=2}",
          targets.stream()
              .collect(
                  Collectors.groupingBy(
                      target -> target.path("status").asText(),
                      TreeMap::new,
                      Collectors.counting()))
              .toString());
      JsonNode problem = targets.get(2).path("problem");
      assertEquals("invocationFailed", problem.path("code").asText(), problem.toString());
      assertTrue(problem.path("remedy").asText().contains("next run"), problem.toString());

      assertEquals(
          201,
          office
              .api()
              .put("/api/environments/contoso", office.cloud().sampleEnvironment())
              .status());
      JsonNode next = office.apply();

      assertEquals(3, next.path("counts").path("targetsDone").asInt(), next.toString());
      for (int mailbox = 0; mailbox < 3; mailbox++) {
        assertEquals(SmallOffice.namesOf(0, 1, 2, 3), office.names(mailbox));
      }
    }
  }

  private SmallOffice open(String more) {
    return SmallOffice.open(
        SmallOffice.organisation(4, 3),
        more,
        RunLimits.defaults(),
        LocalTenantOptions.defaults().withClock(clock),
        clock);
  }

  /** The timer fires, and what it started comes to its end. */
  private void tick(SmallOffice office) {
    office.cloud().host().fireTimer("Scheduler");
    for (JsonNode run : office.api().all("/api/policies/office/runs")) {
      if (run.path("trigger").asText().equals("schedule")) {
        office.api().await(SmallOffice.address(run));
      }
    }
  }

  /** Trigger and status of each run. */
  private static List<String> runs(SmallOffice office) {
    return office.api().all("/api/policies/office/runs").stream()
        .map(run -> run.path("trigger").asText() + " " + run.path("status").asText())
        .sorted()
        .toList();
  }

  private static Instant lastStart(SmallOffice office) {
    return Instant.parse(
        office.api().all("/api/policies/office/runs").get(0).path("startedAt").asText());
  }

  private static Predicate<Sighting> at(String mailbox) {
    return sighting -> sighting.mailbox().equals(Optional.of(mailbox));
  }

  private static int progress(SmallOffice office, String address) {
    return office.api().get(address).json().path("progress").path("targetsDone").asInt();
  }

  private static long waiting(QueueClient queue) {
    return queue.getProperties().getApproximateMessagesCountLong();
  }

  /** Waits for something that is bound to come; twice in a row, for the queue is in motion. */
  private static void until(BooleanSupplier come) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int times = 0;
    while (times < 5) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come");
      }
      times = come.getAsBoolean() ? times + 1 : 0;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static QueueClient queue(SmallOffice office) {
    return new QueueServiceClientBuilder()
        .connectionString(office.cloud().storage())
        .httpClient(new JdkHttpClientProvider().createInstance())
        .buildClient()
        .getQueueClient(WorkQueue.NAME);
  }

  /** Whether no lane is in its first slice any more. */
  private static boolean allLanesMoved(SmallOffice office) {
    return table(office, "RunLanes").listEntities().stream()
        .noneMatch(lane -> "0".equals(String.valueOf(lane.getProperty("Seq"))));
  }

  private static void forgetEnvironment(SmallOffice office) {
    TableClient table = table(office, "Environments");
    table.listEntities().stream().toList().forEach(table::deleteEntity);
  }

  private static TableClient table(SmallOffice office, String name) {
    return new TableServiceClientBuilder()
        .connectionString(office.cloud().storage())
        .httpClient(new JdkHttpClientProvider().createInstance())
        .buildClient()
        .getTableClient(name);
  }
}
