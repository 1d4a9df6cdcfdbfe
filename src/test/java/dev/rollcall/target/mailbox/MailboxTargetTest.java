package dev.rollcall.target.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.contract.MailboxTargetContract;
import dev.rollcall.credential.AppCredentials;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Location;
import dev.rollcall.model.TargetId;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailboxes in Exchange Online: login, Key Vault, Graph SDK, sockets. */
class MailboxTargetTest extends MailboxTargetContract {

  private final GraphClient graph = client();

  @Override
  protected Target open() {
    return new MailboxTarget(environment -> graph, clock, new Random(1), clock::advance);
  }

  @Override
  protected Location home() {
    return Location.ONLINE;
  }

  @Override
  protected boolean is(Write write, Sighting request) {
    return request.isWrite()
        && request
            .method()
            .equals(
                switch (write) {
                  case CREATE -> "POST";
                  case UPDATE -> "PATCH";
                  case DELETE -> "DELETE";
                  case PHOTO -> "PUT";
                });
  }

  @Override
  protected void afterRoughWeather(MailboxUser user) {
    assertEquals(1, tenant.counters().counts().mostBatchesAtOnce().get(user.id()));
  }

  @Tag("P13")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theContactsFolderItselfCanBeTheTarget(boolean wellKnown) {
    policy = policy("staff", List.of());
    tenant.mailboxes().quirks(MailboxQuirks.DEFAULT.withWellKnownFolder(wellKnown));
    MailboxUser user = user(1);

    sync(user, records(2));
    user.contacts().add("{\"displayName\":\"Mum\"}");
    String mum = user.contacts().contact("Mum").rawState();
    sync(user, records(1));

    assertEquals(
        List.of("P0", "Mum"),
        user.contacts().contacts().stream().map(card -> card.text("displayName")).toList());
    assertEquals(mum, user.contacts().contact("Mum").rawState());
    assertEquals(List.of(), user.folders());
  }

  @Tag("R21")
  @Test
  void theCallsAreThoseThatWerePromised() {
    policy = policy("staff", List.of("Company"));
    List<MailboxUser> users = users(20);
    List<DesiredRecord> records = records(100);

    syncAll(users, records, Depth.DRIFT);
    long first = tenant.counters().counts().calls();
    tenant.counters().reset();
    syncAll(users, records, Depth.DRIFT);
    long drift = tenant.counters().counts().calls();
    tenant.counters().reset();
    writeAll(users, changed(records, 5));
    long five = tenant.counters().counts().calls();

    assertEquals(1 + 1 + 1 + 20 * 5, first);
    assertEquals(1, drift);
    assertEquals(20, five);
    assertEquals(0, tenant.counters().counts().throttled());
  }

  @Tag("R14")
  @ParameterizedTest
  @EnumSource(names = {"INACTIVE", "GONE", "OUT_OF_SCOPE", "MOVING"})
  void oneMailboxesTroubleIsItsOwn(MailboxState state) {
    List<MailboxUser> users = users(3);
    users.get(1).state(state);

    Map<TargetId, Observation> observed = observe(users, Depth.WHOLE);

    assertTrue(observed.get(id(users.get(0))) instanceof Observation.Seen);
    assertTrue(observed.get(id(users.get(2))) instanceof Observation.Seen);
    Observation.Failed failed = (Observation.Failed) observed.get(id(users.get(1)));
    assertEquals(
        switch (state) {
          case INACTIVE -> "mailboxNotEnabled";
          case GONE -> "recipientGone";
          case OUT_OF_SCOPE -> "mailboxOutOfScope";
          case MOVING -> "mailboxMoving";
          case ACTIVE, FULL -> throw new IllegalStateException();
        },
        failed.problem().code());
    assertEquals(state == MailboxState.MOVING, failed.problem().passing());
  }

  @Tag("E2")
  @Test
  void aCertificateRolledInMidRunDoesNotEndIt() {
    tenant.login().tokenLifetime(Duration.ofSeconds(30));
    MailboxUser user = user(1);
    sync(user, records(3));

    tenant.rollCertificate();
    sync(user, records(40));

    assertEquals(40, user.folder("Company/People").contacts().size());
  }

  private GraphClient client() {
    HttpClient http = new JdkHttpClientBuilder().build();
    AppCredentials credentials =
        AppCredentials.fromKeyVault(
            tenant.vaultUri(),
            new ClientSecretCredentialBuilder()
                .authorityHost(tenant.loginUri().toString())
                .tenantId(tenant.tenantId())
                .clientId(tenant.hostCredential().clientId())
                .clientSecret(tenant.hostCredential().secret())
                .disableInstanceDiscovery()
                .httpClient(http)
                .build(),
            Optional.of(
                CloudHosts.custom(tenant.loginUri(), tenant.graphUri(), tenant.graphScope())),
            http,
            Clock.systemUTC());
    return new GraphClient(
        tenant.graphUri(),
        credentials.of(environment()),
        tenant.graphScope(),
        GraphClient.transport(),
        clock,
        new Random(1),
        clock::advance);
  }
}
