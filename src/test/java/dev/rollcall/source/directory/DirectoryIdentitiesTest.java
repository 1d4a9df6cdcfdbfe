package dev.rollcall.source.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who somebody of Active Directory is in the tenant. */
@Tag("P5")
class DirectoryIdentitiesTest {

  private static final String SECRET = "identities~secret";

  private final Organisation organisation = people();
  private final LocalTenant tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
  private final LocalDirectory directory = tenant.activeDirectory();
  private final CallMeter meter = new CallMeter();

  /** What the synchronisation knows everybody by. */
  private final Map<TargetId, String> synchronised = new HashMap<>();

  @BeforeEach
  void synchronise() {
    for (DirectoryObject user : organisation.mailboxes()) {
      synchronised.put(
          new TargetId(directory.guid(user.id()).toString()), user.text("onPremisesImmutableId"));
    }
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), tenant.unexpectedRequests());
    tenant.close();
  }

  @Test
  void whoeverWasRenamedOnPremisesIsTheSameOneBeforeTheTenantHeardOfIt() {
    assertEquals(Map.of(guid("anna"), id("anna")), found(mailbox("anna", "married")));
  }

  @Test
  void anAddressThatWentToSomebodyElseLeadsToNobodyElse() {
    Map<TargetId, TargetId> swapped = found(mailbox("anna", "ben"), mailbox("ben", "anna"));
    Map<TargetId, TargetId> inherited =
        found(mailbox("anna", "married"), new Mailbox(new TargetId("new"), address("anna")));

    assertEquals(Map.of(guid("anna"), id("anna"), guid("ben"), id("ben")), swapped);
    assertEquals(Map.of(guid("anna"), id("anna")), inherited);
  }

  @Test
  void whoHasNoAnchorInTheTenantIsKnownByTheAddress() {
    organisation.change(id("anna").value(), "onPremisesImmutableId", "of another forest==");

    assertEquals(Map.of(guid("anna"), id("anna")), found(mailbox("anna", "ANNA")));
    assertEquals(Map.of(), found(mailbox("anna", "nobody")));
  }

  @Test
  void twentyAreAskedForWithEachCall() {
    Mailbox[] all = new Mailbox[40];
    Arrays.setAll(all, i -> mailbox("p" + i, "p" + i));

    assertEquals(40, found(all).size());
    assertEquals(2, meter.calls());
  }

  private Map<TargetId, TargetId> found(Mailbox... mailboxes) {
    Map<TargetId, String> anchors = new HashMap<>();
    for (Mailbox mailbox : mailboxes) {
      anchors.put(mailbox.id(), synchronised.getOrDefault(mailbox.id(), "somebodyNew=="));
    }
    return new DirectoryIdentities(any -> graph())
        .of(environment(), List.of(mailboxes), anchors, meter);
  }

  private Mailbox mailbox(String person, String local) {
    return new Mailbox(guid(person), address(local));
  }

  private TargetId guid(String person) {
    return new TargetId(directory.guid(address(person)).toString());
  }

  private TargetId id(String person) {
    return new TargetId(organisation.find(address(person)).orElseThrow().id());
  }

  private static String address(String local) {
    return local + "@contoso.example";
  }

  private static Organisation people() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    organisation.join("anna", "Anna Ames", "anna");
    organisation.join("ben", "Ben Bauer", "ben");
    for (int i = 0; i < 40; i++) {
      organisation.join("p" + i, "Person " + i, "p" + i);
    }
    return organisation;
  }

  private GraphClient graph() {
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    return new GraphClient(
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
  }

  private Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.CUSTOM,
        tenant.tenantId(),
        new Environment.App("Rollcall", tenant.clientId(), tenant.certificateName(), 4));
  }
}
