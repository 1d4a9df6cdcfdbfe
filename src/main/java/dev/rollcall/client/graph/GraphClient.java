package dev.rollcall.client.graph;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.core.requests.options.GraphClientOption;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.NativeResponseHandler;
import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.http.middleware.RedirectHandler;
import com.microsoft.kiota.http.middleware.RetryHandler;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.ErrorBodies;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Microsoft Graph on behalf of one app in one organisation. Safe for several threads;
 * meant to be kept, since a new one begins with a new login.
 *
 * <p>It stands on the Graph SDK's own client: its authentication, its telemetry headers. Its retry
 * handler is left out, because that sends a POST again after a 504, which may double what the POST
 * made; so are redirects, which Graph does not use for what we ask, and OkHttp's silent second
 * attempts. What is retried, is retried here: reads, within {@link #READ_ATTEMPTS} and {@link
 * #READ_PATIENCE}.
 *
 * <p>Every request asks for immutable ids, and every request goes to the host this client was made
 * for: a link that leads elsewhere is refused.
 */
public final class GraphClient {

  /** Graph's limit of requests in one batch (documented). */
  public static final int MAX_BATCH = 20;

  /** How often a read is sent at most. */
  public static final int READ_ATTEMPTS = 5;

  /** How long one read waits in all for a service that asks for pauses. */
  public static final Duration READ_PATIENCE = Duration.ofSeconds(60);

  private static final String PREFER = "Prefer";
  private static final String IMMUTABLE_IDS = "IdType=\"ImmutableId\"";
  private static final String JSON = "application/json";

  private static final int UNAUTHORIZED = 401;

  private final TokenCredential credential;
  private final String scope;
  private final GraphServiceClient graph;
  private final RequestAdapter adapter;
  private final HttpUrl base;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;
  private final CallObserver calls;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param base the service's version root, such as {@code https://graph.microsoft.com/v1.0}
   * @param credential tokens for {@code scope}; asked for every request, so it should keep them
   * @param scope such as {@code https://graph.microsoft.com/.default}
   * @param http connection settings, and further interceptors; copied, but its connections are
   *     shared; see {@link #transport}
   */
  public GraphClient(
      URI base,
      TokenCredential credential,
      String scope,
      OkHttpClient.Builder http,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    HttpUrl url = HttpUrl.get(base);
    if (url == null) {
      throw new IllegalArgumentException("the Graph address must be http or https: " + base);
    }
    this.base = url;
    this.credential = credential;
    this.scope = scope;
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.pause = pause;
    this.calls = CallObserver.none();
    OkHttpClient client = withoutRetries(http);
    this.graph =
        new GraphServiceClient(
            new AzureIdentityAuthenticationProvider(credential, new String[] {url.host()}, scope),
            client);
    this.adapter = graph.getRequestAdapter();
    this.adapter.setBaseUrl(withoutSlash(url));
  }

  private GraphClient(GraphClient client, CallObserver calls) {
    this.credential = client.credential;
    this.scope = client.scope;
    this.graph = client.graph;
    this.adapter = client.adapter;
    this.base = client.base;
    this.clock = client.clock;
    this.backoff = client.backoff;
    this.pause = client.pause;
    this.calls = calls;
  }

  /** The same client, with its connections and login, whose requests this observer is told of. */
  public GraphClient observedBy(CallObserver observer) {
    return new GraphClient(this, observer);
  }

  /** Connection settings that suit Graph: a batch may take its time, a connection may not. */
  public static OkHttpClient.Builder transport() {
    return new OkHttpClient.Builder()
        .socketFactory(new PromptSockets())
        .connectTimeout(Duration.ofSeconds(10))
        .writeTimeout(Duration.ofSeconds(30))
        .readTimeout(Duration.ofSeconds(100))
        .callTimeout(Duration.ofSeconds(120));
  }

  /** The SDK's typed client over the same connection and login, for single requests. */
  public GraphServiceClient typed() {
    return graph;
  }

  /**
   * Reads one resource or page.
   *
   * @param url path and query below the version root, starting with a slash, encoded; or a link the
   *     service answered
   * @throws ClientException if it failed for good, or still did after the last attempt
   */
  public JsonNode get(String url, Map<String, String> headers, CallMeter meter) {
    return read(absolute(url), headers, meter, this::parse);
  }

  /** Reads binary content; otherwise like {@link #get}. */
  public byte[] getBytes(String url, CallMeter meter) {
    return read(absolute(url), Map.of(), meter, Function.identity());
  }

  /**
   * Sends one write with binary content outside of a batch, once: it is too large for one.
   *
   * @throws ClientException if it failed
   */
  public void putAlone(BatchItem item, CallMeter meter) {
    BatchItem.Body body = item.body().orElseThrow();
    exchange(
        HttpMethod.PUT,
        absolute(item.url()),
        Map.of(),
        new Content(body.contentType(), Base64.getDecoder().decode(body.json().textValue())),
        meter);
  }

  /**
   * Sends one write outside of a batch, once: it is not JSON.
   *
   * @param url path below the version root, starting with a slash, encoded
   * @throws ClientException if it failed
   */
  public void postAlone(String url, String contentType, byte[] content, CallMeter meter) {
    exchange(HttpMethod.POST, absolute(url), Map.of(), new Content(contentType, content), meter);
  }

  /**
   * Sends a batch, once. The requests in it run side by side, in no order.
   *
   * @param items at most {@link #MAX_BATCH}
   * @return an answer for each item, in their order
   * @throws ClientException if there is no answer for the items: the whole batch was refused, or
   *     the answer was lost and its {@link ClientException#disposition() disposition} then holds
   *     for each of them
   */
  public List<BatchAnswer> batch(List<BatchItem> items, CallMeter meter) {
    if (items.isEmpty() || items.size() > MAX_BATCH) {
      throw new IllegalArgumentException("a batch has 1 to 20 items, not " + items.size());
    }
    ObjectNode envelope = json.createObjectNode();
    ArrayNode requests = envelope.putArray("requests");
    for (int i = 0; i < items.size(); i++) {
      requests.add(request(i, items.get(i)));
    }
    byte[] answer =
        exchange(
            HttpMethod.POST,
            absolute("/$batch"),
            Map.of(),
            new Content(JSON, write(envelope)),
            meter);
    return answers(parse(answer).path("responses"), items);
  }

  /**
   * The same link as a path and query below the version root, for use in a batch.
   *
   * @throws ClientException if it leads to another host
   */
  public String relative(String link) {
    return absolute(link).toString().substring(withoutSlash(base).length());
  }

  /** How long to wait after so many failures. */
  Duration delay(int failures, Optional<Duration> asked) {
    return backoff.before(failures, asked);
  }

  void await(Duration time) {
    calls.waited(time);
    pause.await(time);
  }

  private ObjectNode request(int id, BatchItem item) {
    ObjectNode request = json.createObjectNode();
    request.put("id", Integer.toString(id + 1)).put("method", item.method()).put("url", item.url());
    ObjectNode headers = request.putObject("headers");
    headers.put(PREFER, preferences(item.headers()));
    item.headers()
        .forEach(
            (name, value) -> {
              if (!name.equals(PREFER)) {
                headers.put(name, value);
              }
            });
    item.body()
        .ifPresent(
            body -> {
              headers.put("Content-Type", body.contentType());
              request.set("body", body.json());
            });
    return request;
  }

  /** Answers come in any order. One that is missing may have had its effect. */
  private List<BatchAnswer> answers(JsonNode responses, List<BatchItem> items) {
    int count = items.size();
    List<BatchAnswer> answers =
        new ArrayList<>(
            Collections.nCopies(
                count,
                new BatchAnswer(
                    MissingNode.getInstance(),
                    Optional.of(
                        Failures.ofAnswer(504, "noAnswerInBatch", "", "", Optional.empty())))));
    for (JsonNode response : responses) {
      int index = response.path("id").asInt(0) - 1;
      if (index >= 0 && index < count) {
        answers.set(index, answer(response));
        BatchItem item = items.get(index);
        calls.answeredInBatch(
            Operation.of(item.method(), item.url()), response.path("status").asInt(0));
      }
    }
    return answers;
  }

  private BatchAnswer answer(JsonNode response) {
    int status = response.path("status").asInt(0);
    JsonNode body = response.path("body");
    if (status >= 200 && status < 300) {
      return new BatchAnswer(body, Optional.empty());
    }
    return new BatchAnswer(
        MissingNode.getInstance(),
        Optional.of(failure(status, body, header(response.path("headers"), "Retry-After"), "")));
  }

  private static @Nullable String header(JsonNode headers, String name) {
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue().asText();
      }
    }
    return null;
  }

  private ClientException failure(
      int status, JsonNode body, @Nullable String retryAfter, String requestId) {
    Symptom seen = ErrorBodies.read(Service.GRAPH, status, body);
    return Failures.of(
        seen.told(seen.requestId().isEmpty() ? requestId : seen.requestId(), seen.time())
            .waiting(
                Optional.ofNullable(retryAfter)
                    .flatMap(value -> Failures.retryAfter(value, clock.instant()))));
  }

  private <T> T read(
      HttpUrl url, Map<String, String> headers, CallMeter meter, Function<byte[], T> parsed) {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      try {
        return parsed.apply(exchange(HttpMethod.GET, url, headers, null, meter));
      } catch (ClientException e) {
        Duration wait = backoff.before(attempt, e.retryAfter());
        waited = waited.plus(wait);
        if (!e.disposition().isPassing()
            || attempt == READ_ATTEMPTS
            || waited.compareTo(READ_PATIENCE) > 0) {
          throw e;
        }
        await(wait);
      }
    }
  }

  private record Content(String type, byte[] bytes) {}

  /**
   * One request. A token that the service no longer takes, as after a login was revoked or a clock
   * went wrong, is replaced once: what was refused for it had no effect.
   */
  private byte[] exchange(
      HttpMethod method,
      HttpUrl url,
      Map<String, String> headers,
      @Nullable Content content,
      CallMeter meter) {
    try {
      return send(method, url, headers, content, meter);
    } catch (ClientException e) {
      if (e.status() != UNAUTHORIZED) {
        throw e;
      }
      renewToken();
      return send(method, url, headers, content, meter);
    }
  }

  /** Claims, even none, tell a credential that the token it keeps no longer counts. */
  private void renewToken() {
    try {
      credential.getTokenSync(new TokenRequestContext().addScopes(scope).setClaims("{}"));
    } catch (RuntimeException e) {
      throw Failures.ofException(e);
    }
  }

  private byte[] send(
      HttpMethod method,
      HttpUrl url,
      Map<String, String> headers,
      @Nullable Content content,
      CallMeter meter) {
    RequestInformation request = new RequestInformation();
    request.httpMethod = method;
    request.setUri(url.uri());
    headers.forEach(request.headers::add);
    request.headers.remove(PREFER);
    request.headers.add(PREFER, preferences(headers));
    if (content != null) {
      request.setStreamContent(new ByteArrayInputStream(content.bytes), content.type);
    } else {
      request.headers.add("Accept", JSON);
    }
    NativeResponseHandler handler = new NativeResponseHandler();
    request.setResponseHandler(handler);
    meter.count();
    Instant begun = clock.instant();
    int status = 0;
    try {
      adapter.sendPrimitive(request, null, InputStream.class);
      try (Response response = (Response) handler.getValue()) {
        status = response.code();
        byte[] body = response.body() == null ? new byte[0] : response.body().bytes();
        if (response.isSuccessful()) {
          return body;
        }
        throw failure(
            response.code(),
            parseError(body),
            response.header("Retry-After"),
            Optional.ofNullable(response.header("request-id")).orElse(""));
      }
    } catch (IOException | RuntimeException e) {
      throw Failures.ofException(e);
    } finally {
      calls.called(
          Operation.of(method.name(), relative(url.toString())),
          status,
          Duration.between(begun, clock.instant()));
    }
  }

  private static String preferences(Map<String, String> headers) {
    String more = headers.get(PREFER);
    return more == null ? IMMUTABLE_IDS : IMMUTABLE_IDS + ", " + more;
  }

  private HttpUrl absolute(String url) {
    HttpUrl absolute = HttpUrl.parse(url.startsWith("/") ? withoutSlash(base) + url : url);
    boolean sameService =
        absolute != null
            && absolute.scheme().equals(base.scheme())
            && absolute.host().equals(base.host())
            && absolute.port() == base.port()
            && absolute.encodedPath().startsWith(base.encodedPath());
    if (absolute == null || !sameService) {
      throw Failures.ofAnswer(400, "linkLeadsElsewhere", "", "", Optional.empty());
    }
    return absolute;
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      // A success cut short or not JSON: what was asked for may have been done.
      throw Failures.ofAnswer(502, "answerNotReadable", "", "", Optional.empty());
    }
  }

  /** Gateways answer in HTML. */
  private JsonNode parseError(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private byte[] write(JsonNode body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  private static String withoutSlash(HttpUrl url) {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static OkHttpClient withoutRetries(OkHttpClient.Builder given) {
    OkHttpClient.Builder http = given.build().newBuilder();
    for (Interceptor interceptor :
        GraphClientFactory.createDefaultGraphInterceptors(new GraphClientOption())) {
      if (!(interceptor instanceof RetryHandler) && !(interceptor instanceof RedirectHandler)) {
        http.addInterceptor(interceptor);
      }
    }
    return http.addInterceptor(new SentOnce())
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .build();
  }
}
