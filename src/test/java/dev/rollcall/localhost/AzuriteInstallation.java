package dev.rollcall.localhost;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Azurite's files, installed by {@code npm ci} at the version that {@code src/test/azurite} pins.
 * Installed once for each version of the lock file; a file lock keeps two JVMs from installing at
 * once.
 */
final class AzuriteInstallation {

  private static final String LOCK_FILE = "package-lock.json";
  private static final List<String> FILES = List.of("package.json", LOCK_FILE, "with-parent.js");
  private static final int INSTALL_MINUTES = 5;

  private final Path directory;

  private AzuriteInstallation(Path directory) {
    this.directory = directory;
  }

  /**
   * Installs Azurite below {@code target/azurite}, unless that was done before.
   *
   * @param project the project's directory
   * @throws IllegalStateException if Node or npm is missing, or the installation failed; the
   *     message says what to do
   */
  static AzuriteInstallation in(Path project) {
    Path pinned = project.resolve("src/test/azurite");
    Path directory = project.resolve("target/azurite");
    if (!Files.isRegularFile(pinned.resolve(LOCK_FILE))) {
      throw new IllegalStateException(
          pinned + " does not hold Azurite's pinned version: start from the project's directory.");
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
      throw new IllegalStateException("Azurite could not be installed into " + directory, e);
    }
    return new AzuriteInstallation(directory);
  }

  /** The command that starts Azurite with these options; it ends with its standard input. */
  List<String> command(List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "--require",
                directory.resolve("with-parent.js").toString(),
                directory.resolve("node_modules/azurite/dist/src/azurite.js").toString()));
    command.addAll(options);
    return command;
  }

  /** The files are copied last, so that an installation that was cut off counts as none. */
  private static boolean isInstalled(Path pinned, Path directory) throws IOException {
    for (String file : FILES) {
      Path copy = directory.resolve(file);
      if (!Files.exists(copy)
          || !Arrays.equals(Files.readAllBytes(copy), Files.readAllBytes(pinned.resolve(file)))) {
        return false;
      }
    }
    return Files.exists(directory.resolve("installed"));
  }

  private static void install(Path pinned, Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve("installed"));
    for (String file : FILES) {
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
          "npm could not install Azurite, the storage emulator. It needs npm's registry once; what"
              + " npm said is in "
              + log
              + ":\n"
              + Files.readString(log, StandardCharsets.UTF_8));
    }
    Files.writeString(directory.resolve("installed"), "by npm ci\n");
  }

  /** Starts a command of Node's, or says what is missing. */
  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "'"
              + builder.command().get(0)
              + "' could not be started. Azurite, the storage emulator that tests and demo use,"
              + " needs Node.js 18 or newer with npm on the PATH: install it (for example the"
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
      throw new IllegalStateException("interrupted while npm installed Azurite", e);
    }
  }
}
