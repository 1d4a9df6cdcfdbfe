package dev.rollcall.localtenant;

import dev.rollcall.localtenant.exchange.ExchangeService;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.login.IdentityEndpoint;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.vault.KeyVault;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import dev.rollcall.localtenant.wire.WireServer;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * What the tenants of a local cloud have in common: one address each for login, Graph and Exchange,
 * and the subscription of the first tenant, with its vault and the identity of the host.
 *
 * <p>A login reaches the tenant its path names, Exchange's administration too, and Graph and EWS
 * the one that gave the token. Who names nobody that is here meets the first tenant, which refuses.
 * So a token of one tenant never reads another's data: at Graph it is at home in its own, and where
 * a path names another tenant it is not valid.
 */
final class Cloud implements AutoCloseable {

  private static final String GRAPH = "https://graph.microsoft.com";
  private static final String TOKEN_EXCHANGE = "api://AzureADTokenExchange";
  private static final String IDENTITY_HEADER = "local-identity-header";

  /** Where paths of Exchange's administration name the tenant: {@code adminapi/beta/{tenant}}. */
  private static final int TENANT_SEGMENT = 2;

  /**
   * A tenant behind the addresses.
   *
   * @param exchange its administration and its EWS
   */
  record Services(
      String tenantId, String domain, WireHandler login, WireHandler graph, WireHandler exchange) {

    private boolean isNamed(String name) {
      return name.equalsIgnoreCase(tenantId) || name.equalsIgnoreCase(domain);
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool(Cloud::thread);
  private final LocalTrust trust = LocalTrust.install();
  private final WireServer login = open();
  private final WireServer vaultServer = open();
  private final WireServer graph = open();
  private final WireServer exchange = open();
  private final WireServer identity = open();
  private final Resource graphResource =
      new Resource(
          GRAPH, Set.of(GRAPH, graph.uri().toString(), "00000003-0000-0000-c000-000000000000"));
  private final Resource vaultResource =
      new Resource(KeyVault.RESOURCE, Set.of(KeyVault.RESOURCE, vaultServer.uri().toString()));
  private final Resource exchangeResource =
      new Resource(
          ExchangeService.RESOURCE,
          Set.of(
              ExchangeService.RESOURCE,
              exchange.uri().toString(),
              "00000002-0000-0ff1-ce00-000000000000"));
  private final AppRegistration host;
  private final HostCredential hostCredential;
  private final String issuer;
  private final KeyVault vault;
  private final List<String> unexpected = new CopyOnWriteArrayList<>();
  private final List<Services> tenants = new CopyOnWriteArrayList<>();

  /**
   * @param first whose subscription the vault and the host are in
   * @param host the identity of the machine the app runs on
   */
  Cloud(
      UUID first, Tokens tokens, AppRegistration host, HostCredential hostCredential, Clock clock) {
    this.host = host;
    this.hostCredential = hostCredential;
    this.issuer = login.uri() + "/" + first + "/v2.0";
    this.vault =
        new KeyVault(
            vaultServer.uri(),
            URI.create(login.uri() + "/" + first),
            vaultResource,
            tokens,
            clock,
            unexpected::add);
    vault.allow(host.appId());
    vault.allowCertificates(host.appId());
    login.serve(request -> tenant(request, Cloud::inLogin).login().answer(request));
    graph.serve(request -> tenant(request, Cloud::inToken).graph().answer(request));
    exchange.serve(request -> tenant(request, Cloud::inExchange).exchange().answer(request));
    vaultServer.serve(vault);
    identity.serve(
        new IdentityEndpoint(
            host,
            List.of(vaultResource, new Resource(TOKEN_EXCHANGE, Set.of(TOKEN_EXCHANGE))),
            tokens,
            issuer,
            IDENTITY_HEADER,
            clock));
  }

  /** Another tenant is reached from now on; the first one must come first. */
  void add(Services tenant) {
    tenants.add(tenant);
  }

  /** A tenant is reached no more; nobody knows its name or its tokens. */
  void remove(String tenantId) {
    tenants.removeIf(tenant -> tenant.isNamed(tenantId));
  }

  /** A server of one tenant's own. */
  WireServer open() {
    return WireServer.open(trust.server(), threads);
  }

  URI loginUri() {
    return login.uri();
  }

  URI graphUri() {
    return graph.uri();
  }

  URI exchangeUri() {
    return exchange.uri();
  }

  URI vaultUri() {
    return vaultServer.uri();
  }

  URI identityUri() {
    return URI.create(identity.uri() + "/msi/token");
  }

  String identityHeader() {
    return IDENTITY_HEADER;
  }

  Resource graphResource() {
    return graphResource;
  }

  Resource exchangeResource() {
    return exchangeResource;
  }

  List<Resource> resources() {
    return List.of(graphResource, vaultResource, exchangeResource);
  }

  KeyVault vault() {
    return vault;
  }

  HostCredential hostCredential() {
    return hostCredential;
  }

  /** What an app must trust to be the host. */
  AppRegistration.Federation federation() {
    return new AppRegistration.Federation(issuer, host.objectId(), TOKEN_EXCHANGE);
  }

  /** Told of requests that are nobody's. */
  void unexpected(String request) {
    unexpected.add(request);
  }

  List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  @Override
  public void close() {
    List.of(exchange, graph, identity, vaultServer, login).forEach(WireServer::close);
    threads.shutdownNow();
  }

  private Services tenant(WireRequest request, Function<WireRequest, Optional<String>> name) {
    // Requests before the first tenant is there would be a defect; with one tenant nothing is read.
    return tenants.size() == 1
        ? tenants.get(0)
        : name.apply(request).flatMap(this::named).orElseGet(() -> tenants.get(0));
  }

  private Optional<Services> named(String name) {
    return tenants.stream().filter(tenant -> tenant.isNamed(name)).findFirst();
  }

  private static Optional<String> inLogin(WireRequest request) {
    return request.segments().stream().findFirst();
  }

  private static Optional<String> inToken(WireRequest request) {
    return Tokens.tenantOf(request.bearer());
  }

  private static Optional<String> inExchange(WireRequest request) {
    List<String> path = request.segments();
    return path.size() > TENANT_SEGMENT && path.get(0).equalsIgnoreCase("adminapi")
        ? Optional.of(path.get(TENANT_SEGMENT))
        : inToken(request);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "local-tenant");
    thread.setDaemon(true);
    return thread;
  }
}
