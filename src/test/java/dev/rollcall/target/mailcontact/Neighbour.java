package dev.rollcall.target.mailcontact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Maker;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.run.ServiceSync;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An organisation with an address list of its own, and runs that feed it. */
final class Neighbour implements ServiceTargetContract.Setup {

  static final TargetId TARGET = new TargetId("mailcontact");

  static final Maker MAKER = new Maker("0123456789ab");

  private static final Pattern PERSON = Pattern.compile("person(\\d+)@contoso\\.example");
  private static final String SECRET = "neighbour~secret";

  final Organisation organisation = new Organisation("Fabrikam", "fabrikam.example");
  final LocalTenant tenant;
  final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  final ExchangeClient client;
  private final ServiceSync sync;

  Neighbour() {
    this(rules(false));
  }

  Neighbour(Rules rules) {
    this(rules, Optional.empty(), false);
  }

  Neighbour(Rules rules, Optional<String> unit, boolean distinctNames) {
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    tenant.app().grant("Exchange.ManageAsApp");
    client =
        new ExchangeClient(
            tenant.exchangeUri(),
            tenant.initialDomain(),
            new ClientSecretCredentialBuilder()
                .authorityHost(tenant.loginUri().toString())
                .disableInstanceDiscovery()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .clientSecret(SECRET)
                .httpClient(new JdkHttpClientProvider().createInstance())
                .build(),
            tenant.exchangeScope(),
            GraphClient.transport(),
            clock,
            new Random(1),
            clock::advance);
    sync = sync("people", rules, unit, distinctNames);
  }

  /** The runs of another policy. */
  ServiceSync sync(String policy, Rules rules, Optional<String> unit, boolean distinctNames) {
    return sync(policy, MAKER, rules, unit, distinctNames);
  }

  /** The runs of another policy, or of one of the same name in another installation. */
  ServiceSync sync(
      String policy, Maker maker, Rules rules, Optional<String> unit, boolean distinctNames) {
    AddressList list =
        new AddressList(
            client, new EnvironmentId("contoso"), new PolicyId(policy), 15, unit, distinctNames);
    return new ServiceSync(
        new MailContactTarget(any -> list, () -> maker),
        ServicePolicies.environment(),
        policy(),
        TARGET,
        rules,
        clock);
  }

  private static Policy policy() {
    return ServicePolicies.of(new Service.File("people.json"));
  }

  /**
   * @param adopts whether mail contacts that are there are taken over
   */
  static Rules rules(boolean adopts) {
    return new Rules(
        true,
        true,
        Rules.UserEdits.OVERWRITE,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        Rules.Removal.AT_ONCE,
        new Rules.Accounts(true, adopts, 0L));
  }

  /** Somebody of the other organisation: the title is what changes. */
  static DesiredRecord person(int number, String title) {
    return new DesiredRecord(key(number), content(number, title), Optional.empty());
  }

  static RecordKey key(int number) {
    return new RecordKey(String.format("user:%03d", number));
  }

  static Content content(int number, String title) {
    return content(key(number), number, title);
  }

  static Content content(RecordKey key, int number, String title) {
    return new Content.Builder()
        .text(RecordField.DISPLAY_NAME, "Person " + number + " (Contoso)")
        .text(RecordField.GIVEN_NAME, "Person")
        .text(RecordField.SURNAME, "Number " + number)
        .text(RecordField.JOB_TITLE, title)
        .text(RecordField.MAIL, "person" + number + "@contoso.example")
        .text(RecordField.HIDDEN, "false")
        .text(RecordField.DIRECTORY_ID, key.value())
        .build();
  }

  /** A contact as an earlier run left it. */
  void madeEarlier(int number, String title) {
    Content content = content(number, title);
    Stamp stamp = new Stamp(new EnvironmentId("contoso"), new PolicyId("people"), MAKER, 15);
    DirectoryObject contact =
        organisation.addContact(
            stamp.name(key(number)),
            content.text(RecordField.DISPLAY_NAME),
            content.text(RecordField.MAIL));
    contact
        .properties()
        .put("givenName", content.text(RecordField.GIVEN_NAME))
        .put("surname", content.text(RecordField.SURNAME))
        .put("jobTitle", title);
    tenant.exchange().setCustomAttribute(contact.id(), 15, stamp.value(key(number)));
  }

  @Override
  public ServiceSync sync() {
    return sync;
  }

  @Override
  public Hostility hostility() {
    return tenant.hostility();
  }

  @Override
  public ServiceTargetContract.Requests counts() {
    return new ServiceTargetContract.Requests() {
      @Override
      public int writes() {
        return tenant.exchange().counts().getOrDefault("$batch that writes", 0);
      }

      @Override
      public void reset() {
        tenant.exchange().resetCounts();
      }
    };
  }

  @Override
  public Map<Integer, String> held() {
    Map<Integer, String> held = new TreeMap<>();
    for (DirectoryObject contact : organisation.all(Kind.CONTACT)) {
      Matcher person = PERSON.matcher(contact.text("mail"));
      if (person.matches()) {
        held.put(Integer.valueOf(person.group(1)), contact.text("jobTitle"));
      }
    }
    return held;
  }

  /** The contact with this address. */
  Optional<DirectoryObject> contact(String address) {
    return organisation.find(address).filter(found -> found.kind() == Kind.CONTACT);
  }

  @Override
  public void close() {
    assertEquals(List.of(), tenant.unexpectedRequests());
    tenant.close();
  }
}
