package dev.rollcall.guide;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One Bash, as somebody has it open who follows a page: variables last from block to block. */
final class Shell implements AutoCloseable {

  private static final String END = "-- end of block --";

  private final Path folder;
  private final Process bash;
  private final Writer in;
  private final BufferedReader out;
  private int blocks;

  private Shell(Path folder, Process bash) {
    this.folder = folder;
    this.bash = bash;
    this.in = bash.outputWriter(StandardCharsets.UTF_8);
    this.out =
        new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * What came of a block.
   *
   * @param said all that it wrote to its output
   * @param failures each command that failed, with what it wrote to its error output
   */
  record Ended(String said, String failures) {}

  static Shell open(Path folder, Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(folder.toFile())
            .redirectError(folder.resolve("shell.err").toFile());
    builder.environment().putAll(variables);
    try {
      Shell shell = new Shell(folder, builder.start());
      shell.run(
          "set -o pipefail -o errtrace\n"
              + "trap 'echo \"failed: $BASH_COMMAND\" >>failures' ERR\n"
              + "unset HISTFILE\n");
      return shell;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a block to its end. */
  Ended run(String block) {
    Path file = folder.resolve("block-" + blocks++ + ".sh");
    Path failures = folder.resolve("failures");
    try {
      Files.writeString(file, block);
      Files.writeString(failures, "");
      Files.writeString(folder.resolve("errors"), "");
      in.write("source ./" + file.getFileName() + " 2>errors; echo; echo '" + END + "'\n");
      in.flush();
      StringBuilder said = new StringBuilder();
      for (String line = out.readLine(); !END.equals(line); line = out.readLine()) {
        if (line == null) {
          return new Ended(said.toString(), "the shell ended\n" + errors());
        }
        said.append(line).append('\n');
      }
      String failed = Files.readString(failures);
      return new Ended(said.toString().strip(), failed.isEmpty() ? "" : failed + errors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"))
        + Files.readString(folder.resolve("shell.err"));
  }

  /** Whether Bash can read a block; empty if so, else what it says. */
  static String syntax(String block) {
    try {
      Process bash = new ProcessBuilder(List.of("bash", "-n")).redirectErrorStream(true).start();
      try (Writer script = bash.outputWriter(StandardCharsets.UTF_8)) {
        script.write(block);
      }
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      bash.waitFor(1, TimeUnit.MINUTES);
      return bash.exitValue() == 0 ? "" : said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    bash.destroy();
  }
}
