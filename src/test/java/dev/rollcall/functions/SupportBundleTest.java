package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The archive for helpers, over HTTP: what is in it, and what must not be. */
@Tag("R16")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupportBundleTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PEOPLE =
      List.of(
          "Quillfeather", "anna@contoso.example", "1712345678", "audit@contoso.example", "Zebrano");

  private LocalCloud cloud;
  private RollcallApi api;

  @BeforeAll
  void start() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    DirectoryObject anna = organisation.join("anna", "Anna Quillfeather", "anna");
    anna.properties().put("mobilePhone", "+491712345678");
    DirectoryObject bert = organisation.join("bert", "Bert Quillfeather", "bert");
    DirectoryObject without = organisation.join("carl", "Carl Quillfeather", "carl");
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(),
        List.of(anna.id(), bert.id(), without.id()));
    cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults());
    api = cloud.api();
    stored(api.put("/api/environments/contoso", cloud.sampleEnvironment()));
    for (String id : List.of("first", "second")) {
      stored(
          api.put(
              "/api/policies/" + id,
              """
              { "id": "%s", "name": "Zebrano's policy", "type": "contacts", "environment": "contoso",
                "source": { "kind": "directory", "select": [ { "recipient": "anna@contoso.example" },
                                                             { "group": "staff@contoso.example" } ] },
                "target": { "kind": "mailboxes", "select": [ { "recipient": "anna@contoso.example" },
                                                             { "recipient": "gone@contoso.example" } ],
                            "folder": "Zebrano" },
                "schedule": { "every": "PT4H" },
                "notify": { "to": ["audit@contoso.example"], "subject": "For Zebrano" } }
              """
                  .formatted(id)));
    }
    api.run("first", "preview", false);
    api.run("first", "apply", false);
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @Test
  void nobodysNameIsInItUnlessAskedFor() {
    Map<String, String> files = bundle("");

    files.forEach(
        (name, text) ->
            PEOPLE.forEach(person -> assertFalse(text.contains(person), name + ": " + person)));
    assertTrue(files.get("README.txt").contains("No people's data"));
    assertTrue(files.keySet().stream().noneMatch(name -> name.contains("PEOPLE-")));
  }

  @Test
  void theSameTextHasTheSameStandInWithinOneArchiveAndAnotherOneInTheNext() throws IOException {
    Map<String, String> files = bundle("");
    JsonNode first = JSON.readTree(files.get("policies/first/policy.json"));
    JsonNode second = JSON.readTree(files.get("policies/second/policy.json"));
    String address = first.at("/first/document/source/select/0/recipient").asText();

    assertEquals(address, second.at("/second/document/target/select/0/recipient").asText());
    assertNotEquals(address, second.at("/second/document/target/select/1/recipient").asText());
    assertTrue(address.endsWith("@hidden.invalid"), address);
    JsonNode later = JSON.readTree(bundle("").get("policies/first/policy.json"));
    assertNotEquals(address, later.at("/first/document/source/select/0/recipient").asText());
    assertEquals("contoso", first.at("/first/document/environment").asText());
    assertEquals("PT4H", first.at("/first/document/schedule/every").asText());
  }

  @Test
  void whatHelpsIsInIt() throws IOException {
    Map<String, String> files = bundle("");
    JsonNode about = JSON.readTree(files.get("about.json"));
    JsonNode runs = JSON.readTree(files.get("policies/first/runs.json"));
    JsonNode heads = JSON.readTree(files.get("policies/first/checkpoints.json"));

    assertFalse(about.path("rollcall").asText().isBlank());
    assertTrue(about.path("java").asText().startsWith(System.getProperty("java.version")));
    assertTrue(about.path("libraries").toString().contains("azure-data-tables-"));
    assertTrue(about.path("queue").has("waiting"));
    assertEquals(
        List.of("finished", "finished"),
        List.of(runs.at("/0/status").asText(), runs.at("/1/status").asText()));
    assertEquals(3, heads.at("/0/held").asInt());
    assertFalse(heads.at("/0/lookedAt").asText().isBlank());
    assertTrue(
        JSON.readTree(files.get("policies/first/schedule.json")).path("previewed").asBoolean());
    assertTrue(
        JSON.readTree(files.get("environments.json")).at("/contoso/document/kind").isTextual());
  }

  @Test
  void settingsAreToldByNameAndNoneByItsAddressOrKey() throws IOException {
    JsonNode settings = JSON.readTree(bundle("").get("about.json")).path("settings");

    assertTrue(settings.toString().contains("ROLLCALL_KEY_VAULT_URL"));
    assertFalse(settings.toString().contains("://"), settings::toString);
    assertFalse(settings.toString().contains("AccountKey"), settings::toString);
  }

  @Test
  void peoplesDataIsInMarkedFilesOnlyWhenAskedFor() {
    Answer answer = api.get("/api/support-bundle?people=true");
    Map<String, String> files = bundle("?people=true");

    assertTrue(
        answer.header("content-disposition").orElse("").contains("PEOPLE-"), answer::toString);
    assertTrue(files.get("README.txt").contains("CONTAINS PEOPLE'S DATA"));
    assertTrue(files.get("policies/first/PEOPLE-policy.json").contains("anna@contoso.example"));
    assertTrue(files.get("policies/first/PEOPLE-changes.json").contains("Quillfeather"));
    files.forEach(
        (name, text) -> {
          if (!name.contains("PEOPLE-")) {
            PEOPLE.forEach(person -> assertFalse(text.contains(person), name + ": " + person));
          }
        });
  }

  @Test
  void onePolicyComesWithItsEnvironmentAlone() {
    Map<String, String> files = bundle("?policy=second");

    assertTrue(files.containsKey("policies/second/policy.json"));
    assertFalse(files.containsKey("policies/first/policy.json"));
    assertEquals(404, api.get("/api/support-bundle?policy=nobody").status());
    assertEquals(400, api.get("/api/support-bundle?people=maybe").status());
  }

  private Map<String, String> bundle(String query) {
    Answer answer = api.get("/api/support-bundle" + query);
    assertEquals(200, answer.status(), answer::toString);
    return unzipped(answer.body());
  }

  static Map<String, String> unzipped(byte[] archive) {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  private static void stored(Answer answer) {
    assertTrue(List.of(200, 201).contains(answer.status()), answer::toString);
  }
}
