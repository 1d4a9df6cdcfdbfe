package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.security.keyvault.secrets.implementation.KeyVaultCredentialPolicy;
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
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A login and a vault on sockets, one app, and its credentials as the product makes them. */
final class VaultAndLogin implements AutoCloseable {

  static final String GRAPH = "https://graph.example";
  static final String NAME = "rollcall-contoso";

  private static final UUID TENANT = new UUID(1, 2);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WireServer loginServer = WireServer.open(LocalTrust.install().server(), threads);
  private final WireServer vaultServer = WireServer.open(LocalTrust.install().server(), threads);
  private final AppRegistration app = new AppRegistration(new UUID(3, 4), "Rollcall");
  private final AppRegistration host = new AppRegistration(new UUID(5, 6), "Host");
  private final LoginService login;
  private final KeyVault vault;
  private final AppCredentials credentials;

  /**
   * @param clock of the product; login and vault have the machine's
   */
  VaultAndLogin(Clock clock) {
    KeyVaultCredentialPolicy.clearCache();
    Tokens tokens = new Tokens(TENANT, Clock.systemUTC());
    Resource vaultResource = new Resource(KeyVault.RESOURCE, Set.of(KeyVault.RESOURCE));
    this.login =
        new LoginService(
            loginServer.uri(),
            TENANT,
            "contoso.onmicrosoft.com",
            List.of(app, host),
            List.of(vaultResource, new Resource(GRAPH, Set.of(GRAPH))),
            tokens,
            Clock.systemUTC());
    this.vault =
        new KeyVault(
            vaultServer.uri(),
            loginServer.uri().resolve("/" + TENANT),
            vaultResource,
            tokens,
            Clock.systemUTC(),
            unexpected -> {
              throw new IllegalStateException(unexpected);
            });
    loginServer.serve(login);
    vaultServer.serve(vault);
    host.addSecret("host-secret", Instant.now().plus(Duration.ofDays(1)));
    vault.allow(host.appId());
    HttpClient http = new JdkHttpClientBuilder().build();
    TokenCredential access =
        new ClientSecretCredentialBuilder()
            .authorityHost(loginServer.uri().toString())
            .tenantId(TENANT.toString())
            .clientId(host.appId())
            .clientSecret("host-secret")
            .disableInstanceDiscovery()
            .httpClient(http)
            .build();
    this.credentials =
        AppCredentials.fromKeyVault(
            vaultServer.uri(),
            access,
            Optional.of(
                CloudHosts.custom(
                    loginServer.uri(), URI.create(GRAPH + "/v1.0"), GRAPH + "/.default")),
            http,
            clock);
  }

  KeyVault vault() {
    return vault;
  }

  LoginService login() {
    return login;
  }

  /** The product's app. */
  AppRegistration app() {
    return app;
  }

  /** Who reads the vault. */
  AppRegistration host() {
    return host;
  }

  AppCredentials credentials() {
    return credentials;
  }

  /** An environment whose app has the certificate {@link #NAME}. */
  Environment environment() {
    return environment("contoso.onmicrosoft.com", app.appId());
  }

  Environment environment(String tenant, String clientId) {
    return environment(tenant, clientId, new Environment.Credential.Certificate(NAME));
  }

  /** An environment whose app has the client secret {@link #NAME}. */
  Environment withSecret() {
    return environment(
        "contoso.onmicrosoft.com", app.appId(), new Environment.Credential.Secret(NAME));
  }

  private static Environment environment(
      String tenant, String clientId, Environment.Credential credential) {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.CUSTOM,
        tenant,
        new Environment.App("Rollcall", clientId, credential, 4));
  }

  String token(Environment environment) {
    return credentials
        .of(environment)
        .getTokenSync(new TokenRequestContext().addScopes(GRAPH + "/.default"))
        .getToken();
  }

  /** A certificate that began an hour ago and lasts longer than a year. */
  static VaultCertificate certificate(String version, Format format) {
    Instant now = Instant.now();
    return certificate(
        version,
        format,
        now.minus(Duration.ofHours(1)),
        now.plus(Duration.ofDays(400L + version.charAt(0))));
  }

  static VaultCertificate certificate(String version, Format format, Instant begins, Instant ends) {
    KeyPair key = CertificateMint.rsaKey();
    return new VaultCertificate(
        version.repeat(32 / version.length()),
        CertificateMint.selfSigned(key, "rollcall", begins, ends),
        key.getPrivate(),
        format,
        true);
  }

  @Override
  public void close() {
    loginServer.close();
    vaultServer.close();
    threads.shutdownNow();
  }
}
