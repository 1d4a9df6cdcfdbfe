package dev.rollcall.secrets;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/**
 * The app's connection to storage, Key Vault and logins, which notes what it carries: every token a
 * login gave out, and every message that was sent to a queue.
 */
final class Overhearing implements HttpClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient real;
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();

  Overhearing(HttpClient real) {
    this.real = real;
  }

  List<String> tokens() {
    return tokens;
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    note(request);
    return real.send(request, context).map(this::noted);
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    note(request);
    return noted(real.sendSync(request, context));
  }

  private void note(HttpRequest request) {
    if (request.getUrl().getPath().contains("/rollcall-work")) {
      Optional.ofNullable(request.getBodyAsBinaryData())
          .map(BinaryData::toString)
          .filter(body -> !body.isBlank())
          .ifPresent(messages::add);
    }
  }

  private HttpResponse noted(HttpResponse response) {
    if (!response.getRequest().getUrl().getPath().endsWith("/token")) {
      return response;
    }
    HttpResponse buffered = response.buffer();
    try {
      String token =
          JSON.readTree(buffered.getBodyAsBinaryData().toBytes()).path("access_token").asText();
      if (!token.isEmpty()) {
        tokens.add(token);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffered;
  }
}
