package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rollcall.localhost.HttpRoute;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command in the guide, typed as it stands there. */
@Tag("O8")
final class GuideCommandsTest {

  private static final Pattern PS_QUIET =
      Pattern.compile("@'\\n.*?\\n'@|#[^\\n]*|'[^'\\n]*'|\"(?:`.|[^\"`\\n])*\"", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everyCommandDoesWhatThePageSays() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs Bash");
    Guide guide = Guide.read();
    Page first = guide.page(Guide.FIRST_STEPS);
    List<String> problems = new ArrayList<>();

    try (Rehearsal rehearsal = Rehearsal.begin(folder)) {
      for (Page page : guide.pages()) {
        problems.addAll(rehearsal.follow(page, page.equals(first) ? List.of() : newShell(first)));
      }
      assertEquals(List.of(), rehearsal.cloud().tenant().unexpectedRequests());
    }

    assertEquals("", String.join("\n", problems));
  }

  /** What the first steps say has to be typed into each new shell. */
  private static List<Page.Block> newShell(Page first) {
    List<Page.Block> blocks =
        first.blocks().stream().filter(block -> block.is("sh", "every-shell")).toList();
    assertEquals(1, blocks.size());
    return blocks;
  }

  @Test
  void bashReadsEveryBlock() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs Bash");
    for (Page.Block block : blocks("sh")) {
      assertEquals("", Shell.syntax(block.text()), block.where());
    }
  }

  @Test
  void bracketsAndQuotesOfPowerShellMatch() {
    for (Page.Block block : blocks("powershell")) {
      assertEquals("", unbalanced(block.text()), block.where());
    }
    assertEquals("line 2: }", unbalanced("if ($a) { 'it''s }' }\n} # {\n"));
    assertEquals("line 1: \"", unbalanced("Invoke-RestMethod \"$api/policies\n"));
  }

  @Test
  void everyRequestHasARoute() {
    List<HttpRoute> routes = HttpRoute.all();
    for (Page.Block block : blocks("sh", "powershell")) {
      for (Commands.Request request : requests(block)) {
        assertTrue(
            routes.stream().anyMatch(route -> route.takes(request.method(), request.route())),
            block.where() + " " + request);
      }
    }
  }

  @Test
  void powerShellAsksForTheSameAsBash() {
    for (Page page : Guide.read().pages()) {
      Page.Block bash = null;
      for (Page.Block block : page.blocks()) {
        if (block.is("sh")) {
          bash = block;
        } else if (block.is("powershell")) {
          assertTrue(bash != null, block.where() + " follows no Bash");
          assertEquals(requests(bash), requests(block), block.where());
        }
      }
    }
  }

  @Test
  void blocksAreOfKnownKinds() {
    List<String> kinds =
        List.of(
            "sh",
            "sh every-shell",
            "powershell",
            "powershell every-shell",
            "json policy",
            "json environment",
            "json answer",
            "json body",
            "text");
    for (Page page : Guide.read().pages()) {
      for (Page.Block block : page.blocks()) {
        List<String> words = block.words().subList(0, Math.min(2, block.words().size()));
        assertTrue(kinds.contains(String.join(" ", words)), block.where() + " " + block.words());
      }
    }
  }

  private static List<Commands.Request> requests(Page.Block block) {
    return block.is("sh") ? Commands.ofBash(block.text()) : Commands.ofPowerShell(block.text());
  }

  private static List<Page.Block> blocks(String... languages) {
    return Guide.read().pages().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> Stream.of(languages).anyMatch(block.language()::equals))
        .toList();
  }

  /** The first bracket or quotation mark without its partner. */
  private static String unbalanced(String script) {
    String bare =
        PS_QUIET
            .matcher(script)
            .replaceAll(
                match -> "\n".repeat((int) match.group().chars().filter(c -> c == '\n').count()));
    Deque<Character> open = new ArrayDeque<>();
    int line = 1;
    for (char c : bare.toCharArray()) {
      line += c == '\n' ? 1 : 0;
      if (c == '"' || c == '\'') {
        return "line " + line + ": " + c;
      } else if ("([{".indexOf(c) >= 0) {
        open.push(")]}".charAt("([{".indexOf(c)));
      } else if (")]}".indexOf(c) >= 0 && (open.isEmpty() || open.pop() != c)) {
        return "line " + line + ": " + c;
      }
    }
    return open.isEmpty() ? "" : "not closed: " + open.peek();
  }
}
