package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rollcall.infra.kql.KqlException;
import dev.rollcall.infra.kql.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("O3")
final class QueriesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  static Stream<Path> queries() throws IOException {
    return Stream.concat(
            Files.list(Bicep.INFRA.resolve("queries")), Files.list(Bicep.INFRA.resolve("alerts")))
        .filter(file -> file.toString().endsWith(".kql"))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyQueryIsOneThatKustoTakes(Path file) throws IOException {
    String query = Files.readString(file);

    assertTrue(query.startsWith("// "), "it says what it is for");
    assertDoesNotThrow(() -> Query.parse(query, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traces | wher message == 'x'",
        "traces | where massage == 'x'",
        "traces | where message == 1",
        "traces | extend e = parse_json(message) | where e.event == 'x'",
        "traces | extend e = parse_json(message) | summarize count() by e",
        "traces | extend e = parse_json(message) | summarize n = sum(e.calls)",
        "traces | summarize n = max(message)",
        "traces | summarize n = message",
        "traces | where count() > 1",
        "traces | extend x = tostrng(message)",
        "traces | order by nothing",
        "traces | project a = 1, a = 2",
        "requests | take 1",
        "traces take 1"
      })
  void whatKustoWouldRefuseIsRefused(String query) {
    assertThrows(KqlException.class, () -> Query.parse(query, NOW));
  }

  @Test
  void alertsHaveAQueryEachAndAskForColumnsItAnswers() throws IOException {
    JsonNode alerts = STRICT.readTree(Bicep.INFRA.resolve("alerts/alerts.json").toFile());
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : alerts) {
      String name = alert.path("name").textValue();
      names.add(name);
      Query query =
          Query.parse(Files.readString(Bicep.INFRA.resolve("alerts/" + name + ".kql")), NOW);
      for (JsonNode dimension : alert.path("dimensions")) {
        assertTrue(query.columns().contains(dimension.textValue()), name + ": " + dimension);
      }
      assertTrue(alert.path("severity").isInt() && alert.path("severity").intValue() <= 4, name);
      assertTrue(alert.path("todo").textValue().length() > 40, name + " says what to do");
      assertTrue(alert.path("every").textValue().startsWith("P"), name);
      assertTrue(alert.path("window").textValue().startsWith("P"), name);
    }

    assertEquals(names(Bicep.INFRA.resolve("alerts")), names);
    assertEquals(names, loaded("modules/alerts.bicep"));
  }

  @Test
  void theWorkbookIsValidAndShowsEveryQuery() throws IOException {
    JsonNode page = STRICT.readTree(Bicep.INFRA.resolve("queries/workbook.json").toFile());
    Set<String> shown = new TreeSet<>();
    for (JsonNode table : page.path("tables")) {
      shown.add(table.path("query").textValue());
      for (String field : Set.of("title", "visualization", "nothing")) {
        assertTrue(table.path(field).isTextual(), table + " lacks " + field);
      }
    }
    Set<String> ids = new TreeSet<>();
    page.path("parameters").forEach(p -> ids.add(p.path("id").textValue()));

    assertEquals(page.path("tables").size(), shown.size(), "none is there twice");
    assertEquals(names(Bicep.INFRA.resolve("queries")), shown);
    assertEquals(shown, loaded("modules/workbook.bicep"));
    assertEquals(2, ids.size());
  }

  @Test
  void samplingDropsNothingThatIsAskedFor() throws IOException {
    JsonNode host = STRICT.readTree(Bicep.PROJECT.resolve("host.json").toFile());
    String kept = host.at("/logging/applicationInsights/samplingSettings/excludedTypes").asText();
    JsonNode levels = host.at("/logging/logLevel");

    for (Path file : queries().toList()) {
      String query = Files.readString(file);
      assertTrue(query.contains("\ntraces\n"), file + " asks the table traces");
    }
    assertTrue(Set.of(kept.split(";")).contains("Trace"), "traces are never sampled: " + kept);
    // Events are told from INFO on; a category that is raised above would lose them.
    levels.fieldNames().forEachRemaining(name -> assertEquals("default", name));
    assertEquals("Information", levels.path("default").asText());
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".kql"))
          .forEach(name -> names.add(name.substring(0, name.length() - 4)));
    }
    return names;
  }

  /** The keys of the template's queries, each of which must load the file of its name. */
  private static Set<String> loaded(String template) {
    Set<String> keys = new TreeSet<>();
    Bicep.project()
        .file(template)
        .all("variable_declaration")
        .filter(variable -> variable.name().equals("queries"))
        .flatMap(variable -> variable.last().below().stream())
        .forEach(
            entry -> {
              keys.add(entry.name());
              String file =
                  entry
                      .all("string_content")
                      .map(Node::text)
                      .filter(text -> text.endsWith(".kql"))
                      .findFirst()
                      .orElseThrow();
              assertTrue(file.endsWith("/" + entry.name() + ".kql"), file);
            });
    return keys;
  }
}
