package dev.rollcall.localtenant;

import com.azure.core.credential.TokenRequestContext;
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
import java.util.Map;
import java.util.TreeMap;

/** Requests to Graph as they are on the wire, for what the SDK does not let through. */
final class RawGraph {

  /**
   * An answer.
   *
   * @param json a missing node if the body is no JSON
   */
  record Answer(int status, Map<String, String> headers, JsonNode json, byte[] body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  RawGraph(LocalTenant tenant) {
    this(tenant, tenant.graphUri(), tenant.graphScope());
  }

  private RawGraph(LocalTenant tenant, URI base, String scope) {
    this.base = base.toString();
    this.token =
        new RealClients(tenant)
            .app()
            .getTokenSync(new TokenRequestContext().addScopes(scope))
            .getToken();
  }

  /** The same for Exchange's administration. */
  static RawGraph ofExchange(LocalTenant tenant) {
    return new RawGraph(tenant, tenant.exchangeUri(), tenant.exchangeScope());
  }

  /** A text as one segment of a path or as a query value. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String url, String... headers) {
    return send("GET", url, "", headers);
  }

  Answer post(String url, String json, String... headers) {
    return send("POST", url, json, headers);
  }

  Answer patch(String url, String json, String... headers) {
    return send("PATCH", url, json, headers);
  }

  Answer delete(String url, String... headers) {
    return send("DELETE", url, "", headers);
  }

  Answer batch(String requests) {
    return post("/$batch", "{\"requests\":[" + requests + "]}");
  }

  /**
   * @throws UncheckedIOException if the connection breaks
   */
  Answer send(String method, String url, String json, String... headers) {
    return send(
        method, url, json.isEmpty() ? new byte[0] : json.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answer send(String method, String url, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.startsWith("https:") ? url : base + url))
            .header("Authorization", "Bearer " + token)
            .header("Prefer", "IdType=\"ImmutableId\"")
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    boolean typed = false;
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
      typed |= headers[i].equalsIgnoreCase("Content-Type");
    }
    if (body.length > 0 && !typed) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      response.headers().map().forEach((name, values) -> received.put(name, values.get(0)));
      return new Answer(response.statusCode(), received, json(response.body()), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String text) {
    return json(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length > 0 && body[0] == '{' ? JSON.readTree(body) : MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
