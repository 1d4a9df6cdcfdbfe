package dev.rollcall.client.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.CallMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of Exchange's administration against the local tenant, with its oddities. */
@Tag("P3")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExchangeClientTest {

  private static final int SHARED = 1_234;
  private static final String SECRET = "exchange~client~secret";

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final List<DirectoryObject> shared = new ArrayList<>();
  private final LocalTenant tenant;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final CallMeter meter = new CallMeter();
  private ExchangeClient client;

  ExchangeClientTest() {
    for (int i = 0; i < SHARED; i++) {
      shared.add(
          organisation.addMailbox("shared " + i, "Committee " + i, "committee" + i, "shared"));
    }
    organisation.join("ann", "Ann Archer", "ann");
    DirectoryObject everybody =
        organisation.addGroup("everybody", "Everybody", "everybody", "dynamicDistribution");
    organisation.addMembers(everybody.id(), List.of(shared.get(0).id(), shared.get(1).id()));
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    tenant.app().grant("Exchange.ManageAsApp");
    client = client();
  }

  @BeforeEach
  void newClient() {
    client = client();
  }

  @AfterEach
  void calm() {
    tenant.hostility().calm();
    tenant.exchange().quirks().movesCallers(false).unknownIdentityMeansAll(false).pageCap(5_000);
    tenant.exchange().assignRole(tenant.clientId());
    tenant.app().grant("Exchange.ManageAsApp");
    pauses.clear();
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @AfterAll
  void stop() {
    tenant.close();
  }

  @Test
  void aListIsReadToItsLastPage() {
    long before = meter.calls();

    List<ExchangeRow> rows = client.read(sharedMailboxes(), meter);

    assertEquals(SHARED, distinct(rows).size());
    assertEquals(2, meter.calls() - before);
    assertEquals("SharedMailbox", rows.get(0).text("RecipientTypeDetails").orElseThrow());
  }

  @Test
  void pagesMayBeShorterThanAskedFor() {
    tenant.exchange().quirks().pageCap(100);

    assertEquals(SHARED, distinct(client.read(sharedMailboxes(), meter)).size());
  }

  @Test
  void anAnswerThatWasCutOffIsAFailure() {
    Cmdlet some = new Cmdlet("Get-Mailbox", Map.of("ResultSize", 5), List.of());

    ClientException failure = assertThrows(ClientException.class, () -> client.read(some, meter));

    assertEquals("exchangeListCut", failure.problem().code());
  }

  @Test
  void aPageThatFailsFailsTheList() {
    int[] pages = {0};
    tenant
        .hostility()
        .onRequest(
            isCommand("Get-Mailbox"),
            Moment.BEFORE,
            sighting -> ++pages[0] == 1 ? Incident.NONE : Incident.unavailable());

    ClientException failure =
        assertThrows(ClientException.class, () -> client.read(sharedMailboxes(), meter));

    assertEquals(Disposition.UNKNOWN_EFFECT, failure.disposition());
    assertEquals(ExchangeClient.ATTEMPTS + 1, pages[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void noIdentityIsEverEmpty(String identity) {
    assertThrows(
        IllegalArgumentException.class, () -> Cmdlet.of("Get-MailboxPermission", identity));
    assertThrows(
        IllegalArgumentException.class,
        () -> Cmdlet.list("Get-Mailbox").with("Identity", identity));
  }

  @Test
  void oneObjectIsTheOneMeantOrNone() {
    Cmdlet known = Cmdlet.of("Get-Mailbox", "committee7@contoso.example");
    Cmdlet unknown = Cmdlet.listOf("Get-Mailbox", "nobody@contoso.example");

    assertEquals(
        shared.get(7).id(),
        client.one(known, row -> true, meter).flatMap(ExchangeClientTest::id).orElseThrow());
    assertTrue(client.one(unknown, row -> true, meter).isEmpty());
    assertThrows(ClientException.class, () -> client.one(known, row -> false, meter));

    tenant.exchange().quirks().unknownIdentityMeansAll(true);
    ClientException all =
        assertThrows(ClientException.class, () -> client.one(unknown, row -> true, meter));
    assertEquals("exchangeOtherObject", all.problem().code());
  }

  @Test
  void manyCommandsGoTenToARequest() {
    tenant.exchange().permissions().fullAccess(shared.get(3).id(), "ann@contoso.example");
    Map<String, Integer> before = tenant.exchange().counts();

    List<CmdletAnswer> answers = client.readAll(permissions(100), meter);

    assertEquals(100, answers.size());
    assertEquals(
        List.of("NT AUTHORITY\\SELF", "ann@contoso.example"),
        answers.get(3).rows().stream().map(row -> row.text("User").orElseThrow()).toList());
    assertEquals(10, tenant.exchange().counts().get("$batch") - before.getOrDefault("$batch", 0));
  }

  @Test
  void oneCommandThatFailsLeavesTheOthersAlone() {
    List<Cmdlet> cmdlets = new ArrayList<>(permissions(12));
    cmdlets.set(5, Cmdlet.listOf("Get-MailboxPermission", "nobody@contoso.example"));
    String throttled = shared.get(6).id();
    tenant
        .hostility()
        .times(
            2,
            sighting -> sighting.mailbox().filter(throttled::equals).isPresent(),
            Moment.BEFORE,
            sighting -> Incident.throttled(Duration.ofSeconds(7)));

    List<CmdletAnswer> answers = client.readAll(cmdlets, meter);

    assertEquals(Disposition.GONE, answers.get(5).failure().orElseThrow().disposition());
    assertEquals("exchangeObjectMissing", answers.get(5).failure().get().problem().code());
    for (int i = 0; i < 12; i++) {
      assertEquals(i != 5, answers.get(i).failure().isEmpty(), "command " + i);
    }
    assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(7)), pauses);
  }

  @Test
  void aListInABatchGoesOnToItsEnd() {
    tenant.exchange().quirks().pageCap(500);

    List<CmdletAnswer> answers =
        client.readAll(List.of(sharedMailboxes(), permissions(1).get(0)), meter);

    assertEquals(SHARED, distinct(answers.get(0).rows()).size());
    assertEquals(1, answers.get(1).rows().size());
  }

  @Test
  void withoutTheApplicationPermissionItSaysSo() {
    tenant.app().revoke("Exchange.ManageAsApp");

    ClientException failure =
        assertThrows(ClientException.class, () -> client().read(sharedMailboxes(), meter));

    assertEquals("exchangePermissionMissing", failure.problem().code());
  }

  @Test
  void withoutARoleInTheOrganisationItSaysSo() {
    tenant.exchange().removeRole(tenant.clientId());

    ClientException failure =
        assertThrows(ClientException.class, () -> client.read(sharedMailboxes(), meter));

    assertEquals("exchangeRoleMissing", failure.problem().code());
    assertEquals(0, pauses.size());
  }

  @Test
  void aRefusalForLoadInPlainTextIsWaitedOut() {
    tenant
        .hostility()
        .once(
            isCommand("Get-Mailbox"),
            Moment.BEFORE,
            Incident.refused(
                400,
                "",
                "You have reached the maximum number of concurrent requests per tenant. Please wait"
                    + " and try again."));

    assertEquals(SHARED, client.read(sharedMailboxes(), meter).size());
    assertEquals(1, pauses.size());
  }

  @Test
  void aRequestSentToAnotherDoorIsPostedThere() {
    tenant.exchange().quirks().movesCallers(true);

    assertEquals(SHARED, client.read(sharedMailboxes(), meter).size());
  }

  @Test
  void columnsThatWereNotAskedForAreNotAnswered() {
    List<ExchangeRow> rows =
        client.read(sharedMailboxes().selecting("PrimarySmtpAddress", "EmailAddresses"), meter);

    assertTrue(rows.get(0).text("DisplayName").isEmpty());
    assertEquals(List.of("SMTP:committee0@contoso.example"), rows.get(0).texts("EmailAddresses"));
    assertFalse(rows.get(0).flag("HiddenFromAddressListsEnabled"));
  }

  @Test
  void whatGraphDoesNotKnowIsThere() {
    DirectoryObject hidden = shared.get(9);
    tenant.exchange().hide(hidden.id());

    List<ExchangeRow> groups = client.read(Cmdlet.list("Get-DynamicDistributionGroup"), meter);
    List<ExchangeRow> members =
        client.read(
            Cmdlet.listOf("Get-DynamicDistributionGroupMember", "everybody@contoso.example"),
            meter);

    assertEquals(1, groups.size());
    assertEquals(2, members.size());
    assertTrue(
        client
            .one(Cmdlet.of("Get-Recipient", hidden.id()), row -> true, meter)
            .orElseThrow()
            .flag("HiddenFromAddressListsEnabled"));
  }

  private static Predicate<Sighting> isCommand(String name) {
    return sighting -> sighting.operation().endsWith(" " + name);
  }

  private List<Cmdlet> permissions(int mailboxes) {
    return shared.stream()
        .limit(mailboxes)
        .map(mailbox -> Cmdlet.listOf("Get-MailboxPermission", mailbox.id()))
        .toList();
  }

  private static Cmdlet sharedMailboxes() {
    return Cmdlet.list("Get-Mailbox").with("RecipientTypeDetails", List.of("SharedMailbox"));
  }

  private static Set<String> distinct(List<ExchangeRow> rows) {
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> id(row).ifPresent(ids::add));
    assertEquals(rows.size(), ids.size());
    return ids;
  }

  private static Optional<String> id(ExchangeRow row) {
    return row.text("ExternalDirectoryObjectId");
  }

  private ExchangeClient client() {
    TokenCredential credential =
        new ClientSecretCredentialBuilder()
            .authorityHost(tenant.loginUri().toString())
            .disableInstanceDiscovery()
            .tenantId(tenant.tenantId())
            .clientId(tenant.clientId())
            .clientSecret(SECRET)
            .httpClient(new JdkHttpClientProvider().createInstance())
            .build();
    return new ExchangeClient(
        tenant.exchangeUri(),
        tenant.tenantId(),
        credential,
        tenant.exchangeScope(),
        GraphClient.transport(),
        Clock.systemUTC(),
        new Random(1),
        pauses::add);
  }
}
