package dev.rollcall.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Logins without any key: a managed identity that the app registration trusts. */
@Tag("E12")
final class KeylessTest {

  private static final Environment.Credential KEYLESS =
      new Environment.Credential.ManagedIdentity();

  private final LocalTenant tenant = LocalTenant.start();
  private final HttpClient http = new JdkHttpClientBuilder().build();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void theIdentitysTokenBuysOneForTheApp() {
    tenant.trustHostIdentity();
    AppCredentials credentials = credentials(tenant.identityHeader());

    String token = token(credentials);

    assertFalse(token.isEmpty());
    assertEquals(0, tenant.vault().requests(), "no certificate is needed");
    assertEquals(Optional.empty(), credentials.inUse(environment(), environment().app()).ends());
  }

  @Test
  void aTokenIsKept() {
    tenant.trustHostIdentity();
    AppCredentials credentials = credentials(tenant.identityHeader());

    String first = token(credentials);
    int before = asked.get();

    assertEquals(first, token(credentials));
    assertEquals(before, asked.get());
  }

  @Test
  void anAppThatDoesNotTrustTheIdentityIsNamed() {
    ClientException refused = refused(tenant.identityHeader());

    assertEquals("federationNotRegistered", refused.problem().code());
    assertFalse(refused.toString().contains(tenant.tenantId()));
  }

  @Test
  void anAppThatTrustsAnotherIdentityIsNamed() {
    String issuer = tenant.loginUri() + "/" + tenant.tenantId() + "/v2.0";
    tenant
        .app()
        .trust(
            new AppRegistration.Federation(
                issuer, "00000000-0000-0000-0000-000000000001", "api://AzureADTokenExchange"));

    assertEquals("federationNotRegistered", refused(tenant.identityHeader()).problem().code());

    tenant.trustHostIdentity();
    assertFalse(token(credentials(tenant.identityHeader())).isEmpty());
    tenant.app().distrust();
    assertEquals("federationNotRegistered", refused(tenant.identityHeader()).problem().code());
  }

  @Test
  void anIdentityThatIsNotThereIsNamed() {
    tenant.trustHostIdentity();

    assertEquals("identityUnavailable", refused("somebody else's").problem().code());
  }

  @Test
  void eachCloudHasATokenExchangeOfItsOwn() {
    assertEquals("api://AzureADTokenExchange", exchange(Cloud.GLOBAL));
    assertEquals("api://AzureADTokenExchangeUSGov", exchange(Cloud.US_GOV));
    assertEquals("api://AzureADTokenExchangeUSGov", exchange(Cloud.US_GOV_DOD));
    assertEquals("api://AzureADTokenExchangeChina", exchange(Cloud.CHINA));
  }

  @Test
  void aWholeProcessRunsOnItsManagedIdentityAlone() throws Exception {
    try (LocalTenant organisation =
        LocalTenant.start(Generator.standard(), LocalTenantOptions.defaults())) {
      organisation.trustHostIdentity();

      String said = process(organisation);

      assertTrue(said.startsWith("APPLYING "), said);
      assertTrue(said.endsWith(" noProblem"), said);
      assertEquals(0, organisation.vault().requests());
      assertEquals(List.of(), organisation.unexpectedRequests());

      organisation.app().distrust();
      assertEquals("FAILED none federationNotRegistered", process(organisation));
    }
  }

  /** Starts a process with a function app's variables, and answers its last line. */
  private static String process(LocalTenant tenant) throws Exception {
    ProcessBuilder worker =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djavax.net.ssl.trustStore=" + LocalTrust.install().trustStore(),
            "-Djavax.net.ssl.trustStorePassword=changeit",
            "-Djavax.net.ssl.trustStoreType=PKCS12",
            "-cp",
            System.getProperty("java.class.path"),
            KeylessWorker.class.getName());
    Map<String, String> variables = worker.environment();
    variables.putAll(LocalCloud.variables(tenant, Azurite.shared().freshAccount()));
    variables.put("IDENTITY_ENDPOINT", tenant.identityUri().toString());
    variables.put("IDENTITY_HEADER", tenant.identityHeader());
    variables.put("ROLLCALL_IDENTITY_CLIENT_ID", tenant.hostCredential().clientId());
    variables.put(
        KeylessWorker.ENVIRONMENT,
        LocalCloud.sampleEnvironment(tenant)
            .replaceAll("\\{\\s*\"certificate\"[^}]*\\}", "{ \"managedIdentity\": true }"));
    variables.put(
        KeylessWorker.POLICY,
        LocalCloud.sample("policies/smallest.json")
            .replace("\"smallest\"", "\"office\"")
            .replace("contoso.com", "contoso.example"));
    Process process = worker.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return said;
  }

  private static String exchange(Cloud cloud) {
    return CloudHosts.of(cloud, Optional.empty()).orElseThrow().tokenExchange();
  }

  private ClientException refused(String header) {
    return assertThrows(ClientException.class, () -> token(credentials(header)));
  }

  private String token(AppCredentials credentials) {
    return credentials
        .of(environment())
        .getTokenSync(new TokenRequestContext().addScopes(tenant.graphScope()))
        .getToken();
  }

  private AppCredentials credentials(String header) {
    return AppCredentials.fromKeyVault(
        tenant.vaultUri(),
        new Identity(header),
        Optional.of(CloudHosts.custom(tenant.loginUri(), tenant.graphUri(), tenant.graphScope())),
        http,
        Clock.systemUTC());
  }

  private Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.CUSTOM,
        tenant.initialDomain(),
        new Environment.App("Rollcall", tenant.clientId(), KEYLESS, 4));
  }

  /** A managed identity of this very process, whose variables cannot be set. */
  private final class Identity implements TokenCredential {

    private final String header;

    Identity(String header) {
      this.header = header;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      asked.incrementAndGet();
      String resource = request.getScopes().get(0).replaceFirst("/\\.default$", "");
      HttpRequest get =
          HttpRequest.newBuilder(
                  URI.create(tenant.identityUri() + "?api-version=2019-08-01&resource=" + resource))
              .header("X-IDENTITY-HEADER", header)
              .build();
      try {
        HttpResponse<String> answer =
            java.net.http.HttpClient.newHttpClient()
                .send(get, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException("status " + answer.statusCode());
        }
        JsonNode token = new ObjectMapper().readTree(answer.body());
        return new AccessToken(
            token.path("access_token").asText(),
            Instant.ofEpochSecond(token.path("expires_on").asLong()).atOffset(ZoneOffset.UTC));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
