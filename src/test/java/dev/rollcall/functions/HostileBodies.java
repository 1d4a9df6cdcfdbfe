package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What somebody may send where a policy or an environment is expected: damaged samples, samples
 * with hostile keys and values, extremes. The same generator gives the same document.
 */
final class HostileBodies {

  private static final JsonMapper JSON = new JsonMapper();

  /** Stands for a key or value of the lists below until the document is a text. */
  private static final String HELD = "held-";

  /** Values that other readers have stumbled over, as JSON. */
  private static final List<String> HOSTILE =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "-0.0",
          "1e400",
          "-1e-400",
          "2147483648",
          "9223372036854775808",
          "9".repeat(99),
          "0." + "1".repeat(90),
          "\"\"",
          "\" \"",
          "\"/\"",
          "\"//\"",
          "\"../../etc/passwd\"",
          "\"a\\u0000b\"",
          "\"a\\nb\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u202egnp.exe\"",
          "\"{\"",
          "\"}\"",
          "\"{{surname}\"",
          "\"{surname\"",
          "\"{ {surname} }\"",
          "\"" + "{".repeat(1999) + "\"",
          "\"" + "{surname}".repeat(200) + "\"",
          "\"" + "a".repeat(100_000) + "\"",
          "\"" + "a/".repeat(500) + "\"",
          "\"" + "*".repeat(256) + "\"",
          "\"" + "-".repeat(128) + "\"",
          "\"" + "a-".repeat(20_000) + "!\"",
          "\"" + "eyJ".repeat(20_000) + "\"",
          "\"" + "-----BEGIN ".repeat(5_000) + "\"",
          "\"" + "://a:".repeat(20_000) + "\"",
          "\"PT" + "9".repeat(30) + "S\"",
          "\"P99999999999999999999D\"",
          "\"PT-15M\"",
          "\"-P1D\"",
          "\"Infinity\"",
          "\"NaN\"",
          "\"' or 1=1 --\"",
          "\"=cmd|'/c calc'!A1\"",
          "\"$ref\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "{\"\":\"\"}",
          "{\"$ref\":\"#\"}",
          "{\"__proto__\":{}}",
          "{\"group\":\"a@b.c\",\"recipient\":\"a@b.c\",\"query\":\"*\"}",
          "[" + "0,".repeat(5_000) + "0]",
          nested("[", "]", 25),
          nested("{\"a\":", "}", 25));

  private static final List<String> KEYS =
      List.of(
          "",
          " ",
          "/",
          "~",
          "~1",
          "$ref",
          "$schema",
          "__proto__",
          "constructor",
          "Name",
          "nmae",
          "where",
          "notify",
          "password",
          "secret",
          "a\\u0000b",
          "\\ud800",
          "k".repeat(5_000));

  private HostileBodies() {}

  /** Any of the samples. */
  static byte[] sample(RandomGenerator random) {
    return pick(random, samples());
  }

  /** A sample that lost its end, a part, or some of its bytes; or bytes that never were one. */
  static byte[] damaged(RandomGenerator random) {
    byte[] bytes = sample(random);
    switch (random.nextInt(5)) {
      case 0:
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1:
        for (int i = 0; i <= random.nextInt(20); i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
      case 2:
        for (int i = 0; i <= random.nextInt(20); i++) {
          bytes[random.nextInt(bytes.length)] = (byte) (' ' + random.nextInt(95));
        }
        return bytes;
      case 3:
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from);
        byte[] cut = Arrays.copyOf(bytes, from + bytes.length - to);
        System.arraycopy(bytes, to, cut, from, bytes.length - to);
        return cut;
      default:
        byte[] noise = new byte[random.nextInt(4000)];
        random.nextBytes(noise);
        return noise;
    }
  }

