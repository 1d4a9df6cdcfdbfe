package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The archive that is deployed: what the host needs and no more, and nothing of when or where. */
@Tag("O2")
class DeploymentZipIT {

  private static final Path TARGET = Bicep.PROJECT.resolve("target");
  private static final Path ZIP = TARGET.resolve("rollcall-deployment.zip");
  private static final Path STAGED = TARGET.resolve("azure-functions/rollcall");
  private static final long MOST_BYTES = 75L * 1024 * 1024;

  /** The pom's project.build.outputTimestamp. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(2026, 11, 21, 0, 0);

  @Test
  void itHoldsWhatTheHostNeedsAndNothingElse() throws IOException {
    Set<String> kinds = new TreeSet<>();
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      for (ZipEntry entry : files(zip)) {
        kinds.add(
            entry
                .getName()
                .replaceFirst("^[A-Z]\\w+/function\\.json$", "FUNCTION/function.json")
                .replaceFirst("^lib/[\\w.-]+\\.jar$", "lib/JAR")
                .replaceFirst("^rollcall-[\\w.-]+\\.jar$", "APP"));
      }
    }

    assertEquals(Set.of("APP", "FUNCTION/function.json", "host.json", "lib/JAR"), kinds);
  }

  @Test
  void itIsTheStagedApp() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      int files = 0;
      for (ZipEntry entry : files(zip)) {
        files++;
        try (InputStream content = zip.getInputStream(entry)) {
          assertEquals(
              -1,
              mismatch(content.readAllBytes(), Files.readAllBytes(STAGED.resolve(entry.getName()))),
              entry.getName());
        }
      }
      try (var staged = Files.walk(STAGED)) {
        assertEquals(files + 1, staged.filter(Files::isRegularFile).count(), "local.settings.json");
      }
    }
  }

  @Test
  void itSaysNothingOfWhenOrWhereItWasBuilt() throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      zip.stream()
          .forEach(
              entry -> {
                names.add(entry.getName());
                assertEquals(ALWAYS, entry.getTimeLocal(), entry.getName());
              });
    }
    assertEquals(names.stream().distinct().toList(), names, "none is there twice");
    Path app;
    try (var staged = Files.list(STAGED)) {
      app = staged.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
    try (JarFile jar = new JarFile(app.toFile())) {
      jar.stream().forEach(entry -> assertEquals(ALWAYS, entry.getTimeLocal(), entry.getName()));
      Manifest manifest = jar.getManifest();
      for (String telling : List.of("Built-By", "Build-Time", "Build-Jdk", "Bnd-LastModified")) {
        assertEquals(null, manifest.getMainAttributes().get(new Attributes.Name(telling)));
      }
    }
  }

  @Test
  void itStaysSmallEnoughToStartQuickly() throws IOException {
    long bytes = Files.size(ZIP);

    assertTrue(bytes < MOST_BYTES, bytes + " bytes");
  }

  private static List<ZipEntry> files(ZipFile zip) {
    return zip.stream()
        .filter(entry -> !entry.isDirectory())
        .<ZipEntry>map(entry -> entry)
        .toList();
  }

  private static int mismatch(byte[] a, byte[] b) {
    return java.util.Arrays.mismatch(a, b);
  }
}
