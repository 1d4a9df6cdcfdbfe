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
   * The credential of the environment's app; logs in when first asked for a token, and then throws
   * a {@link ClientException} if it cannot.
   */
  public TokenCredential of(Environment environment) {
    return environment
        .app()
        .credential()
        .match(
            certificate -> withCertificate(environment, certificate.name()),
            identity -> withoutKey(environment));
  }

  /**
   * When the certificate of the environment's app ends; empty if it has none.
   *
   * @throws ClientException if it cannot be read from Key Vault
   */
  public Optional<Instant> certificateEnds(Environment environment) {
    return environment
        .app()
        .credential()
        .match(
            certificate ->
                Optional.of(withCertificate(environment, certificate.name()).certificateEnds()),
            identity -> Optional.empty());
  }

  private CertificateCredential withCertificate(Environment environment, String certificate) {
    return withCertificates.computeIfAbsent(
        identity(environment),
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

  private IdentityCredential withoutKey(Environment environment) {
    return withoutKeys.computeIfAbsent(
        identity(environment),
        identity ->
            new IdentityCredential(
                identity.hosts, identity.tenant, identity.clientId, access, http, clock));
  }

  private Identity identity(Environment environment) {
    Environment.App app = environment.app();
    return new Identity(hosts(environment), environment.tenant(), app.clientId(), app.credential());
  }
}
