package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script that prepares an organisation, run against a stand-in for the Azure CLI. Its
 * PowerShell twin cannot be run here; it is held to making the same calls.
 */
@Tag("E12")
final class SetupScriptTest {

  private static final Path SCRIPTS = Bicep.INFRA.resolve("setup");
  private static final String IDENTITY = "7e3f1f0a-4a8f-4f0e-9d2a-6a52f0c2b111";

  @TempDir private Path state;

  private record Ended(int status, String said) {}

  @BeforeEach
  void bash() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs Bash");
  }

  @Test
  void withoutApplyItSaysEveryStepAndChangesNothing() throws Exception {
    Ended ended = setup("--keyless", IDENTITY);

    assertEquals(0, ended.status, ended.said);
    assertEquals(List.of(), writes());
    assertTrue(ended.said.contains("would: trust the identity"), ended.said);
    assertTrue(ended.said.contains("7 steps. Nothing was changed"), ended.said);
  }

  @Test
  void whatIsDoneOnceIsNotDoneAgain() throws Exception {
    assertEquals(0, setup("--keyless", IDENTITY, "--apply").status);
    List<String> first = writes();
    Ended again = setup("--keyless", IDENTITY, "--apply");

    assertEquals(7, first.size(), first.toString());
    assertEquals(first, writes());
    assertTrue(again.said.contains("Nothing to do. Client id: app-1"), again.said);
  }

  @Test
  void whatWasCutOffIsGoneOnWith() throws Exception {
    Files.writeString(state.resolve("apps"), "app-7\n");
    Files.writeString(state.resolve("principals"), "principal-7\n");
    Files.writeString(state.resolve("granted"), "role-User.Read.All\n");

    setup("--keyless", IDENTITY, "--apply");

    assertEquals(4, writes().size(), writes().toString());
    assertTrue(writes().stream().noneMatch(line -> line.contains("ad app create")));
  }

  @ParameterizedTest
  @CsvSource({
    "AzureCloud, api://AzureADTokenExchange",
    "AzureUSGovernment, api://AzureADTokenExchangeUSGov",
    "AzureChinaCloud, api://AzureADTokenExchangeChina"
  })
  void theTrustIsMadeOutToTheCloudsOwnExchange(String cloud, String audience) throws Exception {
    run(Map.of("AZ_CLOUD", cloud), "--keyless", IDENTITY, "--apply");

    String federation = writes().get(writes().size() - 1);
    assertTrue(federation.contains("\"audiences\":[\"" + audience + "\"]"), federation);
    assertTrue(federation.contains("\"subject\":\"" + IDENTITY + "\""), federation);
    assertTrue(federation.contains("/11111111-1111-1111-1111-111111111111/v2.0\""), federation);
  }

  @Test
  void aCertificateIsMadeAndRegisteredOnce() throws Exception {
    setup("--certificate", "rollcall-contoso", "--vault", "kv-rc", "--apply");
    List<String> first = writes();
    setup("--certificate", "rollcall-contoso", "--vault", "kv-rc", "--apply");

    assertEquals(first, writes());
    assertTrue(first.stream().anyMatch(line -> line.contains("\"exportable\":true")));
    // Another version of the CLI lists the same thumbprint in base64.
    Files.writeString(state.resolve("registered"), "q83v\n");
    setup("--certificate", "rollcall-contoso", "--vault", "kv-rc", "--apply");
    assertEquals(first, writes());
  }

  @Test
  void aLimitedAppIsNeverGrantedEveryMailbox() throws Exception {
    Ended ended = setup("--keyless", IDENTITY, "--group", "field@contoso.com", "--apply");

    assertTrue(writes().stream().noneMatch(line -> line.contains("Contacts.ReadWrite")));
    assertTrue(ended.said.contains("-Role 'Application Contacts.ReadWrite'"), ended.said);
    assertFalse(ended.said.contains("ATTENTION"), ended.said);

    Files.writeString(state.resolve("granted"), "role-Contacts.ReadWrite\n");
    ended = setup("--keyless", IDENTITY, "--group", "field@contoso.com");
    assertTrue(ended.said.contains("ATTENTION"), ended.said);
  }

  @Test
  @Tag("R8")
  void mailIsSentFromOneMailboxAndNeverInAnybodysName() throws Exception {
    Ended ended = setup("--keyless", IDENTITY, "--mail", "svc@contoso.com", "--apply");

    assertEquals(0, ended.status, ended.said);
    assertTrue(writes().stream().noneMatch(line -> line.contains("Mail.Send")));
    assertTrue(ended.said.contains("\"PrimarySmtpAddress -eq 'svc@contoso.com'\""), ended.said);
    assertTrue(
        ended.said.contains(
            "-Role 'Application Mail.Send' -CustomResourceScope 'Rollcall notifications'"),
        ended.said);
    assertFalse(ended.said.contains("ATTENTION"), ended.said);

    Files.writeString(state.resolve("granted"), "role-Mail.Send\n");
    assertTrue(
        setup("--keyless", IDENTITY, "--mail", "svc@contoso.com").said.contains("ATTENTION"));
    String both =
        setup("--keyless", IDENTITY, "--mail", "svc@contoso.com", "--group", "g@contoso.com").said;
    assertEquals(both.indexOf("New-ServicePrincipal"), both.lastIndexOf("New-ServicePrincipal"));
  }

  @Test
  void mailboxSettingsAreAskedForOnlyWhenNeeded() throws Exception {
    assertFalse(setup("--keyless", IDENTITY).said.contains("MailboxSettings.Read"));
    assertTrue(
        setup("--keyless", IDENTITY, "--recipient-types").said.contains("MailboxSettings.Read"));
  }

  @Test
  void whatIsUnclearIsRefusedBeforeAnythingIsDone() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"--apply"},
          {"--keyless", IDENTITY, "--certificate", "c", "--vault", "v", "--apply"},
          {"--certificate", "c", "--apply"},
          {"--keyless"},
          {"--keyless", IDENTITY, "--name", "it's", "--apply"},
          {"--everything", "--apply"}
        }) {
      Ended ended = setup(wrong);
      assertEquals(2, ended.status, ended.said);
      assertTrue(ended.said.contains("Nothing was changed."), ended.said);
    }
    Files.writeString(state.resolve("apps"), "app-1\napp-2\n");
    assertEquals(2, setup("--keyless", IDENTITY, "--apply").status);
    assertEquals(List.of(), writes());
  }

  @Test
  void permissionsAreThoseTheReadmeNames() throws Exception {
    String readme = Files.readString(Bicep.PROJECT.resolve("README.md"));
    Set<String> asked = names(Files.readString(SCRIPTS.resolve("setup.sh")));

    for (String permission : asked) {
      assertTrue(readme.contains("`" + permission + "`"), permission);
    }
    assertEquals(asked, names(Files.readString(SCRIPTS.resolve("setup.ps1"))));
  }

  @Test
  void bothScriptsMakeTheSameCalls() throws Exception {
    String sh = Files.readString(SCRIPTS.resolve("setup.sh"));
    String ps = Files.readString(SCRIPTS.resolve("setup.ps1"));

    assertEquals(calls(sh, "\\baz "), calls(ps, "(?:Invoke|Read)-Az "));
  }

  @Test
  void thePowerShellScriptsBracketsMatch() throws Exception {
    assertEquals("", unbalanced(Files.readString(SCRIPTS.resolve("setup.ps1"))));
    assertEquals("line 2: }", unbalanced("if ($a) { 'it''s }' }\n} # {\n"));
  }

  /** The commands of the Azure CLI, up to their first option. */
  private static Set<String> calls(String script, String by) {
    Set<String> calls = new TreeSet<>();
    Matcher call = Pattern.compile(by + "((?:[a-z][a-z-]* )+)--(?:method (\\w+))?").matcher(script);
    while (call.find()) {
      calls.add((call.group(1) + (call.group(2) == null ? "" : call.group(2))).strip());
    }
    calls.remove("login");
    return calls;
  }

  private static Set<String> names(String script) {
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("\\b[A-Z]\\w+\\.Read(?:Write)?(?:\\.All)?\\b").matcher(script);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  /** The first bracket without its partner, outside of strings and comments. */
  private static String unbalanced(String script) {
    Deque<Character> open = new ArrayDeque<>();
    String bare =
        Pattern.compile("<#.*?#>|#[^\\n]*|'[^'\\n]*'|\"(?:`.|[^\"`\\n])*\"", Pattern.DOTALL)
            .matcher(script)
            .replaceAll(
                match -> "\n".repeat((int) match.group().chars().filter(c -> c == '\n').count()));
    int line = 1;
    for (char c : bare.toCharArray()) {
      line += c == '\n' ? 1 : 0;
      if ("([{".indexOf(c) >= 0) {
        open.push(")]}".charAt("([{".indexOf(c)));
      } else if (")]}".indexOf(c) >= 0 && (open.isEmpty() || open.pop() != c)) {
        return "line " + line + ": " + c;
      }
    }
    return open.isEmpty() ? "" : "not closed: " + open.peek();
  }

  private List<String> writes() throws IOException {
    Path writes = state.resolve("writes");
    return Files.exists(writes) ? Files.readAllLines(writes) : List.of();
  }

  private Ended setup(String... options) throws Exception {
    return run(Map.of(), options);
  }

  private Ended run(Map<String, String> variables, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPTS.resolve("setup.sh").toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    builder.environment().put("AZ_STATE", state.toString());
    builder
        .environment()
        .merge("PATH", standIn().toString(), (before, first) -> first + ":" + before);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return new Ended(process.exitValue(), said);
  }

  /** Resources are copied without their being executable. */
  private Path standIn() throws IOException {
    Path bin = Files.createDirectories(state.resolve("bin"));
    Path az = bin.resolve("az");
    if (!Files.exists(az)) {
      Files.copy(Bicep.PROJECT.resolve("src/test/resources/infra/bin/az"), az);
      assertTrue(az.toFile().setExecutable(true));
    }
    return bin;
  }
}
