package dev.rollcall.client.exchange;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.rollcall.client.exchange.AdminApi.Answer;
import dev.rollcall.client.exchange.AdminApi.Page;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Commands of Exchange Online's administration on behalf of one app in one organisation. Safe for
 * several threads; meant to be kept.
 *
 * <p>The app needs the application permission {@code Exchange.ManageAsApp}, and a role in the
 * organisation: to read, Global Reader is enough.
 *
 * <p>All commands here read. They are repeated when they fail for a passing reason, within {@link
 * #ATTEMPTS} and {@link #PATIENCE}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2">App-only
 *     authentication</a> (read 2026-11-21)
 */
public final class ExchangeClient {

  /** How often one request is sent at most. */
  public static final int ATTEMPTS = 5;

  /** How long a command waits in all for a service that asks for pauses. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
  private static final int UNAUTHORIZED = 401;
  private static final int FOUND = 302;
  private static final int TEMPORARY_REDIRECT = 307;
  private static final int PERMANENT_REDIRECT = 308;

  private static final int MAX_DOORS = 3;

  private final TokenCredential credential;
  private final String scope;
  private final OkHttpClient http;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;
  private final CallObserver calls;
  private volatile AdminApi api;

  /**
   * @param base the service's root, such as {@code https://outlook.office365.com}
   * @param tenant the tenant's id or initial domain
   * @param credential tokens for {@code scope}; asked for every request, so it should keep them
   * @param scope such as {@code https://outlook.office365.com/.default}
   * @param http connection settings; copied, but its connections are shared
   */
  public ExchangeClient(
      URI base,
      String tenant,
      TokenCredential credential,
      String scope,
      OkHttpClient.Builder http,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    HttpUrl url = HttpUrl.get(base);
    if (url == null) {
      throw new IllegalArgumentException("Exchange's address must be http or https: " + base);
    }
    this.api = new AdminApi(url, tenant);
    this.credential = credential;
    this.scope = scope;
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.pause = pause;
    this.calls = CallObserver.none();
    this.http =
        http.build()
            .newBuilder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  private ExchangeClient(ExchangeClient client, CallObserver calls) {
    this.api = client.api;
    this.credential = client.credential;
    this.scope = client.scope;
    this.http = client.http;
    this.clock = client.clock;
    this.backoff = client.backoff;
    this.pause = client.pause;
    this.calls = calls;
  }

  /** The same client, with its connections and login, whose requests this observer is told of. */
  public ExchangeClient observedBy(CallObserver observer) {
    return new ExchangeClient(this, observer);
  }

  /**
   * Everything a reading command answers, page by page until the last.
   *
   * @throws ClientException if any page failed, or the answer was cut off: a part is never answered
   */
  public List<ExchangeRow> read(Cmdlet cmdlet, CallMeter meter) {
    Reading reading = new Reading(api.request(cmdlet));
    while (reading.next().isPresent()) {
      reading.accept(page(reading.next().get(), meter));
    }
    return complete(reading.answer());
  }

  /**
   * The one object that a reading command finds, and that is the one meant.
   *
   * <p>The service answers every object where it does not find one; so whoever will write to what
   * was found says how to know it.
   *
   * @param meant whether it is the one
   * @return the object; empty if there is none
   * @throws ClientException if several were found or another one, or the command failed
   */
  public Optional<ExchangeRow> one(Cmdlet cmdlet, Predicate<ExchangeRow> meant, CallMeter meter) {
    List<ExchangeRow> rows;
    try {
      rows = read(cmdlet, meter);
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return Optional.empty();
      }
      throw e;
    }
    if (rows.size() > 1 || rows.stream().anyMatch(row -> !meant.test(row))) {
      throw AdminApi.failure("notTheOneMeant");
    }
    return rows.stream().findFirst();
  }

  /**
   * Reads with many commands, ten to a request. One that fails does not fail the others.
   *
   * @return an answer for each, in their order: complete, or failed
   */
  public List<CmdletAnswer> readAll(List<Cmdlet> cmdlets, CallMeter meter) {
    List<Reading> readings =
        cmdlets.stream().map(cmdlet -> new Reading(api.request(cmdlet))).toList();
    Duration patience = PATIENCE;
    List<Reading> open = open(readings);
    while (!open.isEmpty()) {
      Duration longest = Duration.ZERO;
      for (int from = 0; from < open.size(); from += AdminApi.MAX_BATCH) {
        List<Reading> batch = open.subList(from, Math.min(from + AdminApi.MAX_BATCH, open.size()));
        Duration wait = readTogether(batch, patience, meter);
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
      patience = patience.minus(longest);
      if (!longest.isZero()) {
        await(longest);
      }
      open = open(readings);
    }
    return readings.stream().map(Reading::answer).toList();
  }

  private static List<Reading> open(List<Reading> readings) {
    return readings.stream().filter(reading -> reading.next().isPresent()).toList();
  }

  /** One batch; answers how long to wait for what has to be repeated. */
  private Duration readTogether(List<Reading> batch, Duration patience, CallMeter meter) {
    List<AdminApi.Request> requests =
        batch.stream().map(reading -> reading.next().orElseThrow()).toList();
    List<Answer> answers;
    try {
      answers =
          api.batchAnswers(
              exchange(
                  "POST /adminapi/$batch",
                  api.batchUrl(),
                  api.batchHeaders(),
                  api.batchBody(requests),
                  meter),
              batch.size());
    } catch (ClientException e) {
      return longest(batch.stream().map(reading -> repeat(reading, e, patience)));
    }
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Answer answer = answers.get(i);
      calls.answeredInBatch(operation(requests.get(i).cmdlet()), answer.status());
      try {
        if (!answer.succeeded()) {
          throw failure(answer);
        }
        batch.get(i).accept(api.page(answer));
      } catch (ClientException e) {
        waits.add(repeat(batch.get(i), e, patience));
      }
    }
    return longest(waits.stream());
  }

  /** How long to wait until it is asked again; it fails if that would not help. */
  private Duration repeat(Reading reading, ClientException failure, Duration patience) {
    int failed = reading.attemptFailed();
    Duration wait = backoff.before(failed, failure.retryAfter());
    if (!failure.disposition().isPassing() || failed == ATTEMPTS || wait.compareTo(patience) > 0) {
      reading.fail(failure);
      return Duration.ZERO;
    }
    return wait;
  }

  private static Duration longest(Stream<Duration> waits) {
    return waits.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private Page page(AdminApi.Request request, CallMeter meter) {
    Cmdlet cmdlet = request.cmdlet();
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      try {
        return api.page(
            exchange(
                operation(cmdlet), request.url(), api.headers(cmdlet), api.body(cmdlet), meter));
      } catch (ClientException e) {
        Duration wait = backoff.before(attempt, e.retryAfter());
        waited = waited.plus(wait);
        if (!e.disposition().isPassing() || attempt == ATTEMPTS || waited.compareTo(PATIENCE) > 0) {
          throw e;
        }
        await(wait);
      }
    }
  }

  private static List<ExchangeRow> complete(CmdletAnswer answer) {
    if (answer.failure().isPresent()) {
      throw answer.failure().get();
    }
    return answer.rows();
  }

  private static String operation(Cmdlet cmdlet) {
    return "POST /adminapi/InvokeCommand " + cmdlet.name();
  }

  /**
   * One request, which is always a POST, also where the service sends it to another of its doors. A
   * token that the service no longer takes is replaced once: what was refused for it had no effect.
   */
  private Answer exchange(
      String operation, HttpUrl url, Map<String, String> headers, byte[] body, CallMeter meter) {
    HttpUrl door = url;
    boolean renewed = false;
    for (int doors = 0; ; ) {
      Answer answer = send(operation, door, headers, body, meter);
      boolean moved =
          answer.status() == FOUND
              || answer.status() == TEMPORARY_REDIRECT
              || answer.status() == PERMANENT_REDIRECT;
      if (answer.succeeded()) {
        return answer;
      } else if (moved && doors < MAX_DOORS) {
        doors++;
        HttpUrl moving = door;
        door = api.link(answer.header("Location").map(to -> resolved(moving, to)).orElse(""));
        api = api.at(door);
      } else if (answer.status() == UNAUTHORIZED && !renewed) {
        renewed = true;
        renewToken();
      } else {
        throw failure(answer);
      }
    }
  }

  private static String resolved(HttpUrl from, String to) {
    HttpUrl resolved = from.resolve(to);
    return resolved == null ? "" : resolved.toString();
  }

  private Answer send(
      String operation, HttpUrl url, Map<String, String> headers, byte[] body, CallMeter meter) {
    Request.Builder request = new Request.Builder().url(url).post(RequestBody.create(body, JSON));
    headers.forEach(request::header);
    request.header("Authorization", "Bearer " + token());
    meter.count();
    Instant begun = clock.instant();
    int status = 0;
    try (Response response = http.newCall(request.build()).execute()) {
      status = response.code();
      byte[] answer = response.body() == null ? new byte[0] : response.body().bytes();
      Map<String, String> answered = new LinkedHashMap<>();
      response.headers().forEach(header -> answered.put(header.getFirst(), header.getSecond()));
      return new Answer(status, answered, answer);
    } catch (IOException e) {
      throw Failures.ofException(e);
    } finally {
      calls.called(operation, status, Duration.between(begun, clock.instant()));
    }
  }

  private String token() {
    try {
      return credential.getTokenSync(new TokenRequestContext().addScopes(scope)).getToken();
    } catch (RuntimeException e) {
      throw Failures.ofException(e);
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

  private ClientException failure(Answer answer) {
    return AdminApi.failure(answer, clock.instant());
  }

  private void await(Duration time) {
    calls.waited(time);
    pause.await(time);
  }
}
