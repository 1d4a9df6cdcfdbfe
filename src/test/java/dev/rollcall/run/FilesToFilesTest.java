package dev.rollcall.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A spreadsheet is uploaded, previewed, applied, changed; others fetch what comes of it. */
@Tag("P17")
@Tag("S7")
class FilesToFilesTest {

  private static final String POLICY = "people";
  private static final String FILE = "/api/files/people.csv";
  private static final String RESULT = "/api/files/addresses.json";

  private LocalCloud cloud;
  private RollcallApi api;

  @BeforeEach
  void start() {
    cloud =
        LocalCloud.start(
            new Organisation("Contoso", "contoso.example"), LocalTenantOptions.defaults());
    api = cloud.api();
    assertEquals(201, api.put("/api/environments/contoso", cloud.sampleEnvironment()).status());
    RollcallApi.Answer stored =
        api.put(
            "/api/policies/" + POLICY,
            """
            { "id": "people", "name": "People", "type": "accounts", "environment": "contoso",
              "source": { "kind": "spreadsheet", "file": "people.csv",
                          "columns": { "Elektronische Post": "mail" } },
              "target": { "kind": "file", "name": "addresses.json" },
              "changes": { "removal": { "secondRun": false, "disableFirst": false } },
              "guardrail": { "maxDeletes": 50, "maxDeletePercent": 100 } }
            """);
    assertEquals(201, stored.status(), stored::toString);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void aSpreadsheetBecomesAFileForOthersAndItsChangesFollow() throws IOException {
    upload("ada@contoso.example;Ada\nben@contoso.example;Ben\n");

    JsonNode preview = api.run(POLICY, "preview", false);
    assertEquals("finished", preview.path("status").asText(), preview::toString);
    assertEquals(2, preview.path("counts").path("created").asInt(), preview::toString);
    assertEquals(404, api.get(RESULT).status());

    assertEquals("finished", api.run(POLICY, "apply", false).path("status").asText());
    assertEquals(List.of("Ada", "Ben"), names());

    upload("ada@contoso.example;Ada L.\ncy@contoso.example;Cy\n");
    JsonNode applied = api.run(POLICY, "apply", false);
    assertEquals("finished", applied.path("status").asText(), applied::toString);
    assertEquals(List.of("Ada L.", "Cy"), names());

    byte[] before = api.get(RESULT).body();
    String etag = api.get(RESULT).header("etag").orElseThrow();
    api.run(POLICY, "apply", true);
    assertArrayEquals(before, api.get(RESULT).body());
    assertEquals(etag, api.get(RESULT).header("etag").orElseThrow(), "it was not written again");
  }

  @Test
  void aRowThatCannotBeReadKeepsEverybodyAndIsTold() throws IOException {
    upload("ada@contoso.example;Ada\nben@contoso.example;Ben\ncy@contoso.example;Cy\n");
    api.run(POLICY, "apply", false);

    upload("ada@contoso.example;Ada L.\nben at contoso;Ben\n");
    String address = api.startRun(POLICY, "apply", false);
    JsonNode run = api.await(address);

    assertEquals("held", run.path("status").asText(), run::toString);
    assertEquals(List.of("Ada", "Ben", "Cy"), names());
    api.post(address + "/approve", "{\"plan\":\"" + run.path("hold").path("plan").asText() + "\"}");
    api.await(address);
    assertEquals(List.of("Ada L.", "Ben", "Cy"), names(), "the good row was used");
    assertTrue(run.toString().contains("Row 3, mail: it is no mail address."), run::toString);
    assertFalse(run.toString().contains("ben at contoso"), run::toString);
  }

  @Test
  void aFileThatIsGoneOrBrokenChangesNothing() throws IOException {
    upload("ada@contoso.example;Ada\n");
    api.run(POLICY, "apply", false);

    api.delete(FILE);
    JsonNode gone = api.run(POLICY, "apply", false);
    assertEquals("fileMissing", problem(gone), gone::toString);

    send("Elektronische Post;Name\n");
    JsonNode empty = api.run(POLICY, "apply", false);
    assertEquals("fileEmpty", problem(empty), empty::toString);

    send("Name;Department\nAda;Mathematics\n");
    JsonNode headless = api.run(POLICY, "apply", false);
    assertEquals("fileHeaderWrong", problem(headless), headless::toString);
    assertEquals(List.of("Ada"), names());
  }

  private static String problem(JsonNode run) {
    return run.path("problem").path("code").asText();
  }

  private void upload(String rows) {
    send("Elektronische Post;Name\n" + rows);
  }

  private void send(String text) {
    RollcallApi.Answer answer =
        api.send(
            "PUT", FILE, text.getBytes(UTF_8), Map.of("Content-Type", "application/octet-stream"));
    assertTrue(answer.status() < 300, answer::toString);
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(api.get(RESULT).body())
        .path("records")
        .forEach(record -> names.add(record.path("displayName").asText()));
    return names;
  }
}
