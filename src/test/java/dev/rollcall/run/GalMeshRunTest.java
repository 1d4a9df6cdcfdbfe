package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DailyLife;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three tenants in one cloud, each an environment, that see each other by policies of one app: from
 * documents over HTTP to the address lists. Every policy takes all users and all mail contacts of
 * its organisation, so that it meets what the others made there.
 */
@Tag("S8")
class GalMeshRunTest {

  private static final List<String> NAMES = List.of("Contoso", "Fabrikam", "Tailspin");
  private static final int PEOPLE = 12;
  private static final int DAYS = 6;

  private final ManualClock clock = new ManualClock(Instant.now());
  private final Random random = new Random(8);
  private final Map<String, DailyLife> lives = new TreeMap<>();
  private final Map<String, LocalTenant> tenants = new TreeMap<>();
  private final List<Feed> feeds = new ArrayList<>();
  private final LocalCloud cloud;
  private final RollcallApi api;

  /** What one organisation gives to another. */
  private record Feed(String from, String to) {

    String id() {
      return (from + "-to-" + to).toLowerCase(Locale.ROOT);
    }

    String document() {
      return """
          { "id": "%1$s", "name": "%2$s at %3$s", "type": "gal", "environment": "%4$s",
            "source": { "kind": "directory",
                        "select": [ { "query": "*", "recipientTypes": [ "user", "mailContact" ] } ] },
            "target": { "kind": "mailcontact", "environment": "%5$s", "suffix": " (%2$s)" },
            "changes": { "removal": { "secondRun": false } },
            "guardrail": { "maxDeletes": 10, "maxDeletePercent": 50 },
            "schedule": { "every": "PT24H" } }
          """
          .formatted(id(), from, to, environment(from), environment(to));
    }
  }

  GalMeshRunTest() {
    NAMES.forEach(name -> lives.put(name, DailyLife.of(name, PEOPLE, random)));
    cloud =
        LocalCloud.start(
            lives.get(NAMES.get(0)).organisation(),
            LocalTenantOptions.defaults().withClock(clock),
            RunLimits.defaults(),
            clock,
            0);
    api = cloud.api();
    for (String name : NAMES) {
      LocalTenant tenant =
          tenants.isEmpty() ? cloud.tenant() : cloud.addTenant(lives.get(name).organisation());
      tenants.put(name, tenant);
      tenant.app().grant("Exchange.ManageAsApp");
      String document = LocalCloud.addressListEnvironment(tenant, environment(name));
      assertEquals(201, api.put("/api/environments/" + environment(name), document).status());
    }
  }

  @AfterEach
  void close() {
    cloud.close();
    assertEquals(List.of(), cloud.tenant().unexpectedRequests());
  }

  @Test
  void everyEditIsSeenOnceAndNobodyComesBack() {
    for (String from : NAMES) {
      NAMES.stream().filter(to -> !to.equals(from)).forEach(to -> feed(from, to));
    }
    checkMesh("at first");

    for (int day = 1; day <= DAYS; day++) {
      String when = "on day " + day;
      Map<String, Set<String>> touched = new HashMap<>();
      lives.forEach((name, life) -> touched.put(name, life.passes()));
      Map<Feed, JsonNode> runs = scheduled(day * 2 - 1);
      runs.forEach(
          (feed, run) ->
              assertEquals(touched.get(feed.from()).size(), writes(run), feed.id() + " " + when));
      checkMesh(when);

      resetCounts();
      scheduled(day * 2)
          .forEach((feed, run) -> assertEquals(0, writes(run), feed.id() + " " + when));
      tenants.forEach((name, tenant) -> checkQuiet(name + " " + when, tenant));
    }
  }

  @Test
  void anOrganisationThatGoesTakesOnlyItsOwnWithIt() {
    String hub = NAMES.get(0);
    List<String> others = NAMES.subList(1, NAMES.size());
    others.forEach(other -> feed(hub, other));
    others.forEach(other -> feed(other, hub));
    Map<String, String> givenByHub = seenFrom(hub);
    String stays = others.get(0);
    String goes = others.get(1);
    List<String> kept = ids(stays);
    assertEquals(givenByHub, lives.get(stays).contacts());
    assertEquals(givenByHub, lives.get(goes).contacts());
    assertEquals(2 * PEOPLE, lives.get(hub).contacts().size());

    feeds.stream().filter(feed -> feed.id().contains(environment(goes))).forEach(this::delete);

    assertEquals(Map.of(), lives.get(goes).contacts());
    assertEquals(seenFrom(stays), lives.get(hub).contacts());
    assertEquals(kept, ids(stays));
    assertEquals(204, api.delete("/api/environments/" + environment(goes)).status());
    assertEquals(409, api.delete("/api/environments/" + environment(stays)).status());
    lives.get(hub).join();
    assertEquals(1, writes(run(new Feed(hub, stays), "apply")));
    assertEquals(0, writes(run(new Feed(stays, hub), "apply")));
  }

