package dev.rollcall.localhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Rollcall's HTTP surface, as an administrator with curl sees it. */
public final class RollcallApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> RESTING =
      Set.of("finished", "cancelled", "failed", "skipped", "refused", "superseded", "held");

  private final URI address;
  private final String key;
  private final HttpClient http = HttpClient.newHttpClient();

  public RollcallApi(URI address, String key) {
    this.address = address;
    this.key = key;
  }

  /**
   * An answer.
   *
   * @param json the body; missing if there is none, or if it is no JSON
   * @param body the body as it came
   */
  public record Answer(int status, Map<String, List<String>> headers, JsonNode json, byte[] body) {

    public Optional<String> header(String lowerCaseName) {
      return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> values.get(0));
    }
  }

  public Answer get(String path) {
    return send("GET", path, new byte[0], Map.of());
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public Answer post(String path, String json) {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public Answer delete(String path) {
    return send("DELETE", path, new byte[0], Map.of());
  }

  /** Sends a request with the key. */
  public Answer send(String method, String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("x-functions-key", key)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(),
          response.headers().map(),
          isJson(response) ? JSON.readTree(response.body()) : MissingNode.getInstance(),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a request with the key, asking for plain text. */
  public String text(String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("x-functions-key", key)
            .header("Accept", "text/plain")
            .method(
                method,
                json.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a run and answers its address. */
  public String startRun(String policy, String mode, boolean checkDrift) {
    Answer answer =
        post(
            "/api/policies/" + policy + "/runs",
            "{\"mode\":\"" + mode + "\",\"checkDrift\":" + checkDrift + "}");
    return location(answer);
  }

  /** The run that an answer points to. */
  public static String location(Answer answer) {
    if (answer.status() != 202) {
      throw new IllegalStateException("not accepted: " + answer);
    }
    return answer.header("location").orElseThrow();
  }

  /** Where a run is read. */
  public static String address(JsonNode run) {
    return "/api/runs/" + run.path("policy").asText() + "/" + run.path("id").asText();
  }

  /** Approves exactly the plan that a run was held for; answers the run's address. */
  public String approve(JsonNode held) {
    String plan = held.path("hold").path("plan").asText();
    return location(post(address(held) + "/approve", "{\"plan\":\"" + plan + "\"}"));
  }

  /** Waits until a run is over or waits for approval. */
  public JsonNode await(String run) {
    return await(run, progress -> {});
  }

  /** Waits likewise, and shows each look at it on the way. */
  public JsonNode await(String run, Consumer<JsonNode> progress) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(60);
    while (System.nanoTime() < end) {
      JsonNode view = get(run).json();
      if (RESTING.contains(view.path("status").asText())) {
        return view;
      }
      progress.accept(view);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new IllegalStateException(run + " did not come to rest: " + get(run).json());
  }

  /** Runs a policy to its rest. */
  public JsonNode run(String policy, String mode, boolean checkDrift) {
    return await(startRun(policy, mode, checkDrift));
  }

  /** All pages of a list. */
  public List<JsonNode> all(String path) {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    do {
      String query = (path.contains("?") ? "&" : "?") + "max=1000";
      JsonNode page =
          get(path
                  + query
                  + (after.isEmpty()
                      ? ""
                      : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8)))
              .json();
      page.path("value").forEach(all::add);
      after = page.path("after").asText("");
    } while (!after.isEmpty());
    return all;
  }

  private static boolean isJson(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("content-type").orElse("");
    return response.body().length > 0 && type.contains("json");
  }
}
