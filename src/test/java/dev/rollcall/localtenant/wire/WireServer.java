package dev.rollcall.localtenant.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** One service on a free port of the loopback interface, over HTTPS. */
public final class WireServer implements AutoCloseable {

  private final HttpsServer server;
  private final URI uri;
  private final AtomicReference<WireHandler> handler = new AtomicReference<>();

  private WireServer(HttpsServer server) {
    this.server = server;
    this.uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Opens the port; nothing is answered before {@link #serve}. */
  public static WireServer open(SSLContext tls, ExecutorService threads) {
    try {
      // A port is given by the system; the backlog covers a burst of new connections.
      HttpsServer server =
          HttpsServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 256);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      server.setExecutor(threads);
      return new WireServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException("no port on loopback could be opened", e);
    }
  }

  /** Begins to answer. */
  public void serve(WireHandler service) {
    handler.set(service);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Scheme, address and port, without a slash at the end. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<WireAnswer> answer;
      try {
        answer = handler.get().answer(request(exchange));
      } catch (RuntimeException e) {
        // A defect of the local tenant, shown to the test that met it.
        answer =
            Optional.of(
                new WireAnswer(
                    500,
                    Map.of("Content-Type", "text/plain"),
                    ("The local tenant failed: " + e).getBytes(StandardCharsets.UTF_8)));
      }
      if (answer.isPresent()) {
        send(exchange, answer.get());
      }
      // Otherwise closing the exchange unanswered closes the connection.
    }
  }

  private static WireRequest request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), String.join(", ", header.getValue()));
    }
    URI uri = exchange.getRequestURI();
    return new WireRequest(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        uri.getRawPath(),
        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        headers,
        exchange.getRequestBody().readAllBytes(),
        exchange.getRemoteAddress().toString());
  }

  private static void send(HttpExchange exchange, WireAnswer answer) throws IOException {
    answer
        .headers()
        .forEach(
            (name, value) -> exchange.getResponseHeaders().put(name, List.of(value.split("\n"))));
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
