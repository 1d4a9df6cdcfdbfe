package dev.rollcall.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The guide's pages.
 *
 * @param pages in the order in which they are tried: the first steps first, since others go on from
 *     there
 */
record Guide(List<Page> pages) {

  static final Path PROJECT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  static final Path FOLDER = PROJECT.resolve("src/site/markdown");

  static final String FIRST_STEPS = "getting-started.md";

  static Guide read() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return new Guide(
          files
              .filter(file -> file.toString().endsWith(".md"))
              .sorted(
                  Comparator.comparing((Path file) -> !file.endsWith(FIRST_STEPS))
                      .thenComparing(Path::toString))
              .map(Page::read)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page of this name, such as {@code http.md}. */
  Page page(String name) {
    return pages.stream()
        .filter(page -> page.file().equals(FOLDER.resolve(name)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the guide has no page " + name));
  }

  static Page readme() {
    return Page.read(PROJECT.resolve("README.md"));
  }

  /** A file of the project as text. */
  static String file(String path) {
    try {
      return Files.readString(PROJECT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
