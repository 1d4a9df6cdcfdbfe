package dev.rollcall.client.http;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the catalogue's file. It is ours, so what does not fit is a defect and ends the reading.
 *
 * <p>An entry has {@code code}, {@code disposition}, {@code cause}, {@code remedy}, {@code seen},
 * and if it needs them {@code wholeTarget} and {@code link}. {@code seen} are its {@link Rule
 * rules}, each of {@code service}, {@code status}, {@code code}, {@code text}, {@code thrown} and
 * {@code pattern}: one value or several. A status {@code 5xx} is a hundred of them.
 */
final class CatalogueFile {

  private static final String NAME = "/catalogue/failures.jsonc";

  private static final Set<String> ENTRY =
      Set.of("code", "disposition", "wholeTarget", "cause", "remedy", "link", "seen");
  private static final Set<String> RULE =
      Set.of("service", "status", "code", "text", "thrown", "pattern");

  private CatalogueFile() {}

  static List<Known> read() {
    try (InputStream file = CatalogueFile.class.getResourceAsStream(NAME)) {
      if (file == null) {
        throw new IllegalStateException(NAME + " is missing");
      }
      return read(
          JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Known> read(JsonNode file) {
    List<Known> entries = new ArrayList<>();
    file.forEach(entry -> entries.add(entry(entry)));
    return entries;
  }

  private static Known entry(JsonNode json) {
    String code = json.path("code").asText();
    try {
      hold(json, ENTRY);
      List<Rule> rules = new ArrayList<>();
      required(json, "seen").forEach(rule -> rules.add(rule(rule)));
      return new Known(
          new Catalogue.Entry(
              code,
              services(rules),
              Disposition.valueOf(required(json, "disposition").asText().toUpperCase(Locale.ROOT)),
              json.path("wholeTarget").asBoolean(false),
              required(json, "cause").asText(),
              required(json, "remedy").asText(),
              Optional.of(json.path("link").asText()).filter(l -> !l.isEmpty()).map(URI::create)),
          rules);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(NAME + ", entry '" + code + "': " + e.getMessage(), e);
    }
  }

  private static Set<Service> services(List<Rule> rules) {
    return rules.stream().anyMatch(rule -> rule.services().isEmpty())
        ? Set.of()
        : rules.stream().flatMap(rule -> rule.services().stream()).collect(Collectors.toSet());
  }

  private static Rule rule(JsonNode json) {
    hold(json, RULE);
    return new Rule(
        values(json, "service", Service::named),
        statuses(json),
        values(json, "code", CatalogueFile::lower),
        values(json, "text", CatalogueFile::lower),
        values(json, "thrown", Function.identity()),
        Optional.of(json.path("pattern").asText()).filter(p -> !p.isEmpty()).map(Pattern::compile));
  }

  private static Set<Integer> statuses(JsonNode json) {
    return texts(json.path("status"))
        .flatMap(
            status ->
                status.endsWith("xx")
                    ? IntStream.range(0, 100)
                        .mapToObj(last -> Integer.parseInt(status.substring(0, 1)) * 100 + last)
                    : Stream.of(Integer.valueOf(status)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T> Set<T> values(JsonNode json, String name, Function<String, T> made) {
    return texts(json.path(name)).map(made).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<String> texts(JsonNode json) {
    if (json.isMissingNode()) {
      return Stream.empty();
    }
    List<String> texts = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(text -> texts.add(text.asText()));
    } else {
      texts.add(json.asText());
    }
    return texts.stream();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static JsonNode required(JsonNode json, String name) {
    if (!json.has(name)) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return json.path(name);
  }

  private static void hold(JsonNode json, Set<String> known) {
    for (String name : (Iterable<String>) json::fieldNames) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is not known here");
      }
    }
  }
}
