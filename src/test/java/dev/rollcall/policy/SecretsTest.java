package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are found, and what is found is not repeated. */
@Tag("E2")
class SecretsTest {

  private static final String TOKEN =
      "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\\nMIIEvQ",
        "Bearer " + TOKEN,
        "abC8Q~dEfG1hIjK2lMnO3pQrS4tUvW5xYz6aBcDe",
        "DefaultEndpointsProtocol=https;AccountKey="
            + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "https://contoso.blob.core.windows.net/x?sv=1&sig=a1B2c3D4e5F6g7H8i9J0kLmN%2Bo%3D",
        "https://admin:Winter2026@contoso.com/"
      })
  void aSecretAnywhereIsRefusedAndNotRepeated(String secret) {
    for (String place : List.of("/description", "/mapping/categories/0", "/what", "/$schema")) {
      List<DocumentProblem> problems =
          Documents.policyProblems(
              Documents.with(Documents.everyOption(), place, "\"" + secret + "\""));

      assertEquals(List.of(place), problems.stream().map(DocumentProblem::pointer).toList());
      assertTrue(problems.get(0).message().contains("secret"), problems.toString());
      assertFalse(problems.toString().contains(secret.substring(8, 24)), problems.toString());
    }
  }

  @Test
  void whatStandsWhereASecretIsNamedIsNotRepeated() {
    List<DocumentProblem> problems =
        Documents.environmentProblems(
            Documents.with(
                Documents.environment(), "/apps/0/credential", "{\"secret\": \"hunter 2!\"}"));

    assertEquals(
        List.of("/apps/0/credential/secret"),
        problems.stream().map(DocumentProblem::pointer).toList());
    assertTrue(problems.get(0).message().contains("looks like a secret"), problems.toString());
    assertFalse(problems.toString().contains("hunter"), problems.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "password, hunter2",
    "clientSecret, name-like",
    "client_secret, hunter2",
    "PrivateKey, abc",
    "apiKey, abc"
  })
  void aKeyThatSaysItHoldsASecretIsRefused(String key, String value) {
    List<DocumentProblem> problems =
        Documents.environmentProblems(
            Documents.with(
                Documents.environment(), "/apps/0/credential/" + key, "\"" + value + "\""));

    assertEquals(
        List.of("/apps/0/credential/" + key),
        problems.stream().map(DocumentProblem::pointer).toList());
    assertTrue(problems.get(0).message().contains("looks like a secret"), problems.toString());
    assertFalse(problems.toString().contains(value), problems.toString());
  }

  @Test
  void aSecretWrittenAsAKeyIsNotRepeated() {
    List<DocumentProblem> problems =
        Documents.policyProblems(Documents.everyOption().put(TOKEN, true));

    assertFalse(problems.isEmpty());
    assertFalse(problems.toString().contains(TOKEN.substring(0, 20)), problems.toString());
  }

  @Test
  void aDocumentThatIsNoJsonIsNotRepeated() {
    for (String text : List.of("{\"a\": " + TOKEN, "{" + TOKEN + "}", "{\"x\":1,\"x\":2}", TOKEN)) {
      List<DocumentProblem> problems =
          Documents.problems(PolicyDocuments.environment(text.getBytes(StandardCharsets.UTF_8)));

      assertEquals(1, problems.size());
      assertFalse(problems.toString().contains("eyJ"), problems.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2653598a-91f0-4a44-8a05-0d5d1a4a5d3f",
        "AllEmployeesOfTheSalesDepartmentInBerlinAndPotsdam2026@contoso.com",
        "Thumbprint A909502DD82AE41433E6F83886B00D4277A32A7B",
        "a909502dd82ae41433e6f83886b00d4277a32a7bf83886b00d4277a32a7b1234",
        "https://learn.microsoft.com/en-us/graph/api/resources/contact?view=graph-rest-1.0",
        "../../../main/resources/schema/environment.schema.json",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "CN=Rollcall-2026-Contoso-Employees-Berlin-HQ-01"
      })
  void whatIsNoSecretIsTaken(String text) {
    assertFalse(Secrets.looksSecret(text), text);
  }

  @Test
  void randomKeysAreFound() {
    int[] missed = new int[1];
    Seeded.cases(
        1000,
        random -> {
          byte[] key = new byte[32 + random.nextInt(32)];
          random.nextBytes(key);
          missed[0] += Secrets.looksSecret(Base64.getEncoder().encodeToString(key)) ? 0 : 1;
        });

    assertTrue(missed[0] <= 20, missed[0] + " of 1000 were missed");
  }

  @Test
  void noTextTakesLong() {
    for (String part :
        List.of("eyJ", "-----BEGIN ", "://a:", "aB3", "?sig=", "aB3~/+=", "a", " ")) {
      String text = part.repeat(JsonText.MAX_BYTES / part.length());

      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Secrets.looksSecret(text), part);
    }
  }
}
