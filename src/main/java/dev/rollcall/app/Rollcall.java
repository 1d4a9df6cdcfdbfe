package dev.rollcall.app;

import com.azure.core.credential.TokenCredential;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.CertificateVault;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.credential.CredentialNotice;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.notify.EwsMails;
import dev.rollcall.notify.GraphMails;
import dev.rollcall.notify.MailAnnouncer;
import dev.rollcall.notify.Mails;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.ApproveRun;
import dev.rollcall.run.CancelRun;
import dev.rollcall.run.CollectSupport;
import dev.rollcall.run.Connections;
import dev.rollcall.run.CredentialSource;
import dev.rollcall.run.DisconnectEnvironment;
import dev.rollcall.run.ExportConfiguration;
import dev.rollcall.run.FinishRun;
import dev.rollcall.run.ImportConfiguration;
import dev.rollcall.run.ManageCertificates;
import dev.rollcall.run.PurgeHistory;
import dev.rollcall.run.ReadCredentials;
import dev.rollcall.run.ReadRuns;
import dev.rollcall.run.ReadSchedule;
import dev.rollcall.run.RequestRun;
import dev.rollcall.run.RunLimits;
import dev.rollcall.run.RunPorts;
import dev.rollcall.run.ScheduleDue;
import dev.rollcall.run.SendTestMail;
import dev.rollcall.run.SettlePoison;
import dev.rollcall.run.StartRun;
import dev.rollcall.run.StoreDocuments;
import dev.rollcall.run.StoreFiles;
import dev.rollcall.run.SyncTargets;
import dev.rollcall.run.TellCredentials;
import dev.rollcall.run.WatchCredentials;
import dev.rollcall.run.Watchdog;
import dev.rollcall.run.connection.DescribeAccess;
import dev.rollcall.run.connection.Requirements;
import dev.rollcall.run.connection.TestConnection;
import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceByPolicy;
import dev.rollcall.source.TargetsOfPolicy;
import dev.rollcall.source.activedirectory.ActiveDirectory;
import dev.rollcall.source.activedirectory.ActiveDirectoryLocations;
import dev.rollcall.source.activedirectory.ActiveDirectoryMailboxes;
import dev.rollcall.source.directory.DirectoryIdentities;
import dev.rollcall.source.directory.DirectoryMailboxes;
import dev.rollcall.source.directory.DirectorySource;
import dev.rollcall.source.exchange.AdminRecipients;
import dev.rollcall.source.exchange.MailboxSource;
import dev.rollcall.source.folder.PublicFolderSource;
import dev.rollcall.source.folder.SharedMailboxSource;
import dev.rollcall.source.offer.OfferSource;
import dev.rollcall.source.spreadsheet.SpreadsheetSource;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Files;
import dev.rollcall.state.blob.BlobFiles;
import dev.rollcall.state.table.TableState;
import dev.rollcall.target.FilePlace;
import dev.rollcall.target.MailboxesByLocation;
import dev.rollcall.target.Target;
import dev.rollcall.target.TargetByPolicy;
import dev.rollcall.target.mailbox.MailboxTarget;
import dev.rollcall.target.mailbox.ews.EwsMailboxTarget;
import dev.rollcall.telemetry.CallLog;
import dev.rollcall.work.storage.StorageWorkQueue;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The app, put together. One object serves all invocations of a process; clients are made when
 * first needed and kept, since making them is most of what a cold start costs.
 */
public final class Rollcall {

  private final Settings settings;
  private final Transport transport;
  private final Clock clock;
  private final RandomGenerator random;
  private final RunPorts ports;
  private final Pause pause;
  private final LazyCredentials credentials;
  private final Map<Environment, GraphClient> graphs;
  private final ExchangeClients exchanges;
  private final LdapClients ldap;
  private final KeptEwsClients ews;
  private final Downstream downstream;
  private final MailAnnouncer announcer;
  private final Files files;
  private final FilePlace offers;
  private final KeptSigningKeys signing;
  private final Recollections recollections;
  private final Function<Environment, GraphClient> observed;

  /** The app as the host runs it. */
  public static Rollcall fromEnvironment() {
    Settings settings = Settings.from(System.getenv());
    return new Rollcall(
        settings,
        Transport.standard(settings),
        Clock.systemUTC(),
        RandomGenerator.getDefault(),
        Pause.onThisThread(),
        RunLimits.defaults());
  }

