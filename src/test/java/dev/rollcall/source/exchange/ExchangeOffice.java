package dev.rollcall.source.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.exchange.Permissions;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.MailboxSelection.MailboxReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.directory.DirectoryMailboxes;
import dev.rollcall.source.directory.DirectorySource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An organisation in the local tenant, whose directory and Exchange are read by the adapters. */
final class ExchangeOffice implements AutoCloseable {

  private static final String SECRET = "exchange~source~secret";

  final Organisation organisation;
  final LocalTenant tenant;
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final GraphClient graph;
  private final ExchangeClient exchange;

  ExchangeOffice(Organisation organisation) {
    this.organisation = organisation;
    this.tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    tenant.app().grant("Exchange.ManageAsApp");
    TokenCredential credential =
        new ClientSecretCredentialBuilder()
            .authorityHost(tenant.loginUri().toString())
            .disableInstanceDiscovery()
            .tenantId(tenant.tenantId())
            .clientId(tenant.clientId())
            .clientSecret(SECRET)
            .httpClient(new JdkHttpClientProvider().createInstance())
            .build();
    this.graph =
        new GraphClient(
            tenant.graphUri(),
            credential,
            tenant.graphScope(),
            GraphClient.transport(),
            Clock.systemUTC(),
            new Random(1),
            pauses::add);
    this.exchange =
        new ExchangeClient(
            tenant.exchangeUri(),
            tenant.initialDomain(),
            credential,
            tenant.exchangeScope(),
            GraphClient.transport(),
            Clock.systemUTC(),
            new Random(1),
            pauses::add);
  }

  Permissions permissions() {
    return tenant.exchange().permissions();
  }

  /** Reads the directory with Exchange. */
  SourceReading directory(Environment environment, Policy policy) {
    return directorySource().read(environment, policy);
  }

  DirectorySource directorySource() {
    return new DirectorySource(any -> graph, new AdminRecipients(any -> exchange));
  }

  MailboxReading targets(Environment environment, Policy policy) {
    return new DirectoryMailboxes(any -> graph, new AdminRecipients(any -> exchange))
        .read(environment, policy);
  }

  /** Reads mailboxes with the people behind them. */
  SourceReading mailboxes(Environment environment, Policy policy) {
    return mailboxSource().read(environment, policy);
  }

  MailboxSource mailboxSource() {
    return new MailboxSource(
        recipients -> new DirectorySource(any -> graph, recipients), any -> exchange, any -> graph);
  }

  SourceReading mailboxes(Policy.Trustees access, Selection... selections) {
    return mailboxes(
        environment(true), teams(EnumSet.allOf(Policy.MailboxType.class), access, selections));
  }

  /** The people behind a mailbox in a reading. */
  static Trustees trustees(SourceReading reading, String mailbox) {
    List<SourceRecord> found =
        reading.records().stream()
            .filter(record -> record.key().value().endsWith(":" + mailbox))
            .toList();
    assertEquals(1, found.size(), "the mailbox is in the reading once");
    return found.get(0).trustees().orElseThrow();
  }

  static List<String> names(Trustees trustees) {
    return trustees.people().stream().map(Trustee::displayName).sorted().toList();
  }

  static Environment environment(boolean exchange) {
    return new Environment(
            new EnvironmentId("contoso"),
            "Contoso",
            "",
            Cloud.GLOBAL,
            "contoso.onmicrosoft.com",
            new Environment.App("Rollcall", "client", "certificate", 4))
        .withExchange(exchange);
  }

  static Policy policy(Selection... selections) {
    return policy("", false, List.of(selections), List.of());
  }

  /** A policy for the accounts of a service. */
  static Policy accounts(Selection... selections) {
    return policy(
        Policy.Type.ACCOUNTS, "", false, List.of(selections), List.of(), Policy.Accounts.none());
  }

  /** A policy for teams of mailboxes, hidden ones included. */
  static Policy teams(
      Set<Policy.MailboxType> types, Policy.Trustees access, Selection... selections) {
    Policy.Accounts none = Policy.Accounts.none();
    return policy(
        Policy.Type.MAILBOX_TEAMS,
        "",
        true,
        List.of(selections),
        List.of(),
        new Policy.Accounts(
            types, none.include(), List.of(), access, none.division(), none.destinations()));
  }

  static Policy policy(
      String where, boolean hidden, List<Selection> source, List<Selection> target) {
    return policy(Policy.Type.CONTACTS, where, hidden, source, target, Policy.Accounts.none());
  }

  private static Policy policy(
      Policy.Type type,
      String where,
      boolean hidden,
      List<Selection> source,
      List<Selection> target,
      Policy.Accounts accounts) {
    Policy plain =
        new Policy(
            new PolicyId("staff"),
            "Staff",
            "",
            new EnvironmentId("contoso"),
            source,
            new Policy.Target(
                target, List.of("Company"), 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
            new Mapping(
                Optional.empty(),
                Mapping.Phones.AS_IS,
                Optional.empty(),
                List.of(),
                false,
                Map.of()),
            new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
            new Policy.Limits(50, 10),
            Optional.empty());
    return new Policy(
        plain.id(),
        type,
        plain.name(),
        plain.description(),
        plain.environment(),
        source,
        new Policy.Reading(Optional.empty(), hidden),
        new Policy.Filters(Optional.of(where).filter(text -> !text.isEmpty()), Optional.empty()),
        plain.target(),
        plain.mapping(),
        plain.changes(),
        plain.guardrail(),
        plain.schedule(),
        plain.summaryMail(),
        accounts);
  }

  @Override
  public void close() {
    assertEquals(List.of(), tenant.unexpectedRequests());
    tenant.close();
  }
}
