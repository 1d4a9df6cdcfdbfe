package dev.rollcall.notify;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.NodeTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mails in a real browser, on a phone and on a desk, by day and by night. The pictures are in
 * {@code target/mail-screenshots}, for people to look at.
 *
 * <p>The browser is a Chromium for Linux on x64 that comes as an npm package with the libraries it
 * needs; elsewhere this is skipped.
 */
@Tag("R8")
@TestInstance(Lifecycle.PER_CLASS)
final class RenderedMailIT {

  private static final Path PICTURES = Path.of("target/mail-screenshots").toAbsolutePath();

  /** What is asked of text by WCAG 2.2, 1.4.3 (AA). */
  private static final double LEAST_CONTRAST = 4.5;

  private static final double SMALLEST_FONT = 14;

  @ParameterizedTest(name = "{0}")
  @MethodSource("renderings")
  void isReadable(String name, JsonNode seen) {
    assertAll(
        name,
        () ->
            assertTrue(
                seen.path("scrollWidth").asInt() <= seen.path("clientWidth").asInt(),
                "it has to be scrolled sideways: " + seen),
        () -> assertEquals(seen.path("width"), seen.path("clientWidth")),
        () -> assertEquals("[]", seen.path("tooWide").toString()),
        () ->
            assertTrue(
                seen.path("smallestFont").asDouble() >= SMALLEST_FONT, () -> seen.toString()),
        () ->
            assertTrue(
                seen.path("leastContrast").asDouble() >= LEAST_CONTRAST, () -> seen.toString()),
        () -> assertEquals(dark(seen), seen.path("scheme").asText().equals("dark")),
        () -> assertEquals(1, seen.path("requests").asInt(), "nothing but the mail is loaded"),
        () -> assertEquals(0, seen.path("active").asInt(), "nothing in it does anything"),
        () -> assertTrue(seen.path("headlineTop").asInt() < 100, "the status is seen first"),
        () -> assertTrue(Files.size(PICTURES.resolve(name + ".png")) > 10_000));
  }

  private static boolean dark(JsonNode seen) {
    String[] channels = seen.path("background").asText().replaceAll("[^0-9,]", "").split(",");
    return Integer.parseInt(channels[0]) < 128;
  }

  static Stream<Object[]> renderings() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && List.of("amd64", "x86_64")
                .contains(System.getProperty("os.arch").toLowerCase(Locale.ROOT)),
        "the browser is one for Linux on x64");
    Files.createDirectories(PICTURES);
    LetterForms forms = new LetterForms();
    NodeTool browser = NodeTool.in(Path.of("").toAbsolutePath(), "browser");
    List<String> command =
        new ArrayList<>(List.of("node", browser.file("render.mjs"), PICTURES.toString()));
    for (Map.Entry<String, Letter> letter : SampleLetters.all().entrySet()) {
      Path file = PICTURES.resolve(letter.getKey() + ".html");
      Files.writeString(file, forms.html(letter.getValue()));
      Files.writeString(PICTURES.resolve(letter.getKey() + ".txt"), forms.text(letter.getValue()));
      command.add(file.toString());
    }
    Path errors = PICTURES.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    // The package unpacks its libraries only where it takes itself to be on AWS, and by this name.
    builder.environment().put("AWS_LAMBDA_JS_RUNTIME", "nodejs20.x");
    builder
        .environment()
        .put("TMPDIR", Files.createDirectories(Path.of(browser.file("tmp"))).toString());
    Process node = NodeTool.start(builder);
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(node.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, node.exitValue(), () -> "see " + errors);
    List<Object[]> renderings = new ArrayList<>();
    for (JsonNode seen : new ObjectMapper().readTree(said)) {
      renderings.add(new Object[] {seen.path("name").asText(), seen});
    }
    assertEquals(4 * SampleLetters.all().size(), renderings.size());
    return renderings.stream();
  }
}
