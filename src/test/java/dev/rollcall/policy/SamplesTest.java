package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.EnvironmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample documents are valid, and fit each other. */
@Tag("P1")
class SamplesTest {

  private static final Path SAMPLES = Path.of("src/main/samples");

  @ParameterizedTest
  @MethodSource("policies")
  void everySamplePolicyIsValid(Path file) throws IOException {
    Policy policy = Documents.valid(PolicyDocuments.policy(Files.readAllBytes(file)));

    assertEquals(file.getFileName().toString(), policy.id() + ".json");
    List<EnvironmentId> environments = environments().map(SamplesTest::environment).toList();
    assertEquals(List.of(), PolicyRules.check(policy, environments));
  }

  @ParameterizedTest
  @MethodSource("environments")
  @Tag("E1")
  void everySampleEnvironmentIsValid(Path file) {
    assertEquals(file.getFileName().toString(), environment(file) + ".json");
  }

  @ParameterizedTest
  @MethodSource("all")
  void anEditorFindsTheSchemaOfEverySample(Path file) throws IOException {
    String schema = Documents.tree(Files.readAllBytes(file)).path("$schema").asText();

    assertTrue(Files.exists(file.getParent().resolve(schema)), schema);
  }

  /** Whatever a policy may say is said in it, so that all keys can be seen in one place. */
  @Test
  void oneSampleSaysEverything() {
    Policy policy =
        Documents.valid(PolicyDocuments.policy(Documents.sample("policies/every-option.json")));
    List<String> written = keys(Documents.tree(PolicyDocuments.json(policy)));

    List<String> said = keys(Documents.everyOption());

    assertEquals(List.of(), written.stream().filter(key -> !said.contains(key)).toList());
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> keys.addAll(keys(child)));
    return keys;
  }

  static Stream<Path> policies() throws IOException {
    return files("policies");
  }

  static Stream<Path> environments() throws IOException {
    return files("environments");
  }

  static Stream<Path> all() throws IOException {
    return Stream.concat(policies(), environments());
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
      List<Path> sorted = files.sorted().toList();
      assertTrue(sorted.size() > 1, folder);
      return sorted.stream();
    }
  }

  private static EnvironmentId environment(Path file) {
    return Documents.valid(
            PolicyDocuments.environment(Documents.sample(SAMPLES.relativize(file).toString())))
        .id();
  }
}
