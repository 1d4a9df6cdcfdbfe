package dev.rollcall.run.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a value is, a shell takes it as it is: Bash itself says so. */
@Tag("E11")
final class ShellTest {

  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "'",
          "''",
          "\"",
          "\\",
          "\\'",
          "$(touch /tmp/owned)",
          "`touch /tmp/owned`",
          "'; touch /tmp/owned; '",
          "\n",
          "a\nb",
          "\r\n; touch /tmp/owned",
          "$HOME",
          "${IFS}",
          "!!",
          "~",
          "~root",
          "-n",
          "--help",
          "*",
          "{a,b}",
          "a=b",
          "#comment",
          "&& touch /tmp/owned",
          "O'Brien & Söhne <GmbH>",
          "\u2018; Remove-Item x; \u2019",
          "\u201a\u201b",
          "\u202egnp.exe",
          "\u0000nul",
          "\u0007bell\u001b[31m",
          "名前",
          "\ud83d\ude00",
          "\u00ad\u200b",
          "\ud800",
          "$'\\x41'",
          "%s",
          "<(id)");

  @Test
  void bashTakesEveryHostileValueAsItIs() throws Exception {
    assertEquals(HOSTILE.stream().map(ShellTest::possible).toList(), spoken(HOSTILE));
  }

  @Test
  void bashTakesRandomValuesAsTheyAre() throws Exception {
    long seed = Long.getLong("rollcall.seed", System.nanoTime());
    Random random = new Random(seed);
    String alphabet = "'\"\\$`!;&|<>(){}[]*?~#=% \n\t\r\u0001\u007f\u2019\u202eäx0-\u2028";
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      StringBuilder value = new StringBuilder();
      int length = random.nextInt(12);
      for (int c = 0; c < length; c++) {
        value.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      values.add(value.toString());
    }

    assertEquals(values, spoken(values), "seed " + seed);
  }

  @Test
  void powerShellsRulesGiveBackEveryHostileValue() {
    for (String value : HOSTILE) {
      assertEquals(possible(value), PowerShellText.read(Shell.POWERSHELL.literal(value)), value);
    }
  }

  @Test
  void powerShellCodeInsideBashSurvivesBoth() throws Exception {
    List<String> nested = HOSTILE.stream().map(value -> Shell.POWERSHELL.literal(value)).toList();

    List<String> through = spoken(nested);

    for (int i = 0; i < HOSTILE.size(); i++) {
      assertEquals(possible(HOSTILE.get(i)), PowerShellText.read(through.get(i)));
    }
  }

  @Test
  void aCommandIsOneLineAndShowsNothingThatTurnsTheText() {
    for (Shell shell : Shell.values()) {
      for (String value : HOSTILE) {
        String command = shell.command("New-Thing", value);
        assertEquals(1, command.lines().count(), command);
        assertTrue(command.codePoints().noneMatch(c -> c < 0x20 || c == 0x202e), command);
      }
    }
  }

  @Test
  void plainWordsStayReadable() {
    assertEquals(
        "az login --tenant contoso.onmicrosoft.com",
        Shell.BASH.command("az", "login", "--tenant", "contoso.onmicrosoft.com"));
    assertEquals(
        "Get-Thing -Id 2653598a-91f0-4a44-8a05-0d5d1a4a5d3f 'a b'",
        Shell.POWERSHELL.command(
            "Get-Thing", "-Id", "2653598a-91f0-4a44-8a05-0d5d1a4a5d3f", "a b"));
  }

  /** What Bash hands to a program, argument by argument. */
  private static List<String> spoken(List<String> values) throws IOException, InterruptedException {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs Bash");
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash", "-c", "printf '%s\\0' -- " + Shell.BASH.command(values.toArray(new String[0])));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    List<String> words = Arrays.asList(out.split("\0", -1));
    assertEquals("--", words.get(0));
    return words.subList(1, words.size() - 1);
  }

  /** Without what no argument can hold. */
  private static String possible(String value) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c ->
                text.appendCodePoint(
                    c == 0 || Character.getType(c) == Character.SURROGATE ? 0xfffd : c));
    return text.toString();
  }
}
