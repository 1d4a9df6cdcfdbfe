package dev.rollcall.localhost;

import com.azure.core.http.HttpClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.app.Rollcall;
import dev.rollcall.functions.Injector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Runs the real function classes on one machine: HTTP routes and keys, queue triggers with
 * visibility, dequeue count and poison queue, timers on demand. A development harness, not a host:
 * it knows what Rollcall uses and nothing else.
 */
public final class LocalHost implements AutoCloseable {

  /** The logger that functions write to here. */
  public static final String LOGGER = "rollcall.localhost";

  private static final int MAX_DEQUEUE_COUNT = 5;
  private static final int MAX_INVOCATIONS = 32;
  private static final Duration POLL = Duration.ofMillis(20);

  private final List<Function> functions = Function.all();
  private final Invoker invoker;
  private final List<QueueListener> listeners = new ArrayList<>();
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool(LocalHost::daemon);
  private final Semaphore free = new Semaphore(MAX_INVOCATIONS);
  private volatile boolean open = true;

  private LocalHost(
      Supplier<Rollcall> app, QueueServiceClient queues, String key, int port, Logger logger) {
    this.invoker = new Invoker(new Injector(app), logger);
    for (Function function : functions) {
      if (function.queue().isPresent()) {
        listeners.add(
            new QueueListener(
                function, queues, invoker, MAX_DEQUEUE_COUNT, Duration.ofMillis(200)));
      }
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", new Routes(functions, invoker, key));
    server.setExecutor(workers);
  }

  /**
   * Starts the host.
   *
   * @param storage connection string of the account whose queues trigger functions
   * @param key the key that callers of functions need
   * @param port 0 for any free one
   */
  public static LocalHost start(
      Supplier<Rollcall> app, String storage, HttpClient http, String key, int port) {
    Logger logger = Logger.getLogger(LOGGER);
    LocalHost host =
        new LocalHost(
            app,
            new QueueServiceClientBuilder()
                .connectionString(storage)
                .httpClient(http)
                .messageEncoding(QueueMessageEncoding.BASE64)
                .buildClient(),
            key,
            port,
            logger);
    host.server.start();
    host.listeners.forEach(listener -> host.workers.execute(() -> host.poll(listener)));
    return host;
  }

  /** Where it answers, such as {@code http://127.0.0.1:7071}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Fires a timer function once, as if its time had come. */
  public void fireTimer(String name) {
    Function timer =
        functions.stream()
            .filter(function -> function.name().equals(name) && function.timer().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no timer " + name));
    try {
      invoker.call(timer, "{}", Map.of());
    } catch (Exception e) {
      throw new IllegalStateException(name + " failed", e);
    }
  }

  @Override
  public void close() {
    open = false;
    server.stop(0);
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("an invocation did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll(QueueListener listener) {
    while (open && !Thread.currentThread().isInterrupted()) {
      List<QueueMessageItem> messages = List.of();
      try {
        messages = listener.take(Math.max(1, Math.min(32, free.availablePermits())));
      } catch (RuntimeException e) {
        // Azurite is going down, or busy: asked again like the real service.
        LockSupport.parkNanos(POLL.toNanos());
      }
      for (QueueMessageItem message : messages) {
        free.acquireUninterruptibly();
        workers.execute(
            () -> {
              try {
                listener.handle(message);
              } finally {
                free.release();
              }
            });
      }
      if (messages.isEmpty()) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "localhost");
    thread.setDaemon(true);
    return thread;
  }
}
