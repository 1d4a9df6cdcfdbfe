package dev.rollcall.run.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.notify.EwsMails;
import dev.rollcall.notify.Mails;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.folder.ExchangeServerProbe;
import dev.rollcall.source.folder.PublicFolderSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way to an organisation's own Exchange: tested, and taken by mails. */
@Tag("E15")
class EwsChecksTest {

  private final LocalTenant tenant = LocalTenant.start(LocalTenantOptions.defaults());
  private final ServiceAccount account = tenant.addServiceAccount("svc-rollcall", "corp-rollcall");
  private final String mailbox = "user1@" + tenant.initialDomain();
  private final EwsClient client =
      new EwsClient(
          EwsServer.at(tenant.ews().uri()),
          new EwsLogin.Account(EwsLogin.Scheme.NTLM, account.name(), account::password),
          EwsTransport.of(Optional.empty(), 4, false, Clock.systemUTC()),
          Clock.systemUTC(),
          new Random(1),
          time -> {});

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void aServerThatTakesTheAccountIsWell() {
    tenant.mailboxes().of(mailbox).moveTo(Location.ON_PREMISES);

    assertEquals(List.of("Exchange Server OK", "acting for a mailbox OK"), told());
  }

  @Test
  void anAccountThatMayNotActForTheMailboxIsToldApartFromTheServer() {
    tenant.mailboxes().of(mailbox).moveTo(Location.ON_PREMISES);
    account.impersonates(address -> false);

    assertEquals(
        List.of("Exchange Server OK", "acting for a mailbox FAILED ewsImpersonationMissing"),
        told());
  }

  @Test
  void aMailboxThatIsNotThereIsNoTroubleOfTheServer() {
    assertEquals(
        List.of("Exchange Server OK", "acting for a mailbox FAILED ewsMailboxUnknown"), told());
  }

  @Test
  void anAccountThatIsRefusedIsTheServersLine() {
    account.locked(true);

    assertEquals(
        List.of("Exchange Server FAILED ewsLoginRefused", "acting for a mailbox SKIPPED"), told());
  }

  @Test
  @Tag("E10")
  void mailsOfAnEnvironmentWithoutATenantGoOutThroughItsServer() {
    tenant.mailboxes().of(mailbox).moveTo(Location.ON_PREMISES);
    Mails never =
        (environment, from, mime, meter) -> {
          throw new AssertionError("there is no tenant to send through");
        };

    new EwsMails(environment -> client).send(environment(), mailbox, mime(), new CallMeter());
    Mails.byEnvironment(never, new EwsMails(environment -> client))
        .send(environment(), mailbox, mime(), new CallMeter());

    assertEquals(2, tenant.sentMail().size());
    assertEquals("Hello", tenant.sentMail().get(0).subject());
  }

  @Test
  @Tag("E10")
  void whatAMailIsRefusedForIsSaid() {
    account.locked(true);

    ClientException failure =
        assertThrows(
            ClientException.class,
            () ->
                new EwsMails(environment -> client)
                    .send(environment(), mailbox, mime(), new CallMeter()));

    assertEquals("ewsLoginRefused", failure.problem().code());
    assertFalse(failure.problem().remedy().isEmpty());
  }

  private byte[] mime() {
    return ("From: "
            + mailbox
            + "\r\nTo: "
            + mailbox
            + "\r\nSubject: Hello\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<String> told() {
    EwsClients clients =
        new EwsClients() {
          @Override
          public EwsClient onPremises(Environment environment, String name) {
            return client;
          }

          @Override
          public EwsClient online(Environment environment) {
            return client;
          }
        };
    return new EwsChecks(
            new ExchangeServerProbe(
                environment -> client,
                new PublicFolderSource(clients, Recollections.none(), Clock.systemUTC())),
            new MailboxHomes(
                (environment, mailboxes, meter) -> {
                  throw new IllegalStateException("all live on the servers");
                }))
            .checks(
                new Scope(environment(), List.of(), List.of(), Optional.empty(), Optional.empty()))
            .stream()
            .flatMap(check -> check.look().get().stream())
            .map(
                finding ->
                    finding.point().check()
                        + " "
                        + finding.status()
                        + finding.problem().map(problem -> " " + problem.code()).orElse(""))
            .toList();
  }

  private Environment environment() {
    return new Environment(
        new EnvironmentId("servers"),
        "Servers",
        "",
        Environment.Kind.ON_PREMISES,
        Cloud.GLOBAL,
        "",
        List.of(Environment.App.ofAccount("rollcall", 4)),
        Optional.of(mailbox),
        List.of(mailbox),
        false,
        Optional.of(
            new OnPremises(
                List.of(new OnPremises.Account("rollcall", account.name(), "corp-rollcall")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                    new OnPremises.Ews(
                        Optional.of(tenant.ews().uri()),
                        Optional.empty(),
                        OnPremises.Authentication.NTLM,
                        "rollcall",
                        4,
                        false)))),
        false);
  }
}
