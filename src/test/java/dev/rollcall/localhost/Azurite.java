package dev.rollcall.localhost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azurite, the storage emulator: real Table, Queue and Blob storage over loopback, in memory. One
 * for each JVM, started when first asked for, on ports that the operating system chose; it ends
 * with the JVM, however that ends.
 *
 * <p>Tests that share it keep apart by {@link #uniquePrefix()} for their tables and queues.
 *
 * <p>It is laxer than Azure in one point we know of: a transaction over two partition keys is
 * accepted. The table adapters check that themselves.
 */
public final class Azurite {

  /** The emulator's well-known account and key, the same on every machine: no secret. */
  private static final String ACCOUNT = "devstoreaccount1";

  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final int SPARE_ACCOUNTS = 1000;

  private static final Pattern LISTENING =
      Pattern.compile("Azurite (\\w+) service is successfully listening at (http://\\S+)");

  private enum Service {
    BLOB("BlobEndpoint"),
    QUEUE("QueueEndpoint"),
    TABLE("TableEndpoint");

    private final String setting;

    Service(String setting) {
      this.setting = setting;
    }
  }

  private final Process process;
  private final Map<Service, String> endpoints;
  private final AtomicInteger prefixes = new AtomicInteger();
  private final AtomicInteger accounts = new AtomicInteger();

  private Azurite(Process process, Map<Service, String> endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  /**
   * This JVM's Azurite.
   *
   * @throws IllegalStateException if it cannot be installed or started; the message says what is
   *     missing
   */
  public static Azurite shared() {
    return Shared.ATTEMPT.get();
  }

  /** The connection string of its account, with all three endpoints. */
  public String connectionString() {
    return connectionString(ACCOUNT);
  }

  /**
   * The connection string of an account that nobody in this JVM has used: empty tables and queues,
   * under the names they have in Azure.
   */
  public String freshAccount() {
    int number = accounts.getAndIncrement();
    if (number >= SPARE_ACCOUNTS) {
      throw new IllegalStateException("all " + SPARE_ACCOUNTS + " spare accounts are used up");
    }
    return connectionString(spareAccount(number));
  }

  private static String spareAccount(int number) {
    return "spare" + number;
  }

  private String connectionString(String account) {
    StringJoiner settings = new StringJoiner(";", "", ";");
    settings.add("DefaultEndpointsProtocol=http");
    settings.add("AccountName=" + account);
    settings.add("AccountKey=" + KEY);
    endpoints.forEach(
        (service, endpoint) -> settings.add(service.setting + "=" + endpoint + "/" + account));
    return settings.toString();
  }

  /**
   * A prefix no other caller in this JVM gets: lower-case letters and digits, so that it may begin
   * the name of a table or a queue.
   */
  public String uniquePrefix() {
    return "t" + Integer.toString(prefixes.incrementAndGet(), Character.MAX_RADIX) + "x";
  }

  private static Azurite start() {
    Path project = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    NodeTool azurite = NodeTool.in(project, "azurite");
    List<String> command =
        List.of(
            "node",
            "--require",
            azurite.file("with-parent.js"),
            azurite.file("node_modules/azurite/dist/src/azurite.js"),
            "--silent",
            "--inMemoryPersistence",
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--blobPort",
            "0",
            "--queuePort",
            "0",
            "--tablePort",
            "0");
    Process process = NodeTool.start(withAccounts(new ProcessBuilder(command)));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "azurite-stop"));
    Azurite started = new Azurite(process, awaitListening(process));
    started.drainOutput();
    return started;
  }

  private static ProcessBuilder withAccounts(ProcessBuilder builder) {
    StringJoiner all = new StringJoiner(";");
    all.add(ACCOUNT + ":" + KEY);
    for (int i = 0; i < SPARE_ACCOUNTS; i++) {
      all.add(spareAccount(i) + ":" + KEY);
    }
    builder.environment().put("AZURITE_ACCOUNTS", all.toString());
    return builder.redirectErrorStream(true);
  }

  /** Azurite says where each service listens; there is nothing to poll. */
  private static Map<Service, String> awaitListening(Process process) {
    Map<Service, String> endpoints = new EnumMap<>(Service.class);
    StringBuilder said = new StringBuilder();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    try {
      while (endpoints.size() < Service.values().length) {
        String line = output.readLine();
        if (line == null) {
          throw new IllegalStateException("Azurite ended instead of listening. It said:\n" + said);
        }
        said.append(line).append('\n');
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          endpoints.put(
              Service.valueOf(listening.group(1).toUpperCase(Locale.ROOT)), listening.group(2));
        }
      }
      return endpoints;
    } catch (IOException e) {
      throw new IllegalStateException("Azurite's output could not be read", e);
    }
  }

  /** A pipe nobody reads would stop Azurite once it is full. */
  private void drainOutput() {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(line -> {});
              } catch (IOException | UncheckedIOException e) {
                // The pipe broke because Azurite is gone: whoever calls it next says so.
              }
            },
            "azurite-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** The one attempt of this JVM; a failed one is not repeated for each test. */
  private record Attempt(Optional<Azurite> azurite, Optional<IllegalStateException> failure) {

    static Attempt made() {
      try {
        return new Attempt(Optional.of(start()), Optional.empty());
      } catch (IllegalStateException e) {
        return new Attempt(Optional.empty(), Optional.of(e));
      }
    }

    Azurite get() {
      return azurite.orElseThrow(
          () ->
              new IllegalStateException(failure.orElseThrow().getMessage(), failure.orElseThrow()));
    }
  }

  private static final class Shared {
    private static final Attempt ATTEMPT = Attempt.made();
  }
}
