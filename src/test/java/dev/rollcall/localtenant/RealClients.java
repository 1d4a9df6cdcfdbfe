package dev.rollcall.localtenant;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import okhttp3.OkHttpClient;

/** The SDKs' own clients, pointed at a local tenant. */
final class RealClients {

  private final LocalTenant tenant;
  private final HttpClient http = new JdkHttpClientProvider().createInstance();

  RealClients(LocalTenant tenant) {
    this.tenant = tenant;
  }

  TokenCredential host() {
    return new ClientSecretCredentialBuilder()
        .authorityHost(tenant.loginUri().toString())
        .disableInstanceDiscovery()
        .tenantId(tenant.hostCredential().tenantId())
        .clientId(tenant.hostCredential().clientId())
        .clientSecret(tenant.hostCredential().secret())
        .httpClient(http)
        .build();
  }

  SecretClient secrets() {
    return new SecretClientBuilder()
        .vaultUrl(tenant.vaultUri().toString())
        .credential(host())
        .httpClient(http)
        .disableChallengeResourceVerification()
        .buildClient();
  }

  CertificateClient certificates() {
    return new CertificateClientBuilder()
        .vaultUrl(tenant.vaultUri().toString())
        .credential(host())
        .httpClient(http)
        .disableChallengeResourceVerification()
        .buildClient();
  }

  /** The app's credential by the certificate that is current now, read from the vault. */
  TokenCredential app(String tenantName, String clientId) {
    byte[] pfx =
        Base64.getDecoder().decode(secrets().getSecret(tenant.certificateName()).getValue());
    return new ClientCertificateCredentialBuilder()
        .authorityHost(tenant.loginUri().toString())
        .disableInstanceDiscovery()
        .tenantId(tenantName)
        .clientId(clientId)
        .pfxCertificate(new ByteArrayInputStream(pfx))
        .clientCertificatePassword("")
        .httpClient(http)
        .build();
  }

  TokenCredential app() {
    return app(tenant.tenantId(), tenant.clientId());
  }

  GraphServiceClient graph() {
    GraphServiceClient client =
        new GraphServiceClient(
            new AzureIdentityAuthenticationProvider(
                app(), new String[] {tenant.graphUri().getHost()}, tenant.graphScope()),
            new OkHttpClient());
    client.getRequestAdapter().setBaseUrl(tenant.graphUri().toString());
    return client;
  }
}
