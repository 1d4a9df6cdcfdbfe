package dev.rollcall.localhost;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's HTTP side: finds the function for a route, checks the key, passes the request on. */
final class Routes implements HttpHandler {

  private static final String PREFIX = "/api/";

  private final List<Function> functions;
  private final Invoker invoker;
  private final String key;

  Routes(List<Function> functions, Invoker invoker, String key) {
    this.functions = functions.stream().filter(function -> function.http().isPresent()).toList();
    this.invoker = invoker;
    this.key = key;
  }

  private record Match(Function function, HttpTrigger trigger, Map<String, String> bindings) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpMessages.Answer answer = answer(exchange);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = bytes(answer.getBody());
      exchange.sendResponseHeaders(answer.getStatusCode(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private HttpMessages.Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    Optional<Match> match =
        path.startsWith(PREFIX)
            ? match(exchange.getRequestMethod(), path.substring(PREFIX.length()))
            : Optional.empty();
    if (match.isEmpty()) {
      return new HttpMessages.Answer(HttpStatus.NOT_FOUND);
    }
    String given =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-functions-key"))
            .orElse(query.getOrDefault("code", ""));
    boolean open = match.get().trigger().authLevel() == AuthorizationLevel.ANONYMOUS;
    if (!open && !given.equals(key)) {
      return new HttpMessages.Answer(HttpStatus.UNAUTHORIZED);
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    try {
      return (HttpMessages.Answer)
          invoker.call(
              match.get().function(),
              new HttpMessages.Request<>(
                  HttpMethod.value(exchange.getRequestMethod()),
                  exchange.getRequestURI(),
                  headers,
                  query,
                  body.length == 0
                      ? Optional.empty()
                      : Optional.of(
                          match.get().trigger().dataType().equals("binary")
                              ? body
                              : new String(body, StandardCharsets.UTF_8))),
              match.get().bindings());
    } catch (Exception e) {
      return new HttpMessages.Answer(HttpStatus.INTERNAL_SERVER_ERROR);
    }
  }

  private Optional<Match> match(String method, String path) {
    String[] given = path.split("/");
    for (Function function : functions) {
      HttpTrigger trigger = function.http().orElseThrow();
      String[] wanted = trigger.route().split("/");
      boolean methodFits =
          Arrays.stream(trigger.methods()).anyMatch(m -> m.toString().equals(method));
      if (!methodFits || wanted.length != given.length) {
        continue;
      }
      Map<String, String> bindings = new HashMap<>();
      boolean fits = true;
      for (int i = 0; i < wanted.length && fits; i++) {
        if (wanted[i].startsWith("{")) {
          bindings.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
        } else {
          fits = wanted[i].equalsIgnoreCase(given[i]);
        }
      }
      if (fits) {
        return Optional.of(new Match(function, trigger, bindings));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0 && equals < pair.length() - 1) {
          query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** As the worker sends what functions return: bytes as they are, anything else as its text. */
  private static byte[] bytes(@Nullable Object body) {
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    return body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
