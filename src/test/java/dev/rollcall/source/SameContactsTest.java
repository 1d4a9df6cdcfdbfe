package dev.rollcall.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.client.ldap.DirectoryAccess;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.ContactMapping;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.activedirectory.ActiveDirectorySource;
import dev.rollcall.source.directory.DirectorySource;
import dev.rollcall.source.folder.PublicFolderSource;
import dev.rollcall.source.folder.SharedMailboxSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same people are the same contacts, wherever they are read. */
@Tag("S1")
@Tag("S2")
@Tag("S3")
@Tag("S4")
class SameContactsTest {

  private static final String SECRET = "same~contacts~secret";
  private static final String OFFICES = Organisation.idOf("USER:offices");
  private static final String READER = Organisation.idOf("USER:reader");

  private final Organisation people = Generator.of(20261121L, 500, 20);
  private final String domain = people.domain();
  private LocalTenant tenant;
  private GraphClient graph;
  private EwsClient servers;

  @BeforeEach
  void open() {
    people.addMailbox("offices", "Offices", "offices", "shared");
    people.addMailbox("reader", "Reader", "reader", "shared");
    tenant = LocalTenant.start(people, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
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
    ServiceAccount account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
    servers =
        new EwsClient(
            EwsServer.at(tenant.ews().uri()),
            new EwsLogin.Account(EwsLogin.Scheme.BASIC, account.name(), account::password),
            EwsTransport.of(Optional.empty(), 4, true, Clock.systemUTC()),
            Clock.systemUTC(),
            new Random(1),
            pause -> {});
  }

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void fiveHundredPeopleAreTheSameContactsFromAllFourSources() {
    String select = "\"select\": [ { \"query\": \"*\", \"recipientTypes\": [\"user\"] } ]";
    Map<String, Content> directory =
        contents(new DirectorySource(any -> graph), policy("\"kind\": \"directory\", " + select));
    LdapClient ldap = new DirectoryAccess().client(tenant.activeDirectory());

    Map<String, Content> activeDirectory =
        contents(
            new ActiveDirectorySource(any -> ldap, Recollections.none()),
            policy("\"kind\": \"activeDirectory\", " + select));

    assertTrue(directory.size() >= 500, directory.size() + " people");
    assertSame(directory, activeDirectory);

    MailboxUser.Folder shared = tenant.mailboxes().of(OFFICES).makeFolder("People");
    directory.values().forEach(content -> shared.add(GraphContacts.created(content)));
    Source mailbox =
        new SharedMailboxSource(
            any -> graph,
            clients(),
            (environment, mailboxes, meter) -> Set.of(),
            Recollections.none(),
            Clock.systemUTC());
    Policy folder =
        policy(
            "\"kind\": \"sharedMailbox\", \"mailbox\": \"offices@%s\", \"folder\": \"People\""
                .formatted(domain));
    assertSame(directory, contents(mailbox, folder));

    tenant.mailboxes().of(READER).moveTo(Location.ON_PREMISES);
    MailboxUser.Folder open =
        tenant.ews().publicFolders().make("/People", "pf1").allow("reader@" + domain).contents();
    directory.values().forEach(content -> open.add(GraphContacts.created(content)));
    assertSame(
        directory,
        contents(
            new PublicFolderSource(clients(), Recollections.none(), Clock.systemUTC()),
            policy(
                "\"kind\": \"publicFolder\", \"mailbox\": \"reader@%s\", \"folder\": \"/People\", \"location\": \"onPremises\""
                    .formatted(domain))));
  }

  /** One difference at a time reads better than five hundred. */
  private static void assertSame(Map<String, Content> expected, Map<String, Content> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (mail, content) -> {
          Map<String, String> fields = new TreeMap<>();
          content.forEach((field, value) -> fields.put(field.document(), value.toString()));
          Map<String, String> others = new TreeMap<>();
          found.get(mail).forEach((field, value) -> others.put(field.document(), value.toString()));
          assertEquals(fields, others, mail);
          assertEquals(content, found.get(mail), mail);
        });
  }

  private Map<String, Content> contents(Source source, Policy policy) {
    SourceReading reading = source.read(environment(), policy);
    assertTrue(reading.completeness().isComplete(), reading.completeness()::toString);
    ContactMapping mapping = new ContactMapping(policy.mapping());
    Map<String, Content> contents = new TreeMap<>();
    for (SourceRecord record : reading.records()) {
      mapping
          .map(record)
          .content()
          .ifPresent(
              content ->
                  contents.put(
                      content.get(RecordField.EMAIL_ADDRESSES).toString()
                          + content.text(RecordField.DISPLAY_NAME),
                      content));
    }
    return contents;
  }

  private EwsClients clients() {
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

  private static Policy policy(String source) {
    return valid(
        PolicyDocuments.policy(
            """
            { "id": "people", "name": "People", "type": "contacts", "environment": "contoso",
              "source": { %s },
              "target": { "kind": "mailboxes", "select": [ { "group": "a@b.example" } ] } }
            """
                .formatted(source)
                .getBytes(StandardCharsets.UTF_8)));
  }

  private static Environment environment() {
    return valid(
        PolicyDocuments.environment(
            """
            { "id": "contoso", "name": "Contoso", "kind": "hybrid",
              "tenant": "contoso.onmicrosoft.com",
              "apps": [ { "name": "Rollcall", "clientId": "2653598a-91f0-4a44-8a05-0d5d1a4a5d3f",
                          "credential": { "certificate": "rollcall" } } ],
              "onPremises": {
                "accounts": [ { "name": "reader", "user": "CORP\\\\svc-rollcall", "secret": "corp-reader" } ],
                "ldap": { "servers": ["localhost"], "base": "DC=corp,DC=example", "account": "reader" },
                "ews": { "url": "https://mail.contoso.example/EWS/Exchange.asmx",
                         "authentication": "basic", "account": "reader" } } }
            """
                .getBytes(StandardCharsets.UTF_8)));
  }

  private static <T> T valid(Parsed<T> parsed) {
    return parsed.match(
        valid -> valid.value(),
        invalid -> {
          throw new IllegalArgumentException(invalid.problems().toString());
        });
  }
}
