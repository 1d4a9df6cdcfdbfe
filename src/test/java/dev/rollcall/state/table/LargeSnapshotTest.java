package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.localhost.Azurite;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R10")
final class LargeSnapshotTest {

  @Test
  void aHundredThousandRecordsFitHalfAGibibyte(@TempDir Path directory)
      throws IOException, InterruptedException {
    File output = directory.resolve("output").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeSnapshot.class.getName(),
                Azurite.shared().connectionString(),
                Azurite.shared().uniquePrefix())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();

    assertEquals(0, process.waitFor(), () -> read(output.toPath()));
  }

  private static String read(Path output) {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no output: " + e.getMessage();
    }
  }
}
