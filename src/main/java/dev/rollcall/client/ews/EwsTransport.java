package dev.rollcall.client.ews;

import dev.rollcall.client.ews.EwsLogin.Account;
import dev.rollcall.client.ews.EwsLogin.Scheme;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.http.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.NTCredentials;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Connections to Exchange servers, kept and shared. Safe for several threads.
 *
 * <p>TLS 1.2 or later, to servers whose certificate is made out to their name by an authority that
 * Java trusts, or by the organisation's own. No redirect is followed here, no cookie kept and
 * nothing repeated: whoever asks decides that. Only the way of logging in that is configured is
 * taken, so a server cannot ask for a weaker one.
 *
 * <p>Apache HttpClient is used because it is the one kept library that still speaks NTLM and
 * Kerberos; it calls both deprecated, as Microsoft does, and on-premises they are the rule.
 */
public final class EwsTransport {

  /** A hundred contacts with all their notes are 4 MB; a photo is at most 4 MB. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final Timeout CONNECT = Timeout.ofSeconds(20);

  /** Exchange answers within a minute or not at all. */
  private static final Timeout ANSWER = Timeout.ofSeconds(120);

  /** Servers close connections that have been idle for two minutes. */
  private static final TimeValue CONNECTION_LIVES = TimeValue.ofMinutes(5);

  private final CloseableHttpClient http;
  private final boolean plainLoopback;

  private EwsTransport(CloseableHttpClient http, boolean plainLoopback) {
    this.http = http;
    this.plainLoopback = plainLoopback;
  }

  /**
   * Connections to an organisation's servers.
   *
   * @param trust certificates of authorities to trust beside Java's own, as PEM; empty for none
   * @param maxConnections how many are open at once to one server
   * @param plainLoopback whether {@code http} towards this machine is let through, for servers that
   *     run beside the app while it is tried out
   * @throws dev.rollcall.client.http.ClientException if the certificates cannot be read
   */
  public static EwsTransport of(Optional<String> trust, int maxConnections, boolean plainLoopback) {
    ClientTlsStrategyBuilder tls =
        ClientTlsStrategyBuilder.create().setTlsVersions(TLS.V_1_2, TLS.V_1_3);
    tls.setSslContext(Trust.with(trust, EwsTransport::trustUnreadable));
    return new EwsTransport(
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(tls.buildClassic())
                    .setMaxConnPerRoute(maxConnections)
                    .setMaxConnTotal(maxConnections * 2)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT)
                            .setSocketTimeout(ANSWER)
                            .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                            .setTimeToLive(CONNECTION_LIVES)
                            .build())
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("Rollcall")
            .build(),
        plainLoopback);
  }

  /** An answer as it came. */
  record Answer(int status, Map<String, String> headers, byte[] body) {

    /** A header by its name, whatever the case. */
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean isRedirect() {
      return status == 301 || status == 302 || status == 307 || status == 308;
    }
  }

  /** Whether requests, which carry a login, may go there. */
  boolean mayAsk(URI url) {
    return url.getHost() != null
        && ("https".equals(url.getScheme())
            || (plainLoopback && "http".equals(url.getScheme()) && isLoopback(url.getHost())));
  }

  /**
   * One request with a login.
   *
   * @throws IOException if there is no whole answer
   * @throws dev.rollcall.client.http.ClientException if it may not be sent, or the login cannot be
   *     had
   */
  Answer post(Service service, URI url, Map<String, String> headers, byte[] body, EwsLogin login)
      throws IOException {
    if (!mayAsk(url)) {
      throw Failures.of(Symptom.answer(service, 0, "addressNotSecure", ""));
    }
    HttpUriRequestBase request = new HttpUriRequestBase("POST", url);
    headers.forEach(request::setHeader);
    request.setEntity(
        new ByteArrayEntity(body, ContentType.create("text/xml", StandardCharsets.UTF_8)));
    HttpClientContext context = HttpClientContext.create();
    login.<Void>match(
        account -> {
          prepare(service, request, context, account);
          return null;
        },
        token -> {
          request.setHeader("Authorization", "Bearer " + token.value().get());
          return null;
        });
    return http.execute(request, context, EwsTransport::received);
  }

  /**
   * One request without a login, to learn where it redirects to.
   *
   * @throws IOException if there is no answer
   */
  Answer get(URI url) throws IOException {
    return http.execute(
        new HttpUriRequestBase("GET", url), HttpClientContext.create(), EwsTransport::received);
  }

  private static void prepare(
      Service service, HttpUriRequestBase request, HttpClientContext context, Account account) {
    String password = account.password().read();
    if (account.scheme() == Scheme.BASIC) {
      byte[] pair = (account.user() + ":" + password).getBytes(StandardCharsets.UTF_8);
      request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
      return;
    }
    Credentials credentials =
        account.scheme() == Scheme.NTLM
            ? ntlm(account.user(), password)
            : KerberosLogin.credentials(service, account.user(), password);
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(new AuthScope(null, -1), credentials);
    context.setCredentialsProvider(provider);
    context.setAuthSchemeRegistry(
        RegistryBuilder.<AuthSchemeFactory>create()
            .register(scheme(account.scheme()), factory(account.scheme()))
            .build());
    context.setRequestConfig(
        RequestConfig.custom()
            .setTargetPreferredAuthSchemes(List.of(scheme(account.scheme())))
            .build());
    // Both schemes log a connection in, not a request: with the same token it is used again, and
    // never by somebody else.
    context.setUserToken(account.scheme() + " " + account.user());
  }

  @SuppressWarnings("deprecation") // see the class
  private static String scheme(Scheme scheme) {
    return scheme == Scheme.NTLM ? StandardAuthScheme.NTLM : StandardAuthScheme.SPNEGO;
  }

  @SuppressWarnings("deprecation") // see the class
  private static AuthSchemeFactory factory(Scheme scheme) {
    return scheme == Scheme.NTLM
        ? org.apache.hc.client5.http.impl.auth.NTLMSchemeFactory.INSTANCE
        : org.apache.hc.client5.http.impl.auth.SPNegoSchemeFactory.DEFAULT;
  }

  @SuppressWarnings("deprecation") // see the class
  private static Credentials ntlm(String user, String password) {
    int slash = user.indexOf('\\');
    String domain = slash < 0 ? "" : user.substring(0, slash);
    return new NTCredentials(user.substring(slash + 1), password.toCharArray(), "ROLLCALL", domain);
  }

  private static Answer received(ClassicHttpResponse response) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    byte[] body = new byte[0];
    if (response.getEntity() != null) {
      try (InputStream in = response.getEntity().getContent()) {
        body = in == null ? body : in.readNBytes(MAX_BYTES + 1);
      }
      if (body.length > MAX_BYTES) {
        throw Failures.of(Symptom.answer(Service.EWS, 0, "answerTooLong", ""));
      }
    }
    return new Answer(response.getCode(), headers, body);
  }

  private static ClientException trustUnreadable() {
    return Failures.of(Symptom.answer(Service.EWS, 0, "trustUnreadable", ""));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