  /**
   * @param pause how a thread waits a short while for a service
   */
  public Rollcall(
      Settings settings,
      Transport transport,
      Clock clock,
      RandomGenerator random,
      Pause pause,
      RunLimits limits) {
    this.settings = settings;
    this.transport = transport;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
    this.graphs = new ConcurrentHashMap<>();
    this.observed = this::graph;
    TableState state = new TableState(tables());
    Optional<CloudHosts> custom = settings.customCloud().map(Rollcall::hosts);
    this.files = new BlobFiles(blobs());
    this.recollections = new KeptRecollections(new BlobFiles(blobs(), KeptRecollections.CONTAINER));
    this.offers = new PlacedFiles(new BlobFiles(blobs(), PlacedFiles.OFFERS));
    this.credentials = new LazyCredentials(custom);
    this.signing = new KeptSigningKeys(name -> credentials.get().signingKey(name), clock);
    this.exchanges = new ExchangeClients(credentials::get, transport, clock, random, pause);
    this.ldap = new LdapClients(name -> credentials.get().secret(name), clock, random, pause);
    this.ews = ews(credentials::get);
    this.downstream = downstream(name -> credentials.get().secret(name), signing);
    this.announcer = new MailAnnouncer(mails(this::graph, Optional.empty()), clock, random);
    this.ports =
        new RunPorts(
            state.documents(),
            state.checkpoints(),
            state.snapshots(),
            state.leases(),
            state.runs(),
            state.notices(),
            new StorageWorkQueue(queues(), clock),
            sources(this::graph, exchanges, ldap, ews, Optional.empty()),
            targetsOf(this::graph, exchanges, ldap, Optional.empty()),
            targets(this::graph, Optional.empty()),
            announcer,
            clock,
            random,
            limits);
  }

  private Rollcall(Rollcall app, RunPorts ports, Function<Environment, GraphClient> observed) {
    this.settings = app.settings;
    this.transport = app.transport;
    this.clock = app.clock;
    this.random = app.random;
    this.pause = app.pause;
    this.credentials = app.credentials;
    this.graphs = app.graphs;
    this.exchanges = app.exchanges;
    this.ldap = app.ldap;
    this.ews = app.ews;
    this.downstream = app.downstream;
    this.announcer = app.announcer;
    this.files = app.files;
    this.offers = app.offers;
    this.signing = app.signing;
    this.recollections = app.recollections;
    this.observed = observed;
    this.ports = ports;
  }

  /**
   * This app during one invocation: the same clients and state, but its messages say who sent them,
   * and its calls are counted there.
   *
   * @param spanId the invocation's span
   * @param calls where its requests to services are counted
   */
  public Rollcall during(String spanId, CallLog calls) {
    Function<Environment, GraphClient> observed =
        environment ->
            graph(environment)
                .observedBy(calls.of(environment.id() + "/" + environment.app().name()));
    Function<Environment, ExchangeClient> exchange =
        environment ->
            exchanges
                .apply(environment)
                .observedBy(calls.of(environment.id() + "/" + environment.app().name()));
    Function<Environment, LdapClient> directory =
        environment ->
            ldap.apply(environment)
                .observedBy(calls.of(environment.id() + "/" + environment.app().name()));
    return new Rollcall(
        this,
        new RunPorts(
            ports.documents(),
            ports.checkpoints(),
            ports.snapshots(),
            ports.leases(),
            ports.runs(),
            ports.notices(),
            ports.queue().sentBy(spanId),
            sources(observed, exchange, directory, ews.observedBy(calls), Optional.of(calls)),
            targetsOf(observed, exchange, directory, Optional.of(calls)),
            targets(observed, Optional.of(calls)),
            announcer.over(mails(observed, Optional.of(calls))),
            clock,
            random,
            ports.limits()),
        observed);
  }

  public StartRun startRun() {
    return new StartRun(ports);
  }

  public SyncTargets syncTargets() {
    return new SyncTargets(ports);
  }

  public FinishRun finishRun() {
    return new FinishRun(ports);
  }

  public SettlePoison settlePoison() {
    return new SettlePoison(ports);
  }

  public RequestRun requestRun() {
    return new RequestRun(ports);
  }

  public ApproveRun approveRun() {
    return new ApproveRun(ports);
  }

  public CancelRun cancelRun() {
    return new CancelRun(ports);
  }

  public ReadRuns readRuns() {
    return new ReadRuns(ports);
  }

  public StoreDocuments documents() {
    return new StoreDocuments(ports);
  }

  public StoreFiles files() {
    return new StoreFiles(files);
  }

  /** Where other installations fetch what policies here offer. */
  public OfferDesk offers() {
    return new OfferDesk(ports, offers, signing);
  }

  public ExportConfiguration exportConfiguration() {
    return new ExportConfiguration(ports, ProductVersion.read());
  }

