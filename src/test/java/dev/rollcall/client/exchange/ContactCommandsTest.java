package dev.rollcall.client.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.service.Waits;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.CallMeter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail contacts are made, changed and removed in the local tenant, with its traps. */
@Tag("S8")
class ContactCommandsTest {

  private static final String SECRET = "contact~commands~secret";
  private static final Waits ANY = pause -> true;

  private final Organisation organisation = new Organisation("Fabrikam", "fabrikam.example");
  private final LocalTenant tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final CallMeter meter = new CallMeter();
  private final ExchangeClient client = client();

  @AfterEach
  void stop() {
    tenant.close();
  }

  @Test
  void aContactIsMadeAndSeenInTheDirectory() {
    ObjectId id = make("one");

    assertEquals(
        List.of(Optional.empty(), Optional.empty()),
        client
            .write(
                List.of(
                    ContactCommand.setDetails(id)
                        .with("Title", "Baker")
                        .with("Phone", "+31 10 1")
                        .with("OtherTelephone", List.of("+31 10 2"))
                        .with("CountryOrRegion", "NL")
                        .ofJustMade(),
                    ContactCommand.setRecipient(id)
                        .with("CustomAttribute15", "rollcall:contoso/people/user:1")
                        .with("HiddenFromAddressListsEnabled", true)
                        .ofJustMade()),
                ANY,
                meter)
            .stream()
            .map(CmdletAnswer::failure)
            .toList());

    ExchangeRow recipient =
        client
            .one(
                Cmdlet.list("Get-MailContact")
                    .with("Filter", "CustomAttribute15 -like 'rollcall:contoso/people/*'"),
                id::isOf,
                meter)
            .orElseThrow();
    assertEquals("SMTP:one@contoso.example", recipient.text("ExternalEmailAddress").orElseThrow());
    assertTrue(recipient.flag("HiddenFromAddressListsEnabled"));
    ExchangeRow details =
        client.one(Cmdlet.of("Get-Contact", id.value()), id::isOf, meter).orElseThrow();
    assertEquals("Netherlands", details.text("CountryOrRegion").orElseThrow());
    assertEquals(List.of("+31 10 2"), details.texts("OtherTelephone"));
    DirectoryObject seen = organisation.find("one@contoso.example").orElseThrow();
    assertEquals(Kind.CONTACT, seen.kind());
    assertEquals("Baker", seen.text("jobTitle"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "one",
        "one@contoso.example",
        "00000000-0000-0000-0000-000000000000",
        "6F1ED002-AB5F-4C3B-8D4C-5C3B1B7F2A11"
      })
  void nothingButAnObjectsOwnIdNamesWhatIsWrittenTo(String identity) {
    assertThrows(IllegalArgumentException.class, () -> new ObjectId(identity));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Identity", "Confirm", "ResultSize", "identity", ""})
  void aCommandsObjectCannotBeReplacedByAParameter(String parameter) {
    ContactCommand command =
        ContactCommand.setRecipient(new ObjectId("6f1ed002-ab5f-4c3b-8d4c-5c3b1b7f2a11"));

    assertThrows(IllegalArgumentException.class, () -> command.with(parameter, Optional.empty()));
  }

  @Test
  void aValueIsClearedByName() {
    ObjectId id = make("one");
    client.write(
        List.of(ContactCommand.setDetails(id).with("Title", "Baker").ofJustMade()), ANY, meter);

    client.write(
        List.of(ContactCommand.setDetails(id).with("Title", Optional.empty())), ANY, meter);

    assertEquals("", organisation.find("one@contoso.example").orElseThrow().text("jobTitle"));
    assertThrows(
        IllegalArgumentException.class, () -> ContactCommand.setDetails(id).with("Title", ""));
  }

  @Test
  void tenCommandsGoInOneRequestAndEachHasItsOwnAnswer() {
    organisation.join("ann", "Ann", "ann");
    List<ContactCommand> commands = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      commands.add(ContactCommand.create("contact" + i, "contact" + i + "@contoso.example"));
    }
    commands.set(7, ContactCommand.create("clash", "ann@fabrikam.example"));

    List<CmdletAnswer> answers = client.write(commands, ANY, meter);

    assertEquals(2, tenant.exchange().counts().get("$batch that writes"));
    for (int i = 0; i < 20; i++) {
      assertEquals(i != 7, answers.get(i).failure().isEmpty(), "command " + i);
    }
    ClientException clash = answers.get(7).failure().orElseThrow();
    assertEquals(Disposition.CONFLICT, clash.disposition());
    assertTrue(clash.hasCode("ProxyAddressExistsException"));
  }

  @Test
  void anAddressIsSomebodysOnceWhoeverItIs() {
    organisation.join("ann", "Ann", "ann");
    organisation.addWithoutMailbox("gus", "Gus", Optional.of("gus@partner.example"), "Guest");
    organisation.addContact("con", "Con", "con@partner.example");
    organisation.addGroup("all", "All", "all", "distribution");

    List<CmdletAnswer> answers =
        client.write(
            List.of(
                ContactCommand.create("a", "ann@fabrikam.example"),
                ContactCommand.create("b", "gus@partner.example"),
                ContactCommand.create("c", "con@partner.example"),
                ContactCommand.create("d", "all@fabrikam.example")),
            ANY,
            meter);

    assertEquals(
        List.of("exchangeDuplicate", "exchangeDuplicate", "exchangeDuplicate", "exchangeDuplicate"),
        answers.stream().map(answer -> answer.failure().orElseThrow().problem().code()).toList());
  }

  @Test
  void aNewAddressDropsTheFormerOne() {
    ObjectId id = make("one");

    client.write(
        List.of(
            ContactCommand.setRecipient(id)
                .with("ExternalEmailAddress", "two@contoso.example")
                .ofJustMade()),
        ANY,
        meter);

    assertTrue(organisation.find("one@contoso.example").isEmpty());
    assertEquals(id.value(), organisation.find("two@contoso.example").orElseThrow().id());
  }

  @ParameterizedTest
  @CsvSource({
    "CountryOrRegion,The Lowlands",
    "Title,this title is much longer than the one hundred and twenty-eight characters that the"
        + " directory keeps of one and so it is refused by the service",
    "HiddenFromAddressListsEnabled,true",
    "CustomAttribute15,x"
  })
  void aCommandThatIsRefusedChangesNothing(String parameter, String value) {
    ObjectId id = make("one");

    CmdletAnswer answer =
        client
            .write(
                List.of(
                    ContactCommand.setDetails(id)
                        .with("Company", "Contoso")
                        .with(parameter, value)
                        .ofJustMade()),
                ANY,
                meter)
            .get(0);

    assertEquals(Disposition.PERMANENT, answer.failure().orElseThrow().disposition());
    assertEquals("", organisation.find("one@contoso.example").orElseThrow().text("companyName"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HiddenFromAddressListsEnabled", "CustomAttribute1", "MobilePhone"})
  void aNewContactTakesNoMoreThanItsFirstStepDoes(String parameter) {
    CmdletAnswer answer =
        client
            .write(
                List.of(
                    ContactCommand.create("one", "one@contoso.example").with(parameter, "true")),
                ANY,
                meter)
            .get(0);

    assertEquals("exchangeValueRefused", answer.failure().orElseThrow().problem().code());
    assertTrue(organisation.find("one@contoso.example").isEmpty());
  }

  @Test
  void aContactJustMadeIsWaitedForAndAnotherIsNot() {
    tenant.exchange().quirks().unseenFor(3);
    ObjectId id = make("one");
    ContactCommand title = ContactCommand.setDetails(id).with("Title", "Baker");

    ClientException gone = client.write(List.of(title), ANY, meter).get(0).failure().orElseThrow();
    CmdletAnswer found = client.write(List.of(title.ofJustMade()), ANY, meter).get(0);

    assertEquals(Disposition.GONE, gone.disposition());
    assertTrue(found.failure().isEmpty());
    assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(1_000)), pauses);
  }

  @Test
  void aCreationWhoseAnswerWasLostIsNotSentAgain() {
    tenant.hostility().once(isCommand("New-MailContact"), Moment.AFTER, Incident.timedOut());

    CmdletAnswer answer =
        client
            .write(List.of(ContactCommand.create("one", "one@contoso.example")), ANY, meter)
            .get(0);

    assertEquals(Disposition.UNKNOWN_EFFECT, answer.failure().orElseThrow().disposition());
    assertEquals(1, tenant.exchange().counts().get("New-MailContact"));
    assertTrue(organisation.find("one@contoso.example").isPresent());
  }

  @Test
  void valuesAreSetAgainWhereAnAnswerWasLost() {
    ObjectId id = make("one");
    tenant.hostility().once(isCommand("Set-Contact"), Moment.AFTER, Incident.timedOut());

    CmdletAnswer answer =
        client
            .write(
                List.of(ContactCommand.setDetails(id).with("Title", "Baker").ofJustMade()),
                ANY,
                meter)
            .get(0);

    assertTrue(answer.failure().isEmpty());
  }

  @Test
  void aRefusalForLoadIsWaitedOutIfThereIsTimeAndHandedBackIfNot() {
    tenant
        .hostility()
        .times(
            2,
            isCommand("New-MailContact"),
            Moment.BEFORE,
            sighting -> Incident.throttled(Duration.ofSeconds(7)));

    ClientException impatient =
        client
            .write(
                List.of(ContactCommand.create("one", "one@contoso.example")),
                pause -> pause.compareTo(Duration.ofSeconds(5)) <= 0,
                meter)
            .get(0)
            .failure()
            .orElseThrow();
    CmdletAnswer patient =
        client
            .write(List.of(ContactCommand.create("one", "one@contoso.example")), ANY, meter)
            .get(0);

    assertEquals(Disposition.THROTTLED, impatient.disposition());
    assertEquals(Duration.ofSeconds(7), impatient.retryAfter().orElseThrow());
    assertTrue(patient.failure().isEmpty());
    assertEquals(List.of(Duration.ofSeconds(7)), pauses);
  }

  @Test
  void onlyTheOneMeantIsRemoved() {
    ObjectId one = make("one");
    ObjectId two = make("two");
    seen();

    List<ContactRemoval.Result> results =
        client.remove(
            List.of(
                new ContactRemoval(one, row -> true),
                new ContactRemoval(two, row -> row.text("Name").orElse("").equals("three"))),
            ANY,
            meter);

    assertEquals(List.of(ContactRemoval.Result.GONE, ContactRemoval.Result.SPARED), results);
    assertTrue(organisation.find("one@contoso.example").isEmpty());
    assertTrue(organisation.find("two@contoso.example").isPresent());
    assertEquals(1, tenant.exchange().counts().get("Remove-MailContact"));
  }

  @Test
  void whereAnUnknownIdentityMeansAllNobodyElseIsRemoved() {
    ObjectId one = make("one");
    make("two");
    seen();
    organisation.leave(one.value());
    tenant.exchange().quirks().unknownIdentityMeansAll(true);

    List<ContactRemoval.Result> results =
        client.remove(List.of(new ContactRemoval(one, row -> true)), ANY, meter);

    assertEquals(List.of(ContactRemoval.Result.GONE), results);
    assertTrue(organisation.find("two@contoso.example").isPresent());
    assertFalse(tenant.exchange().counts().containsKey("Remove-MailContact"));
  }

  @Test
  void aRemovalWhoseAnswerWasLostIsLookedAfter() {
    ObjectId one = make("one");
    ObjectId two = make("two");
    seen();
    tenant.hostility().once(isCommand("Remove-MailContact"), Moment.AFTER, Incident.timedOut());
    tenant
        .hostility()
        .times(
            1,
            sighting ->
                sighting.mailbox().filter(two.value()::equals).isPresent() && sighting.isWrite(),
            Moment.BEFORE,
            sighting -> Incident.timedOut());

    List<ContactRemoval.Result> results =
        client.remove(
            List.of(new ContactRemoval(one, row -> true), new ContactRemoval(two, row -> true)),
            ANY,
            meter);

    assertEquals(List.of(ContactRemoval.Result.GONE, ContactRemoval.Result.GONE), results);
    assertTrue(organisation.all(Kind.CONTACT).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Identity\":null}", "{\"Identity\":\"\"}"})
  void whoeverSendsAnEmptyIdentityAllTheSameMeetsEverybody(String parameters) throws IOException {
    make("one");
    make("two");

    assertTrue(post("Get-MailContact", parameters).contains("two@contoso.example"));
    post("Remove-MailContact", parameters);

    assertTrue(organisation.all(Kind.CONTACT).isEmpty());
  }

  /** As somebody would write who has not the product's commands. */
  private String post(String command, String parameters) throws IOException {
    Request request =
        new Request.Builder()
            .url(tenant.exchangeUri() + "/adminapi/beta/" + tenant.tenantId() + "/InvokeCommand")
            .header(
                "Authorization",
                "Bearer "
                    + credential()
                        .getTokenSync(new TokenRequestContext().addScopes(tenant.exchangeScope()))
                        .getToken())
            .post(
                RequestBody.create(
                    "{\"CmdletInput\":{\"CmdletName\":\""
                        + command
                        + "\",\"Parameters\":"
                        + parameters
                        + "}}",
                    MediaType.get("application/json")))
            .build();
    for (int attempt = 0; ; attempt++) {
      try (Response response = GraphClient.transport().build().newCall(request).execute()) {
        String answer = response.body() == null ? "" : response.body().string();
        if (answer.contains("@contoso.example") || attempt == 3) {
          return answer;
        }
      }
    }
  }

  private ObjectId make(String name) {
    return client
        .write(List.of(ContactCommand.create(name, name + "@contoso.example")), ANY, meter)
        .get(0)
        .rows()
        .stream()
        .findFirst()
        .flatMap(ObjectId::of)
        .orElseThrow();
  }

  /** Lets the time pass in which new contacts are not known everywhere. */
  private void seen() {
    for (int i = 0; i < 3; i++) {
      client.read(Cmdlet.list("Get-MailContact"), meter);
    }
  }

  private static Predicate<Sighting> isCommand(String name) {
    return sighting -> sighting.operation().endsWith(" " + name);
  }

  private ExchangeClient client() {
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    tenant.app().grant("Exchange.ManageAsApp");
    return new ExchangeClient(
        tenant.exchangeUri(),
        tenant.initialDomain(),
        credential(),
        tenant.exchangeScope(),
        GraphClient.transport(),
        Clock.systemUTC(),
        new Random(1),
        pauses::add);
  }

  private TokenCredential credential() {
    return new ClientSecretCredentialBuilder()
        .authorityHost(tenant.loginUri().toString())
        .disableInstanceDiscovery()
        .tenantId(tenant.tenantId())
        .clientId(tenant.clientId())
        .clientSecret(SECRET)
        .httpClient(new JdkHttpClientProvider().createInstance())
        .build();
  }
}
