package dev.rollcall.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.identity.ClientCertificateCredentialBuilder;
import dev.rollcall.client.http.Failures;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One app's tokens in one organisation, bought with the certificate that is current in Key Vault.
 * Safe for several threads.
 *
 * <p>When a login is refused for its certificate, the newest version is read once and tried: a
 * certificate renewed while the app runs does not end a run.
 */
final class CertificateCredential implements TokenCredential {

  private final CloudHosts hosts;
  private final String tenant;
  private final String clientId;
  private final String certificateName;
  private final CertificateSource certificates;
  private final HttpClient http;
  private final KeptTokens tokens;
  private @Nullable Login login;

  /** A certificate and the login made with it. */
  private record Login(LoadedCertificate certificate, TokenCredential credential) {}

  CertificateCredential(
      CloudHosts hosts,
      String tenant,
      String clientId,
      String certificateName,
      CertificateSource certificates,
      HttpClient http,
      Clock clock) {
    this.hosts = hosts;
    this.tenant = tenant;
    this.clientId = clientId;
    this.certificateName = certificateName;
    this.certificates = certificates;
    this.http = http;
    this.tokens = new KeptTokens(clock, this::buy);
  }

  /** The certificate in use; read from Key Vault if none is in use yet. */
  CredentialInUse inUse() {
    LoadedCertificate certificate = login().certificate;
    return new CredentialInUse(
        CredentialInUse.Kind.CERTIFICATE,
        Optional.of(certificateName),
        Optional.of(certificate.version()),
        Optional.of(certificate.ends()),
        Optional.of(certificate.thumbprints()));
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request)).subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    return tokens.get(request);
  }

  private AccessToken buy(TokenRequestContext request) {
    Login current = login();
    try {
      return current.credential.getTokenSync(request);
    } catch (RuntimeException e) {
      Login renewed = Failures.isCertificateRefused(e) ? renew() : current;
      if (renewed.certificate.version().equals(current.certificate.version())) {
        throw Failures.ofException(e);
      }
      try {
        return renewed.credential.getTokenSync(request);
      } catch (RuntimeException still) {
        throw Failures.ofException(still);
      }
    }
  }

  private synchronized Login login() {
    if (login == null) {
      return renew();
    }
    return login;
  }

  private synchronized Login renew() {
    LoadedCertificate certificate = certificates.latest(certificateName);
    ClientCertificateCredentialBuilder builder =
        new ClientCertificateCredentialBuilder()
            .authorityHost(hosts.login().toString())
            .tenantId(tenant)
            .clientId(clientId)
            .httpClient(http);
    ByteArrayInputStream content = new ByteArrayInputStream(certificate.content());
    if (certificate.pem()) {
      builder.pemCertificate(content);
    } else {
      builder.pfxCertificate(content).clientCertificatePassword("");
    }
    if (!hosts.checkedInstance()) {
      builder.disableInstanceDiscovery();
    }
    Login renewed = new Login(certificate, builder.build());
    login = renewed;
    return renewed;
  }
}
