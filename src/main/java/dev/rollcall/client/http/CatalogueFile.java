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
import java.util.regex.Pattern;

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
    for (JsonNode entry : file) {
      entries.add(entry(entry));
    }
    return entries;
  }

  private static Known entry(JsonNode json) {
    String code = json.path("code").asText();
    try {
      hold(json, ENTRY);
      List<Rule> rules = new ArrayList<>();
      for (JsonNode rule : required(json, "seen")) {
        rules.add(rule(rule));
      }
      return new Known(
          new Catalogue.Entry(
              code,
              services(rules),
              Disposition.valueOf(required(json, "disposition").asText().toUpperCase(Locale.ROOT)),
              json.path("wholeTarget").asBoolean(false),
              required(json, "cause").asText(),
              required(json, "remedy").asText(),
              json.has("link")
                  ? Optional.of(URI.create(json.path("link").asText()))
                  : Optional.empty()),
          rules);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(NAME + ", entry '" + code + "': " + e.getMessage(), e);
    }
  }

  /** All that the rules name; none if one of them names none and so holds for all. */
  private static Set<Service> services(List<Rule> rules) {
    Set<Service> services = new LinkedHashSet<>();
    for (Rule rule : rules) {
      if (rule.services().isEmpty()) {
        return Set.of();
      }
      services.addAll(rule.services());
    }
    return Set.copyOf(services);
  }

  // Plain loops: the first failure after a start waits for this, and streams take longer to begin.

  private static Rule rule(JsonNode json) {
    hold(json, RULE);
    Set<Service> services = new LinkedHashSet<>();
    for (String name : texts(json.path("service"))) {
      services.add(Service.named(name));
    }
    String pattern = json.path("pattern").asText();
    return new Rule(
        services,
        statuses(json),
        lower(json.path("code")),
        lower(json.path("text")),
        new LinkedHashSet<>(texts(json.path("thrown"))),
        pattern.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(pattern)));
  }

  private static Set<Integer> statuses(JsonNode json) {
    Set<Integer> statuses = new LinkedHashSet<>();
    for (String status : texts(json.path("status"))) {
      if (status.endsWith("xx")) {
        int hundred = Integer.parseInt(status.substring(0, 1)) * 100;
        for (int last = 0; last < 100; last++) {
          statuses.add(hundred + last);
        }
      } else {
        statuses.add(Integer.valueOf(status));
      }
    }
    return statuses;
  }

  private static Set<String> lower(JsonNode json) {
    Set<String> lower = new LinkedHashSet<>();
    for (String text : texts(json)) {
      lower.add(text.toLowerCase(Locale.ROOT));
    }
    return lower;
  }

  /** One value, or several, or none. */
  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    if (json.isArray()) {
      for (JsonNode text : json) {
        texts.add(text.asText());
      }
    } else if (!json.isMissingNode()) {
      texts.add(json.asText());
    }
    return texts;
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
