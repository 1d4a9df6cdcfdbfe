package dev.rollcall.localtenant;

import com.azure.security.keyvault.secrets.implementation.KeyVaultCredentialPolicy;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.ews.BearerGate;
import dev.rollcall.localtenant.ews.EwsServer;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.exchange.ExchangeService;
import dev.rollcall.localtenant.graph.ApplicationRoutes;
import dev.rollcall.localtenant.graph.Counters;
import dev.rollcall.localtenant.graph.GraphService;
import dev.rollcall.localtenant.graph.Latency;
import dev.rollcall.localtenant.graph.MailRoutes;
import dev.rollcall.localtenant.graph.SentMail;
import dev.rollcall.localtenant.graph.directory.DirectoryQuirks;
import dev.rollcall.localtenant.graph.directory.DirectoryRoutes;
import dev.rollcall.localtenant.graph.mailbox.ContactRoutes;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxSettingsGuard;
import dev.rollcall.localtenant.graph.mailbox.Mailboxes;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.login.LoginService;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.vault.KeyVault;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.localtenant.wire.WireServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An organisation in a Microsoft cloud on loopback: login, Key Vault, Graph and Exchange, each on a
 * port of its own. The real clients reach it when {@link LocalTrust#install} has run.
 *
 * <p>One app is registered with a certificate that is in the vault and with every permission the
 * product needs; a second one stands in for the host's own identity. {@link #addTenant} puts
 * further organisations into the same cloud: they share its addresses and its vault, and nothing
 * else. Nothing outlives {@link #close}.
 */
public final class LocalTenant implements AutoCloseable {

  private static final String FIRST_CERTIFICATE = "rollcall-contoso";
  private static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(365);
  private static final String[] PERMISSIONS = {
    "Contacts.ReadWrite",
    "User.Read.All",
    "GroupMember.Read.All",
    "OrgContact.Read.All",
    "MailboxSettings.Read",
    "Mail.Send",
    "Member.Read.Hidden",
    "Application.Read.All",
    "Place.Read.All"
  };

  private final LocalTenantOptions options;
  private final Organisation organisation;
  private final UUID tenant;
  private final Cloud cloud;
  private final boolean isFirst;
  private final String certificate;
  private final WireServer ewsServer;
  private final AppRegistration app;
  private final List<AppRegistration> apps = new CopyOnWriteArrayList<>();
  private final AppKeys keys = new AppKeys();
  private final LoginService login;
  private final ExchangeService exchange;
  private final Mailboxes mailboxes;
  private final DirectoryQuirks directoryQuirks = new DirectoryQuirks();
  private final Hostility hostility;
  private final Counters counters = new Counters();
  private final MailRoutes mail;
  private final List<ServiceAccount> accounts = new CopyOnWriteArrayList<>();
  private final EwsServer ews;
  private final AtomicReference<Optional<LocalDirectory>> activeDirectory =
      new AtomicReference<>(Optional.empty());
  private final EwsServer ewsOnline;
  private final List<LocalTenant> others = new CopyOnWriteArrayList<>();

  /**
   * @param joined the cloud it is in; empty makes one
   */
  private LocalTenant(
      Organisation organisation, LocalTenantOptions options, Optional<Cloud> joined) {
    this.options = options;
    this.organisation = organisation;
    this.tenant = named("tenant");
    this.isFirst = joined.isEmpty();
    this.certificate =
        isFirst
            ? FIRST_CERTIFICATE
            : "rollcall-" + organisation.initialDomain().replaceFirst("\\..*", "");
    this.app = new AppRegistration(named("app"), "Rollcall").grant(PERMISSIONS);
    apps.add(app);
    Tokens tokens = new Tokens(tenant, options.loginClock());
    this.cloud = joined.orElseGet(() -> found(tokens));
    this.ewsServer = cloud.open();
    this.login =
        new LoginService(
            cloud.loginUri(),
            tenant,
            organisation.initialDomain(),
            apps,
            cloud.resources(),
            tokens,
            options.loginClock());
    rollCertificate();

    this.mailboxes = new Mailboxes(new DirectoryOwners(organisation), options.clock());
    mailboxes.quirks(options.quirks());
    this.hostility = new Hostility(options.seed());
    this.mail = new MailRoutes(mailboxes, options.clock());
    GraphService graph =
        new GraphService(
            tokens,
            cloud.graphResource(),
            List.of(
                new ContactRoutes(mailboxes, graphUri().toString()),
                mail,
                new MailboxSettingsGuard(mailboxes),
                new DirectoryRoutes(organisation, graphUri().toString(), directoryQuirks),
                new ApplicationRoutes(apps)),
            this::isDisabled,
            mailboxes::idOf,
            hostility,
            new Latency(options.medianLatency(), options.seed()),
            counters,
            options.limited(),
            options.seed(),
            options.clock(),
            cloud::unexpected);
    this.exchange =
        new ExchangeService(
            tokens,
            cloud.exchangeResource(),
            cloud.exchangeUri(),
            tenant.toString(),
            organisation,
            hostility,
            cloud::unexpected);
    exchange.assignRole(app.appId());
    this.ews =
        EwsServer.onPremises(
            mailboxes,
            ewsServer.uri(),
            organisation.domain(),
            organisation.initialDomain(),
            accounts,
            mail,
            hostility,
            options.clock(),
            cloud::unexpected);
    this.ewsOnline =
        EwsServer.online(
            mailboxes,
            cloud.exchangeUri(),
            organisation.domain(),
            new BearerGate(tokens, cloud.exchangeResource(), this::isDisabled),
            mail,
            hostility,
            options.clock(),
            cloud::unexpected);
    ewsServer.serve(ews);
    cloud.add(
        new Cloud.Services(
            tenant.toString(),
            organisation.initialDomain(),
            login,
            graph,
            request ->
                EwsServer.isMeant(request) ? ewsOnline.answer(request) : exchange.answer(request)));
  }

  /** A cloud whose vault and host are this tenant's. */
  private Cloud found(Tokens tokens) {
    AppRegistration host = new AppRegistration(named("host"), "Rollcall host");
    apps.add(host);
    HostCredential credential =
        new HostCredential(tenantId(), host.appId(), "secret~" + named("secret"));
    host.addSecret(credential.secret(), options.loginClock().instant().plus(CERTIFICATE_LIFETIME));
    return new Cloud(tenant, tokens, host, credential, options.loginClock());
  }

  /** Starts a tenant of the default kind. */
  public static LocalTenant start() {
    return start(LocalTenantOptions.defaults());
  }

  /** Starts a tenant with {@code user1@contoso.onmicrosoft.com} to {@code user200} in it. */
  public static LocalTenant start(LocalTenantOptions options) {
    return start(NumberedPeople.organisation(), options);
  }

  /**
   * Starts a tenant of an organisation.
   *
   * @param organisation shared with the caller: what happens to it is seen in Graph
   */
  public static LocalTenant start(Organisation organisation, LocalTenantOptions options) {
    // The client remembers, for all of a JVM, which tenant a vault's address belongs to; a port of
    // an earlier tenant may be this one's.
    KeyVaultCredentialPolicy.clearCache();
    return new LocalTenant(organisation, options, Optional.empty());
  }

  /**
   * Puts another organisation into the same cloud, with an app of its own whose certificate is in
   * the same vault. It is reached at the same addresses, and closed with this one or before.
   *
   * @param other named otherwise than every organisation that is there; shared with the caller
   */
  public LocalTenant addTenant(Organisation other) {
    LocalTenant added = new LocalTenant(other, options, Optional.of(cloud));
    others.add(added);
    return added;
  }

  /** The login authority, without a tenant. */
  public URI loginUri() {
    return cloud.loginUri();
  }

  /** Graph's version root, {@code …/v1.0}. */
  public URI graphUri() {
    return URI.create(cloud.graphUri() + "/v1.0");
  }

  /** The scope of Graph's tokens. */
  public String graphScope() {
    return cloud.graphUri() + "/.default";
  }

  /** The root of Exchange's administration. */
  public URI exchangeUri() {
    return cloud.exchangeUri();
  }

  /** The scope of the tokens of Exchange's administration. */
  public String exchangeScope() {
    return cloud.exchangeUri() + "/.default";
  }

  public URI vaultUri() {
    return cloud.vaultUri();
  }

  public String tenantId() {
    return tenant.toString();
  }

  /** {@code ….onmicrosoft.com}. */
  public String initialDomain() {
    return organisation.initialDomain();
  }

  /** The product's app. */
  public String clientId() {
    return app.appId();
  }

  /** What the app's certificate is called in the vault. */
  public String certificateName() {
    return certificate;
  }

  /** Where the host's managed identity gets its tokens: {@code IDENTITY_ENDPOINT}. */
  public URI identityUri() {
    return cloud.identityUri();
  }

  /** What callers there must know: {@code IDENTITY_HEADER}. */
  public String identityHeader() {
    return cloud.identityHeader();
  }

  /** Lets the app be whoever is the host's managed identity, so that it needs no key. */
  public void trustHostIdentity() {
    app.trust(cloud.federation());
  }

  /** The host's identity, which is one of the cloud's first tenant. */
  public HostCredential hostCredential() {
    return cloud.hostCredential();
  }

  /** The product's app, for changing its permissions and credentials. */
  public AppRegistration app() {
    return app;
  }

  /**
   * Registers a further app with every permission the product needs.
   *
   * @param certificateName what its certificate is called in the vault
   */
  public AppRegistration addApp(String name, String certificateName) {
    VaultCertificate made =
        keys.next(
            certificateName,
            options.loginClock().instant(),
            CERTIFICATE_LIFETIME,
            VaultCertificate.Format.PKCS12);
    AppRegistration added =
        new AppRegistration(named("app " + name), name)
            .grant(PERMISSIONS)
            .register(made.certificate());
    cloud.vault().put(certificateName, made);
    apps.add(added);
    return added;
  }

  private boolean isDisabled(String clientId) {
    return apps.stream().anyMatch(known -> known.appId().equals(clientId) && known.isDisabled());
  }

  public LoginService login() {
    return login;
  }

  /** The cloud's one vault. */
  public KeyVault vault() {
    return cloud.vault();
  }

  /** Exchange's administration: who may open whose mailbox, and what it does wrong. */
  public ExchangeService exchange() {
    return exchange;
  }

  /** The organisation's own Exchange: the mailboxes that were moved there, public folders. */
  public EwsServer ews() {
    return ews;
  }

  /**
   * EWS of Exchange Online, for apps that were granted {@code full_access_as_app}: public folders.
   */
  public EwsServer ewsOnline() {
    return ewsOnline;
  }

  /**
   * Makes an account in the organisation's own directory, without a mailbox, that may act as
   * everybody. Its password is a secret in the vault.
   *
   * @param user without a domain; its domain is {@code CORP}. {@code svc-rollcall} may also read
   *     Active Directory
   * @param secret what its password is called in the vault
   */
  public ServiceAccount addServiceAccount(String user, String secret) {
    ServiceAccount account =
        new ServiceAccount(
                "CORP",
                user,
                user + "@corp." + organisation.domain(),
                LocalDirectory.USER.endsWith("\\" + user)
                    ? LocalDirectory.PASSWORD
                    : "Pw-" + named("pw " + user))
            .impersonates(anybody -> true);
    accounts.add(account);
    cloud.vault().putSecret(secret, account.password());
    return account;
  }

  /**
   * The organisation's own directory, which opens when it is first asked for: {@code
   * LocalDirectory.replicate()} after the organisation changed.
   */
  public LocalDirectory activeDirectory() {
    synchronized (activeDirectory) {
      if (activeDirectory.get().isEmpty()) {
        activeDirectory.set(
            Optional.of(LocalDirectory.start(organisation, mailboxes::isOnPremises)));
      }
      return activeDirectory.get().orElseThrow();
    }
  }

  /** Moves mailboxes, and tells the organisation's own directory where they are now. */
  public void move(Location there, String... owners) {
    List.of(owners).forEach(owner -> mailboxes.of(owner).moveTo(there));
    synchronized (activeDirectory) {
      activeDirectory.get().ifPresent(LocalDirectory::replicate);
    }
  }

  /** Moves every mailbox. */
  public void moveEverybody(Location there) {
    move(there, organisation.mailboxes().stream().map(DirectoryObject::id).toArray(String[]::new));
  }

  /** Who is in the directory; changes to it are seen at once. */
  public Organisation organisation() {
    return organisation;
  }

  /** What the directory does wrong. */
  public DirectoryQuirks directoryQuirks() {
    return directoryQuirks;
  }

  public Mailboxes mailboxes() {
    return mailboxes;
  }

  public Hostility hostility() {
    return hostility;
  }

  public Counters counters() {
    return counters;
  }

  /** What was asked for that the cloud does not know; a test that leaves any here has failed. */
  public List<String> unexpectedRequests() {
    return cloud.unexpected();
  }

  public List<SentMail> sentMail() {
    return mail.sent();
  }

  /**
   * Renews the app's certificate: a new version is current in the vault and registered, the old one
   * is no longer registered.
   */
  public void rollCertificate() {
    X509Certificate[] old = app.certificates().toArray(new X509Certificate[0]);
    addCertificate(CERTIFICATE_LIFETIME, VaultCertificate.Format.PKCS12);
    List.of(old).forEach(app::unregister);
  }

  /** Makes a certificate of this lifetime and form current in the vault, and registers it. */
  public X509Certificate addCertificate(Duration lifetime, VaultCertificate.Format format) {
    VaultCertificate made =
        keys.next(certificate, options.loginClock().instant(), lifetime, format);
    app.register(made.certificate());
    cloud.vault().put(certificate, made);
    return made.certificate();
  }

  @Override
  public void close() {
    activeDirectory.get().ifPresent(LocalDirectory::close);
    others.forEach(LocalTenant::close);
    ewsServer.close();
    if (isFirst) {
      cloud.close();
    } else {
      cloud.remove(tenantId());
    }
  }

  private UUID named(String what) {
    return UUID.nameUUIDFromBytes(
        (what + "@" + organisation.initialDomain() + "#" + options.seed())
            .getBytes(StandardCharsets.UTF_8));
  }
}
