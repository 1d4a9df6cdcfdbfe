package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration as a file: out, elsewhere, and back, over HTTP. */
@Tag("R16")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> POLICIES =
      List.of("smallest", "company-employees", "every-option", "rooms-and-helpdesk");
  private static final List<String> ENVIRONMENTS =
      List.of("contoso", "contoso-government", "contoso-keyless");

  private LocalCloud cloud;
  private RollcallApi api;

  @BeforeAll
  void start() {
    cloud =
        LocalCloud.start(
            new Organisation("Contoso", "contoso.example"), LocalTenantOptions.defaults());
    api = cloud.api();
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @BeforeEach
  void storeSamples() {
    removeAll();
    for (String environment : ENVIRONMENTS) {
      stored(
          api.put(
              "/api/environments/" + environment,
              LocalCloud.sample("environments/" + environment + ".json")));
    }
    for (String policy : POLICIES) {
      stored(api.put("/api/policies/" + policy, LocalCloud.sample("policies/" + policy + ".json")));
    }
  }

  @Test
  void whatIsExportedImportedElsewhereAndExportedAgainIsTheSame() {
    JsonNode file = api.get("/api/export").json();
    removeAll();

    Answer done = api.post("/api/import?apply=true", file.toString());

    assertEquals(200, done.status(), done::toString);
    assertTrue(done.json().path("applied").asBoolean());
    assertEquals(withoutTime(file), withoutTime(api.get("/api/export").json()));
    assertEquals(POLICIES.size(), file.path("policies").size());
    assertEquals(ENVIRONMENTS.size(), file.path("environments").size());
  }

  @Test
  void theFileSaysWhatItIsAndWhereItIsFrom() {
    Answer answer = api.get("/api/export");

    assertEquals("rollcall-configuration", answer.json().path("format").asText());
    assertEquals(1, answer.json().path("formatVersion").asInt());
    assertFalse(answer.json().path("rollcall").asText().isBlank());
    assertFalse(answer.json().path("exportedAt").asText().isBlank());
    assertTrue(answer.header("content-disposition").orElse("").contains("attachment"));
  }

  @Test
  void onePolicyIsExportedWithItsEnvironment() {
    JsonNode file = api.get("/api/export?policy=smallest").json();

    assertEquals(List.of("smallest"), ids(file.path("policies")));
    assertEquals(List.of("contoso"), ids(file.path("environments")));
    assertEquals(404, api.get("/api/export?policy=nobody").status());
    assertEquals(404, api.get("/api/export?policy=No%20id").status());
  }

  @Test
  void aPlanNamesWhatIsCreatedChangedAndLeftAndWritesNothing() {
    ObjectNode file = export();
    ((ObjectNode) find(file.path("policies"), "smallest"))
        .put("name", "Renamed")
        .withObject("/target")
        .put("concurrency", 3);
    api.delete("/api/policies/every-option");
    remove(file, "policies", "rooms-and-helpdesk");
    JsonNode before = stored();

    Answer shown = api.post("/api/import", file.toString());

    assertEquals(200, shown.status(), shown::toString);
    assertFalse(shown.json().path("applied").asBoolean());
    assertEquals("leave", step(shown, "environment", "contoso").path("action").asText());
    assertEquals("create", step(shown, "policy", "every-option").path("action").asText());
    assertEquals("notInFile", step(shown, "policy", "rooms-and-helpdesk").path("action").asText());
    JsonNode change = step(shown, "policy", "smallest");
    assertEquals("change", change.path("action").asText());
    assertEquals(
        List.of("/name=Renamed", "/target/concurrency=3"),
        texts(change.path("differences")).stream().sorted().toList());
    assertTrue(change.path("waitsForPreview").asBoolean());
    assertEquals(before, stored());
  }

  @Test
  void exactlyTheShownPlanIsCarriedOutOrNothing() {
    ObjectNode file = export();
    ((ObjectNode) find(file.path("policies"), "smallest")).put("name", "Renamed");
    String plan = api.post("/api/import", file.toString()).json().path("plan").asText();
    stored(
        api.put(
            "/api/policies/smallest",
            LocalCloud.sample("policies/smallest.json").replace("\"name\": \"", "\"name\": \"X")));
    JsonNode before = stored();

    Answer refused = api.post("/api/import?apply=true&plan=" + plan, file.toString());

    assertEquals(409, refused.status(), refused::toString);
    assertEquals(before, stored());
    String now = api.post("/api/import", file.toString()).json().path("plan").asText();
    assertEquals(200, api.post("/api/import?apply=true&plan=" + now, file.toString()).status());
    assertEquals("Renamed", api.get("/api/policies/smallest").json().path("name").asText());
  }

  @Test
  void anImportThatWasKilledIsFinishedByTheNextOne() {
    JsonNode file = api.get("/api/export").json();
    removeAll();
    // What a worker that died after its second write leaves behind.
    stored(
        api.put(
            "/api/environments/contoso", find(file.path("environments"), "contoso").toString()));
    stored(api.put("/api/policies/smallest", find(file.path("policies"), "smallest").toString()));
    String version = api.get("/api/policies/smallest").header("etag").orElseThrow();

    assertEquals(200, api.post("/api/import?apply=true", file.toString()).status());

    assertEquals(withoutTime(file), withoutTime(api.get("/api/export").json()));
    assertEquals(version, api.get("/api/policies/smallest").header("etag").orElseThrow());
    JsonNode again = api.post("/api/import?apply=true", file.toString()).json();
    again
        .path("documents")
        .forEach(step -> assertEquals("leave", step.path("action").asText(), step::toString));
  }

  @Test
  void everyProblemOfEveryDocumentIsToldAtOnceAndNothingIsWritten() {
    ObjectNode file = export();
    ((ObjectNode) find(file.path("environments"), "contoso")).put("kind", "nowhere");
    ((ObjectNode) find(file.path("policies"), "smallest")).put("environment", "fabrikam");
    ((ObjectNode) find(file.path("policies"), "every-option")).put("clientSecret", "hunter2");
    ((ObjectNode) find(file.path("policies"), "company-employees")).put("name", "Renamed");
    JsonNode before = stored();

    Answer refused = api.post("/api/import?apply=true", file.toString());

    assertEquals(400, refused.status(), refused::toString);
    List<String> told = new ArrayList<>();
    refused
        .json()
        .path("problems")
        .forEach(
            problem ->
                told.add(
                    problem.path("document").asText()
                        + problem.path("pointer").asText().replaceAll("/[0-9]+", "")));
    assertTrue(told.contains("environment contoso/environments/kind"), told::toString);
    assertTrue(told.contains("policy smallest/policies/environment"), told::toString);
    assertTrue(told.contains("policy every-option/policies/clientSecret"), told::toString);
    assertFalse(refused.toString().contains("hunter2"));
    assertEquals(before, stored());
  }

  @Test
  void twoDocumentsWithOneIdAreRefused() {
    ObjectNode file = export();
    file.withArray("policies").add(find(file.path("policies"), "smallest").deepCopy());

    Answer refused = api.post("/api/import", file.toString());

    assertEquals(400, refused.status());
    assertTrue(refused.json().at("/problems/0/message").asText().contains("Two documents"));
  }

  @Test
  void aFileOfALaterVersionIsRefusedInPlainWords() {
    ObjectNode file = export();
    file.put("formatVersion", 2).put("rollcall", "9.0");

    Answer refused = api.post("/api/import?apply=true", file.toString());

    assertEquals(400, refused.status());
    assertEquals("/formatVersion", refused.json().at("/problems/0/pointer").asText());
    assertTrue(refused.json().at("/problems/0/message").asText().contains("version 2"));
    assertTrue(refused.json().path("detail").asText().contains("Nothing was changed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null",
        "{\"format\":\"rollcall-configuration\"}",
        "{\"format\":\"rollcall-configuration\",\"formatVersion\":1}",
        "{\"format\":\"rollcall-configuration\",\"formatVersion\":1,\"environments\":[],\"policies\":[],\"more\":1}",
        "{\"format\":\"rollcall-configuration\",\"formatVersion\":1,\"environments\":[1],\"policies\":[null]}",
        "{\"format\":\"rollcall-configuration\",\"formatVersion\":1,\"environments\":{},\"policies\":[]}",
        "{\"format\":\"rollcall-configuration\",\"format\":1}",
        "{\"format\":\"rollcall-configuration\",\"formatVersion\":\"1\"}"
      })
  void whatIsNoExportIsRefusedWithAReason(String file) {
    Answer refused = api.post("/api/import?apply=true", file);

    assertEquals(400, refused.status(), refused::toString);
    assertTrue(refused.json().path("problems").size() > 0, refused::toString);
    assertTrue(refused.json().path("detail").asText().contains("Nothing was changed"));
  }

  @Test
  void damagedFilesAreAnsweredAndChangeNothing() {
    String file = api.get("/api/export").json().toString();
    JsonNode before = stored();
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      StringBuilder damaged = new StringBuilder(file);
      for (int n = 0; n < 1 + random.nextInt(4); n++) {
        int at = random.nextInt(damaged.length());
        damaged.replace(at, at + 1, String.valueOf((char) (32 + random.nextInt(95))));
      }

      Answer answer = api.post("/api/import", damaged.toString());

      assertTrue(List.of(200, 400).contains(answer.status()), answer::toString);
    }
    assertEquals(before, stored());
  }

  @Test
  void aFileTooLargeOrTooDeepIsRefused() {
    assertEquals(400, api.post("/api/import", "[".repeat(100_000)).status());
    String large = " ".repeat(17 * 1024 * 1024);
    assertEquals(
        400,
        api.send(
                "POST",
                "/api/import",
                large.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                Map.of())
            .status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?apply=yes", "?apply=true&plan=xyz"})
  void aParameterThatIsNoneIsRefused(String query) {
    assertEquals(400, api.post("/api/import" + query, export().toString()).status());
  }

  private ObjectNode export() {
    return (ObjectNode) api.get("/api/export").json();
  }

  private JsonNode stored() {
    ObjectNode all = JSON.createObjectNode();
    all.set("policies", api.get("/api/policies").json());
    all.set("environments", api.get("/api/environments").json());
    return all;
  }

  private void removeAll() {
    for (String kind : List.of("policies", "environments")) {
      for (JsonNode document : api.get("/api/" + kind).json().path("value")) {
        api.delete("/api/" + kind + "/" + document.path("id").asText());
      }
    }
  }

  private static void stored(Answer answer) {
    assertTrue(List.of(200, 201).contains(answer.status()), answer::toString);
  }

  private static JsonNode withoutTime(JsonNode file) {
    return ((ObjectNode) file.deepCopy()).without("exportedAt");
  }

  private static void remove(ObjectNode file, String kind, String id) {
    for (int i = 0; i < file.path(kind).size(); i++) {
      if (file.path(kind).get(i).path("id").asText().equals(id)) {
        file.withArray(kind).remove(i);
        return;
      }
    }
  }

  private static JsonNode find(JsonNode documents, String id) {
    for (JsonNode document : documents) {
      if (document.path("id").asText().equals(id)) {
        return document;
      }
    }
    throw new AssertionError("no " + id);
  }

  private static JsonNode step(Answer answer, String kind, String id) {
    for (JsonNode step : answer.json().path("documents")) {
      if (step.path("kind").asText().equals(kind) && step.path("id").asText().equals(id)) {
        return step;
      }
    }
    throw new AssertionError(kind + " " + id + " is not in " + answer);
  }

  private static List<String> texts(JsonNode differences) {
    List<String> texts = new ArrayList<>();
    differences.forEach(
        one -> texts.add(one.path("pointer").asText() + "=" + one.path("after").asText()));
    return texts;
  }

  private static List<String> ids(JsonNode documents) {
    List<String> ids = new ArrayList<>();
    documents.forEach(document -> ids.add(document.path("id").asText()));
    return ids;
  }
}
