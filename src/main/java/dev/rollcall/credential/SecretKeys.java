package dev.rollcall.credential;

import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one app's client secret. When one ends is known only if whoever stored it set the
 * expiration date of the Key Vault secret; whether it did end, the login alone decides.
 */
final class SecretKeys implements AppKeys {

  /** So many characters of a client secret Entra shows to everybody who sees the app. */
  private static final int HINT = 3;

  private final VaultSecrets vault;
  private final String name;
  private final LoginPoint point;

  SecretKeys(VaultSecrets vault, String name, LoginPoint point) {
    this.vault = vault;
    this.name = name;
    this.point = point;
  }

  @Override
  public CredentialInUse.Kind kind() {
    return CredentialInUse.Kind.SECRET;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AppKey newest() {
    return key(vault.newest(Service.KEY_VAULT_SECRETS, name));
  }

  @Override
  public AppKey version(String version) {
    return key(vault.version(Service.KEY_VAULT_SECRETS, name, version));
  }

  @Override
  public List<VaultSecrets.Version> versions() {
    return vault.versions(Service.KEY_VAULT_SECRETS, name);
  }

  private AppKey key(VaultSecret secret) {
    // A line's end comes along when a secret is stored from a file.
    String value = secret.value().strip();
    if (value.isEmpty()) {
      throw Failures.ofBlankSecret();
    }
    return new AppKey(
        secret.version(),
        Optional.empty(),
        secret.expires(),
        Optional.empty(),
        Optional.of(value.substring(0, Math.min(HINT, value.length()))),
        point.of(new ClientSecretCredentialBuilder()).clientSecret(value).build());
  }
}
