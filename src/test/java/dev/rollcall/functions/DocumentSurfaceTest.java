package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies and environments over HTTP: what is stored, what is refused, what is never changed. */
@Tag("O4")
@Tag("P1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentSurfaceTest {

  private static final String ENVIRONMENT = "/api/environments/contoso";
  private static final String POLICY = "/api/policies/smallest";

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
    for (JsonNode policy : api.get("/api/policies").json().path("value")) {
      api.delete("/api/policies/" + policy.path("id").asText());
    }
    api.put(ENVIRONMENT, LocalCloud.sample("environments/contoso.json"));
    api.put(POLICY, LocalCloud.sample("policies/smallest.json"));
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 20).boxed();
  }

  /** Ten documents a case. One that is valid by chance is stored as it was sent. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBadDocumentIsAnsweredWithItsProblemsAndChangesNothing(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      byte[] sent =
          random.nextBoolean() ? HostileBodies.damaged(random) : HostileBodies.hostile(random);
      for (String address : List.of(POLICY, ENVIRONMENT)) {
        JsonNode before = api.get(address).json();

        Answer answer = api.send("PUT", address, sent, Map.of());

        assertTrue(List.of(200, 400).contains(answer.status()), answer::toString);
        if (answer.status() == 400) {
          assertProblems(answer);
          assertEquals(before, api.get(address).json());
        } else {
          assertEquals(answer.json(), api.get(address).json());
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("extremes")
  void anExtremeDocumentIsAnsweredWithItsProblemsAndChangesNothing(String name) {
    JsonNode policies = api.get("/api/policies").json();
    JsonNode environments = api.get("/api/environments").json();

    for (String address : List.of(POLICY, ENVIRONMENT)) {
      assertProblems(api.send("PUT", address, HostileBodies.extremes().get(name), Map.of()));
    }

    assertEquals(policies, api.get("/api/policies").json());
    assertEquals(environments, api.get("/api/environments").json());
  }

  static Stream<String> extremes() {
    return HostileBodies.extremes().keySet().stream();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "a%20b",
        "-a",
        "..",
        "a%2Fb",
        "%00",
        "%0A",
        "%C3%A9",
        "%FF",
        "a'or'1'eq'1",
        "a%23b",
        "a%5Cb",
        "a%3Fb",
        "%25",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void anIdThatIsNoneIsNoAddress(String id) {
    JsonNode policies = api.get("/api/policies").json();

    for (String kind : List.of("policies", "environments")) {
      String address = "/api/" + kind + "/" + id;
      String sample = LocalCloud.sample("policies/smallest.json");

      assertTrue(List.of(400, 404).contains(api.put(address, sample).status()), address);
      assertEquals(404, api.get(address).status(), address);
      assertEquals(404, api.delete(address).status(), address);
    }

    assertEquals(policies, api.get("/api/policies").json());
  }

  @Test
  void theDocumentsIdIsTheOneInItsAddress() {
    Answer answer = api.put("/api/policies/other", LocalCloud.sample("policies/smallest.json"));

    assertEquals(List.of("/id"), assertProblems(answer));
    assertEquals(404, api.get("/api/policies/other").status());
  }

  @Test
  void aPolicyOfAnEnvironmentThatIsNotStoredIsRefused() {
    Answer answer =
        api.put(
            POLICY,
            LocalCloud.sample("policies/smallest.json").replace("\"contoso\"", "\"fabrikam\""));

    assertEquals(List.of("/environment"), assertProblems(answer));
    assertEquals("contoso", api.get(POLICY).json().path("environment").asText());
  }

  @Test
  @Tag("R2")
  void aBadRequestForARunStartsNone() {
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      byte[] sent = HostileBodies.damaged(random);

      assertProblems(api.send("POST", POLICY + "/runs", sent, Map.of()));
    }

    for (String sent :
        List.of("", "{}", "{\"mode\":1}", "{\"mode\":\"Apply\"}", "{\"mode\":\"apply\",\"x\":1}")) {
      assertProblems(api.post(POLICY + "/runs", sent));
    }
    assertEquals(0, api.get(POLICY + "/runs").json().path("value").size());
  }

  /** That it is a problem as RFC 9457 has it, with at least one problem in it; their pointers. */
  private static List<String> assertProblems(Answer answer) {
    assertEquals(400, answer.status(), answer::toString);
    assertTrue(
        answer.header("content-type").orElse("").startsWith("application/problem+json"),
        answer::toString);
    assertEquals(400, answer.json().path("status").asInt());
    assertFalse(answer.json().path("title").asText().isBlank());
    assertTrue(
        answer.json().path("detail").asText().contains("Nothing was changed"), answer::toString);
    List<JsonNode> problems =
        IntStream.range(0, answer.json().path("problems").size())
            .mapToObj(answer.json().path("problems")::get)
            .toList();
    assertFalse(problems.isEmpty(), answer::toString);
    for (JsonNode problem : problems) {
      assertFalse(problem.path("message").asText().isBlank(), problem::toString);
      assertFalse(problem.path("allowed").asText().isBlank(), problem::toString);
      assertTrue(problem.path("found").asText().length() <= 81, problem::toString);
    }
    return problems.stream().map(problem -> problem.path("pointer").asText()).toList();
  }
}
