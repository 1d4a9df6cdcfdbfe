package dev.rollcall.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sample documents, and documents that differ from them in one place. */
final class Documents {

  private static final Path SAMPLES = Path.of("src/main/samples");

  private Documents() {}

  static byte[] sample(String path) {
    try {
      return Files.readAllBytes(SAMPLES.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode smallestPolicy() {
    return (ObjectNode) tree(sample("policies/smallest.json"));
  }

  static ObjectNode everyOption() {
    return (ObjectNode) tree(sample("policies/every-option.json"));
  }

  static ObjectNode environment() {
    return (ObjectNode) tree(sample("environments/contoso.json"));
  }

  /** The document with this JSON at this pointer, whose parent exists. */
  static ObjectNode with(ObjectNode document, String pointer, String json) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = document.at(pointer.substring(0, slash));
    String last = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    JsonNode value = tree(json.getBytes(StandardCharsets.UTF_8));
    if (parent.isArray()) {
      int index = Integer.parseInt(last);
      ArrayNode array = (ArrayNode) parent;
      if (index < array.size()) {
        array.set(index, value);
      } else {
        array.add(value);
      }
    } else {
      ((ObjectNode) parent).set(last, value);
    }
    return document;
  }

  static JsonNode tree(byte[] json) {
    try {
      return JsonText.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(JsonNode document) {
    try {
      return JsonText.MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<DocumentProblem> policyProblems(JsonNode document) {
    return problems(PolicyDocuments.policy(bytes(document)));
  }

  static List<DocumentProblem> environmentProblems(JsonNode document) {
    return problems(PolicyDocuments.environment(bytes(document)));
  }

  static <T> List<DocumentProblem> problems(Parsed<T> parsed) {
    return parsed.match(valid -> List.of(), invalid -> invalid.problems());
  }

  static <T> T valid(Parsed<T> parsed) {
    return parsed.match(
        valid -> valid.value(),
        invalid -> {
          throw new AssertionError("not valid: " + invalid.problems());
        });
  }
}
