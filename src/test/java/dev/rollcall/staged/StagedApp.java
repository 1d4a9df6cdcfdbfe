package dev.rollcall.staged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The folder {@code target/azure-functions/rollcall}, which {@code package} made. */
record StagedApp(Path folder) {

  /** A development machine's settings: no part of what is deployed. */
  static final String LOCAL_SETTINGS = "local.settings.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Shows of this JVM's class path what the worker has loaded before the app. */
  private static final class OfTheWorker extends ClassLoader {

    private static final List<String> PACKAGES =
        List.of("com.google.gson.", "com.microsoft.azure.functions.");

    OfTheWorker() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (PACKAGES.stream().anyMatch(name::startsWith)) {
        return StagedApp.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  static StagedApp built() {
    Path folder = Path.of("target", "azure-functions", "rollcall");
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(folder + " is not there: `./mvnw package` makes it");
    }
    return new StagedApp(folder);
  }

  /** What the host reads of each function, by its name. */
  Map<String, JsonNode> functions() {
    Map<String, JsonNode> functions = new LinkedHashMap<>();
    for (Path file : files()) {
      if (file.endsWith("function.json")) {
        functions.put(file.getParent().getFileName().toString(), json(file));
      }
    }
    return functions;
  }

  JsonNode json(String name) {
    return json(folder.resolve(name));
  }

  /** Names of the libraries' files. */
  List<String> libraries() {
    return jars().stream()
        .filter(jar -> jar.getParent().endsWith("lib"))
        .map(jar -> jar.getFileName().toString())
        .toList();
  }

  Path jar() {
    return jars().stream()
        .filter(jar -> jar.getParent().equals(folder))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no app jar was staged"));
  }

  /**
   * A loader like the worker's: the app's jar and libraries, under one that holds the worker's gson
   * and the Functions interfaces, and nothing else but the JDK.
   *
   * @param more further places of classes
   */
  URLClassLoader loader(Path... more) {
    List<URL> own = new ArrayList<>();
    own.add(url(jar()));
    jars().stream()
        .filter(jar -> jar.getParent().endsWith("lib"))
        .map(StagedApp::url)
        .forEach(own::add);
    Stream.of(more).map(StagedApp::url).forEach(own::add);
    return new URLClassLoader(own.toArray(URL[]::new), new OfTheWorker());
  }

  /** Bytes of the deployment package. */
  long zipped() {
    long[] size = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            size[0]++;
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            size[0] += length;
          }
        };
    try (ZipOutputStream zip = new ZipOutputStream(counting)) {
      for (Path file : files()) {
        if (!file.endsWith(LOCAL_SETTINGS)) {
          zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
          Files.copy(file, zip);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return size[0];
  }

  private List<Path> jars() {
    return files().stream().filter(file -> file.toString().endsWith(".jar")).toList();
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no JSON", e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
