package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P1")
class SamplesTest {

  private static final Path SAMPLES = Path.of("src/main/samples");

  @Test
  void everySampleIsValid() throws IOException {
    try (Stream<Path> policies = Files.list(SAMPLES.resolve("policies"))) {
      for (Path policy : policies.toList()) {
        assertInstanceOf(
            Parsed.Valid.class,
            PolicyDocuments.policy(Files.readAllBytes(policy)),
            () -> policy + ": " + PolicyDocuments.policy(read(policy)));
      }
    }
    try (Stream<Path> environments = Files.list(SAMPLES.resolve("environments"))) {
      for (Path environment : environments.toList()) {
        assertInstanceOf(
            Parsed.Valid.class,
            PolicyDocuments.environment(Files.readAllBytes(environment)),
            environment.toString());
      }
    }
    assertTrue(Files.exists(SAMPLES.resolve("policies/every-option.json")));
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
