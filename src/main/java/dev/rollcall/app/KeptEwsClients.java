package dev.rollcall.app;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.service.KeptKey;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.telemetry.CallLog;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes the clients of Exchange Web Services, one for each server and account, and keeps them with
 * their connections and with what Autodiscover told them.
 */
final class KeptEwsClients implements EwsClients {

  private static final String PATH = "/EWS/Exchange.asmx";

  /** Public folders are read one request after the other. */
  private static final int ONLINE_CONNECTIONS = 4;

  private final Supplier<AppCredentials> credentials;
  private final boolean plainLoopback;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final Map<Server, EwsClient> kept = new ConcurrentHashMap<>();
  private final Map<Environment, EwsClient> keptOnline = new ConcurrentHashMap<>();

  private record Server(OnPremises servers, String account) {}

  /**
   * @param credentials asked when a client is first needed
   * @param plainLoopback whether {@code http} towards this machine is let through, for servers that
   *     run beside the app while it is tried out
   */
  KeptEwsClients(
      Supplier<AppCredentials> credentials,
      boolean plainLoopback,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.credentials = credentials;
    this.plainLoopback = plainLoopback;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * The client that writes to an environment's mailboxes, as the account that the environment is
   * used with.
   */
  EwsClient ofMailboxes(Environment environment) {
    return onPremises(environment, exchange(servers(environment)).account());
  }

  @Override
  public EwsClient onPremises(Environment environment, String account) {
    return kept.computeIfAbsent(
        new Server(servers(environment), account),
        server -> client(server.servers, exchange(server.servers), server.account));
  }

  /** The same clients, whose requests are counted there. */
  EwsClients observedBy(CallLog calls) {
    EwsClients all = this;
    return new EwsClients() {
      @Override
      public EwsClient onPremises(Environment environment, String account) {
        return all.onPremises(environment, account)
            .observedBy(calls.of(environment.id() + "/" + environment.app().name()));
      }

      @Override
      public EwsClient online(Environment environment) {
        return all.online(environment)
            .observedBy(calls.of(environment.id() + "/" + environment.app().name()));
      }
    };
  }

  private EwsClient client(OnPremises servers, OnPremises.Ews exchange, String account) {
    OnPremises.Account login = servers.account(account);
    Optional<String> trust = servers.trust().map(name -> credentials.get().secret(name));
    return new EwsClient(
        new EwsServer(exchange.url(), exchange.autodiscover()),
        new EwsLogin.Account(
            scheme(exchange.authentication()),
            login.user(),
            new KeptKey(() -> credentials.get().secret(login.secret()), clock)),
        EwsTransport.of(trust, exchange.maxConnections(), plainLoopback, clock),
        clock,
        random,
        pause);
  }

  @Override
  public EwsClient online(Environment environment) {
    return keptOnline.computeIfAbsent(
        environment.with(environment.app()),
        known -> {
          CloudHosts.ExchangeHost host =
              credentials.get().hosts(known).exchange().orElseThrow(Failures::ofUnknownCloud);
          URI base = host.base();
          return new EwsClient(
              EwsServer.at(base.resolve(PATH)),
              token(credentials.get().of(known), host.scope()),
              EwsTransport.of(Optional.empty(), ONLINE_CONNECTIONS, plainLoopback, clock),
              clock,
              random,
              pause);
        });
  }

  private static EwsLogin token(TokenCredential credential, String scope) {
    return new EwsLogin.Token(
        () -> token(credential, new TokenRequestContext().addScopes(scope)),
        // Claims, even none, tell a credential that the token it keeps no longer counts.
        () -> token(credential, new TokenRequestContext().addScopes(scope).setClaims("{}")));
  }

  private static String token(TokenCredential credential, TokenRequestContext wish) {
    try {
      return credential.getTokenSync(wish).getToken();
    } catch (RuntimeException e) {
      throw Failures.ofException(e);
    }
  }

  private static EwsLogin.Scheme scheme(OnPremises.Authentication authentication) {
    return switch (authentication) {
      case BASIC -> EwsLogin.Scheme.BASIC;
      case NTLM -> EwsLogin.Scheme.NTLM;
      case KERBEROS -> EwsLogin.Scheme.KERBEROS;
    };
  }

  /** Documents are only taken with servers where some are used, so this is a defect of ours. */
  private static OnPremises servers(Environment environment) {
    return environment
        .onPremises()
        .orElseThrow(() -> new IllegalStateException("the environment has no servers of its own"));
  }

  private static OnPremises.Ews exchange(OnPremises servers) {
    return servers
        .ews()
        .orElseThrow(() -> new IllegalStateException("the environment has no Exchange Server"));
  }
}