  /** Stores a policy, previews it, as its schedule demands, and carries the preview out. */
  private void feed(String from, String to) {
    Feed feed = new Feed(from, to);
    feeds.add(feed);
    RollcallApi.Answer stored = api.put("/api/policies/" + feed.id(), feed.document());
    assertEquals(201, stored.status(), stored::toString);
    JsonNode preview = run(feed, "preview");
    assertEquals(PEOPLE, preview.path("counts").path("created").asInt(), preview::toString);
    RollcallApi.Answer accepted = api.post(RollcallApi.address(preview) + "/apply", "");
    JsonNode applied = api.await(RollcallApi.location(accepted));
    assertEquals(PEOPLE, writes(applied), applied::toString);
  }

  /** A day later every policy has run by its schedule; answers the runs. */
  private Map<Feed, JsonNode> scheduled(int number) {
    clock.advance(Duration.ofDays(1));
    cloud.host().fireTimer("Scheduler");
    Map<Feed, JsonNode> runs = new HashMap<>();
    for (Feed feed : feeds) {
      List<JsonNode> all =
          api.all("/api/policies/" + feed.id() + "/runs").stream()
              .filter(run -> run.path("trigger").asText().equals("schedule"))
              .toList();
      assertEquals(number, all.size(), feed.id());
      runs.put(feed, api.await(RollcallApi.address(all.get(0))));
    }
    return runs;
  }

  private JsonNode run(Feed feed, String mode) {
    return api.run(feed.id(), mode, false);
  }

  /** Deletes a policy with all it made, which has to be approved. */
  private void delete(Feed feed) {
    JsonNode held = api.await(RollcallApi.location(api.delete("/api/policies/" + feed.id())));
    assertEquals("held", held.path("status").asText(), held::toString);
    JsonNode done = api.await(api.approve(held));
    assertEquals("finished", done.path("status").asText(), done::toString);
    assertEquals(PEOPLE, writes(done), done::toString);
    // The policy goes a moment after its run has ended.
    Awaitility.await().until(() -> api.get("/api/policies/" + feed.id()).status() == 404);
  }

  /** Every list shows the people of the others as they are now, and nobody else. */
  private void checkMesh(String when) {
    lives.forEach(
        (name, life) -> {
          Map<String, String> expected = new TreeMap<>();
          NAMES.stream()
              .filter(other -> !other.equals(name))
              .forEach(other -> expected.putAll(seenFrom(other)));
          assertEquals(expected, life.contacts(), name + " " + when);
        });
  }

  /** An organisation's people as the others see them. */
  private Map<String, String> seenFrom(String name) {
    return lives.get(name).people(" (" + name + ")");
  }

  private List<String> ids(String name) {
    return lives.get(name).organisation().all(Kind.CONTACT).stream()
        .map(DirectoryObject::id)
        .toList();
  }

  private void resetCounts() {
    tenants.values().forEach(tenant -> tenant.counters().reset());
    tenants.values().forEach(tenant -> tenant.exchange().resetCounts());
  }

  /**
   * Each tenant gives by two policies and is given to by two: each of the former reads three lists,
   * each of the latter also. Nothing else is asked.
   */
  private static void checkQuiet(String when, LocalTenant tenant) {
    assertEquals(
        Map.of("GET /users", 2L, "GET /contacts", 2L),
        tenant.counters().counts().callsByOperation(),
        when);
    assertEquals(
        Map.of("Get-Recipient", 2 + 2, "Get-Contact", 2, "Get-MailContact", 2),
        tenant.exchange().counts(),
        when);
  }

  private static int writes(JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run::toString);
    JsonNode counts = run.path("counts");
    assertEquals(0, counts.path("failed").asInt(), run::toString);
    return counts.path("created").asInt()
        + counts.path("updated").asInt()
        + counts.path("deleted").asInt();
  }

  private static String environment(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
