package dev.rollcall.app;

import com.azure.core.credential.TokenCredential;
import com.azure.data.tables.TableServiceClient;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.storage.queue.QueueServiceClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import java.net.URI;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;

/**
 * What runs here, for somebody who is to help from afar: versions, the kind of host, and which
 * settings there are. No address, no key.
 *
 * @param version this app's
 * @param java the JVM's version and maker
 * @param os the system's name, version and architecture
 * @param memoryMiB the most memory the JVM takes
 * @param processors how many it has
 * @param host what the Functions host says of itself; empty where there is none
 * @param libraries the archives of the libraries that reach services
 * @param settings the app's settings
 */
public record About(
    String version,
    String java,
    String os,
    long memoryMiB,
    int processors,
    Map<String, String> host,
    Set<String> libraries,
    List<Settings.Shown> settings) {

  /** Variables of the host that tell its version, plan and place, and nothing else. */
  private static final List<String> HOST =
      List.of(
          "FUNCTIONS_EXTENSION_VERSION",
          "FUNCTIONS_WORKER_RUNTIME",
          "FUNCTIONS_WORKER_RUNTIME_VERSION",
          "WEBSITE_SKU",
          "REGION_NAME",
          "WEBSITE_INSTANCE_MEMORY_MB");

  private static final List<Class<?>> LIBRARIES =
      List.of(
          TokenCredential.class,
          TableServiceClient.class,
          QueueServiceClient.class,
          SecretClient.class,
          DefaultAzureCredentialBuilder.class,
          GraphServiceClient.class,
          OkHttpClient.class,
          ObjectMapper.class);

  public About {
    host = Map.copyOf(host);
    libraries = Set.copyOf(libraries);
    settings = List.copyOf(settings);
  }

  static About now(Settings settings, Map<String, String> variables) {
    return new About(
        ProductVersion.read(),
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        Runtime.getRuntime().maxMemory() >> 20,
        Runtime.getRuntime().availableProcessors(),
        HOST.stream()
            .filter(variables::containsKey)
            .collect(Collectors.toMap(name -> name, variables::get, (a, b) -> a, TreeMap::new)),
        LIBRARIES.stream()
            .flatMap(type -> archive(type).stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        settings.shown());
  }

  /** The archive's name, which has the version in it. */
  private static Optional<String> archive(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain())
        .map(ProtectionDomain::getCodeSource)
        .map(CodeSource::getLocation)
        .map(location -> URI.create(location.toString()).getSchemeSpecificPart())
        .map(path -> path.replaceAll("[!/]+$", ""))
        .map(path -> path.substring(path.lastIndexOf('/') + 1));
  }
}
