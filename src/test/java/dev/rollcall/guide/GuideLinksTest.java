package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.Catalogue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every link in the guide and the README leads somewhere. */
@Tag("O8")
final class GuideLinksTest {

  @Test
  void everyLinkLeadsToAFileOfTheProjectOrIsKnown() {
    List<URI> ofCatalogue =
        Catalogue.get().entries().stream().flatMap(entry -> entry.link().stream()).toList();
    List<String> dead = new ArrayList<>();
    for (Page page : all()) {
      for (String link : page.links()) {
        URI uri = URI.create(link);
        if (uri.isAbsolute()) {
          boolean isKnown =
              uri.getScheme().equals("https")
                      && List.of(
                              "learn.microsoft.com",
                              "portal.azure.com",
                              "entra.microsoft.com",
                              "github.com")
                          .contains(uri.getHost())
                  || ofCatalogue.contains(uri);
          if (!isKnown) {
            dead.add(page.name() + ": " + link);
          }
        } else if (!leads(page, uri)) {
          dead.add(page.name() + ": " + link);
        }
      }
    }

    assertEquals(List.of(), dead);
  }

  @Test
  void everyPageCanBeReachedFromTheFirst() {
    Set<Path> reached = new HashSet<>();
    List<Path> next = new ArrayList<>(List.of(Guide.FOLDER.resolve("index.md")));
    while (!next.isEmpty()) {
      Path file = next.remove(0);
      if (reached.add(file)) {
        Page.read(file).links().stream()
            .map(URI::create)
            .filter(link -> !link.isAbsolute() && link.getPath().endsWith(".md"))
            .map(link -> file.resolveSibling(link.getPath()).normalize())
            .filter(linked -> linked.startsWith(Guide.FOLDER))
            .forEach(next::add);
      }
    }
    Guide.read().pages().forEach(page -> assertTrue(reached.contains(page.file()), page.name()));
    assertTrue(
        Guide.readme().links().contains("src/site/markdown/index.md"), "the README names it");
  }

  @Test
  void aPageIsMarkdownWithOneTitleAndNoHtml() {
    for (Page page : Guide.read().pages()) {
      assertEquals(List.of(), page.htmlBlocks(), page.name());
      assertEquals(
          page.headings().size(), page.headings().stream().distinct().count(), page.name());
    }
  }

  private static boolean leads(Page page, URI link) {
    Path file =
        link.getPath().isEmpty()
            ? page.file()
            : page.file().resolveSibling(link.getPath()).normalize();
    return file.startsWith(Guide.PROJECT)
        && Files.exists(file)
        && (link.getFragment() == null || Page.read(file).anchors().contains(link.getFragment()));
  }

  private static List<Page> all() {
    return Stream.concat(Guide.read().pages().stream(), Stream.of(Guide.readme())).toList();
  }
}
