package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A preview is the plan itself: it writes nothing, and can be carried out exactly, or not at all.
 */
@Tag("R1")
@Tag("R2")
class PreviewTest {

  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";
  private static final String STAFF = Organisation.idOf("GROUP:staff");
  private static final String FIELD = Organisation.idOf("GROUP:field");

  @Test
  void theFirstPreviewMakesNotEvenAFolder() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      JsonNode preview = office.preview();

      assertEquals("finished", preview.path("status").asText(), preview.toString());
      assertEquals(12, preview.path("counts").path("created").asInt(), preview.toString());
      assertEquals(0, office.cloud().tenant().counters().counts().writes());
      assertEquals(List.of(), office.user(0).folders());
      List<JsonNode> changes = office.changes(preview, office.mailboxes().get(0));
      assertEquals(6, changes.size());
      for (JsonNode change : changes) {
        assertEquals("create", change.path("kind").asText());
        assertEquals("planned", change.path("outcome").asText());
        assertEquals("Engineer", field(change, "jobTitle").path("after").asText());
      }

      JsonNode applied = applied(office, preview);

      assertEquals("finished", applied.path("status").asText(), applied.toString());
      assertEquals(6, office.names(0).size());
      assertEquals(6, office.names(1).size());
    }
  }

  @Test
  void anApplyDoesExactlyWhatItsPreviewShowed() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(20, 2), NO_PHOTO)) {
      office.apply();
      aDayPasses(office);
      office.folder(0).contact("Given3 Sur3").edit("jobTitle", "Friend");
      office.folder(1).contact("Given4 Sur4").delete();
      office.folder(1).add("{\"displayName\":\"My dentist\"}");
      String before = state(office);
      office.cloud().tenant().counters().reset();

      JsonNode preview = office.api().run(SmallOffice.POLICY, "preview", true);

      assertEquals("finished", preview.path("status").asText(), preview.toString());
      assertEquals(before, state(office));
      assertEquals(0, office.cloud().tenant().counters().counts().writes());
      String first = office.mailboxes().get(0);
      String second = office.mailboxes().get(1);
      assertEquals(
          List.of(
              "create New Comer",
              "delete Given19 Sur19",
              "update Given1 Sur1: mobilePhone +49 171 1000001 -> +49 171 5",
              "update Given2 Sur2: jobTitle Engineer -> ",
              "update Given3 Sur3: jobTitle Friend -> Engineer"),
          told(office, preview, first));
      assertEquals(
          List.of(
              "create Given4 Sur4",
              "create New Comer",
              "delete Given19 Sur19",
              "update Given1 Sur1: mobilePhone +49 171 1000001 -> +49 171 5",
              "update Given2 Sur2: jobTitle Engineer -> "),
          told(office, preview, second));

      JsonNode applied = applied(office, preview);

      assertEquals("finished", applied.path("status").asText(), applied.toString());
      assertEquals(preview.path("id").asText(), applied.path("ofPreview").asText());
      assertEquals(told(office, preview, first), told(office, applied, first));
      assertEquals(told(office, preview, second), told(office, applied, second));
      for (String kind : List.of("created", "updated", "deleted")) {
        assertEquals(
            preview.path("counts").path(kind), applied.path("counts").path(kind), applied + kind);
      }
      assertTrue(office.names(1).contains("My dentist"));
      assertEquals(0, office.applyLookingEverywhere().path("counts").path("updated").asInt());

      assertRefused(office, preview, "another run");
    }
  }

  @Test
  void aPreviewIsRefusedWhenTheSourceMoved() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      office.apply();
      aDayPasses(office);
      JsonNode preview = office.preview();
      office.organisation().change(SmallOffice.person(3), "jobTitle", "Head");

      assertRefused(office, preview, "The source changed: 1 records");
    }
  }

  @Test
  void aPreviewIsRefusedWhenThePolicyMoved() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      JsonNode preview = office.preview();
      office.policy("\"mapping\": { \"photo\": false, \"categories\": [\"Company\"] },");

      assertRefused(office, preview, "The policy's content was changed");

      office.policy(NO_PHOTO + "\"description\": \"Says what it is for, and moves nothing.\",");
      assertEquals("finished", applied(office, preview).path("status").asText());
    }
  }

  @Test
  void aPreviewIsRefusedWhenOtherMailboxesAreMeant() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      JsonNode preview = office.preview();
      office.organisation().addMembers(FIELD, List.of(SmallOffice.person(5)));

      assertRefused(office, preview, "The list of mailboxes");
    }
  }

  @Test
  void aMailboxWhoseUserChangedItSinceIsLeftAloneAndTheOthersAreDone() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(6, 2), NO_PHOTO)) {
      office.apply();
      aDayPasses(office);
      JsonNode preview = office.api().run(SmallOffice.POLICY, "preview", true);
      office.folder(0).contact("Given3 Sur3").edit("jobTitle", "Friend");
      String before = office.user(0).rawState();

      JsonNode applied = applied(office, preview);

      assertEquals("finished", applied.path("status").asText(), applied.toString());
      assertEquals(1, applied.path("counts").path("targetsFailed").asInt(), applied.toString());
      assertEquals(before, office.user(0).rawState());
      assertEquals("+49 171 5", office.folder(1).contact("Given1 Sur1").text("mobilePhone"));
      JsonNode moved =
          office.api().all(SmallOffice.address(applied) + "/targets").stream()
              .filter(target -> target.path("id").asText().equals(office.mailboxes().get(0)))
              .findFirst()
              .orElseThrow();
      assertEquals("moved", moved.path("status").asText(), moved.toString());
      assertEquals("previewMoved", moved.path("problem").path("code").asText());
    }
  }

  @Test
  void onlyAFinishedPreviewCanBeCarriedOut() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(3, 1), NO_PHOTO)) {
      JsonNode run = office.apply();

      RollcallApi.Answer answer = office.api().post(SmallOffice.address(run) + "/apply", "");

      assertEquals(409, answer.status(), answer.toString());
      assertTrue(answer.json().path("detail").asText().contains("Nothing was changed"));
      assertEquals(404, office.api().post("/api/runs/office/no-such-run/apply", "").status());
    }
  }

  @Test
  @Tag("R21")
  void aPreviewForeseesTheCallsOfItsApplyExactly() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(45, 23), NO_PHOTO)) {
      assertForeseen(office, 4 + 5 + 2 * 5 + 23 * 3);

      aDayPasses(office);
      assertForeseen(office, 4 + 23);

      office.organisation().addMembers(FIELD, List.of(SmallOffice.person(40)));
      assertForeseen(office, 4 + 1 + 2 + 3);

      assertForeseen(office, 4);
    }
  }

  @Test
  @Tag("R21")
  void aPreviewForeseesTheMinutes() {
    LocalTenantOptions usual = LocalTenantOptions.defaults().withLatency();
    try (SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(140, 2),
            NO_PHOTO,
            RunLimits.defaults(),
            usual,
            Clock.systemUTC())) {
      JsonNode preview = office.preview();
      office.cloud().tenant().counters().reset();
      JsonNode run = office.apply();

      // What the service took for it, whatever this machine is busy with besides.
      double inService =
          office.cloud().tenant().counters().counts().batchMillis()
              / 60_000.0
              / run.path("work").path("lanes").asInt();
      assertEquals(
          preview.path("counts").path("predictedMinutes").asDouble(),
          inService,
          0.05,
          run.toString());
    }
  }

  private static void assertForeseen(SmallOffice office, int calls) {
    JsonNode preview = office.preview();
    JsonNode applied = applied(office, preview);
    assertEquals("finished", applied.path("status").asText(), applied.toString());
    assertEquals(calls, applied.path("counts").path("calls").asInt(), applied.toString());
    if (preview.path("work").path("targets").asInt() > 0) {
      assertEquals(
          calls, preview.path("counts").path("predictedCalls").asInt(), preview.toString());
    }
  }

  /** One joins, one leaves, one gets another number, one no longer has a title. */
  private static void aDayPasses(SmallOffice office) {
    Organisation organisation = office.organisation();
    DirectoryObject joined = organisation.join("new", "New Comer", "new");
    organisation.addMembers(STAFF, List.of(joined.id()));
    List<DirectoryObject> staff = organisation.members(STAFF, false);
    organisation.leave(staff.get(staff.size() - 2).id());
    organisation.change(SmallOffice.person(1), "mobilePhone", "+49 171 5");
    organisation.change(SmallOffice.person(2), "jobTitle", "");
  }

  private static JsonNode applied(SmallOffice office, JsonNode preview) {
    return office
        .api()
        .await(
            RollcallApi.location(office.api().post(SmallOffice.address(preview) + "/apply", "")));
  }

  /** Nothing is written, and the problem says what moved. */
  private static void assertRefused(SmallOffice office, JsonNode preview, String because) {
    String before = state(office);

    JsonNode run = applied(office, preview);

    assertEquals("refused", run.path("status").asText(), run.toString());
    assertEquals("previewMoved", run.path("problem").path("code").asText());
    assertTrue(run.path("problem").path("cause").asText().contains(because), run.toString());
    assertTrue(run.path("problem").path("remedy").asText().contains("new preview"));
    assertEquals(before, state(office));
  }

  private static String state(SmallOffice office) {
    return IntStream.range(0, office.mailboxes().size())
        .mapToObj(mailbox -> office.user(mailbox).rawState())
        .collect(Collectors.joining("\n"));
  }

  /** The changes of one mailbox in words. */
  private static List<String> told(SmallOffice office, JsonNode run, String mailbox) {
    return office.changes(run, mailbox).stream().map(PreviewTest::told).sorted().toList();
  }

  private static String told(JsonNode change) {
    String kind = change.path("kind").asText();
    StringBuilder told = new StringBuilder(kind + " " + change.path("name").asText());
    if (kind.equals("update")) {
      for (JsonNode field : change.path("fields")) {
        told.append(": ")
            .append(field.path("field").asText())
            .append(' ')
            .append(field.path("before").asText())
            .append(" -> ")
            .append(field.path("after").asText());
      }
    }
    return told.toString();
  }

  private static JsonNode field(JsonNode change, String name) {
    for (JsonNode field : change.path("fields")) {
      if (field.path("field").asText().equals(name)) {
        return field;
      }
    }
    throw new AssertionError("no field " + name + " in " + change);
  }
}
