package dev.rollcall.localhost;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A tool of Node's, installed by {@code npm ci} at the version that its directory below {@code
 * src/test} pins. Installed once for each version of those files; a file lock keeps two JVMs from
 * installing at once.
 */
public final class NodeTool {

  private static final String LOCK_FILE = "package-lock.json";
  private static final int INSTALL_MINUTES = 5;

  private final Path directory;

  private NodeTool(Path directory) {
    this.directory = directory;
  }

  /**
   * Installs a tool below {@code target}, unless that was done before.
   *
   * @param project the project's directory
   * @param name the tool's directory below {@code src/test}, such as {@code azurite}
   * @throws IllegalStateException if Node or npm is missing, or the installation failed; the
   *     message says what to do
   */
  public static NodeTool in(Path project, String name) {
    Path pinned = project.resolve("src/test").resolve(name);
    Path directory = project.resolve("target").resolve(name);
    if (!Files.isRegularFile(pinned.resolve(LOCK_FILE))) {
      throw new IllegalStateException(
          pinned + " does not hold a tool's pinned version: start from the project's directory.");
    }
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve("installing.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isInstalled(pinned, directory)) {
          install(pinned, directory);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(name + " could not be installed into " + directory, e);
    }
    return new NodeTool(directory);
  }

  /** Where a file of the tool is, such as {@code node_modules/azurite/dist/src/azurite.js}. */
  public String file(String path) {
    return directory.resolve(path).toString();
  }

  /** The files are copied last, so that an installation that was cut off counts as none. */
  private static boolean isInstalled(Path pinned, Path directory) throws IOException {
    for (String file : files(pinned)) {
      Path copy = directory.resolve(file);
      if (!Files.exists(copy)
          || !Arrays.equals(Files.readAllBytes(copy), Files.readAllBytes(pinned.resolve(file)))) {
        return false;
      }
    }
    return Files.exists(directory.resolve("installed"));
  }

  private static List<String> files(Path pinned) throws IOException {
    try (Stream<Path> files = Files.list(pinned)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void install(Path pinned, Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve("installed"));
    for (String file : files(pinned)) {
      Files.copy(
          pinned.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = directory.resolve("npm.log");
    // Its packages' own install scripts build optional native parts that the emulator does without.
    Process npm =
        start(
            new ProcessBuilder(npmCommand(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
    if (!finished(npm) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IllegalStateException(
          "npm could not install what "
              + pinned
              + " asks for. It needs npm's registry once; what npm said is in "
              + log
              + ":\n"
              + Files.readString(log, StandardCharsets.UTF_8));
    }
    Files.writeString(directory.resolve("installed"), "by npm ci\n");
  }

  /** Starts a command of Node's, or says what is missing. */
  public static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "'"
              + builder.command().get(0)
              + "' could not be started. Tests and demo use tools, such as the storage emulator"
              + " Azurite, that need Node.js 18 or newer with npm on the PATH: install it (for example the"
              + " packages nodejs and npm) and try again.",
          e);
    }
  }

  private static String npmCommand() {
    return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
  }

  private static boolean finished(Process process) {
    try {
      return process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while npm installed a tool", e);
    }
  }
}
