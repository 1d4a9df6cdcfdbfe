package dev.rollcall.app;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import dev.rollcall.client.graph.GraphClient;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * How the app reaches the network.
 *
 * @param azure carries tables, queues, Key Vault and logins
 * @param graph settings of the connections to Graph
 * @param identity the app's own identity towards Azure; made when first needed
 */
public record Transport(
    HttpClient azure, OkHttpClient.Builder graph, Supplier<TokenCredential> identity) {

  /**
   * The JDK's client for Azure, and the host's managed identity; on a developer's machine, whoever
   * is signed in there.
   */
  public static Transport standard(Settings settings) {
    HttpClient http = new JdkHttpClientProvider().createInstance();
    return new Transport(
        http,
        GraphClient.transport(),
        () ->
            settings
                .identityClientId()
                .<TokenCredential>map(
                    id ->
                        new ManagedIdentityCredentialBuilder()
                            .clientId(id)
                            .httpClient(http)
                            .build())
                .orElseGet(() -> new DefaultAzureCredentialBuilder().httpClient(http).build()));
  }
}
