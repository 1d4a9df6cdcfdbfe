package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deletions are earned: too many of them wait for somebody who says yes to exactly them. */
@Tag("R9")
class HoldTest {

  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";
  private static final String STAFF = Organisation.idOf("GROUP:staff");
  private static final String FIELD = Organisation.idOf("GROUP:field");
  private static final String NO_PLAN = "{\"plan\":\"00000000000000000000000000000000\"}";

  @Test
  void aMassDepartureWaitsAndIsDoneExactlyAsApproved() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(20, 2), NO_PHOTO)) {
      office.apply();
      MailboxUser.Card dentist = office.folder(0).add("{\"displayName\":\"My dentist\"}");
      String before = state(office);
      go(office, 8, 20);

      JsonNode held = office.apply();

      assertEquals("held", held.path("status").asText(), held.toString());
      assertTrue(held.path("hold").path("reasons").size() > 0, held.toString());
      assertEquals(before, state(office));

      assertEquals(409, approve(office, held, NO_PLAN).status());
      assertEquals(400, approve(office, held, "{\"plan\":\"yes\"}").status());
      assertEquals(before, state(office));

      RollcallApi.Answer approved = approve(office, held, planOf(held));
      assertEquals(202, approved.status(), approved.toString());
      JsonNode done = office.api().await(SmallOffice.address(held));

      assertEquals("finished", done.path("status").asText(), done.toString());
      assertEquals(24, done.path("counts").path("deleted").asInt(), done.toString());
      dentist.delete();
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4, 5, 6, 7), office.names(0));
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4, 5, 6, 7), office.names(1));
      assertEquals(409, approve(office, held, planOf(held)).status());
    }
  }

  @Test
  void theFirstRunOverAFolderThatHoldsOurContactsIsGuardedToo() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(20, 1), NO_PHOTO)) {
      office.apply();
      forgetCheckpoints(office);
      go(office, 5, 20);
      String before = state(office);

      JsonNode held = office.apply();

      assertEquals("held", held.path("status").asText(), held.toString());
      assertEquals(1, held.path("counts").path("targetsHeld").asInt(), held.toString());
      assertEquals(before, state(office));

      assertEquals(202, approve(office, held, planOf(held)).status());
      JsonNode done = office.api().await(SmallOffice.address(held));

      assertEquals("finished", done.path("status").asText(), done.toString());
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(0));
    }
  }

  @Test
  @Tag("E7")
  void whatWaitsAfterAnAppWasRefusedIsDoneOnceApproved() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(20, 3), NO_PHOTO)) {
      TwoApps apps = TwoApps.of(office.cloud().tenant(), office.mailboxes(), 2);
      office.api().put("/api/environments/contoso", apps.environment(2, 2));
      office.apply();
      forgetCheckpoints(office);
      go(office, 5, 20);
      apps.second().disable();

      JsonNode held = office.apply();

      assertEquals("held", held.path("status").asText(), held.toString());
      assertEquals(3, held.path("counts").path("targetsHeld").asInt(), held.toString());

      apps.second().enable();
      assertEquals(202, approve(office, held, planOf(held)).status());
      JsonNode done = office.api().await(SmallOffice.address(held));

      assertEquals("finished", done.path("status").asText(), done.toString());
      assertEquals(45, done.path("counts").path("deleted").asInt(), done.toString());
      for (int mailbox = 0; mailbox < 3; mailbox++) {
        assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(mailbox));
      }
    }
  }

  @Test
  void aHeldRunCanBeCancelledOrGivesWayToTheNext() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(20, 1), NO_PHOTO)) {
      office.apply();
      String before = state(office);
      go(office, 5, 20);

      JsonNode first = office.apply();
      RollcallApi.Answer cancelled = office.api().post(SmallOffice.address(first) + "/cancel", "");
      assertEquals(202, cancelled.status(), cancelled.toString());
      assertEquals("cancelled", statusOf(office, first));
      assertEquals(409, approve(office, first, planOf(first)).status());

      JsonNode second = office.apply();
      assertEquals("held", second.path("status").asText(), second.toString());
      office.organisation().addMembers(STAFF, people(5, 20));
      JsonNode third = office.apply();

      assertEquals("finished", third.path("status").asText(), third.toString());
      assertEquals("superseded", statusOf(office, second));
      assertEquals(409, approve(office, second, planOf(second)).status());
      assertEquals(before, state(office));
    }
  }

  @Test
  void anApprovalDiesWhenAMemberMoreGoes() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(20, 1), NO_PHOTO)) {
      office.apply();
      go(office, 5, 20);
      JsonNode first = office.apply();
      go(office, 4, 5);

      JsonNode second = office.apply();

      assertEquals("held", second.path("status").asText(), second.toString());
      assertEquals(409, approve(office, second, planOf(first)).status());
      assertEquals(20, office.names(0).size());
    }
  }

  @Test
  void anEmptyOrMissingSourceDeletesNothing() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 1), NO_PHOTO)) {
      office.apply();
      String before = state(office);
      go(office, 0, 6);

      JsonNode empty = office.apply();

      assertEquals("held", empty.path("status").asText(), empty.toString());
      assertEquals(before, state(office));

      office.organisation().leave(STAFF);
      JsonNode gone = office.apply();

      assertTrue(List.of("held", "failed").contains(gone.path("status").asText()), gone.toString());
      assertEquals(before, state(office));
    }
  }

  @Test
  @Tag("R14")
  void aMailboxThatLeavesLosesOurContactsAndNothingElse() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 4), NO_PHOTO)) {
      office.apply();
      String dentist = office.folder(3).add("{\"displayName\":\"My dentist\"}").rawState();
      office.organisation().removeMembers(FIELD, people(3, 4));

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(6, run.path("counts").path("deleted").asInt(), run.toString());
      assertEquals(List.of("My dentist"), office.names(3));
      assertEquals(dentist, office.folder(3).contact("My dentist").rawState());
      assertEquals(6, office.names(2).size());
      assertEquals(0, office.apply().path("work").path("targets").asInt());
    }
  }

  @Test
  @Tag("R14")
  void tooManyMailboxesLeavingAtOnceWait() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 4), NO_PHOTO)) {
      office.apply();
      String before = state(office);
      office.organisation().removeMembers(FIELD, people(1, 4));

      JsonNode held = office.apply();

      assertEquals("held", held.path("status").asText(), held.toString());
      assertEquals(before, state(office));
      assertEquals(202, approve(office, held, planOf(held)).status());
      JsonNode done = office.api().await(SmallOffice.address(held));
      assertEquals("finished", done.path("status").asText(), done.toString());
      assertEquals(18, done.path("counts").path("deleted").asInt(), done.toString());
      assertEquals(6, office.names(0).size());
      assertEquals(List.of(), office.names(1));
    }
  }

  @Test
  @Tag("R14")
  void aMailboxThatLeavesKeepsWhatThePolicyLeavesAndHistorySaysSo() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      leaving(office, "leave");
      office.apply();
      String before = state(office);
      office.organisation().removeMembers(FIELD, people(1, 2));

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(before, state(office));
      JsonNode skip = office.changes(run, "~source").get(0);
      assertEquals("LEFT_IN_PLACE", skip.path("reason").asText(), skip.toString());
      assertEquals(SmallOffice.person(1), skip.path("key").asText(), skip.toString());
    }
  }

  @Test
  @Tag("R14")
  void deletingAPolicyRemovesItsContactsOnceApproved() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      office.apply();
      String dentist = office.folder(0).add("{\"displayName\":\"My dentist\"}").rawState();

      RollcallApi.Answer deleted = office.api().delete("/api/policies/office");
      JsonNode held = office.api().await(RollcallApi.location(deleted));

      assertEquals("held", held.path("status").asText(), held.toString());
      assertTrue(held.path("removesPolicy").asBoolean(), held.toString());
      assertEquals(200, office.api().get("/api/policies/office").status());
      assertEquals(7, office.names(0).size());
      assertEquals(202, approve(office, held, planOf(held)).status());
      JsonNode done = office.api().await(SmallOffice.address(held));
      assertEquals("finished", done.path("status").asText(), done.toString());
      awaitGone(office);
      assertEquals(List.of("My dentist"), office.names(0));
      assertEquals(dentist, office.folder(0).contact("My dentist").rawState());
      assertEquals(List.of(), office.names(1));
    }
  }

  @Test
  @Tag("R14")
  void deletingAPolicyThatLeavesContactsTouchesNoMailbox() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(4, 1), NO_PHOTO)) {
      leaving(office, "leave");
      office.apply();
      String before = state(office);
      office.cloud().tenant().counters().reset();

      assertEquals(204, office.api().delete("/api/policies/office").status());

      awaitGone(office);
      assertEquals(before, state(office));
      assertEquals(0, office.cloud().tenant().counters().counts().calls());
    }
  }

  private static void leaving(SmallOffice office, String what) {
    String policy =
        SmallOffice.policyJson(NO_PHOTO)
            .replace(
                "\"folder\": \"Office\"",
                "\"folder\": \"Office\", \"whenMailboxLeaves\": \"" + what + "\"");
    assertEquals(200, office.api().put("/api/policies/office", policy).status());
  }

  /** The policy goes after its run has finished, not with it. */
  private static void awaitGone(SmallOffice office) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> office.api().get("/api/policies/office").status() == 404);
  }

  /** These leave the staff, though not the company. */
  private static void go(SmallOffice office, int from, int to) {
    office.organisation().removeMembers(STAFF, people(from, to));
  }

  private static List<String> people(int from, int to) {
    return IntStream.range(from, to).mapToObj(SmallOffice::person).toList();
  }

  private static String state(SmallOffice office) {
    return String.join(
        "\n",
        IntStream.range(0, office.mailboxes().size())
            .mapToObj(mailbox -> office.user(mailbox).rawState())
            .toList());
  }

  private static String statusOf(SmallOffice office, JsonNode run) {
    return office.api().get(SmallOffice.address(run)).json().path("status").asText();
  }

  private static String planOf(JsonNode run) {
    return "{\"plan\":\"" + run.path("hold").path("plan").asText() + "\"}";
  }

  private static RollcallApi.Answer approve(SmallOffice office, JsonNode run, String plan) {
    return office.api().post(SmallOffice.address(run) + "/approve", plan);
  }

  /** Storage is empty, as after a move to another account; the mailboxes are not. */
  private static void forgetCheckpoints(SmallOffice office) {
    TableClient table =
        new TableServiceClientBuilder()
            .connectionString(office.cloud().storage())
            .httpClient(new JdkHttpClientProvider().createInstance())
            .buildClient()
            .getTableClient("Checkpoints");
    table.listEntities().stream().toList().forEach(table::deleteEntity);
  }
}
