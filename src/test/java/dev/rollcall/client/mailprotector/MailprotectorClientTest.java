package dev.rollcall.client.mailprotector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.localservices.mailprotector.LocalMailprotector;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.model.CallMeter;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client of the console's API against the local console. */
@Tag("S5")
class MailprotectorClientTest {

  private final CallMeter meter = new CallMeter();
  private final LocalMailprotector console =
      LocalMailprotector.start("contoso.com", "key", Clock.systemUTC())
          .withAliasDomain("contoso.net");

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void aDomainIsFoundByItsNumberOrUnderItsCustomerByName() {
    MailDomain byNumber = client(console.uri()).domain("102", meter);
    MailDomain byName = client(console.customerUri()).domain("Contoso.com", meter);

    assertEquals(byNumber, byName);
    assertEquals(List.of("contoso.net"), byNumber.aliases());
    assertEquals(Optional.of("j.jansen"), byName.localPart("J.Jansen@contoso.NET"));
    assertEquals(Optional.empty(), byName.localPart("jan@fabrikam.com"));
  }

  @Test
  void whatIsWrongWithADomainIsSaid() {
    assertEquals(
        "mailprotectorDomainNumber",
        code(() -> client(console.uri()).domain("contoso.com", meter)));
    assertEquals(
        "mailprotectorDomainUnknown",
        code(() -> client(console.customerUri()).domain("fabrikam.com", meter)));
    assertEquals(
        "mailprotectorDomainIsAlias",
        code(() -> client(console.customerUri()).domain("contoso.net", meter)));
  }

  @Test
  void allUsersAreReadHoweverShortThePagesAre() {
    addUsers(60);
    MailprotectorClient client = client(console.uri());
    MailDomain domain = client.domain("102", meter);

    assertEquals(60, client.users(domain, meter).size());
    console.quirks().pageCap(7);
    assertEquals(60, client.users(domain, meter).size());
    console.quirks().paginationTold(false);
    assertEquals(60, client.users(domain, meter).size());
  }

  @Test
  void aListShorterThanItSaysIsNoList() {
    addUsers(30);
    MailprotectorClient client = client(console.uri());
    MailDomain domain = client.domain("102", meter);

    console.quirks().listEndsAfter(20);

    assertEquals("targetListShort", code(() -> client.users(domain, meter)));
  }

  @Test
  void anAliasLeadsToItsUserAndAnUnknownAddressToNobody() {
    console.add("Main", "jan", MailUser.USER, "j.jansen");
    MailprotectorClient client = client(console.uri());

    assertEquals("jan", client.find("j.jansen@contoso.net", w -> true, meter).orElseThrow().name());
    assertFalse(client.find("nobody@contoso.com", w -> true, meter).isPresent());
  }

  @Test
  void whatIsGoneAlreadyIsDeleted() {
    int jan = console.add("Main", "jan", MailUser.USER);
    MailprotectorClient client = client(console.uri());
    console.hostility().once(s -> s.method().equals("DELETE"), Moment.AFTER, Incident.timedOut());

    client.delete(jan, w -> true, meter);

    assertTrue(console.users().isEmpty());
    assertEquals(2, console.counts().of("DELETE /api/v1/users/{id}"));
  }

  @Test
  void theServicesOwnSyncIsSeen() {
    MailprotectorClient client = client(console.uri());
    MailDomain domain = client.domain("102", meter);

    assertFalse(client.isSyncedByService(domain, meter));
    console.builtInSync(true);
    assertTrue(client.isSyncedByService(domain, meter));
  }

  private void addUsers(int count) {
    for (int i = 0; i < count; i++) {
      console.add("Main", "user" + i, MailUser.USER);
    }
  }

  private static String code(Runnable request) {
    return assertThrows(ClientException.class, request::run).problem().code();
  }

  private static MailprotectorClient client(URI url) {
    ConsoleAddress address = ConsoleAddress.of(url);
    return new MailprotectorClient(
        new ServiceClient(
            ServiceEndpoint.withBearer(Service.MAILPROTECTOR, address.base(), () -> "key"),
            new OkHttpClient.Builder(),
            false,
            Clock.systemUTC(),
            new Random(1),
            pause -> {}),
        address);
  }
}
