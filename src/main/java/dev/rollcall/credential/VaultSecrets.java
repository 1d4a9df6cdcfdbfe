package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Service;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one Key Vault, read by name. The secret that has a certificate's name holds its
 * private key too, and can be read if the certificate's policy makes it exportable.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/key-vault/certificates/about-certificates#composition-of-a-certificate">
 *     Composition of a certificate</a> (read 2026-11-21)
 */
final class VaultSecrets {

  private final SecretClient secrets;

  /**
   * A version of a secret, without its value.
   *
   * @param enabled whether Key Vault gives it out
   * @param begins from when it is valid; empty if nobody said
   * @param ends until when it is valid; empty if nobody said
   * @param made when it was stored
   */
  record Version(
      String version,
      boolean enabled,
      Optional<Instant> begins,
      Optional<Instant> ends,
      Instant made) {

    boolean isValidAt(Instant now) {
      return begins.filter(now::isBefore).isEmpty()
          && ends.filter(end -> !now.isBefore(end)).isEmpty();
    }
  }

  /**
   * @param vault the vault's address
   * @param access the identity the app reads it with
   * @param http the connection
   * @param checkedHost whether the vault must be at one of Microsoft's own host names
   */
  VaultSecrets(URI vault, TokenCredential access, HttpClient http, boolean checkedHost) {
    SecretClientBuilder builder =
        new SecretClientBuilder().vaultUrl(vault.toString()).credential(access).httpClient(http);
    if (!checkedHost) {
      builder.disableChallengeResourceVerification();
    }
    this.secrets = builder.buildClient();
  }

  /**
   * The newest version.
   *
   * @param service what it is read for
   * @throws ClientException if it cannot be read, or is disabled
   */
  VaultSecret newest(Service service, String name) {
    return asked(service, () -> secret(secrets.getSecret(name)));
  }

  /**
   * This version.
   *
   * @throws ClientException if it cannot be read, or is disabled
   */
  VaultSecret version(Service service, String name, String version) {
    return asked(service, () -> secret(secrets.getSecret(name, version)));
  }

  /**
   * All versions, newest first, disabled ones too.
   *
   * @throws ClientException if they cannot be listed
   */
  List<Version> versions(Service service, String name) {
    return asked(
        service,
        () ->
            secrets.listPropertiesOfSecretVersions(name).stream()
                .map(VaultSecrets::version)
                .sorted(Comparator.comparing(Version::made).reversed())
                .toList());
  }

  private static VaultSecret secret(KeyVaultSecret secret) {
    SecretProperties properties = secret.getProperties();
    return new VaultSecret(
        Optional.ofNullable(properties.getVersion()).orElse(""),
        Optional.ofNullable(properties.getContentType()).orElse(""),
        secret.getValue(),
        instant(properties.getExpiresOn()));
  }

  private static Version version(SecretProperties properties) {
    return new Version(
        Optional.ofNullable(properties.getVersion()).orElse(""),
        !Boolean.FALSE.equals(properties.isEnabled()),
        instant(properties.getNotBefore()),
        instant(properties.getExpiresOn()),
        instant(properties.getCreatedOn()).orElse(Instant.EPOCH));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  private static <T> T asked(Service service, Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw VaultFailures.of(service, e);
    }
  }
}
