package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stand-ins for what may name people, the same for the same text within one object's life and never
 * again: the key they are made with is random and kept nowhere. So a reader sees that two policies
 * name one address, and not which.
 *
 * <p>Documents keep only what is known to be harmless: ids, kinds, numbers, switches, times and
 * names of objects in Key Vault. What is not on that list is replaced, whatever it is. In other
 * texts, mail addresses and everything that was replaced in a document before is replaced too.
 */
public final class Pseudonyms {

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@<>\",;:()\\[\\]'`]+@[^\\s@<>\",;:()\\[\\]'`]+");

  /** Texts that stay as they are; {@code *} stands for any key or place in a list. */
  private static final List<Pattern> HARMLESS =
      List.of(
          at("id|type|environment|kind|cloud|tenant"),
          at("apps/*/clientId"),
          at("apps/*/credential/*"),
          at("(source|target)/kind"),
          at("(source|target)/select/*/include"),
          at("(source|target)/select/*/recipientTypes/*"),
          at("target/(whenMailboxLeaves|driftCheckEvery)"),
          at("mapping/(phones|defaultRegion)"),
          at("changes/*"),
          at("schedule/*"),
          at("schedule/*/*"));

  /** A template without words of its own. */
  private static final Pattern PLACEHOLDERS =
      Pattern.compile("(\\{[A-Za-z0-9.]{1,60}\\}|[\\s,.;:/()_-]){1,40}");

  private static final int SHORTEST_KNOWN = 3;

  private final Mac mac;
  private final Map<String, String> known =
      new TreeMap<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /** With a key of its own. */
  public Pseudonyms() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  /** A policy or environment with stand-ins for everything that is not known to be harmless. */
  public JsonNode document(JsonNode document) {
    return document("", document);
  }

  /** Anything else, with stand-ins for addresses and for what documents had replaced. */
  public JsonNode scrubbed(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(scrubbed(node.asText()));
    }
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(value -> list.add(scrubbed(value)));
      return list;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(entry -> object.set(entry.getKey(), scrubbed(entry.getValue())));
      return object;
    }
    return node;
  }

  /** The same for a text. */
  public String scrubbed(String text) {
    String result = text;
    for (Map.Entry<String, String> entry : known.entrySet()) {
      if (result.contains(entry.getKey())) {
        result =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(entry.getKey()) + "(?![\\p{L}\\p{N}])")
                .matcher(result)
                .replaceAll(Matcher.quoteReplacement(entry.getValue()));
      }
    }
    return ADDRESS.matcher(result).replaceAll(found -> Matcher.quoteReplacement(of(found.group())));
  }

  private JsonNode document(String pointer, JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(value(pointer, node.asText()));
    }
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        list.add(document(pointer + "/" + i, node.get(i)));
      }
      return list;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(
              entry ->
                  object.set(
                      entry.getKey(), document(pointer + "/" + entry.getKey(), entry.getValue())));
      return object;
    }
    return node;
  }

  private String value(String pointer, String text) {
    boolean harmless =
        HARMLESS.stream().anyMatch(pattern -> pattern.matcher(pointer).matches())
            || (pointer.startsWith("/mapping/") && PLACEHOLDERS.matcher(text).matches());
    // No id and no kind has one.
    if (text.isEmpty() || (harmless && text.indexOf('@') < 0)) {
      return text;
    }
    String standIn = of(text);
    if (text.length() >= SHORTEST_KNOWN) {
      known.put(text, standIn);
    }
    return standIn;
  }

  private String of(String text) {
    byte[] digest =
        mac.doFinal(text.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    String hex = HexFormat.of().formatHex(digest, 0, 6);
    return ADDRESS.matcher(text.strip()).matches()
        ? "address-" + hex + "@hidden.invalid"
        : "text-" + hex;
  }

  private static Pattern at(String path) {
    return Pattern.compile("/" + "(" + path.replace("*", "[^/]+") + ")");
  }
}