  /** A sample in which some keys and values were replaced, added or taken away. */
  static byte[] hostile(RandomGenerator random) {
    try {
      JsonNode document = JSON.readTree(sample(random));
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        change(document, random);
      }
      return utf8(raw(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Documents at and beyond the limits, none of them valid, by what they are. */
  static Map<String, byte[]> extremes() {
    Map<String, byte[]> extremes = new LinkedHashMap<>();
    byte[] spaces = new byte[10 << 20];
    Arrays.fill(spaces, (byte) ' ');
    extremes.put("nothing", new byte[0]);
    extremes.put("10 MB of spaces", spaces);
    extremes.put("10 MB of zeros", new byte[10 << 20]);
    extremes.put("10 MB of one text", utf8("{\"id\":\"" + "a".repeat(10 << 20) + "\"}"));
    extremes.put("deep objects", utf8(nested("{\"a\":", "}", 100_000)));
    extremes.put("deep arrays, not closed", utf8("[".repeat(250_000)));
    extremes.put("as deep as is read", utf8(nested("{\"a\":", "}", 31)));
    extremes.put("many keys", utf8("{" + numbered("\"k%d\":0", 20_000) + "}"));
    extremes.put("a long key", utf8("{\"" + "k".repeat(250_000) + "\":0}"));
    extremes.put(
        "many fields", utf8("{\"mapping\":{\"fields\":{" + numbered("\"f%d\":{}", 15_000) + "}}}"));
    extremes.put(
        "many entries", utf8("{\"source\":{\"select\":[" + numbered("{\"a\":%d}", 20_000) + "]}}"));
    extremes.put("a long number", utf8("{\"id\":" + "1".repeat(200_000) + "}"));
    extremes.put("a large exponent", utf8("{\"id\":1e999999999}"));
    extremes.put("UTF-16", "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_16));
    extremes.put("Latin-1", "{\"id\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    extremes.put("a zero character", utf8("{\"id\":\"a\u0000\"}"));
    extremes.put("a comment", utf8("/* */ {}"));
    extremes.put("two documents", utf8("{}{}"));
    extremes.put("a key twice", utf8("{\"id\":\"a\",\"id\":\"b\"}"));
    extremes.put("XML", utf8("<?xml version=\"1.0\"?><!DOCTYPE a><a/>"));
    return extremes;
  }

  /** Sets, adds or removes something anywhere in the document. */
  private static void change(JsonNode document, RandomGenerator random) {
    List<JsonNode> places = new ArrayList<>();
    containers(document, places);
    JsonNode place = pick(random, places);
    String value = HELD + random.nextInt(HOSTILE.size());
    if (place instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(3) == 0) {
        array.add(value);
      } else {
        array.set(random.nextInt(array.size()), JSON.getNodeFactory().textNode(value));
      }
      return;
    }
    ObjectNode object = (ObjectNode) place;
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    switch (random.nextInt(4)) {
      case 0:
        object.put(HELD + "k" + random.nextInt(KEYS.size()), value);
        break;
      case 1:
        object.remove(keys.isEmpty() ? "" : pick(random, keys));
        break;
      default:
        object.put(keys.isEmpty() ? "id" : pick(random, keys), value);
    }
  }

  private static String raw(JsonNode document) {
    String text = document.toString();
    for (int i = KEYS.size() - 1; i >= 0; i--) {
      text = text.replace("\"" + HELD + "k" + i + "\"", "\"" + KEYS.get(i) + "\"");
    }
    for (int i = HOSTILE.size() - 1; i >= 0; i--) {
      text = text.replace("\"" + HELD + i + "\"", HOSTILE.get(i));
    }
    return text;
  }

  private static void containers(JsonNode node, List<JsonNode> found) {
    if (node.isContainerNode()) {
      found.add(node);
      node.forEach(child -> containers(child, found));
    }
  }

  private static String nested(String open, String close, int depth) {
    return open.repeat(depth) + "0" + close.repeat(depth);
  }

  private static String numbered(String form, int count) {
    return String.join(
        ",", IntStream.range(0, count).mapToObj(i -> String.format(form, i)).toList());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T pick(RandomGenerator random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<byte[]> samples() {
    List<byte[]> samples = new ArrayList<>();
    for (String name :
        List.of(
            "policies/every-option.json",
            "policies/company-employees.json",
            "policies/smallest.json",
            "environments/contoso.json")) {
      try {
        samples.add(Files.readAllBytes(Path.of("src/main/samples", name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return samples;
  }
}
