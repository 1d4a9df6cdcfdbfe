package dev.rollcall.source.folder;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.contract.SourceContract;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Folders keep to what every source keeps to, wherever they are. */
class FoldersContractTest {

  private static final String SECRET = "contract~folder~secret";
  private static final String READER = "reader@contoso.example";

  @Nested
  @Tag("S3")
  class OfASharedMailboxOnline extends SourceContract {
    @Override
    protected Setup open() {
      Place place = new Place();
      return place.setup(
          place.shared(),
          new Policy.Folder(
              "offices@contoso.example",
              List.of("Offices"),
              Optional.empty(),
              Optional.of(dev.rollcall.model.Location.ONLINE)),
          Policy.SourceKind.SHARED_MAILBOX,
          place.mailbox().makeFolder("Offices"),
          request -> request.operation().endsWith("/contacts/delta"));
    }
  }

  @Nested
  @Tag("S3")
  class OfASharedMailboxOnPremises extends SourceContract {
    @Override
    protected Setup open() {
      Place place = new Place();
      place.moveAway();
      return place.setup(
          place.shared(),
          new Policy.Folder(
              "offices@contoso.example",
              List.of("Offices"),
              Optional.empty(),
              Optional.of(dev.rollcall.model.Location.ON_PREMISES)),
          Policy.SourceKind.SHARED_MAILBOX,
          place.mailbox().makeFolder("Offices"),
          request -> request.operation().equals("EWS SyncFolderItems"));
    }
  }

  @Nested
  @Tag("S4")
  class OfThePublicFolders extends SourceContract {
    @Override
    protected Setup open() {
      Place place = new Place();
      place.moveAway();
      return place.setup(
          new PublicFolderSource(place.clients(), new MemoryRecollections(), Clock.systemUTC()),
          new Policy.Folder(
              READER,
              List.of("Offices"),
              Optional.empty(),
              Optional.of(dev.rollcall.model.Location.ON_PREMISES)),
          Policy.SourceKind.PUBLIC_FOLDER,
          place.tenant.ews().publicFolders().make("/Offices", "pf1").allow(READER).contents(),
          request ->
              request.operation().equals("EWS FindItem")
                  || request.operation().equals("EWS SyncFolderItems"));
    }
  }

  /** A tenant with a shared mailbox, and the clients of both its places. */
  private static final class Place {

    final Organisation organisation = new Organisation("Contoso", "contoso.example");
    final LocalTenant tenant;
    final GraphClient graph;
    final EwsClient servers;

    Place() {
      organisation.addMailbox("offices", "Offices", "offices", "shared");
      organisation.addMailbox("reader", "Reader", "reader", "shared");
      tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
      tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
      ServiceAccount account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
      graph =
          new GraphClient(
              tenant.graphUri(),
              new ClientSecretCredentialBuilder()
                  .authorityHost(tenant.loginUri().toString())
                  .disableInstanceDiscovery()
                  .tenantId(tenant.tenantId())
                  .clientId(tenant.clientId())
                  .clientSecret(SECRET)
                  .httpClient(new JdkHttpClientProvider().createInstance())
                  .build(),
              tenant.graphScope(),
              GraphClient.transport(),
              Clock.systemUTC(),
              new Random(1),
              pause -> {});
      servers =
          new EwsClient(
              EwsServer.at(tenant.ews().uri()),
              new EwsLogin.Account(EwsLogin.Scheme.BASIC, account.name(), account::password),
              EwsTransport.of(Optional.empty(), 4, true, Clock.systemUTC()),
              Clock.systemUTC(),
              new Random(1),
              pause -> {});
    }

    MailboxUser mailbox() {
      return tenant.mailboxes().of(Organisation.idOf("USER:offices"));
    }

    void moveAway() {
      mailbox().moveTo(Location.ON_PREMISES);
      tenant.mailboxes().of(Organisation.idOf("USER:reader")).moveTo(Location.ON_PREMISES);
    }

    Source shared() {
      return new SharedMailboxSource(
          any -> graph,
          clients(),
          (environment, mailboxes, meter) -> {
            throw new IllegalStateException("the policy says where");
          },
          new MemoryRecollections(),
          Clock.systemUTC());
    }

    EwsClients clients() {
      return new EwsClients() {
        @Override
        public EwsClient onPremises(Environment environment, String name) {
          return servers;
        }

        @Override
        public EwsClient online(Environment environment) {
          throw new IllegalStateException("nothing here is online");
        }
      };
    }

    SourceContract.Setup setup(
        Source source,
        Policy.Folder where,
        Policy.SourceKind kind,
        MailboxUser.Folder folder,
        Predicate<Sighting> pages) {
      return new SourceContract.Setup() {
        @Override
        public Source source() {
          return source;
        }

        @Override
        public Environment environment() {
          return Contacts.environment(false);
        }

        @Override
        public Policy policy() {
          return Contacts.policy(kind, where);
        }

        @Override
        public void add(int from, int to) {
          for (int i = from; i < to; i++) {
            folder.add(new ObjectMapper().createObjectNode().put("displayName", "Person " + i));
          }
        }

        @Override
        public void remove(int number) {
          folder.contact("Person " + number).delete();
        }

        @Override
        public void promote(int number, String jobTitle) {
          folder.contact("Person " + number).edit("jobTitle", jobTitle);
        }

        @Override
        public void refuse() {
          tenant.hostility().onRequest(any -> true, Moment.BEFORE, Incident.unavailable());
        }

        @Override
        public void breakOff() {
          AtomicInteger seen = new AtomicInteger();
          tenant
              .hostility()
              .onRequest(
                  pages,
                  Moment.BEFORE,
                  request -> seen.incrementAndGet() > 1 ? Incident.unavailable() : Incident.NONE);
        }

        @Override
        public void close() {
          tenant.close();
        }
      };
    }
  }
}
