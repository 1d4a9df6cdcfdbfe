package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.HttpStatus;
import dev.rollcall.localhost.HttpRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page about the HTTP functions names every one of them, no other, and every problem. */
@Tag("O4")
final class HttpReferenceTest {

  private static final Path FUNCTIONS =
      Guide.PROJECT.resolve("src/main/java/dev/rollcall/functions");
  private static final Pattern HEADING = Pattern.compile("(GET|PUT|POST|DELETE) (/api/\\S+)");
  private static final Pattern PROBLEM =
      Pattern.compile("problem\\(\\s*HttpStatus\\.(\\w+),\\s*\"([^\"]+)\"");

  @Test
  void everyRouteHasAHeadingAndEveryHeadingARoute() {
    Set<String> routes =
        HttpRoute.all().stream()
            .map(route -> route.method() + " " + route.path())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> headings =
        Guide.read().page("http.md").headings().stream()
            .filter(heading -> HEADING.matcher(heading).matches())
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(routes, headings);
  }

  @Test
  void everyProblemIsListedWithItsStatus() throws IOException {
    Set<String> listed = new TreeSet<>();
    for (Page.Table table : Guide.read().page("http.md").tables()) {
      if (table.header().contains("title")) {
        table.body().forEach(row -> listed.add(row.get(0) + " " + row.get(1)));
      }
    }
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.list(FUNCTIONS)) {
      for (Path file : files.toList()) {
        Matcher problem = PROBLEM.matcher(Files.readString(file));
        while (problem.find()) {
          String one = HttpStatus.valueOf(problem.group(1)).value() + " " + problem.group(2);
          // A title that names what it is about is listed with a word for it.
          if (listed.stream().noneMatch(title -> title.startsWith(one))) {
            missing.add(one);
          }
        }
      }
    }

    assertEquals(Set.of(), missing);
    assertTrue(listed.size() > 5);
  }
}
