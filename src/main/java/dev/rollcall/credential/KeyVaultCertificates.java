package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import java.net.URI;
import java.util.Optional;

/**
 * Certificates of one Key Vault. The secret that has a certificate's name holds its private key
 * too, and can be read if the certificate's policy makes it exportable.
 */
final class KeyVaultCertificates implements CertificateSource {

  private final SecretClient secrets;

  /**
   * @param vault the vault's address
   * @param access the identity the app reads it with
   * @param http the connection
   * @param checkedHost whether the vault must be at one of Microsoft's own host names
   */
  KeyVaultCertificates(URI vault, TokenCredential access, HttpClient http, boolean checkedHost) {
    SecretClientBuilder builder =
        new SecretClientBuilder().vaultUrl(vault.toString()).credential(access).httpClient(http);
    if (!checkedHost) {
      builder.disableChallengeResourceVerification();
    }
    this.secrets = builder.buildClient();
  }

  @Override
  public LoadedCertificate latest(String name) {
    KeyVaultSecret secret;
    try {
      secret = secrets.getSecret(name);
    } catch (HttpResponseException e) {
      throw Failures.ofKeyVault(e.getResponse() == null ? 0 : e.getResponse().getStatusCode(), e);
    } catch (ClientException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Failures.ofKeyVault(0, e);
    }
    return LoadedCertificate.read(
        Optional.ofNullable(secret.getProperties().getVersion()).orElse(""),
        Optional.ofNullable(secret.getProperties().getContentType()).orElse(""),
        secret.getValue());
  }
}
