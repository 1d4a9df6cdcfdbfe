package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.policy.Environment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The credentials of all environments' apps, by certificate or client secret from one Key Vault or
 * by the app's own identity; each is made when first needed and kept. Safe for several threads.
 */
public final class AppCredentials {

  /** Notices that nobody takes are dropped beyond this; each says the same again in an hour. */
  private static final int NOTICES = 100;

  private final VaultSecrets vault;
  private final Optional<CloudHosts> customCloud;
  private final HttpClient http;
  private final Clock clock;
  private final TokenCredential access;
  private final Map<Identity, RollingCredential> withKeys = new ConcurrentHashMap<>();
  private final Map<Identity, IdentityCredential> withoutKeys = new ConcurrentHashMap<>();
  private final BlockingQueue<CredentialNotice> notices = new LinkedBlockingQueue<>(NOTICES);

  /** What makes two environments' logins the same. */
  private record Identity(
      CloudHosts hosts, String tenant, String clientId, Environment.Credential credential) {}

  private AppCredentials(
      VaultSecrets vault,
      TokenCredential access,
      Optional<CloudHosts> customCloud,
      HttpClient http,
      Clock clock) {
    this.vault = vault;
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
        new VaultSecrets(vault, access, http, customCloud.isEmpty()),
        access,
        customCloud,
        http,
        clock);
  }

  /**
   * The newest value of a secret that is not an app's own, such as a downstream service's key. Not
   * kept here.
   *
   * @param name the Key Vault secret's name
   * @throws ClientException if there is none, it is empty or cannot be read
   */
  public String secret(String name) {
    // A line's end comes along when a secret is stored from a file.
    String value = vault.newest(Service.KEY_VAULT_SECRETS, name).value().strip();
    if (value.isEmpty()) {
      throw Failures.ofBlankSecret();
    }
    return value;
  }

  /**
   * What this installation signs with towards others: the newest version of a certificate in Key
   * Vault, with its key. Not kept here.
   *
   * @param certificate its name
   * @throws ClientException if there is none, it cannot be read, it has ended or not begun, or its
   *     key is none of RSA
   */
  public SigningKey signingKey(String certificate) {
    VaultSecret secret = vault.newest(Service.KEY_VAULT, certificate);
    LoadedCertificate loaded = LoadedCertificate.read(secret.contentType(), secret.value());
    Instant now = clock.instant();
    if (!now.isBefore(loaded.ends())) {
      throw Failures.of(Symptom.answer(Service.OFFER, 0, "ownCertificateEnded", ""));
    }
    if (now.isBefore(loaded.begins())) {
      throw Failures.ofEarlyCertificate();
    }
    CertificateContent content =
        loaded.pem()
            ? CertificateContent.ofPem(new String(loaded.content(), StandardCharsets.UTF_8))
            : CertificateContent.ofPfx(loaded.content(), "");
    if (content.problemAt(now).isPresent()) {
      throw Failures.ofUnreadableCertificate();
    }
    return new SigningKey(content.privateKey(), content.certificate());
  }

  /**
   * What Key Vault knows of the newest version of such a secret; one request.
   *
   * @param name the Key Vault secret's name
   * @throws ClientException if there is none, or it cannot be read
   */
  public StoredKey storedKey(String name) {
    VaultSecret secret = vault.newest(Service.KEY_VAULT_SECRETS, name);
    return new StoredKey(secret.version(), secret.expires());
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
            secret -> withSecret(environment, app, secret.name()),
            identity -> withoutKey(environment, app),
            account -> {
              throw noTenant();
            });
  }

  /**
   * What one of the environment's apps logs in with: the version of the last login, or of one that
   * is made now if Key Vault was not asked for an hour, so that a renewed version counts. If nobody
   * can log in, it is the newest version.
   *
   * @throws ClientException if it cannot be read from Key Vault
   */
  public CredentialInUse inUse(Environment environment, Environment.App app) {
    String scope = hosts(environment).graphScope();
    return app.credential()
        .match(
            certificate -> withCertificate(environment, app, certificate.name()).inUse(scope),
            secret -> withSecret(environment, app, secret.name()).inUse(scope),
            identity -> CredentialInUse.managedIdentity(),
            account -> {
              throw noTenant();
            });
  }

  private static IllegalArgumentException noTenant() {
    return new IllegalArgumentException("an account of Exchange Server does not log in to Entra");
  }

  /** Takes what is to be told of logins since this was last asked; each notice is given once. */
  public List<CredentialNotice> takeNotices() {
    List<CredentialNotice> taken = new ArrayList<>();
    notices.drainTo(taken);
    return taken;
  }

  private RollingCredential withCertificate(
      Environment environment, Environment.App app, String certificate) {
    return withKeys.computeIfAbsent(
        identity(environment, app),
        identity -> rolling(new CertificateKeys(vault, certificate, point(identity))));
  }

  private RollingCredential withSecret(
      Environment environment, Environment.App app, String secret) {
    return withKeys.computeIfAbsent(
        identity(environment, app),
        identity -> rolling(new SecretKeys(vault, secret, point(identity))));
  }

  private RollingCredential rolling(AppKeys keys) {
    return new RollingCredential(keys, clock, notices::offer);
  }

  private LoginPoint point(Identity identity) {
    return new LoginPoint(identity.hosts, identity.tenant, identity.clientId, http);
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
