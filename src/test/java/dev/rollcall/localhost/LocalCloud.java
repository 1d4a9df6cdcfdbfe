package dev.rollcall.localhost;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.app.Rollcall;
import dev.rollcall.app.Settings;
import dev.rollcall.app.Transport;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Pause;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.run.RunLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * A whole cloud on one machine: an organisation in a local tenant, others beside it if they are
 * added, storage in Azurite, and the app's own functions hosted between them. The app is the one
 * that is shipped; only settings differ.
 */
public final class LocalCloud implements AutoCloseable {

  /** The key that functions are called with here. */
  public static final String KEY = "local-function-key";

  private final LocalTenant tenant;
  private final Organisation organisation;
  private final String storage;
  private final Rollcall app;
  private final LocalHost host;

  private LocalCloud(
      LocalTenant tenant, Organisation organisation, String storage, Rollcall app, LocalHost host) {
    this.tenant = tenant;
    this.organisation = organisation;
    this.storage = storage;
    this.app = app;
    this.host = host;
  }

  /** Starts everything on free ports. */
  public static LocalCloud start(Organisation organisation, LocalTenantOptions options) {
    return start(organisation, options, RunLimits.defaults(), 0);
  }

  /**
   * Starts everything.
   *
   * @param port where the functions answer; 0 for any free one
   */
  public static LocalCloud start(
      Organisation organisation, LocalTenantOptions options, RunLimits limits, int port) {
    return start(organisation, options, limits, Clock.systemUTC(), port);
  }

  /**
   * Starts everything.
   *
   * @param clock what the app takes for the time; it may be moved by hand
   * @param port where the functions answer; 0 for any free one
   */
  public static LocalCloud start(
      Organisation organisation,
      LocalTenantOptions options,
      RunLimits limits,
      Clock clock,
      int port) {
    LocalTrust.install();
    LocalTenant tenant = LocalTenant.start(organisation, options);
    String storage = Azurite.shared().freshAccount();
    HttpClient http = new JdkHttpClientProvider().createInstance();
    Settings settings = settings(tenant, storage);
    Rollcall app =
        app(
            settings,
            http,
            GraphClient.transport(),
            () -> hostIdentity(tenant, http),
            clock,
            Pause.onThisThread(),
            limits);
    return new LocalCloud(
        tenant, organisation, storage, app, LocalHost.start(() -> app, storage, http, KEY, port));
  }

  /** The app on these settings, over these connections, by this clock. */
  public static Rollcall app(
      Settings settings,
      HttpClient http,
      OkHttpClient.Builder graph,
      Supplier<TokenCredential> identity,
      Clock clock,
      Pause pause,
      RunLimits limits) {
    return new Rollcall(
        settings,
        new Transport(http, graph, identity),
        clock,
        RandomGenerator.getDefault(),
        pause,
        limits);
  }

  /** The settings that make this tenant the app's cloud. */
  public static Settings settings(LocalTenant tenant, String storage) {
    return Settings.from(variables(tenant, storage));
  }

  /** The same as the variables of a function app. */
  public static Map<String, String> variables(LocalTenant tenant, String storage) {
    Map<String, String> variables = new HashMap<>();
    variables.put(Settings.STORAGE, storage);
    variables.put(Settings.KEY_VAULT, tenant.vaultUri().toString());
    variables.put(Settings.CUSTOM_LOGIN, tenant.loginUri().toString());
    variables.put(Settings.CUSTOM_GRAPH, tenant.graphUri().toString());
    variables.put(Settings.CUSTOM_SCOPE, tenant.graphScope());
    variables.put(Settings.CUSTOM_EXCHANGE, tenant.exchangeUri().toString());
    variables.put(Settings.CUSTOM_EXCHANGE_SCOPE, tenant.exchangeScope());
    return variables;
  }

  /** What a managed identity is in Azure: a client that may read the vault. */
  public static TokenCredential hostIdentity(LocalTenant tenant, HttpClient http) {
    return new ClientSecretCredentialBuilder()
        .authorityHost(tenant.loginUri().toString())
        .disableInstanceDiscovery()
        .tenantId(tenant.hostCredential().tenantId())
        .clientId(tenant.hostCredential().clientId())
        .clientSecret(tenant.hostCredential().secret())
        .httpClient(http)
        .build();
  }

  /** The tenant the cloud began with. */
  public LocalTenant tenant() {
    return tenant;
  }

  /** Puts another organisation into the cloud; the app reaches it as soon as it is told of it. */
  public LocalTenant addTenant(Organisation other) {
    return tenant.addTenant(other);
  }

  public Organisation organisation() {
    return organisation;
  }

  public LocalHost host() {
    return host;
  }

  public Rollcall app() {
    return app;
  }

  public String storage() {
    return storage;
  }

  public RollcallApi api() {
    return new RollcallApi(host.address(), KEY);
  }

  /** The sample environment, pointed at this tenant. */
  public String sampleEnvironment() {
    return sampleEnvironment(tenant);
  }

  /**
   * The sample environment, pointed at a tenant, with as many connections as there may be lanes.
   */
  public static String sampleEnvironment(LocalTenant tenant) {
    return sample("environments/contoso.json")
        .replace("\"global\"", "\"custom\"")
        .replace("contoso.onmicrosoft.com", tenant.initialDomain())
        .replace("2653598a-91f0-4a44-8a05-0d5d1a4a5d3f", tenant.clientId())
        .replace(
            "\"rollcall-contoso\" }",
            "\"" + tenant.certificateName() + "\" },\n      \"maxConnections\": 50");
  }

  /**
   * An environment whose address list Rollcall reads and writes, by the sample {@code fabrikam}.
   *
   * @param id what the environment is called
   */
  public static String addressListEnvironment(LocalTenant tenant, String id) {
    return sample("environments/fabrikam.json")
        .replace("\"global\"", "\"custom\"")
        .replace("\"fabrikam\"", "\"" + id + "\"")
        .replace("Fabrikam", tenant.organisation().name())
        .replace("fabrikam.onmicrosoft.com", tenant.initialDomain())
        .replace("8a5c1f0e-6d1b-4f0a-9a6e-2b7c1d3e4f50", tenant.clientId())
        .replace("rollcall-fabrikam", tenant.certificateName());
  }

  /** A sample document. */
  public static String sample(String name) {
    try {
      return Files.readString(Path.of("src/main/samples").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    host.close();
    tenant.close();
  }
}
