package dev.rollcall.client.ews;

import dev.rollcall.client.ews.EwsLogin.Account;
import dev.rollcall.client.ews.EwsLogin.Scheme;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Refusals;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.http.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
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
 * taken, so a server cannot ask for a weaker one. A password that a server refused is not sent
 * there again for a while ({@link Refusals}), which would lock the account: its answer is given
 * again.
 *
 * <p>Apache HttpClient is used because it is the one kept library that still speaks NTLM and
 * Kerberos; it calls both deprecated, as Microsoft does, and on-premises they are the rule.
 */
public final class EwsTransport {

  /** A hundred contacts with all their notes are 4 MB; a photo is at most 4 MB. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final int UNAUTHORIZED = 401;
  private static final String CHALLENGE = "WWW-Authenticate";

  private static final Timeout CONNECT = Timeout.ofSeconds(20);

  /** Exchange answers within a minute or not at all. */
  private static final Timeout ANSWER = Timeout.ofSeconds(120);

  /** Servers close connections that have been idle for two minutes. */
  private static final TimeValue CONNECTION_LIVES = TimeValue.ofMinutes(5);

  private final CloseableHttpClient http;
  private final boolean plainLoopback;
  private final Clock clock;

  /**
   * By host: a web site that Autodiscover is looked for at may refuse the password of a server
   * beside it.
   */
  private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();

  private EwsTransport(CloseableHttpClient http, boolean plainLoopback, Clock clock) {
    this.http = http;
    this.plainLoopback = plainLoopback;
    this.clock = clock;
  }

  /** A login that was refused for its password. */
  private static final class WrongPassword extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    WrongPassword(Answer answer) {
      super("wrong password", null, false, false);
      this.answer = answer;
    }
  }

  /**
   * Connections to an organisation's servers.
   *
   * @param trust certificates of authorities to trust beside Java's own, as PEM; empty for none
   * @param maxConnections how many are open at once to one server
   * @param plainLoopback whether {@code http} towards this machine is let through, for servers that
   *     run beside the app while it is tried out
   * @param clock how long a password that was refused rests
   * @throws dev.rollcall.client.http.ClientException if the certificates cannot be read
   */
  public static EwsTransport of(
      Optional<String> trust, int maxConnections, boolean plainLoopback, Clock clock) {
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
        plainLoopback,
        clock);
  }

  /** An answer as it came. */
  record Answer(int status, Map<String, String> headers, byte[] body) {

    /** A header by its name, whatever the case. */
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether this way of logging in was offered. */
    boolean offers(String scheme) {
      return header(CHALLENGE).stream()
          .flatMap(offers -> Pattern.compile("[,\\s]+").splitAsStream(offers))
          .anyMatch(scheme::equalsIgnoreCase);
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
    Optional<Account> account = login.match(Optional::of, token -> Optional.empty());
    if (account.isPresent()) {
      return post(service, request, account.get());
    }
    request.setHeader(
        "Authorization", "Bearer " + login.match(a -> "", token -> token.value().get()));
    return http.execute(request, HttpClientContext.create(), EwsTransport::received);
  }

  private Answer post(Service service, HttpUriRequestBase request, Account account)
      throws IOException {
    String password = account.password().read();
    try {
      return refusals
          .computeIfAbsent(
              request.getAuthority().toString(),
              host -> new Refusals(clock, EwsTransport::isWrongPassword))
          .login(account.user(), password, () -> post(service, request, account, password));
    } catch (WrongPassword e) {
      return e.answer;
    } catch (ClientException e) {
      if (isWrongPassword(e)) {
        account.password().refused(password);
      }
      throw e;
    }
  }

  private Answer post(Service service, HttpUriRequestBase request, Account account, String password)
      throws IOException {
    HttpClientContext context = HttpClientContext.create();
    prepare(service, request, context, account, password);
    Answer answer = http.execute(request, context, EwsTransport::received);
    // Kerberos proves the password to a domain controller, before the server is asked.
    boolean wasProved =
        account.scheme() != Scheme.KERBEROS && answer.offers(account.scheme().name());
    if (answer.status() == UNAUTHORIZED && wasProved) {
      throw new WrongPassword(answer);
    }
    return answer;
  }

  private static boolean isWrongPassword(RuntimeException failure) {
    return failure instanceof WrongPassword
        || (failure instanceof ClientException e && e.hasCode(KerberosLogin.WRONG_PASSWORD));
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
      Service service,
      HttpUriRequestBase request,
      HttpClientContext context,
      Account account,
      String password) {
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
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT),
          header.getValue(),
          (first, more) ->
              header.getName().equalsIgnoreCase(CHALLENGE) ? first + "," + more : first);
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
