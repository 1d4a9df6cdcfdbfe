package dev.rollcall.client.ews;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.ews.EwsQuirks;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.model.CallMeter;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding the server, and logging in there, against the local tenant's Exchange. */
@Tag("E15")
class EwsAutodiscoverTest {

  private final LocalTenant tenant = LocalTenant.start(LocalTenantOptions.defaults());
  private final CallMeter meter = new CallMeter();
  private final EwsCaller anna = EwsCaller.of("user1@" + tenant.initialDomain());
  private ServiceAccount account;

  @BeforeEach
  void anAccount() {
    account = tenant.addServiceAccount("svc-rollcall", "corp-reader");
    tenant.mailboxes().of(anna.smtp()).moveTo(Location.ON_PREMISES);
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), tenant.unexpectedRequests());
    tenant.close();
  }

  @Test
  void theDomainTellsWhereTheServiceIsOnce() {
    EwsClient client = client(EwsServer.of(tenant.ews().autodiscoverDomain()));

    client.findItems(anna, EwsFolderId.CONTACTS, meter);
    client.findItems(anna, EwsFolderId.CONTACTS, meter);

    assertEquals(1, tenant.ews().counts().of("Autodiscover"));
    assertEquals(2, tenant.ews().counts().of("FindItem"));
    assertEquals(tenant.ews().uri(), client.url(anna, meter));
  }

  @Test
  void anEmptyAnswerEndsItBeforeAnythingIsAsked() {
    tenant.ews().quirks().discoverable(false);
    EwsClient client = client(EwsServer.of(tenant.ews().autodiscoverDomain()));

    ClientException failure =
        assertThrows(
            ClientException.class, () -> client.findItems(anna, EwsFolderId.CONTACTS, meter));

    assertEquals("autodiscoverEmpty", failure.problem().code());
    assertTrue(failure.concernsWholeTarget());
    assertEquals(0, tenant.ews().counts().of("FindItem"));
  }

  @Test
  void anAddressThatNobodyKnowsIsToldOf() {
    EwsClient client = client(EwsServer.of(tenant.ews().autodiscoverDomain()));

    ClientException failure =
        assertThrows(
            ClientException.class, () -> client.url(EwsCaller.of("nobody@contoso.example"), meter));

    assertEquals("autodiscoverAddressUnknown", failure.problem().code());
  }

  @Test
  void aMailboxThatLivesOnlineIsToldOf() {
    EwsClient client = client(EwsServer.of(tenant.ews().autodiscoverDomain()));

    ClientException failure =
        assertThrows(
            ClientException.class,
            () -> client.url(EwsCaller.of("user2@" + tenant.initialDomain()), meter));

    assertEquals("autodiscoverElsewhere", failure.problem().code());
  }

  @Test
  @Tag("S3")
  void thePublicFoldersRoutesAreFound() {
    EwsClient client = client(EwsServer.at(tenant.ews().uri()));

    EwsUserSettings settings = client.userSettings(anna.smtp(), meter);
    client.userSettings(anna.smtp(), meter);

    assertTrue(settings.publicFolderInformation().isPresent());
    assertTrue(settings.internalRpcClientServer().isPresent());
    assertEquals(1, meter.calls());
  }

  @Test
  void aRedirectLeadsNowhereOutsideTheDomain() throws Exception {
    try (ScriptedExchange exchange = new ScriptedExchange()) {
      for (int i = 0; i < 4; i++) {
        exchange.answers(
            302, Map.of("Location", "https://attacker.example/autodiscover/autodiscover.xml"), "");
      }
      EwsClient client = client(EwsServer.at(exchange.url()));

      ClientException failure =
          assertThrows(
              ClientException.class, () -> client.autodiscoverAddress("a@contoso.com", meter));

      assertEquals("ewsRedirected", failure.problem().code());
      assertEquals(1, exchange.asked().size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = EwsLogin.Scheme.class,
      names = {"NTLM", "BASIC"})
  void onlyTheConfiguredWayOfLoggingInIsTaken(EwsLogin.Scheme scheme) {
    EwsClient client = client(EwsServer.at(tenant.ews().uri()), scheme);
    client.findItems(anna, EwsFolderId.CONTACTS, meter);
    tenant
        .ews()
        .quirks()
        .schemes(scheme == EwsLogin.Scheme.NTLM ? EwsQuirks.Scheme.BASIC : EwsQuirks.Scheme.NTLM);

    ClientException failure =
        assertThrows(
            ClientException.class,
            () ->
                client(EwsServer.at(tenant.ews().uri()), scheme)
                    .findItems(anna, EwsFolderId.CONTACTS, meter));

    assertEquals("ewsLoginRefused", failure.problem().code());
  }

  @ParameterizedTest
  @EnumSource(
      value = EwsLogin.Scheme.class,
      names = {"NTLM", "BASIC"})
  void aUserMayBeWrittenAsAPrincipalName(EwsLogin.Scheme scheme) {
    EwsClient client =
        client(
            EwsServer.at(tenant.ews().uri()),
            new EwsLogin.Account(scheme, account.principalName(), account::password));

    assertEquals(List.of(), client.findItems(anna, EwsFolderId.CONTACTS, meter));
  }

  @Test
  void aConnectionThatIsLoggedInIsUsedAgain() {
    EwsClient client = client(EwsServer.at(tenant.ews().uri()));

    for (int i = 0; i < 5; i++) {
      client.findItems(anna, EwsFolderId.CONTACTS, meter);
    }

    assertEquals(5, tenant.ews().counts().calls());
    assertEquals(5, meter.calls());
  }

  @Test
  void kerberosWantsARealm() {
    EwsClient client = client(EwsServer.at(tenant.ews().uri()), EwsLogin.Scheme.KERBEROS);

    ClientException failure =
        assertThrows(
            ClientException.class, () -> client.findItems(anna, EwsFolderId.CONTACTS, meter));

    assertEquals("kerberosNeedsRealm", failure.problem().code());
  }

  @Test
  void whatIsNoCertificateIsNotTrusted() {
    ClientException failure =
        assertThrows(
            ClientException.class,
            () -> EwsTransport.of(Optional.of("no certificate"), 1, false, Clock.systemUTC()));

    assertEquals("ewsTrustUnreadable", failure.problem().code());
  }

  private EwsClient client(EwsServer server) {
    return client(server, EwsLogin.Scheme.NTLM);
  }

  private EwsClient client(EwsServer server, EwsLogin.Scheme scheme) {
    return client(server, new EwsLogin.Account(scheme, account.name(), account::password));
  }

  private EwsClient client(EwsServer server, EwsLogin login) {
    boolean plain = server.url().map(URI::getScheme).filter("http"::equals).isPresent();
    return new EwsClient(
        server,
        login,
        EwsTransport.of(Optional.empty(), 4, plain, Clock.systemUTC()),
        Clock.systemUTC(),
        new Random(1),
        time -> {});
  }
}
