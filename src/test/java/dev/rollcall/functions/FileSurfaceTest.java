package dev.rollcall.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files over HTTP: stored as they are sent, refused with a reason, never changed by halves. */
@Tag("P17")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileSurfaceTest {

  private static final String PEOPLE = "/api/files/people.csv";
  private static final Map<String, String> BYTES =
      Map.of("Content-Type", "application/octet-stream");

  /** In Windows-1252, which is not UTF-8. */
  private static final byte[] KAESE = {'m', 'a', 'i', 'l', '\n', 'k', (byte) 0xe4, 's', 'e'};

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
  void deleteAll() {
    for (JsonNode file : api.get("/api/files").json().path("value")) {
      api.delete("/api/files/" + file.path("name").asText());
    }
  }

  @Test
  void aFileComesBackByteByByte() {
    Answer created = api.send("PUT", PEOPLE, KAESE, BYTES);
    Answer replaced = api.send("PUT", PEOPLE, KAESE, BYTES);
    Answer read = api.get(PEOPLE);

    assertEquals(201, created.status());
    assertEquals(200, replaced.status());
    assertEquals(200, read.status());
    assertArrayEquals(KAESE, read.body());
    assertEquals("text/csv", read.header("content-type").orElseThrow());
    assertEquals(
        "attachment; filename=\"people.csv\"", read.header("content-disposition").orElseThrow());
    assertEquals(replaced.header("etag"), read.header("etag"));
    JsonNode listed = api.get("/api/files").json().path("value");
    assertEquals(1, listed.size());
    assertEquals("people.csv", listed.path(0).path("name").asText());
    assertEquals(KAESE.length, listed.path(0).path("bytes").asInt());
    assertEquals(read.header("etag").orElseThrow(), listed.path(0).path("etag").asText());
  }

  @Test
  void anotherVersionIsNeitherReplacedNorDeleted() {
    String first = api.send("PUT", PEOPLE, KAESE, BYTES).header("etag").orElseThrow();
    Map<String, String> onlyFirst =
        Map.of("Content-Type", "application/octet-stream", "If-Match", first);
    Answer second = api.send("PUT", PEOPLE, "mail".getBytes(UTF_8), onlyFirst);

    assertEquals(200, second.status());
    assertEquals(412, api.send("PUT", PEOPLE, KAESE, onlyFirst).status());
    assertEquals(412, api.send("DELETE", PEOPLE, new byte[0], Map.of("If-Match", first)).status());
    assertEquals(
        412,
        api.send(
                "PUT",
                PEOPLE,
                KAESE,
                Map.of("Content-Type", "application/octet-stream", "If-None-Match", "*"))
            .status());
    assertArrayEquals("mail".getBytes(UTF_8), api.get(PEOPLE).body());
    assertEquals(
        204,
        api.send(
                "DELETE",
                PEOPLE,
                new byte[0],
                Map.of("If-Match", second.header("etag").orElseThrow()))
            .status());
    assertEquals(404, api.get(PEOPLE).status());
    assertEquals(204, api.delete(PEOPLE).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"people.xls", "people", "People.csv", ".csv", "people.exe", "..csv"})
  void aNameThatIsNoneIsRefusedWithTheRule(String name) {
    Answer answer = api.send("PUT", "/api/files/" + name, KAESE, BYTES);

    assertEquals(400, answer.status());
    assertTrue(
        answer.json().path("problems").path(0).path("allowed").asText().contains(".xlsx"),
        answer::toString);
    assertEquals(404, api.get("/api/files/" + name).status());
    assertEquals(0, api.get("/api/files").json().path("value").size());
  }

  @Test
  void anOldWorkbookIsToldHowToBecomeANewOne() {
    JsonNode problem = api.send("PUT", "/api/files/people.xls", KAESE, BYTES).json();

    assertTrue(
        problem.path("problems").path(0).path("message").asText().contains("Save it as .xlsx"));
  }

  @Test
  void whatIsNoFileIsRefusedWithAReason() {
    Answer text = api.send("PUT", PEOPLE, KAESE, Map.of("Content-Type", "text/csv"));
    Answer empty = api.send("PUT", PEOPLE, new byte[0], BYTES);
    Answer large = api.send("PUT", PEOPLE, new byte[16 * 1024 * 1024 + 1], BYTES);

    assertEquals(List.of(415, 400, 413), List.of(text.status(), empty.status(), large.status()));
    for (Answer answer : List.of(text, empty, large)) {
      assertEquals(
          "application/problem+json; charset=utf-8", answer.header("content-type").orElseThrow());
      assertTrue(answer.json().path("detail").asText().startsWith("Nothing was changed."));
    }
    assertEquals(404, api.get(PEOPLE).status());
  }

  @Test
  void theLargestFileIsStored() {
    assertEquals(201, api.send("PUT", PEOPLE, new byte[16 * 1024 * 1024], BYTES).status());
    assertEquals(16 * 1024 * 1024, api.get(PEOPLE).body().length);
  }
}
