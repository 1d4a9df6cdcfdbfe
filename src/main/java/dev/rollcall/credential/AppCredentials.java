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
 * The credentials of all environments' apps, by certificate from one Key Vault; each is made when
 * first needed and kept. Safe for several threads.
 */
public final class AppCredentials {

  private final CertificateSource certificates;
  private final Optional<CloudHosts> customCloud;
  private final HttpClient http;
  private final Clock clock;
  private final Map<Identity, CertificateCredential> credentials = new ConcurrentHashMap<>();

  /** What makes two environments' logins the same. */
  private record Identity(CloudHosts hosts, String tenant, String clientId, String certificate) {}

  private AppCredentials(
      CertificateSource certificates,
      Optional<CloudHosts> customCloud,
      HttpClient http,
      Clock clock) {
    this.certificates = certificates;
    this.customCloud = customCloud;
    this.http = http;
    this.clock = clock;
  }

  /**
   * Credentials from a Key Vault.
   *
   * @param vault the vault's address
   * @param access the identity the app itself reads the vault with
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
    return credential(environment);
  }

  /**
   * When the certificate of the environment's app ends.
   *
   * @throws ClientException if it cannot be read from Key Vault
   */
  public Instant certificateEnds(Environment environment) {
    return credential(environment).certificateEnds();
  }

  private CertificateCredential credential(Environment environment) {
    Environment.App app = environment.app();
    return credentials.computeIfAbsent(
        new Identity(hosts(environment), environment.tenant(), app.clientId(), app.certificate()),
        identity ->
            new CertificateCredential(
                identity.hosts,
                identity.tenant,
                identity.clientId,
                identity.certificate,
                certificates,
                http,
                clock));
  }
}
