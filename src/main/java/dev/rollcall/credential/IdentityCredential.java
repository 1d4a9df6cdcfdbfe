package dev.rollcall.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.identity.ClientAssertionCredentialBuilder;
import dev.rollcall.client.http.Failures;
import java.time.Clock;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One app's tokens in one organisation, bought without any key: the function app's managed identity
 * gets a token made out to the login's token exchange, and the app registration trusts that
 * identity by a federated credential. Safe for several threads.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity">Configure
 *     an application to trust a managed identity</a> (read 2026-11-21)
 */
final class IdentityCredential implements TokenCredential {

  private final TokenCredential login;
  private final KeptTokens tokens;

  /**
   * @param identity the function app's own identity
   */
  IdentityCredential(
      CloudHosts hosts,
      String tenant,
      String clientId,
      TokenCredential identity,
      HttpClient http,
      Clock clock) {
    TokenRequestContext exchange =
        new TokenRequestContext().addScopes(hosts.tokenExchange() + "/.default");
    ClientAssertionCredentialBuilder builder =
        new ClientAssertionCredentialBuilder()
            .authorityHost(hosts.login().toString())
            .tenantId(tenant)
            .clientId(clientId)
            .clientAssertion(() -> assertion(identity, exchange))
            .httpClient(http);
    if (!hosts.checkedInstance()) {
      builder.disableInstanceDiscovery();
    }
    this.login = builder.build();
    this.tokens = new KeptTokens(clock, this::buy);
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
    try {
      return login.getTokenSync(request);
    } catch (RuntimeException e) {
      throw Failures.ofException(e);
    }
  }

  /** The identity keeps its tokens; asking is cheap. */
  private static String assertion(TokenCredential identity, TokenRequestContext exchange) {
    try {
      return identity.getTokenSync(exchange).getToken();
    } catch (RuntimeException e) {
      throw Failures.ofIdentity(e);
    }
  }
}
