package dev.rollcall.app;

import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Catalogue;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Service;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.credential.SignInProbe;
import dev.rollcall.model.Problem;
import dev.rollcall.notify.EwsMails;
import dev.rollcall.notify.GraphMails;
import dev.rollcall.notify.MailAnnouncer;
import dev.rollcall.notify.Mails;
import dev.rollcall.policy.Environment;
import dev.rollcall.run.Announcer;
import dev.rollcall.run.RunPorts;
import dev.rollcall.run.connection.ConnectionProbe;
import dev.rollcall.run.connection.DirectoryChecks;
import dev.rollcall.run.connection.EwsChecks;
import dev.rollcall.run.connection.ExchangeChecks;
import dev.rollcall.run.connection.LdapChecks;
import dev.rollcall.run.connection.MailChecks;
import dev.rollcall.run.connection.MailboxChecks;
import dev.rollcall.run.connection.MailboxHomes;
import dev.rollcall.run.connection.MailboxLooks;
import dev.rollcall.run.connection.OfTenants;
import dev.rollcall.run.connection.OfferChecks;
import dev.rollcall.run.connection.PermissionChecks;
import dev.rollcall.run.connection.ServiceChecks;
import dev.rollcall.run.connection.SignInChecks;
import dev.rollcall.run.connection.StorageChecks;
import dev.rollcall.run.connection.TestConnection;
import dev.rollcall.source.DirectoryProbe;
import dev.rollcall.source.EwsProbe;
import dev.rollcall.source.ExchangeProbe;
import dev.rollcall.source.LdapProbe;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.activedirectory.ActiveDirectoryLocations;
import dev.rollcall.source.activedirectory.ActiveDirectoryProbe;
import dev.rollcall.source.directory.GraphDirectoryProbe;
import dev.rollcall.source.exchange.AdminExchangeProbe;
import dev.rollcall.source.exchange.AdminRecipients;
import dev.rollcall.source.folder.ExchangeServerProbe;
import dev.rollcall.source.folder.PublicFolderSource;
import dev.rollcall.source.offer.OfferSource;
import dev.rollcall.state.Files;
import dev.rollcall.target.mailbox.GraphMailboxProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Puts a connection test together. Every test has credentials and clients of its own: what an
 * earlier login left behind would hide what is wrong now, and permissions given meanwhile.
 */
final class ConnectionTests {

  private final RunPorts ports;
  private final SignInChecks logins;
  private final DirectoryProbe directory;
  private final ExchangeProbe exchange;
  private final LdapProbe activeDirectory;
  private final MailboxHomes homes;
  private final MailboxLooks looks;
  private final EwsProbe exchangeServer;
  private final Announcer announcer;
  private final Downstream services;

  /** An environment's app. */
  private record AppOf(Environment environment, Environment.App app) {}

  /**
   * @param credentials fresh ones
   * @param services fresh too, with keys that nobody read before
   * @param servers fresh too, with passwords that nobody read before
   */
  ConnectionTests(
      RunPorts ports,
      AppCredentials credentials,
      Downstream services,
      KeptEwsClients servers,
      Transport transport,
      Pause pause) {
    this.ports = ports;
    this.services = services;
    this.logins = new SignInChecks(new SignInProbe(credentials, transport.azure()), ports.clock());
    Map<AppOf, GraphClient> kept = new ConcurrentHashMap<>();
    BiFunction<Environment, Environment.App, GraphClient> client =
        (environment, app) ->
            kept.computeIfAbsent(
                new AppOf(environment, app),
                one -> {
                  CloudHosts hosts = credentials.hosts(one.environment);
                  return new GraphClient(
                      hosts.graph(),
                      credentials.of(one.environment, one.app),
                      hosts.graphScope(),
                      transport.graph(),
                      ports.clock(),
                      ports.random(),
                      pause);
                });
    Function<Environment, ExchangeClient> exchanges =
        new ExchangeClients(() -> credentials, transport, ports.clock(), ports.random(), pause);
    this.exchange = new AdminExchangeProbe(exchanges);
    this.directory =
        new GraphDirectoryProbe(
            environment -> client.apply(environment, environment.app()),
            new AdminRecipients(exchanges));
    LdapClients ldap = new LdapClients(credentials::secret, ports.clock(), ports.random(), pause);
    this.activeDirectory = new ActiveDirectoryProbe(ldap);
    this.homes = new MailboxHomes(new ActiveDirectoryLocations(ldap));
    this.looks = new MailboxLooks(directory, new GraphMailboxProbe(client), homes);
    this.exchangeServer =
        new ExchangeServerProbe(
            servers::ofMailboxes,
            new PublicFolderSource(servers, Recollections.none(), ports.clock()));
    this.announcer =
        new MailAnnouncer(
            Mails.byEnvironment(
                new GraphMails(environment -> client.apply(environment, environment.app())),
                new EwsMails(servers::ofMailboxes)),
            ports.clock(),
            ports.random());
  }

  /**
   * All of it.
   *
   * @param files where files are
   */
  TestConnection all(Files files) {
    List<ConnectionProbe> probes = new ArrayList<>();
    probes.add(
        new StorageChecks(ports.documents(), ports.queue(), files, ConnectionTests::storage));
    probes.addAll(permissions());
    probes.add(new ExchangeChecks(exchange));
    probes.add(new OfTenants(new DirectoryChecks(directory)));
    probes.add(new OfTenants(new MailboxChecks(logins, looks)));
    probes.add(new LdapChecks(activeDirectory));
    probes.add(new EwsChecks(exchangeServer, homes));
    probes.add(new ServiceChecks(services));
    probes.add(
        new OfferChecks(
            new OfferSource(
                policy -> services.offer(policy, Optional.empty()),
                Recollections.none(),
                ports.clock())));
    probes.add(new MailChecks(directory, announcer));
    return new TestConnection(ports.documents(), probes, ports.clock());
  }

  /** Logins and permissions alone. */
  List<ConnectionProbe> permissions() {
    return List.of(new OfTenants(logins), new PermissionChecks(logins, looks));
  }

  /** What the catalogue knows of storage or of the way there; no more than that it failed, not. */
  private static Optional<Problem> storage(Throwable failure) {
    Problem problem = Failures.ofStorage(failure).problem();
    return Catalogue.get()
        .find(problem.code())
        .filter(
            entry ->
                entry.services().contains(Service.STORAGE)
                    || entry.services().contains(Service.NETWORK))
        .map(entry -> problem);
  }
}
