package dev.rollcall.localtenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.graph.Counts;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Rates;
import dev.rollcall.localtenant.hostility.Sighting;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("O6")
class LocalBatchTest {

  private static final String CREATE = "POST /users/{id}/contactFolders/{id}/contacts";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  private final LocalTenant tenant =
      LocalTenant.start(LocalTenantOptions.defaults().withClock(clock));
  private final RawGraph graph = new RawGraph(tenant);
  private final MailboxUser user = tenant.mailboxes().of("user1@contoso.onmicrosoft.com");
  private final MailboxUser.Folder folder = user.makeFolder("Company");
  private final String contacts =
      "/users/" + user.id() + "/contactFolders/" + RawGraph.encoded(folder.id()) + "/contacts";

  @AfterEach
  void stop() {
    tenant.close();
  }

  private String create(String id, String name, String more) {
    return """
    {"id":"%s","method":"POST","url":"%s","headers":{"Content-Type":"application/json"},
     "body":{"displayName":"%s"}%s}"""
        .formatted(id, contacts, name, more);
  }

  private String creates(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> create(Integer.toString(i), "Contact " + i, ""))
        .collect(Collectors.joining(","));
  }

  /** Status by request. */
  private static Map<String, Integer> statuses(RawGraph.Answer answer) {
    assertEquals(200, answer.status(), () -> new String(answer.body()));
    Map<String, Integer> statuses = new TreeMap<>();
    for (JsonNode response : answer.json().path("responses")) {
      statuses.put(response.path("id").asText(), response.path("status").asInt());
    }
    return statuses;
  }

  private static long count(RawGraph.Answer answer, int status) {
    return statuses(answer).values().stream().filter(s -> s == status).count();
  }

  @Test
  void twentyRequestsTakeEffectAndAreAnsweredInSomeOrder() {
    RawGraph.Answer answer = graph.batch(creates(20));

    assertEquals(20, count(answer, 201));
    assertEquals(20, folder.contacts().size());
    Counts counts = tenant.counters().counts();
    assertEquals(1, counts.calls());
    assertEquals(20, counts.itemsByOperation().get(CREATE));
    assertEquals(1, counts.mostBatchesAtOnce().get(user.id()));
    assertEquals(20, counts.writes());
  }

  @Test
  void binaryBodiesAreBase64() {
    MailboxUser.Card card = folder.add("{\"displayName\":\"Ada\"}");
    String photo = contacts + "/" + RawGraph.encoded(card.id()) + "/photo/$value";

    RawGraph.Answer answer =
        graph.batch(
            """
            {"id":"put","method":"PUT","url":"%s","headers":{"Content-Type":"image/jpeg"},
             "body":"AQID"},
            {"id":"get","method":"GET","url":"%s","dependsOn":["put"]}
            """
                .formatted(photo, photo));

    assertEquals(Map.of("put", 200, "get", 200), statuses(answer));
    assertTrue(answer.json().toString().contains("\"AQID\""));
  }

  @Test
  void whatDependsOnAFailureIsNotTried() {
    RawGraph.Answer answer =
        graph.batch(
            create("1", "x".repeat(300), "")
                + ","
                + create("2", "Ada", ",\"dependsOn\":[\"1\"]")
                + ","
                + create("3", "Bob", ""));

    assertEquals(Map.of("1", 400, "2", 424, "3", 201), statuses(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"id\":\"1\",\"method\":\"GET\"}",
        "{\"id\":\"a\",\"method\":\"GET\",\"url\":\"/users\"},"
            + "{\"id\":\"A\",\"method\":\"GET\",\"url\":\"/users\"}",
        "{\"id\":\"1\",\"method\":\"POST\",\"url\":\"/users\",\"body\":{}}",
        "{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users\",\"dependsOn\":[\"2\"]}"
      })
  void aMalformedBatchIsRefusedAsAWhole(String requests) {
    assertEquals(400, graph.batch(requests).status());
  }

  @Test
  void twentyOneRequestsAreTooMany() {
    assertEquals(400, graph.batch(creates(21)).status());
    assertEquals(0, folder.contacts().size());
  }

  @Test
  void aSecondBatchAtTheSameMailboxIsThrottled() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    tenant
        .hostility()
        .times(
            1,
            sighting -> sighting.level() == Sighting.Level.ITEM,
            Moment.BEFORE,
            sighting -> {
              inside.countDown();
              await(done);
              return Incident.NONE;
            });
    Thread first = new Thread(() -> graph.batch(creates(4)));
    first.start();
    assertTrue(inside.await(20, TimeUnit.SECONDS));

    RawGraph.Answer second = graph.batch(creates(4));
    done.countDown();
    first.join();

    assertEquals(4, count(second, 429));
    JsonNode refused = second.json().at("/responses/0");
    assertTrue(refused.path("headers").toString().matches("(?i).*\"retry-after\":\"1\".*"));
    assertEquals("ApplicationThrottled", refused.at("/body/error/code").asText());
    assertEquals(2, tenant.counters().counts().mostBatchesAtOnce().get(user.id()));
    assertEquals(4, tenant.counters().counts().throttled());
  }

  @Test
  void aMailboxTakesTenThousandRequestsInTenMinutes() {
    String reads =
        IntStream.rangeClosed(1, 20)
            .mapToObj(
                i ->
                    "{\"id\":\"%d\",\"method\":\"GET\",\"url\":\"%s?$select=id\"}"
                        .formatted(i, contacts))
            .collect(Collectors.joining(","));
    for (int i = 0; i < 500; i++) {
      graph.batch(reads);
    }

    RawGraph.Answer refused = graph.get(contacts);
    clock.advance(Duration.ofMinutes(11));

    assertEquals(429, refused.status());
    assertEquals("601", refused.headers().get("Retry-After"));
    assertEquals(200, graph.get(contacts).status());
  }

  @Test
  void aTimeOutAfterTheWriteLeavesTheContactThere() {
    tenant
        .hostility()
        .once(
            sighting -> sighting.isWrite() && sighting.level() == Sighting.Level.ITEM,
            Moment.AFTER,
            Incident.timedOut());

    RawGraph.Answer answer = graph.batch(creates(3));

    assertEquals(1, count(answer, 504));
    assertEquals(3, folder.contacts().size());
  }

  @Test
  void aThrottledItemHasNoEffect() {
    tenant
        .hostility()
        .once(Sighting::isWrite, Moment.BEFORE, Incident.throttled(Duration.ofSeconds(7)));

    RawGraph.Answer answer = graph.batch(creates(3));

    assertEquals(1, count(answer, 429));
    assertTrue(answer.json().toString().matches("(?i).*\"retry-after\":\"7\".*"));
    assertEquals(2, folder.contacts().size());
  }

  @Test
  void aBatchIsCutInTheMiddle() {
    tenant.hostility().cutBatchAfter(3);

    assertThrows(UncheckedIOException.class, () -> graph.batch(creates(10)));

    assertEquals(3, folder.contacts().size());
    assertEquals(10, count(graph.batch(creates(10)), 201));
  }

  @Test
  void aBatchsAnswerIsLostAfterAllOfItTookEffect() {
    tenant.hostility().once(s -> s.level() == Sighting.Level.BATCH, Moment.AFTER, Incident.reset());

    assertThrows(UncheckedIOException.class, () -> graph.batch(creates(5)));

    assertEquals(5, folder.contacts().size());
  }

  @Test
  void aGatewayAnswersInHtml() {
    tenant
        .hostility()
        .once(s -> s.level() == Sighting.Level.BATCH, Moment.BEFORE, Incident.unavailable());

    RawGraph.Answer answer = graph.batch(creates(1));

    assertEquals(503, answer.status());
    assertTrue(answer.headers().get("Content-Type").startsWith("text/html"));
    assertEquals(0, folder.contacts().size());
  }

  @Test
  void aUserEditsInMidRun() {
    folder.add("{\"displayName\":\"Ada\"}");
    tenant
        .hostility()
        .times(
            1,
            s -> s.level() == Sighting.Level.BATCH,
            Moment.BEFORE,
            s -> {
              folder.contact("Ada").notes("mine");
              return Incident.NONE;
            });

    graph.batch(creates(1));

    assertEquals("mine", folder.contact("Ada").text("personalNotes"));
  }

  @Test
  void equalSeedsGiveEqualTrouble() {
    assertEquals(troubled(7), troubled(7));
    assertTrue(troubled(7).contains("429"));
  }

  private static String troubled(long seed) {
    try (LocalTenant other = LocalTenant.start(LocalTenantOptions.defaults().withSeed(seed))) {
      RawGraph rough = new RawGraph(other);
      String path = "/users/user1@contoso.onmicrosoft.com/contacts";
      other
          .hostility()
          .rates(new Rates(0, 0.3, 0.5, 0, 0, 0.1, 0, 0, Duration.ZERO, Duration.ofSeconds(1)));
      StringBuilder seen = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        String items =
            IntStream.rangeClosed(1, 20)
                .mapToObj(
                    n ->
                        """
                        {"id":"%d","method":"POST","url":"%s","body":{"displayName":"A"},
                         "headers":{"Content-Type":"application/json"}}"""
                            .formatted(n, path))
                .collect(Collectors.joining(","));
        seen.append(statuses(rough.batch(items)));
      }
      return seen.toString();
    }
  }

  @Test
  void latencyMakesABatchTakeAsLongAsItsFourLanes() {
    try (LocalTenant slow =
        LocalTenant.start(LocalTenantOptions.defaults().withLatency(Duration.ofMillis(20)))) {
      RawGraph other = new RawGraph(slow);
      String items =
          IntStream.rangeClosed(1, 20)
              .mapToObj(
                  n ->
                      "{\"id\":\"%d\",\"method\":\"GET\",\"url\":\"/users/user%d@contoso.onmicrosoft.com/contacts\"}"
                          .formatted(n, n))
              .collect(Collectors.joining(","));

      other.batch(items);

      // Five rounds of about 20 ms; one at a time would take 400.
      long millis = slow.counters().counts().batchMillis();
      assertTrue(millis >= 50, "took " + millis + " ms");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
