package dev.rollcall.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.login.LoginService;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.vault.KeyVault;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.localtenant.vault.VaultCertificate.Format;
import dev.rollcall.localtenant.wire.CertificateMint;
import dev.rollcall.localtenant.wire.WireServer;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Thumbprints;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real logins, with certificates that a real Key Vault client reads, at a login and vault of ours.
 */
@Tag("E2")
class AppCredentialsTest {

  private static final String GRAPH = "https://graph.example";
  private static final UUID TENANT = new UUID(1, 2);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WireServer loginServer = WireServer.open(LocalTrust.install().server(), threads);
  private final WireServer vaultServer = WireServer.open(LocalTrust.install().server(), threads);
  private final AppRegistration app = new AppRegistration(new UUID(3, 4), "Rollcall");
  private final AppRegistration host = new AppRegistration(new UUID(5, 6), "Host");
  private final Tokens tokens = new Tokens(TENANT, Clock.systemUTC());
  private final Resource vaultResource = new Resource(KeyVault.RESOURCE, Set.of(KeyVault.RESOURCE));
  private final LoginService login =
      new LoginService(
          loginServer.uri(),
          TENANT,
          "contoso.onmicrosoft.com",
          List.of(app, host),
          List.of(vaultResource, new Resource(GRAPH, Set.of(GRAPH))),
          tokens,
          Clock.systemUTC());
  private final KeyVault vault =
      new KeyVault(
          vaultServer.uri(),
          loginServer.uri().resolve("/" + TENANT),
          vaultResource,
          tokens,
          unexpected -> {
            throw new IllegalStateException(unexpected);
          });
  private final HttpClient http = new JdkHttpClientBuilder().build();
  private final AppCredentials credentials;

  AppCredentialsTest() {
    loginServer.serve(login);
    vaultServer.serve(vault);
    host.addSecret("host-secret", Instant.now().plus(Duration.ofDays(1)));
    vault.allow(host.appId());
    TokenCredential access =
        new ClientSecretCredentialBuilder()
            .authorityHost(loginServer.uri().toString())
            .tenantId(TENANT.toString())
            .clientId(host.appId())
            .clientSecret("host-secret")
            .disableInstanceDiscovery()
            .httpClient(http)
            .build();
    credentials =
        AppCredentials.fromKeyVault(
            vaultServer.uri(),
            access,
            Optional.of(
                CloudHosts.custom(
                    loginServer.uri(), URI.create(GRAPH + "/v1.0"), GRAPH + "/.default")),
            http,
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    loginServer.close();
    vaultServer.close();
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfEitherFormBuysAToken(Format format) {
    VaultCertificate certificate = certificate("a1", format);
    vault.put("rollcall-contoso", certificate);
    app.register(certificate.certificate());

    String token = token();

    assertFalse(token.isEmpty());
    assertEquals(
        certificate.certificate().getNotAfter().toInstant(),
        credentials.certificateEnds(environment()).orElseThrow());
  }

  @Test
  @Tag("E6")
  void whatAnAppLogsInWithIsTold() throws Exception {
    VaultCertificate certificate = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", certificate);

    CredentialInUse used = credentials.inUse(environment(), environment().app());

    assertEquals(
        new CredentialInUse(
            CredentialInUse.Kind.CERTIFICATE,
            Optional.of("rollcall-contoso"),
            Optional.of("a1".repeat(16)),
            Optional.of(certificate.certificate().getNotAfter().toInstant()),
            Optional.of(Thumbprints.of(certificate.certificate().getEncoded()))),
        used);
  }

  @Test
  void aTokenIsKeptAndTheVaultAskedOnce() {
    VaultCertificate certificate = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", certificate);
    app.register(certificate.certificate());

    String first = token();
    int asked = vault.requests();
    String second = token();

    assertEquals(first, second);
    assertEquals(asked, vault.requests());
  }

  @Test
  void aCertificateRolledInMidRunIsReadAgain() {
    login.tokenLifetime(Duration.ofSeconds(60));
    VaultCertificate old = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", old);
    app.register(old.certificate());
    token();

    VaultCertificate renewed = certificate("b2", Format.PEM);
    vault.put("rollcall-contoso", renewed);
    app.unregister(old.certificate()).register(renewed.certificate());
    String token = token();

    assertFalse(token.isEmpty());
    assertEquals(
        renewed.certificate().getNotAfter().toInstant(),
        credentials.certificateEnds(environment()).orElseThrow());
  }

  @Test
  void aCertificateTheAppDoesNotHaveIsNamedWithoutAnyText() {
    vault.put("rollcall-contoso", certificate("a1", Format.PKCS12));

    ClientException refused = assertThrows(ClientException.class, this::token);

    assertEquals("certificateNotRegistered", refused.problem().code());
    assertFalse(refused.toString().contains("contoso"));
  }

  @Test
  void anAppTheTenantDoesNotKnowIsNamed() {
    VaultCertificate certificate = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", certificate);

    ClientException refused =
        assertThrows(
            ClientException.class,
            () -> token(environment("contoso.onmicrosoft.com", new UUID(9, 9).toString())));

    assertEquals("appNotInTenant", refused.problem().code());
  }

  @Test
  void aTenantNobodyKnowsIsNamed() {
    vault.put("rollcall-contoso", certificate("a1", Format.PKCS12));

    ClientException refused =
        assertThrows(
            ClientException.class,
            () -> token(environment("fabrikam.onmicrosoft.com", app.appId())));

    assertEquals("tenantUnknown", refused.problem().code());
  }

  @Test
  void whatIsWrongWithTheVaultIsNamed() {
    assertEquals(
        "certificateNotFound", assertThrows(ClientException.class, this::token).problem().code());

    vault.deny(host.appId());
    assertEquals(
        "keyVaultDenied", assertThrows(ClientException.class, this::token).problem().code());
  }

  @Test
  void aSecretThatIsNoCertificateIsRefused() {
    vault.putSecret("rollcall-contoso", "swordfish");

    ClientException refused = assertThrows(ClientException.class, this::token);

    assertEquals("certificateUnreadable", refused.problem().code());
    assertFalse(refused.toString().contains("swordfish"));
  }

  @Tag("E8")
  @Test
  void aCustomCloudNeedsHosts() {
    AppCredentials none =
        AppCredentials.fromKeyVault(
            vaultServer.uri(), request -> null, Optional.empty(), http, Clock.systemUTC());

    assertEquals(
        "cloudUnknown",
        assertThrows(ClientException.class, () -> none.of(environment())).problem().code());
  }

  private String token() {
    return token(environment());
  }

  private String token(Environment environment) {
    return credentials
        .of(environment)
        .getTokenSync(new TokenRequestContext().addScopes(GRAPH + "/.default"))
        .getToken();
  }

  private Environment environment() {
    return environment("contoso.onmicrosoft.com", app.appId());
  }

  private static Environment environment(String tenant, String clientId) {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.CUSTOM,
        tenant,
        new Environment.App("Rollcall", clientId, "rollcall-contoso", 4));
  }

  private static VaultCertificate certificate(String version, Format format) {
    KeyPair key = CertificateMint.rsaKey();
    Instant now = Instant.now();
    X509Certificate certificate =
        CertificateMint.selfSigned(
            key,
            "rollcall",
            now.minus(Duration.ofHours(1)),
            now.plus(Duration.ofDays(version.length() * 100L + version.charAt(0))));
    return new VaultCertificate(version.repeat(16), certificate, key.getPrivate(), format, true);
  }
}
