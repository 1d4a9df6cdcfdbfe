package dev.rollcall.client.exchange;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.rollcall.client.exchange.AdminApi.Answer;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The requests of one app to one organisation's Exchange: each sent once, with a token, wherever
 * the service moved to. Whether one is sent again is decided by those who know what it does. Safe
 * for several threads.
 */
final class Conversation {

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

  Conversation(
      AdminApi api,
      TokenCredential credential,
      String scope,
      OkHttpClient.Builder http,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.api = api;
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

  private Conversation(Conversation other, CallObserver calls) {
    this.api = other.api;
    this.credential = other.credential;
    this.scope = other.scope;
    this.http = other.http;
    this.clock = other.clock;
    this.backoff = other.backoff;
    this.pause = other.pause;
    this.calls = calls;
  }

  /** The same, whose requests this observer is told of. */
  Conversation observedBy(CallObserver observer) {
    return new Conversation(this, observer);
  }

  /** The wire as the service is reached now. */
  AdminApi api() {
    return api;
  }

  /** One command by itself. */
  Answer ask(AdminApi.Request request, CallMeter meter) {
    Command command = request.command();
    return exchange(
        operation(command.name()), request.url(), api.headers(command), api.body(command), meter);
  }

  /**
   * Several commands in one request.
   *
   * @return an answer for each, in their order; one that is missing may have had its effect
   * @throws ClientException if the batch as such failed
   */
  List<Answer> askTogether(List<AdminApi.Request> requests, CallMeter meter) {
    List<Answer> answers =
        api.batchAnswers(
            exchange(
                "POST /adminapi/$batch",
                api.batchUrl(),
                api.batchHeaders(),
                api.batchBody(requests),
                meter),
            requests.size());
    for (int i = 0; i < answers.size(); i++) {
      calls.answeredInBatch(operation(requests.get(i).command().name()), answers.get(i).status());
    }
    return answers;
  }

  /** How long to wait before another attempt. */
  Duration pauseBefore(int failures, ClientException failure) {
    return backoff.before(failures, failure.retryAfter());
  }

  void await(Duration time) {
    calls.waited(time);
    pause.await(time);
  }

  ClientException failure(Answer answer) {
    return AdminApi.failure(answer, clock.instant());
  }

  private static String operation(String command) {
    return "POST /adminapi/InvokeCommand " + command;
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
}
