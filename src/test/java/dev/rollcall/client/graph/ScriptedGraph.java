package dev.rollcall.client.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.contract.memory.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The far end of a {@link GraphClient}, scripted: for failures that must fall on one certain
 * request. Everything up to the socket is the real client. Time is its own and passes only by
 * pauses.
 */
public final class ScriptedGraph implements Interceptor {

  public static final String BASE = "https://graph.example/v1.0";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Request> requests = new ArrayList<>();
  private final List<List<Item>> batches = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Function<Item, Answer> items = item -> new Answer(501, null);
  private Function<Request, Answer> singles = request -> new Answer(501, null);
  private Supplier<@Nullable Answer> beforeBatch = () -> null;
  private boolean loseAnswers;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));

  /** One request of a batch as it arrived. */
  public record Item(String method, String url, JsonNode headers, JsonNode body) {}

  /** What to answer. */
  public record Answer(int status, @Nullable Object body, String... headers) {

    public static Answer ok(JsonNode body) {
      return new Answer(200, body);
    }

    public static Answer error(int status, String code, String... headers) {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("error").put("code", code).put("message", "for ada@contoso.example");
      return new Answer(status, body, headers);
    }
  }

  /** A client whose requests end here. */
  public GraphClient client() {
    TokenCredential credential =
        new TokenCredential() {
          @Override
          public Mono<AccessToken> getToken(TokenRequestContext request) {
            return Mono.just(getTokenSync(request));
          }

          @Override
          public AccessToken getTokenSync(TokenRequestContext request) {
            return new AccessToken("token", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
          }
        };
    return new GraphClient(
        URI.create(BASE),
        credential,
        "https://graph.example/.default",
        GraphClient.transport().addInterceptor(this),
        clock,
        new Random(1),
        this::pass);
  }

  /** By which requests and pauses go. */
  public Clock clock() {
    return clock;
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    pauses.add(time);
    clock.advance(time);
  }

  public void answerItems(Function<Item, Answer> answers) {
    items = answers;
  }

  public void answerSingles(Function<Request, Answer> answers) {
    singles = answers;
  }

  /** Answers a whole batch instead of its items, unless null. */
  public void answerBatches(Supplier<@Nullable Answer> answers) {
    beforeBatch = answers;
  }

  /** From now on, whether batches have their effect and then break the connection. */
  public void loseAnswers(boolean lose) {
    loseAnswers = lose;
  }

  public List<List<Item>> batches() {
    return batches;
  }

  public List<Request> requests() {
    return requests;
  }

  public List<Duration> pauses() {
    return pauses;
  }

  @Override
  public synchronized Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    requests.add(request);
    if (!request.url().encodedPath().endsWith("/$batch")) {
      return response(request, singles.apply(request));
    }
    Answer outer = beforeBatch.get();
    if (outer != null) {
      batches.add(List.of());
      return response(request, outer);
    }
    Buffer buffer = new Buffer();
    request.body().writeTo(buffer);
    JsonNode envelope = JSON.readTree(buffer.inputStream());
    List<Item> batch = new ArrayList<>();
    List<ObjectNode> answers = new ArrayList<>();
    for (JsonNode one : envelope.path("requests")) {
      Item item =
          new Item(
              one.path("method").asText(),
              one.path("url").asText(),
              one.path("headers"),
              one.path("body"));
      batch.add(item);
      Answer answer = items.apply(item);
      ObjectNode response = JSON.createObjectNode();
      response.put("id", one.path("id").asText()).put("status", answer.status);
      ObjectNode headers = response.putObject("headers");
      for (int i = 0; i < answer.headers.length; i += 2) {
        headers.put(answer.headers[i], answer.headers[i + 1]);
      }
      if (answer.body != null) {
        response.set("body", (JsonNode) answer.body);
      }
      answers.add(response);
    }
    batches.add(batch);
    if (loseAnswers) {
      throw new IOException("connection reset");
    }
    Collections.reverse(answers);
    ArrayNode all = JSON.createArrayNode().addAll(answers);
    return response(request, Answer.ok(JSON.createObjectNode().set("responses", all)));
  }

  private static Response response(Request request, Answer answer) {
    Response.Builder response =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(answer.status)
            .message("scripted")
            .body(
                ResponseBody.create(
                    answer.body == null ? "" : answer.body.toString(),
                    MediaType.get("application/json")));
    for (int i = 0; i < answer.headers.length; i += 2) {
      response.header(answer.headers[i], answer.headers[i + 1]);
    }
    return response.build();
  }
}
