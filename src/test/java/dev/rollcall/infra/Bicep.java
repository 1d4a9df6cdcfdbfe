package dev.rollcall.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.NodeTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Bicep files of the project, read by tree-sitter's grammar. */
record Bicep(Map<Path, Node> files) {

  static final Path PROJECT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  static final Path INFRA = PROJECT.resolve("infra");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads all files of the project, once for all tests. */
  static Bicep project() {
    return Holder.PROJECT_FILES;
  }

  /** Reads these files. */
  static Bicep of(List<Path> files) {
    NodeTool tool = NodeTool.in(PROJECT, "bicep");
    List<String> command = new ArrayList<>(List.of("node", tool.file("parse.js")));
    files.forEach(file -> command.add(file.toString()));
    Process node =
        NodeTool.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    try {
      JsonNode answer =
          JSON.readTree(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      Map<Path, Node> read = new TreeMap<>();
      for (JsonNode file : answer) {
        read.put(Path.of(file.path("path").textValue()), node(file.path("tree")));
      }
      if (read.size() != files.size()) {
        throw new IllegalStateException("not every file was read: " + read.keySet());
      }
      return new Bicep(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file at a path below {@code infra}. */
  Node file(String path) {
    Node file = files.get(INFRA.resolve(path));
    if (file == null) {
      throw new IllegalArgumentException("there is no infra/" + path);
    }
    return file;
  }

  /** The files, without those that hold values of parameters. */
  Map<Path, Node> templates() {
    Map<Path, Node> templates = new TreeMap<>(files);
    templates.keySet().removeIf(path -> !path.toString().endsWith(".bicep"));
    return templates;
  }

  /** Where a node is, for people. */
  static String where(Path file, Node node) {
    return PROJECT.relativize(file) + ":" + node.line();
  }

  private static Node node(JsonNode json) {
    List<Node> below = new ArrayList<>();
    json.path("below").forEach(child -> below.add(node(child)));
    below.removeIf(child -> child.is("comment"));
    return new Node(
        json.path("type").textValue(),
        json.path("line").intValue(),
        json.path("text").textValue(),
        below);
  }

  private static final class Holder {
    private static final Bicep PROJECT_FILES = read();

    private static Bicep read() {
      try (Stream<Path> found = Files.walk(INFRA)) {
        return of(
            found
                .filter(
                    file ->
                        file.toString().endsWith(".bicep")
                            || file.toString().endsWith(".bicepparam"))
                .sorted()
                .toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