  public ImportConfiguration importConfiguration() {
    return new ImportConfiguration(ports, ProductVersion.read());
  }

  /** Which environments are disconnected. */
  public Connections connections() {
    return new Connections(ports.documents());
  }

  public DisconnectEnvironment disconnectEnvironment() {
    return new DisconnectEnvironment(ports, credentials::certificates);
  }

  public CollectSupport collectSupport() {
    return new CollectSupport(ports);
  }

  /** What runs here. */
  public About about() {
    return About.now(settings, System.getenv());
  }

  public ReadSchedule readSchedule() {
    return new ReadSchedule(ports);
  }

  public ScheduleDue scheduleDue() {
    return new ScheduleDue(ports);
  }

  public SendTestMail sendTestMail() {
    return new SendTestMail(ports);
  }

  public Watchdog watchdog() {
    return new Watchdog(ports);
  }

  public PurgeHistory purgeHistory() {
    return new PurgeHistory(ports, settings.historyKept(), recollections);
  }

  public WatchCredentials watchCredentials() {
    return new WatchCredentials(ports, credentialSources());
  }

  public ReadCredentials readCredentials() {
    return new ReadCredentials(ports, credentialSources());
  }

  /** A connection test; each has logins of its own. */
  public TestConnection testConnection() {
    return connectionTests().all(files);
  }

  /** Which access apps need and have; it has logins of its own. */
  public DescribeAccess describeAccess() {
    return new DescribeAccess(
        ports.documents(),
        environment -> CloudHosts.of(environment.cloud(), credentials.custom),
        connectionTests().permissions(),
        clock);
  }

  /** What the app needs around it. */
  public Requirements requirements() {
    return Requirements.of(
        ports.documents(),
        new Requirements.Home(
            settings.keyVault(),
            Stream.of(
                    settings.storage().tables(),
                    settings.storage().queues(),
                    settings.storage().blobs())
                .flatMap(Optional::stream)
                .toList(),
            credentials.custom));
  }

  public ManageCertificates certificates() {
    return new ManageCertificates(credentials::certificates, clock);
  }

  public TellCredentials tellCredentials() {
    return new TellCredentials(credentials::takeNotices);
  }

  /** What the app takes for the time. */
  public Clock clock() {
    return clock;
  }

  private Source sources(
      Function<Environment, GraphClient> graph,
      Function<Environment, ExchangeClient> exchange,
      Function<Environment, LdapClient> directory,
      EwsClients servers,
      Optional<CallLog> calls) {
    return new SourceByPolicy(
        new DirectorySource(graph, new AdminRecipients(exchange)),
        new MailboxSource(known -> new DirectorySource(graph, known), exchange, graph),
        ActiveDirectory.over(directory, recollections),
        new SharedMailboxSource(
            graph, servers, new ActiveDirectoryLocations(directory), recollections, clock),
        new PublicFolderSource(servers, recollections, clock),
        new SpreadsheetSource(new StoredFiles(files)),
        new OfferSource(policy -> downstream.offer(policy, calls), recollections, clock));
  }

  private MailboxSelection targetsOf(
      Function<Environment, GraphClient> graph,
      Function<Environment, ExchangeClient> exchange,
      Function<Environment, LdapClient> directory,
      Optional<CallLog> calls) {
    return new ServersFound(
        new TargetsOfPolicy(
            new DirectoryMailboxes(graph, new AdminRecipients(exchange)),
            new ActiveDirectoryMailboxes(directory),
            new ActiveDirectoryLocations(directory),
            new DirectoryIdentities(graph)),
        mailboxesOnPremises(calls));
  }

  private Function<Environment, EwsClient> mailboxesOnPremises(Optional<CallLog> calls) {
    return environment -> {
      EwsClient client = ews.ofMailboxes(environment);
      return calls
          .map(log -> client.observedBy(log.of(environment.id() + "/" + environment.app().name())))
          .orElse(client);
    };
  }

  private Mails mails(Function<Environment, GraphClient> graph, Optional<CallLog> calls) {
    return Mails.byEnvironment(new GraphMails(graph), new EwsMails(mailboxesOnPremises(calls)));
  }

  private KeptEwsClients ews(Supplier<AppCredentials> known) {
    return new KeptEwsClients(known, settings.customCloud().isPresent(), clock, random, pause);
  }

  private Target targets(Function<Environment, GraphClient> graph, Optional<CallLog> calls) {
    return TargetByPolicy.byKind(
        new MailboxesByLocation(
            new MailboxTarget(graph, clock, random, pause),
            new EwsMailboxTarget(mailboxesOnPremises(calls), clock, random, pause)),
        downstream.targets(calls));
  }

