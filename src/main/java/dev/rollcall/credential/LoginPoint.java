package dev.rollcall.credential;

import com.azure.core.http.HttpClient;
import com.azure.identity.AadCredentialBuilderBase;

/**
 * Where one app logs in.
 *
 * @param hosts the cloud's hosts
 * @param tenant the organisation, by initial domain or id
 * @param clientId the app's id
 * @param http the connection
 */
record LoginPoint(CloudHosts hosts, String tenant, String clientId, HttpClient http) {

  /** Tells a credential's builder all of this. */
  <B extends AadCredentialBuilderBase<B>> B of(B builder) {
    B told =
        builder
            .authorityHost(hosts.login().toString())
            .tenantId(tenant)
            .clientId(clientId)
            .httpClient(http);
    return hosts.checkedInstance() ? told : told.disableInstanceDiscovery();
  }
}
