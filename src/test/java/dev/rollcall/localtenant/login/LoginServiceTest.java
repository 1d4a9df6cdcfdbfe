package dev.rollcall.localtenant.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.wire.CertificateMint;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("O6")
class LoginServiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final URI BASE = URI.create("https://127.0.0.1:1");
  private static final UUID TENANT = UUID.fromString("6d4f5a3e-0000-4000-8000-000000000001");
  private static final UUID APP = UUID.fromString("6d4f5a3e-0000-4000-8000-000000000002");
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Resource GRAPH =
      new Resource("https://graph.microsoft.com", Set.of("https://graph.microsoft.com"));
  private static final Resource VAULT =
      new Resource("https://vault.azure.net", Set.of("https://vault.azure.net"));

  private static KeyPair key;
  private static X509Certificate certificate;

  private final ManualClock clock = new ManualClock(NOW);
  private final AppRegistration app =
      new AppRegistration(APP, "Rollcall").register(certificate).grant("User.Read.All");
  private final Tokens tokens = new Tokens(TENANT, clock);
  private final LoginService login =
      new LoginService(
          BASE,
          TENANT,
          "contoso.onmicrosoft.com",
          List.of(app),
          List.of(GRAPH, VAULT),
          tokens,
          clock);

  @BeforeAll
  static void certificate() {
    key = CertificateMint.rsaKey();
    certificate =
        CertificateMint.selfSigned(
            key, "app", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));
  }

  private String assertion(String algorithm, String thumbprint, Map<String, Object> changed)
      throws Exception {
    ObjectNode header = JSON.createObjectNode().put("typ", "JWT").put("alg", algorithm);
    header.put(
        thumbprint,
        thumbprint.equals("x5t") ? Thumbprints.sha1(certificate) : Thumbprints.sha256(certificate));
    ObjectNode claims = JSON.createObjectNode();
    claims
        .put("aud", BASE + "/" + TENANT + "/oauth2/v2.0/token")
        .put("iss", APP.toString())
        .put("sub", APP.toString())
        .put("nbf", NOW.getEpochSecond())
        .put("exp", NOW.plusSeconds(600).getEpochSecond());
    changed.forEach((name, value) -> claims.set(name, JSON.valueToTree(value)));
    String content =
        base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
    Signature signature;
    if (algorithm.equals("PS256")) {
      signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    } else {
      signature = Signature.getInstance("SHA256withRSA");
    }
    signature.initSign(key.getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + base64(signature.sign());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private JsonNode ask(String assertion, String scope) throws Exception {
    String form =
        "client_id="
            + APP
            + "&grant_type=client_credentials&client_assertion_type="
            + URLEncoder.encode(
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
            + "&client_assertion="
            + assertion
            + "&scope="
            + URLEncoder.encode(scope, StandardCharsets.UTF_8);
    return JSON.readTree(
        login
            .answer(
                new WireRequest(
                    "POST",
                    "/" + TENANT + "/oauth2/v2.0/token",
                    "",
                    Map.of(),
                    form.getBytes(StandardCharsets.UTF_8)))
            .orElseThrow()
            .body());
  }

  private JsonNode ask(String assertion) throws Exception {
    return ask(assertion, "https://graph.microsoft.com/.default");
  }

  @ParameterizedTest
  @CsvSource({"RS256, x5t", "RS256, x5t#S256", "PS256, x5t", "PS256, x5t#S256"})
  void anAssertionByTheCertificateBuysATokenWithTheAppsRoles(String algorithm, String thumbprint)
      throws Exception {
    JsonNode answer = ask(assertion(algorithm, thumbprint, Map.of()));

    Caller caller = tokens.check(Optional.of(answer.path("access_token").asText()), GRAPH);
    assertEquals(new Caller(APP.toString(), Set.of("User.Read.All")), caller);
    assertEquals(3599, answer.path("expires_in").asInt());
  }

  @ParameterizedTest
  @CsvSource({"iss, 700021", "sub, 700021", "aud, 700023"})
  void anAssertionForSomethingElseIsRefused(String claim, int code) throws Exception {
    JsonNode answer = ask(assertion("RS256", "x5t", Map.of(claim, "other")));

    assertEquals("invalid_client", answer.path("error").asText());
    assertEquals(code, answer.at("/error_codes/0").asInt());
  }

  @ParameterizedTest
  @CsvSource({"-3600, -3000", "3600, 4200"})
  void anAssertionOfAnotherTimeIsRefused(long from, long until) throws Exception {
    JsonNode answer =
        ask(
            assertion(
                "RS256",
                "x5t",
                Map.of("nbf", NOW.getEpochSecond() + from, "exp", NOW.getEpochSecond() + until)));

    assertEquals(700024, answer.at("/error_codes/0").asInt());
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    String real = assertion("RS256", "x5t", Map.of());

    JsonNode answer = ask(real.substring(0, real.length() - 8) + "AAAAAAAA");

    assertEquals(700027, answer.at("/error_codes/0").asInt());
  }

  @Test
  void aCertificateThatHasEndedIsRefused() throws Exception {
    clock.advance(Duration.ofDays(2));

    JsonNode answer = ask(assertion("RS256", "x5t", Map.of()));

    assertEquals(700027, answer.at("/error_codes/0").asInt());
  }

  @Test
  void anUnknownResourceIsRefused() throws Exception {
    JsonNode answer = ask(assertion("RS256", "x5t", Map.of()), "https://api.example/.default");

    assertEquals(500011, answer.at("/error_codes/0").asInt());
  }

  @Test
  void aTokenIsGoodForItsResourceAndItsTime() throws Exception {
    Optional<String> token =
        Optional.of(ask(assertion("RS256", "x5t", Map.of())).path("access_token").asText());

    assertThrows(TokenRejected.class, () -> tokens.check(token, VAULT));
    clock.advance(Duration.ofMinutes(61));
    assertThrows(TokenRejected.class, () -> tokens.check(token, GRAPH));
    assertThrows(TokenRejected.class, () -> tokens.check(Optional.of("x.y.z"), GRAPH));
  }
}
