package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The HTTP surface as a stranger with curl finds it. */
@Tag("O4")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSurfaceTest {

  private LocalCloud cloud;
  private RollcallApi api;

  @BeforeAll
  void open() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    DirectoryObject ada = organisation.join("ada", "Ada Adler", "ada");
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(), List.of(ada.id()));
    cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults());
    api = cloud.api();
    api.put("/api/environments/contoso", cloud.sampleEnvironment());
  }

  @AfterAll
  void close() {
    cloud.close();
  }

  @Test
  void documentsAreCreatedReplacedAndRemovedUnderTheirVersions() {
    Answer created = api.put("/api/policies/versions", policy("versions", "One"));
    assertEquals(201, created.status(), created.toString());
    String first = created.header("etag").orElseThrow();
    Answer read = api.get("/api/policies/versions");
    assertEquals(200, read.status());
    assertEquals(first, read.header("etag").orElseThrow());
    assertEquals("One", read.json().path("name").asText());

    Answer again = api.put("/api/policies/versions", policy("versions", "One"));
    assertEquals(200, again.status());
    assertEquals(read.json(), api.get("/api/policies/versions").json());

    Answer replaced =
        put("versions", policy("versions", "Two"), "If-Match", again.header("etag").orElseThrow());
    assertEquals(200, replaced.status(), replaced.toString());
    assertNotEquals(first, replaced.header("etag").orElseThrow());

    isProblem(412, put("versions", policy("versions", "Three"), "If-Match", first));
    isProblem(412, put("versions", policy("versions", "Three"), "If-None-Match", "*"));
    isProblem(412, put("absent", policy("absent", "Three"), "If-Match", "*"));
    isProblem(
        412, api.send("DELETE", "/api/policies/versions", new byte[0], Map.of("If-Match", first)));
    assertEquals("Two", api.get("/api/policies/versions").json().path("name").asText());
    assertEquals(404, api.get("/api/policies/absent").status());

    assertEquals(204, api.delete("/api/policies/versions").status());
    assertEquals(404, api.get("/api/policies/versions").status());
    assertEquals(201, put("versions", policy("versions", "Four"), "If-None-Match", "*").status());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    api.put("/api/policies/there", policy("there", "There"));
    for (String path :
        List.of(
            "/api/policies/none",
            "/api/policies/NOT%20AN%20ID",
            "/api/environments/none",
            "/api/runs/none/20260101t000000000z-000000",
            "/api/runs/there/20260101t000000000z-000000",
            "/api/runs/there/nonsense",
            "/api/runs/there/nonsense/targets",
            "/api/runs/there/nonsense/changes")) {
      isProblem(404, api.get(path));
    }
    isProblem(404, api.post("/api/policies/none/runs", "{\"mode\":\"preview\"}"));
    isProblem(404, api.post("/api/runs/there/nonsense/cancel", ""));
    isProblem(
        404, api.post("/api/runs/there/nonsense/approve", "{\"plan\":\"" + "0".repeat(32) + "\"}"));
    isProblem(404, api.post("/api/runs/there/nonsense/apply", ""));
  }

  @Test
  void badBodiesAreAnsweredWithEveryProblemAndItsPlace() {
    api.put("/api/policies/bodies", policy("bodies", "Bodies"));
    Answer several =
        api.put(
            "/api/policies/bodies",
            policy("bodies", "Bodies")
                .replace("\"contacts\"", "\"kontakte\"")
                .replace("\"folder\"", "\"ordner\""));
    isProblem(400, several);
    Set<String> pointers = pointers(several);
    assertTrue(pointers.size() >= 2 && pointers.contains("/type"), several.toString());

    assertEquals(
        Set.of("/id"), pointers(api.put("/api/policies/bodies", policy("other", "Bodies"))));
    assertEquals(
        Set.of("/environment"),
        pointers(
            api.put(
                "/api/policies/bodies",
                policy("bodies", "Bodies").replace("\"contoso\"", "\"fabrikam\""))));
    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "\"preview\"",
            "{\"mode\":\"perform\"}",
            "{\"mode\":1}",
            "{}",
            "{\"mode\":\"apply\",\"force\":true}",
            "{\"mode\":\"apply\",\"checkDrift\":\"yes\"}",
            "{\"mode\":\"apply\"} {}")) {
      Answer answer = api.post("/api/policies/bodies/runs", body);
      isProblem(400, answer);
      assertFalse(pointers(answer).isEmpty(), body);
    }
    assertEquals(List.of(), api.all("/api/policies/bodies/runs"));
    assertEquals("Bodies", api.get("/api/policies/bodies").json().path("name").asText());
  }

  @Test
  void anEnvironmentInUseStays() {
    api.put("/api/policies/user", policy("user", "User"));

    isProblem(409, api.delete("/api/environments/contoso"));

    assertEquals(200, api.get("/api/environments/contoso").status());
  }

  @Test
  void runsAreAcceptedWithTheirAddressAndListedInPages() {
    api.put("/api/policies/pages", policy("pages", "Pages"));
    List<String> started = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String run = api.startRun("pages", "preview", false);
      assertEquals("finished", api.await(run).path("status").asText());
      started.add(0, run.substring(run.lastIndexOf('/') + 1));
    }

    List<String> listed = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = api.get("/api/policies/pages/runs?max=2" + after).json();
      assertTrue(page.path("value").size() <= 2, page.toString());
      page.path("value").forEach(run -> listed.add(run.path("id").asText()));
      after = page.has("after") ? "&after=" + page.path("after").asText() : "";
    } while (!after.isEmpty());

    assertEquals(started, listed);
    String run = "/api/runs/pages/" + started.get(0);
    isProblem(400, api.get(run + "/changes?format=pdf"));
    Answer page = api.get(run + "/changes?format=json&max=1");
    assertEquals(200, page.status());
    assertEquals(Optional.empty(), page.header("content-disposition"));
    for (String format : List.of("csv", "xlsx", "json")) {
      Answer sheet = api.get(run + "/changes?format=" + format);
      assertEquals(200, sheet.status());
      assertTrue(
          sheet.header("content-disposition").orElse("").endsWith("." + format + "\""),
          sheet.header("content-disposition").toString());
    }
    isProblem(409, api.post(run + "/cancel", ""));
    isProblem(409, api.post(run + "/approve", "{\"plan\":\"" + "0".repeat(32) + "\"}"));
  }

  @Test
  void everythingButHealthNeedsTheKey() throws IOException, InterruptedException {
    for (String path :
        List.of(
            "policies",
            "policies/a",
            "environments",
            "environments/a",
            "policies/a/runs",
            "runs/a/b",
            "runs/a/b/targets",
            "runs/a/b/changes")) {
      assertEquals(401, withoutKey("GET", path).statusCode(), path);
    }
    for (String path :
        List.of("policies/a/runs", "runs/a/b/apply", "runs/a/b/approve", "runs/a/b/cancel")) {
      assertEquals(401, withoutKey("POST", path).statusCode(), path);
    }
    for (String method : List.of("PUT", "DELETE")) {
      assertEquals(401, withoutKey(method, "policies/a").statusCode(), method);
      assertEquals(401, withoutKey(method, "environments/a").statusCode(), method);
    }
    HttpResponse<String> health = withoutKey("GET", "health");
    assertEquals(200, health.statusCode());
    assertEquals("{\"status\":\"up\"}", health.body());
  }

  private HttpResponse<String> withoutKey(String method, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(cloud.host().address().resolve("/api/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private Answer put(String id, String body, String header, String value) {
    return api.send(
        "PUT", "/api/policies/" + id, body.getBytes(StandardCharsets.UTF_8), Map.of(header, value));
  }

  /** RFC 9457. */
  private static void isProblem(int status, Answer answer) {
    assertEquals(status, answer.status(), answer.toString());
    assertTrue(
        answer.header("content-type").orElse("").startsWith("application/problem+json"),
        answer.toString());
    assertEquals(status, answer.json().path("status").asInt());
    for (String member : List.of("type", "title", "detail")) {
      assertFalse(answer.json().path(member).asText().isEmpty(), answer.toString());
    }
  }

  private static Set<String> pointers(Answer answer) {
    assertEquals(400, answer.status(), answer.toString());
    Set<String> pointers = new HashSet<>();
    answer
        .json()
        .path("problems")
        .forEach(
            problem -> {
              assertFalse(problem.path("message").asText().isEmpty(), problem.toString());
              pointers.add(problem.path("pointer").asText());
            });
    return pointers;
  }

  private static String policy(String id, String name) {
    return """
        { "id": "%s", "name": "%s", "type": "contacts", "environment": "contoso",
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
          "target": { "kind": "mailboxes", "select": [ { "recipient": "ada@contoso.example" } ], "folder": "Office" } }
        """
        .formatted(id, name);
  }
}
