package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localhost.HttpRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every name that the guide sets in backticks is one of the product's: a route, a file, or words
 * that occur in its texts, schemas, samples or infrastructure.
 */
@Tag("O8")
final class GuideNamesTest {

  private static final Pattern ROUTE =
      Pattern.compile("(GET|PUT|POST|DELETE) (/api/[^ ?]+)(\\?.*)?");
  private static final Pattern PATH =
      Pattern.compile("(infra|src|target|\\.github)/[\\w./-]+|README\\.md|azure\\.yaml");
  private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\\\n])*)\"");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{2,}");

  private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z0-9_]{3,}\\b");

  /** What belongs to others, such as HTTP and the shells; files that the guide asks to be saved. */
  private static final Set<String> OTHERS =
      Set.of("Authorization", "Bearer", "Match", "azurewebsites", "colleagues");

  /** Codes that are put together of two words. */
  private static final Set<String> COMPOSED =
      Set.of("policyMissing", "policyInvalid", "environmentMissing", "environmentInvalid");

  @Test
  void everyRouteExists() {
    List<HttpRoute> routes = HttpRoute.all();
    List<String> unknown = new ArrayList<>();
    forEachName(
        (page, name) -> {
          Matcher route = ROUTE.matcher(name);
          if (route.matches()
              && routes.stream().noneMatch(one -> one.takes(route.group(1), route.group(2)))) {
            unknown.add(page.name() + ": " + name);
          }
        });

    assertEquals(List.of(), unknown);
  }

  @Test
  void everyFileExists() {
    List<String> unknown = new ArrayList<>();
    forEachName(
        (page, name) -> {
          if (PATH.matcher(name).matches() && !Files.exists(Guide.PROJECT.resolve(name))) {
            unknown.add(page.name() + ": " + name);
          }
        });

    assertEquals(List.of(), unknown);
  }

  @Test
  void everyOtherNameIsOneOfTheProducts() throws IOException {
    Set<String> known = knownWords();
    List<String> unknown = new ArrayList<>();
    forEachName(
        (page, name) -> {
          if (!ROUTE.matcher(name).matches() && !PATH.matcher(name).matches()) {
            WORD.matcher(name)
                .results()
                .map(match -> match.group())
                .filter(word -> !known.contains(word))
                .forEach(word -> unknown.add(page.name() + ": " + word + " in " + name));
          }
        });

    assertEquals("", String.join("\n", unknown));
  }

  @Test
  void inventedNamesAreFound() throws IOException {
    Set<String> known = knownWords();

    assertTrue(known.contains("driftCheckEvery"));
    assertTrue(known.contains("ROLLCALL_KEY_VAULT_URL"));
    assertTrue(known.contains("Checkpoints"));
    assertTrue(!known.contains("maxDeletions"));
  }

  private interface Found {
    void name(Page page, String name);
  }

  private static void forEachName(Found found) {
    for (Page page : Guide.read().pages()) {
      page.names().forEach(name -> found.name(page, name));
    }
  }

  /** The words of all texts in the code, and of whole files that are written for people. */
  private static Set<String> knownWords() throws IOException {
    Set<String> words = new HashSet<>(OTHERS);
    words.addAll(COMPOSED);
    for (String folder : List.of("src/main", "infra")) {
      try (Stream<Path> files = Files.walk(Guide.PROJECT.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String text = Files.readString(file);
          if (file.toString().endsWith(".java")) {
            LITERAL.matcher(text).results().forEach(match -> add(match.group(1), words));
            if (text.contains(" enum ")) {
              // Shown as they are, or in small letters.
              CONSTANT
                  .matcher(text)
                  .results()
                  .map(match -> match.group())
                  .forEach(name -> words.addAll(Set.of(name, name.toLowerCase(Locale.ROOT))));
            }
          } else {
            add(text, words);
          }
        }
      }
    }
    HttpRoute.all().forEach(route -> add(route.method() + " " + route.path(), words));
    return words;
  }

  private static void add(String text, Set<String> words) {
    WORD.matcher(text).results().forEach(match -> words.add(match.group()));
  }
}
