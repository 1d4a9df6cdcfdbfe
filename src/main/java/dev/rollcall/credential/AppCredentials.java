package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.policy.Environment;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials of all environments' apps, by certificate from one Key Vault or by the app's own
 * identity; each is made when first needed and kept. Safe for several threads.
 */
public final class AppCredentials {

  private final CertificateSource certificates;
  private final Optional<CloudHosts> customCloud;
  private final HttpClient http;
  private final Clock clock;
  private final TokenCredential access;
  private final Map<Identity, CertificateCredential> withCertificates = new ConcurrentHashMap<>();
  private final Map<Identity, IdentityCredential> withoutKeys = new ConcurrentHashMap<>();

  /** What makes two environments' logins the same. */
  private record Identity(
      CloudHosts hosts, String tenant, String clientId, Environment.Credential credential) {}

  private AppCredentials(
      CertificateSource certificates,
      TokenCredential access,
      Optional<CloudHosts> customCloud,
      HttpClient http,
      Clock clock) {
    this.certificates = certificates;
    this.access = access;
    this.customCloud = customCloud;
    this.http = http;
    this.clock = clock;
  }

  /**
   * Credentials from a Key Vault.
   *
   * @param vault the vault's address
   * @param access the app's own identity: it reads the vault, and is what app registrations without
   *     a certificate trust
   * @param customCloud the hosts of {@link dev.rollcall.policy.Cloud#CUSTOM}, if the settings name
   *     them; the vault then need not be at one of Microsoft's host names
   * @param http the connection to the vault and to the login hosts
   */
  public static AppCredentials fromKeyVault(
      URI vault,
      TokenCredential access,
      Optional<CloudHosts> customCloud,
      HttpClient http,
      Clock clock) {
    return new AppCredentials(
        new KeyVaultCertificates(vault, access, http, customCloud.isEmpty()),
        access,
        customCloud,
        http,
        clock);
  }

  /**
   * The hosts of an environment's cloud.
   *
   * @throws ClientException if it is a custom cloud and the settings name no hosts
   */
  public CloudHosts hosts(Environment environment) {
    return CloudHosts.of(environment.cloud(), customCloud).orElseThrow(Failures::ofUnknownCloud);
  }

  /**
   * The credential of the environment's primary app.
   *
   * @see #of(Environment, Environment.App)
   */
  public TokenCredential of(Environment environment) {
    return of(environment, environment.app());
  }

  /**
   * The credential of one of the environment's apps; logs in when first asked for a token, and then
   * throws a {@link ClientException} if it cannot. The same app has the same credential each time.
   *
   * @throws ClientException if the environment is in a custom cloud and the settings name no hosts
   */
  public TokenCredential of(Environment environment, Environment.App app) {
    return app.credential()
        .match(
            certificate -> withCertificate(environment, app, certificate.name()),
            secret -> {
              throw new UnsupportedOperationException("client secrets");
            },
            identity -> withoutKey(environment, app));
  }

  /**
   * What one of the environment's apps logs in with: the version that the last login was made with,
   * or the newest in Key Vault if there was none yet.
   *
   * @throws ClientException if it cannot be read from Key Vault
   */
  public CredentialInUse inUse(Environment environment, Environment.App app) {
    return app.credential()
        .match(
            certificate -> withCertificate(environment, app, certificate.name()).inUse(),
            secret -> {
              throw new UnsupportedOperationException("client secrets");
            },
            identity -> CredentialInUse.managedIdentity());
  }

  /**
   * When the certificate of the environment's primary app ends; empty if it has none.
   *
   * @throws ClientException if it cannot be read from Key Vault
   */
  public Optional<Instant> certificateEnds(Environment environment) {
    return inUse(environment, environment.app()).ends();
  }

  private CertificateCredential withCertificate(
      Environment environment, Environment.App app, String certificate) {
    return withCertificates.computeIfAbsent(
        identity(environment, app),
        identity ->
            new CertificateCredential(
                identity.hosts,
                identity.tenant,
                identity.clientId,
                certificate,
                certificates,
                http,
                clock));
  }

  private IdentityCredential withoutKey(Environment environment, Environment.App app) {
    return withoutKeys.computeIfAbsent(
        identity(environment, app),
        identity ->
            new IdentityCredential(
                identity.hosts, identity.tenant, identity.clientId, access, http, clock));
  }

  private Identity identity(Environment environment, Environment.App app) {
    return new Identity(hosts(environment), environment.tenant(), app.clientId(), app.credential());
  }
}
