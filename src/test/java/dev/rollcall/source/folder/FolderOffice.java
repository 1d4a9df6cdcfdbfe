package dev.rollcall.source.folder;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.contract.SourceLaws;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A folder in the local tenant as a source among the others, wherever it is. */
abstract class FolderOffice extends SourceLaws {

  static final String SHARED = "offices@contoso.example";
  static final String READER = "reader@contoso.example";

  private static final String SECRET = "folder~contract~secret";

  private final ObjectMapper json = new ObjectMapper();
  private final MemoryRecollections recollections = new MemoryRecollections();
  private final Map<String, MailboxUser.Card> cards = new HashMap<>();
  private LocalTenant tenant;
  private EwsClients servers;
  private GraphClient graph;

  /** The folder, empty and made when it is first asked for. */
  abstract MailboxUser.Folder folder(LocalTenant at);

  abstract Policy.SourceKind kind();

  abstract Policy.Folder selected();

  /** The request whose repetitions fail later on. */
  abstract boolean isPage(String operation);

  @BeforeEach
  final void open() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    organisation.addMailbox("offices", "Offices", "offices", "shared");
    organisation.addMailbox("reader", "Reader", "reader", "shared");
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    ServiceAccount account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
    tenant.mailboxes().of(Organisation.idOf("USER:reader")).moveTo(Location.ON_PREMISES);
    graph = graph(tenant);
    servers = servers(tenant, account);
    folder(tenant);
  }

  @AfterEach
  final void close() {
    tenant.close();
  }

  @Override
  protected final Source source() {
    return kind() == Policy.SourceKind.PUBLIC_FOLDER
        ? new PublicFolderSource(servers, recollections, Clock.systemUTC())
        : new SharedMailboxSource(
            any -> graph,
            servers,
            (environment, mailboxes, meter) -> {
              throw new IllegalStateException("the policy says where");
            },
            recollections,
            Clock.systemUTC());
  }

  @Override
  protected final Environment environment() {
    return Contacts.environment(false);
  }

  @Override
  protected final Policy policy() {
    return Contacts.policy(kind(), selected());
  }

  @Override
  protected final void add(String id, String displayName) {
    cards.put(id, folder(tenant).add(json.createObjectNode().put("displayName", displayName)));
  }

  @Override
  protected final void rename(String id, String displayName) {
    cards.get(id).edit("displayName", displayName);
  }

  @Override
  protected final void remove(String id) {
    cards.get(id).delete();
  }

  @Override
  protected final boolean photo(String id, byte[] jpeg) {
    cards.get(id).photo(jpeg);
    return true;
  }

  @Override
  protected final void refuse() {
    tenant
        .hostility()
        .onRequest(
            any -> true,
            Moment.BEFORE,
            Incident.refused(403, "ErrorAccessDenied", "Access is denied."));
  }

  @Override
  protected final int failLater() {
    tenant.mailboxes().quirks(tenant.mailboxes().quirks().withMaxDeltaPage(50));
    AtomicInteger pages = new AtomicInteger();
    tenant
        .hostility()
        .onRequest(
            seen -> isPage(seen.operation()),
            Moment.BEFORE,
            seen -> pages.incrementAndGet() > 1 ? Incident.unavailable() : Incident.NONE);
    return 150;
  }

  private static GraphClient graph(LocalTenant tenant) {
    TokenCredential credential =
        new ClientSecretCredentialBuilder()
            .authorityHost(tenant.loginUri().toString())
            .disableInstanceDiscovery()
            .tenantId(tenant.tenantId())
            .clientId(tenant.clientId())
            .clientSecret(SECRET)
            .httpClient(new JdkHttpClientProvider().createInstance())
            .build();
    return new GraphClient(
        tenant.graphUri(),
        credential,
        tenant.graphScope(),
        GraphClient.transport(),
        Clock.systemUTC(),
        new Random(1),
        pause -> {});
  }

  private static EwsClients servers(LocalTenant tenant, ServiceAccount account) {
    EwsClient client =
        new EwsClient(
            EwsServer.at(tenant.ews().uri()),
            new EwsLogin.Account(EwsLogin.Scheme.NTLM, account.name(), account::password),
            EwsTransport.of(Optional.empty(), 4, true, Clock.systemUTC()),
            Clock.systemUTC(),
            new Random(1),
            pause -> {});
    return new EwsClients() {
      @Override
      public EwsClient onPremises(Environment environment, String name) {
        return client;
      }

      @Override
      public EwsClient online(Environment environment) {
        throw new IllegalStateException("nothing here is read online through web services");
      }
    };
  }

  static Policy.Folder selected(
      String mailbox, dev.rollcall.model.Location location, String... path) {
    return new Policy.Folder(mailbox, List.of(path), Optional.empty(), Optional.of(location));
  }

  static MailboxUser shared(LocalTenant at) {
    return at.mailboxes().of(Organisation.idOf("USER:offices"));
  }
}
