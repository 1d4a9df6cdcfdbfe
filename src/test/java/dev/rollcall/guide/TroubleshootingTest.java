package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.client.http.Catalogue;
import dev.rollcall.client.http.Service;
import dev.rollcall.model.SkipReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page about causes and remedies is the catalogue, and leaves out none of the app's own. */
@Tag("R7")
final class TroubleshootingTest {

  private static final Pattern OWN =
      Pattern.compile("Problem\\s*\\.(?:lasting|passing)\\(\\s*\"(\\w+)\",");

  private static final String PAGE = "src/site/markdown/troubleshooting.md";
  private static final Pattern SECTION =
      Pattern.compile("(?<=## Causes that services name\n)(?:(?!\n## ).)*", Pattern.DOTALL);

  /** The page as it shall be is written beside the build's results, to be copied. */
  @Test
  void thePageIsTheCatalogue() throws IOException {
    String page = Guide.file(PAGE);
    String expected =
        SECTION.matcher(page).replaceFirst(Matcher.quoteReplacement(section().stripTrailing()));
    Files.writeString(Guide.PROJECT.resolve("target/troubleshooting.md"), expected);

    assertEquals(expected, page, "copy target/troubleshooting.md to " + PAGE);
  }

  /** The catalogue as tables, one for those whom a failure comes from. */
  private static String section() {
    Map<String, List<Catalogue.Entry>> groups = new LinkedHashMap<>();
    Catalogue.get().entries().stream()
        .sorted(Comparator.comparing(TroubleshootingTest::rank))
        .forEach(
            entry -> groups.computeIfAbsent(heading(entry), any -> new ArrayList<>()).add(entry));
    StringBuilder section = new StringBuilder();
    groups.forEach(
        (heading, entries) -> {
          section.append("\n### ").append(heading).append("\n\n");
          section.append("| code | cause | remedy | more |\n|---|---|---|---|\n");
          entries.forEach(entry -> section.append(row(entry)).append('\n'));
        });
    return section.toString();
  }

  private static int rank(Catalogue.Entry entry) {
    return entry.services().stream().mapToInt(Service::ordinal).min().orElse(100);
  }

  private static String heading(Catalogue.Entry entry) {
    return entry.services().isEmpty()
        ? "Any service"
        : entry.services().stream().sorted().map(Service::shown).collect(Collectors.joining(", "));
  }

  private static String row(Catalogue.Entry entry) {
    return "| `"
        + entry.code()
        + "` | "
        + cell(entry.cause())
        + " | "
        + cell(entry.remedy())
        + " | "
        + entry.link().map(TroubleshootingTest::link).orElse("")
        + " |";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "\\<");
  }

  private static String link(URI link) {
    return "["
        + (link.getHost().endsWith("microsoft.com") ? "Microsoft" : "more")
        + "]("
        + link
        + ")";
  }

  @Test
  void everyCauseOfTheAppsOwnIsListed() throws IOException {
    Set<String> listed = codes("cause");
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Guide.PROJECT.resolve("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        Matcher own = OWN.matcher(Files.readString(file));
        while (own.find()) {
          if (!listed.contains(own.group(1))) {
            missing.add(own.group(1));
          }
        }
      }
    }

    assertEquals(Set.of(), missing);
  }

  private static Set<String> codes(String second) {
    Set<String> codes = new TreeSet<>();
    for (Page.Table table : Guide.read().page("troubleshooting.md").tables()) {
      if (table.header().get(1).equals(second)) {
        table.body().forEach(row -> codes.addAll(List.of(row.get(0).split(", "))));
      }
    }
    return codes;
  }

  @Test
  void everyReasonForLeavingSomethingAloneIsListed() {
    List<List<String>> reasons =
        Arrays.stream(SkipReason.values())
            .map(reason -> List.of(reason.name(), reason.sentence()))
            .toList();

    assertEquals(
        reasons,
        Guide.read().page("troubleshooting.md").tables().stream()
            .filter(table -> table.header().equals(List.of("reason", "means")))
            .flatMap(table -> table.body().stream())
            .sorted(Comparator.comparing(row -> SkipReason.valueOf(row.get(0))))
            .toList());
  }
}