  private List<CredentialSource> credentialSources() {
    return CredentialReading.sources(ports.documents(), credentials::get, observed);
  }

  private ConnectionTests connectionTests() {
    AppCredentials fresh = credentials.make();
    return new ConnectionTests(
        ports,
        fresh,
        downstream(fresh::secret, fresh::signingKey),
        ews(() -> fresh),
        transport,
        pause);
  }

  private Downstream downstream(
      UnaryOperator<String> secrets, Function<String, SigningKey> signing) {
    return new Downstream(
        secrets,
        new PlacedFiles(files),
        offers,
        signing,
        new AddressLists(this::organisation, exchanges, ldap, random, clock),
        transport,
        settings.customCloud().isPresent(),
        clock,
        random,
        pause);
  }

  /** Another environment than the policy's own. */
  private Optional<Environment> organisation(EnvironmentId id) {
    return ports
        .documents()
        .get(Documents.Kind.ENVIRONMENT, id.value())
        .flatMap(
            stored ->
                PolicyDocuments.environment(stored.value())
                    .match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()));
  }

  private static CloudHosts hosts(Settings.CustomCloud cloud) {
    CloudHosts hosts = CloudHosts.custom(cloud.login(), cloud.graph(), cloud.graphScope());
    return cloud
        .exchange()
        .map(known -> hosts.with(new CloudHosts.ExchangeHost(known.base(), known.scope())))
        .orElse(hosts);
  }

  /** The environment's first app's; whoever wants another narrows the environment to it. */
  private GraphClient graph(Environment environment) {
    return graphs.computeIfAbsent(
        environment.through(environment.app().clientId()).orElse(environment),
        known -> {
          CloudHosts hosts = credentials.get().hosts(known);
          return new GraphClient(
              hosts.graph(),
              credentials.get().of(known),
              hosts.graphScope(),
              transport.graph(),
              clock,
              random,
              pause);
        });
  }

  private TableServiceClient tables() {
    TableServiceClientBuilder builder =
        new TableServiceClientBuilder().httpClient(transport.azure());
    settings.storage().connectionString().ifPresent(builder::connectionString);
    settings
        .storage()
        .tables()
        .ifPresent(uri -> builder.endpoint(uri.toString()).credential(identity()));
    return builder.buildClient();
  }

  private QueueServiceClient queues() {
    QueueServiceClientBuilder builder =
        new QueueServiceClientBuilder()
            .httpClient(transport.azure())
            .messageEncoding(QueueMessageEncoding.BASE64);
    settings.storage().connectionString().ifPresent(builder::connectionString);
    settings
        .storage()
        .queues()
        .ifPresent(uri -> builder.endpoint(uri.toString()).credential(identity()));
    return builder.buildClient();
  }

  private BlobServiceClient blobs() {
    BlobServiceClientBuilder builder = new BlobServiceClientBuilder().httpClient(transport.azure());
    settings.storage().connectionString().ifPresent(builder::connectionString);
    settings
        .storage()
        .blobs()
        .ifPresent(uri -> builder.endpoint(uri.toString()).credential(identity()));
    return builder.buildClient();
  }

  private TokenCredential identity() {
    return transport.identity().get();
  }

  /** Key Vault is not asked for anything before a run needs Graph. */
  private final class LazyCredentials {

    private final Optional<CloudHosts> custom;
    private volatile Optional<AppCredentials> made = Optional.empty();
    private Optional<CertificateVault> vault = Optional.empty();

    LazyCredentials(Optional<CloudHosts> custom) {
      this.custom = custom;
    }

    AppCredentials get() {
      if (made.isEmpty()) {
        synchronized (this) {
          if (made.isEmpty()) {
            made = Optional.of(make());
          }
        }
      }
      return made.orElseThrow();
    }

    /** What there is to tell of logins; nothing if there were none. */
    List<CredentialNotice> takeNotices() {
      return made.map(AppCredentials::takeNotices).orElse(List.of());
    }

    synchronized CertificateVault certificates() {
      if (vault.isEmpty()) {
        vault =
            Optional.of(
                new CertificateVault(
                    settings.keyVault(), identity(), custom.isPresent(), transport.azure()));
      }
      return vault.orElseThrow();
    }

    /** Others, which know nothing of earlier logins. */
    AppCredentials make() {
      URI vault = settings.keyVault();
      return AppCredentials.fromKeyVault(vault, identity(), custom, transport.azure(), clock);
    }
  }
}
