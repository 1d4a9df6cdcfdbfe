package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientCertificateCredentialBuilder;
import dev.rollcall.client.http.Service;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;

/** The versions of one app's certificate. */
final class CertificateKeys implements AppKeys {

  private final VaultSecrets vault;
  private final String name;
  private final LoginPoint point;

  CertificateKeys(VaultSecrets vault, String name, LoginPoint point) {
    this.vault = vault;
    this.name = name;
    this.point = point;
  }

  @Override
  public CredentialInUse.Kind kind() {
    return CredentialInUse.Kind.CERTIFICATE;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AppKey newest() {
    return key(vault.newest(Service.KEY_VAULT, name));
  }

  @Override
  public AppKey version(String version) {
    return key(vault.version(Service.KEY_VAULT, name, version));
  }

  @Override
  public List<VaultSecrets.Version> versions() {
    return vault.versions(Service.KEY_VAULT, name);
  }

  private AppKey key(VaultSecret secret) {
    LoadedCertificate certificate = LoadedCertificate.read(secret.contentType(), secret.value());
    return new AppKey(
        secret.version(),
        Optional.of(certificate.begins()),
        Optional.of(certificate.ends()),
        Optional.of(certificate.thumbprints()),
        Optional.empty(),
        login(certificate));
  }

  private TokenCredential login(LoadedCertificate certificate) {
    ClientCertificateCredentialBuilder builder = point.of(new ClientCertificateCredentialBuilder());
    ByteArrayInputStream content = new ByteArrayInputStream(certificate.content());
    if (certificate.pem()) {
      builder.pemCertificate(content);
    } else {
      builder.pfxCertificate(content).clientCertificatePassword("");
    }
    return builder.build();
  }
}
