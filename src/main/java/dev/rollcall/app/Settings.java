package dev.rollcall.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The app's settings, each defined once, here, under the name it has in the function app, in {@code
 * local.settings.sample.json} and in the infrastructure.
 *
 * @param storage where tables, queues and files are
 * @param keyVault the vault with the apps' certificates
 * @param identityClientId client id of the user-assigned managed identity; empty uses whatever
 *     identity the host has
 * @param customCloud the hosts of a cloud of its own; empty if there is none
 * @param historyKept how long a run is kept after its end
 */
public record Settings(
    Storage storage,
    URI keyVault,
    Optional<String> identityClientId,
    Optional<CustomCloud> customCloud,
    Duration historyKept) {

  public static final String STORAGE = "AzureWebJobsStorage";
  public static final String STORAGE_TABLES = "AzureWebJobsStorage__tableServiceUri";
  public static final String STORAGE_QUEUES = "AzureWebJobsStorage__queueServiceUri";
  public static final String STORAGE_BLOBS = "AzureWebJobsStorage__blobServiceUri";
  public static final String KEY_VAULT = "ROLLCALL_KEY_VAULT_URL";
  public static final String IDENTITY = "ROLLCALL_IDENTITY_CLIENT_ID";
  public static final String CUSTOM_LOGIN = "ROLLCALL_CUSTOM_LOGIN_URL";
  public static final String CUSTOM_GRAPH = "ROLLCALL_CUSTOM_GRAPH_URL";
  public static final String CUSTOM_SCOPE = "ROLLCALL_CUSTOM_GRAPH_SCOPE";
  public static final String CUSTOM_EXCHANGE = "ROLLCALL_CUSTOM_EXCHANGE_URL";
  public static final String CUSTOM_EXCHANGE_SCOPE = "ROLLCALL_CUSTOM_EXCHANGE_SCOPE";

  public static final String HISTORY_DAYS = "ROLLCALL_HISTORY_DAYS";

  private static final String PREFIX = "ROLLCALL_";
  private static final Set<String> KNOWN =
      Set.of(
          KEY_VAULT,
          IDENTITY,
          CUSTOM_LOGIN,
          CUSTOM_GRAPH,
          CUSTOM_SCOPE,
          CUSTOM_EXCHANGE,
          CUSTOM_EXCHANGE_SCOPE,
          HISTORY_DAYS);

  private static final int DEFAULT_HISTORY_DAYS = 90;

  /** Ten years. */
  private static final int MAX_HISTORY_DAYS = 3650;

  /**
   * Where state is.
   *
   * @param connectionString for development storage; empty in Azure, where the identity is used
   * @param tables the table service; empty with a connection string
   * @param queues the queue service; empty with a connection string
   * @param blobs the blob service; empty with a connection string
   */
  public record Storage(
      Optional<String> connectionString,
      Optional<URI> tables,
      Optional<URI> queues,
      Optional<URI> blobs) {}

  /**
   * The hosts of a cloud of its own.
   *
   * @param exchange Exchange's administration; empty if nothing there is to be asked
   */
  public record CustomCloud(
      URI login, URI graph, String graphScope, Optional<CustomExchange> exchange) {}

  /**
   * Exchange's administration in a cloud of its own.
   *
   * @param base the service's root
   * @param scope the scope of its tokens
   */
  public record CustomExchange(URI base, String scope) {}

  /** The settings are not usable. Names every problem; never a value that may be a secret. */
  public static final class Invalid extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Invalid(List<String> problems) {
      super("The app's settings are not usable. " + String.join(" ", problems));
    }
  }

  /**
   * A setting as it may be shown to anybody.
   *
   * @param isSet whether it has a value
   * @param value the value, if no value of it tells anything about the organisation
   */
  public record Shown(String name, boolean isSet, Optional<String> value) {}

  /** All settings, without a value that is an address, an id or a key. */
  List<Shown> shown() {
    return List.of(
        shown(STORAGE, storage.connectionString().isPresent()),
        shown(STORAGE_TABLES, storage.tables().isPresent()),
        shown(STORAGE_QUEUES, storage.queues().isPresent()),
        shown(STORAGE_BLOBS, storage.blobs().isPresent()),
        shown(KEY_VAULT, true),
        shown(IDENTITY, identityClientId.isPresent()),
        shown(CUSTOM_LOGIN, customCloud.isPresent()),
        shown(CUSTOM_GRAPH, customCloud.isPresent()),
        shown(CUSTOM_SCOPE, customCloud.isPresent()),
        shown(CUSTOM_EXCHANGE, customCloud.flatMap(CustomCloud::exchange).isPresent()),
        shown(CUSTOM_EXCHANGE_SCOPE, customCloud.flatMap(CustomCloud::exchange).isPresent()),
        new Shown(HISTORY_DAYS, true, Optional.of(String.valueOf(historyKept.toDays()))));
  }

  private static Shown shown(String name, boolean isSet) {
    return new Shown(name, isSet, Optional.empty());
  }

  /**
   * Reads the settings from the environment's variables.
   *
   * @throws Invalid if something is missing, unreadable or unknown
   */
  public static Settings from(Map<String, String> variables) {
    List<String> problems = new ArrayList<>();
    Map<String, String> given = new TreeMap<>(variables);
    given.values().removeIf(String::isBlank);
    for (String name : given.keySet()) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        problems.add(
            name + " is not known. Known are: " + String.join(", ", new TreeSet<>(KNOWN)) + ".");
      }
    }
    Storage storage =
        new Storage(
            Optional.ofNullable(given.get(STORAGE)),
            uri(given, STORAGE_TABLES, problems),
            uri(given, STORAGE_QUEUES, problems),
            uri(given, STORAGE_BLOBS, problems));
    if (storage.connectionString().isEmpty()
        && (storage.tables().isEmpty()
            || storage.queues().isEmpty()
            || storage.blobs().isEmpty())) {
      problems.add(
          "Either "
              + STORAGE
              + " (a connection string, for development) or all of "
              + STORAGE_TABLES
              + ", "
              + STORAGE_QUEUES
              + " and "
              + STORAGE_BLOBS
              + " must be set.");
    }
    Optional<URI> vault = uri(given, KEY_VAULT, problems);
    if (vault.isEmpty()) {
      problems.add(KEY_VAULT + " must be set, for example https://rollcall-kv.vault.azure.net.");
    }
    Optional<CustomCloud> custom = customCloud(given, problems);
    Duration historyKept = Duration.ofDays(historyDays(given, problems));
    if (!problems.isEmpty()) {
      throw new Invalid(problems);
    }
    return new Settings(
        storage,
        vault.orElseThrow(),
        Optional.ofNullable(given.get(IDENTITY)),
        custom,
        historyKept);
  }

  private static int historyDays(Map<String, String> given, List<String> problems) {
    String value = given.getOrDefault(HISTORY_DAYS, String.valueOf(DEFAULT_HISTORY_DAYS));
    int days = value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
    if (days < 1 || days > MAX_HISTORY_DAYS) {
      problems.add(
          HISTORY_DAYS
              + " must be a whole number of days from 1 to "
              + MAX_HISTORY_DAYS
              + ", for example "
              + DEFAULT_HISTORY_DAYS
              + ", which also holds without it.");
    }
    return days;
  }

  private static Optional<CustomCloud> customCloud(
      Map<String, String> given, List<String> problems) {
    Optional<URI> login = uri(given, CUSTOM_LOGIN, problems);
    Optional<URI> graph = uri(given, CUSTOM_GRAPH, problems);
    Optional<String> scope = Optional.ofNullable(given.get(CUSTOM_SCOPE));
    Optional<CustomExchange> exchange = customExchange(given, problems);
    long set =
        List.of(login.isPresent(), graph.isPresent(), scope.isPresent()).stream()
            .filter(b -> b)
            .count();
    if (set == 0) {
      if (exchange.isPresent()) {
        problems.add(CUSTOM_EXCHANGE + " goes with " + CUSTOM_LOGIN + ", which is not set.");
      }
      return Optional.empty();
    }
    if (set < 3) {
      problems.add(
          CUSTOM_LOGIN
              + ", "
              + CUSTOM_GRAPH
              + " and "
              + CUSTOM_SCOPE
              + " go together; set all or none.");
      return Optional.empty();
    }
    return Optional.of(
        new CustomCloud(login.orElseThrow(), graph.orElseThrow(), scope.orElseThrow(), exchange));
  }

  private static Optional<CustomExchange> customExchange(
      Map<String, String> given, List<String> problems) {
    Optional<URI> base = uri(given, CUSTOM_EXCHANGE, problems);
    Optional<String> scope = Optional.ofNullable(given.get(CUSTOM_EXCHANGE_SCOPE));
    if (base.isPresent() != scope.isPresent()) {
      problems.add(
          CUSTOM_EXCHANGE + " and " + CUSTOM_EXCHANGE_SCOPE + " go together; set both or none.");
    }
    return base.isPresent() && scope.isPresent()
        ? Optional.of(new CustomExchange(base.get(), scope.get()))
        : Optional.empty();
  }

  private static Optional<URI> uri(Map<String, String> given, String name, List<String> problems) {
    String value = given.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(value);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return Optional.of(uri);
      }
      // What it is instead may be a connection string with its key.
      problems.add(name + " must be an https address.");
    } catch (URISyntaxException e) {
      problems.add(name + " is not an address.");
    }
    return Optional.empty();
  }
}
