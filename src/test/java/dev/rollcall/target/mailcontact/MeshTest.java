package dev.rollcall.target.mailcontact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DailyLife;
import dev.rollcall.mapping.Desired;
import dev.rollcall.mapping.GalMapping;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.ServiceSync;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceByPolicy;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.directory.DirectorySource;
import dev.rollcall.source.exchange.AdminRecipients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three organisations, each in the address lists of both others, for a month in which people join,
 * leave, marry and change.
 */
@Tag("S8")
class MeshTest {

  private static final int DAYS = 30;
  private static final int PEOPLE = 8;
  private static final List<String> NAMES = List.of("contoso", "fabrikam", "adatum");
  private static final String SECRET = "mesh~secret";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  private final Random random = new Random(7);

  @Test
  void everyEditIsSeenOnceAndNothingComesBack() {
    List<Office> offices = NAMES.stream().map(Office::new).toList();
    List<Feed> feeds = new ArrayList<>();
    for (Office from : offices) {
      for (Office to : offices) {
        if (from != to) {
          feeds.add(new Feed(from, to));
        }
      }
    }
    try {
      feeds.forEach(Feed::run);
      check(offices, "at first");
      for (int day = 1; day <= DAYS; day++) {
        offices.forEach(Office::live);

        for (Feed feed : feeds) {
          ServiceSync.Report report = feed.run();
          assertEquals(Map.of(), report.rejected());
          assertEquals(
              feed.from.edited.size(), report.plan().counts().writes(), "writes on day " + day);
        }
        check(offices, "on day " + day);
        offices.forEach(office -> office.edited.clear());

        offices.forEach(office -> office.tenant.exchange().resetCounts());
        for (Feed feed : feeds) {
          assertTrue(feed.run().plan().writesNothing(), "a quiet run on day " + day);
        }
        for (Office office : offices) {
          assertEquals(
              Set.of("Get-Contact", "Get-MailContact", "Get-Recipient"),
              office.tenant.exchange().counts().keySet(),
              "a quiet run only lists");
        }
      }
    } finally {
      offices.forEach(office -> office.tenant.close());
    }
  }

  @Test
  void whoStopsGivingTakesOnlyItsOwnAway() {
    List<Office> offices = NAMES.stream().map(Office::new).toList();
    try {
      Feed first = new Feed(offices.get(0), offices.get(2));
      Feed second = new Feed(offices.get(1), offices.get(2));
      first.run();
      second.run();

      first.sync.run(List.of());

      Map<String, String> left = offices.get(2).life.contacts();
      assertEquals(PEOPLE, left.size());
      assertTrue(left.keySet().stream().allMatch(address -> address.endsWith("fabrikam.example")));
    } finally {
      offices.forEach(office -> office.tenant.close());
    }
  }

  @Test
  void whatRollcallMadeIsNoSourceAndIsToldSo() {
    List<Office> offices = NAMES.stream().map(Office::new).toList();
    try {
      new Feed(offices.get(0), offices.get(1)).run();
      Feed onward = new Feed(offices.get(1), offices.get(2));

      SourceReading reading = onward.read();

      assertEquals(PEOPLE, reading.records().size());
      assertEquals(
          PEOPLE,
          reading.dropped().stream()
              .filter(dropped -> dropped.reason() == SkipReason.MADE_BY_ROLLCALL)
              .count());
      assertTrue(reading.completeness().isComplete());
    } finally {
      offices.forEach(office -> office.tenant.close());
    }
  }

  /** Each list has the people of both others as they are now, and nobody else. */
  private static void check(List<Office> offices, String when) {
    for (Office office : offices) {
      Map<String, String> expected = new TreeMap<>();
      for (Office other : offices) {
        if (other != office) {
          expected.putAll(other.life.people(" (" + other.name + ")"));
        }
      }
      assertEquals(expected, office.life.contacts(), office.name + " " + when);
    }
  }

  /** An organisation. */
  private final class Office {

    private final String name;
    private final DailyLife life;
    private final LocalTenant tenant;
    private final GraphClient graph;
    private final ExchangeClient exchange;
    private final Set<String> edited = new HashSet<>();

    Office(String name) {
      this.name = name;
      this.life =
          DailyLife.of(Character.toUpperCase(name.charAt(0)) + name.substring(1), PEOPLE, random);
      this.tenant = LocalTenant.start(life.organisation(), LocalTenantOptions.defaults());
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
              clock,
              new Random(1),
              clock::advance);
      this.exchange =
          new ExchangeClient(
              tenant.exchangeUri(),
              tenant.initialDomain(),
              credential,
              tenant.exchangeScope(),
              GraphClient.transport(),
              clock,
              new Random(1),
              clock::advance);
    }

    private void live() {
      edited.addAll(life.passes());
    }

    private Environment environment() {
      return new Environment(
          new EnvironmentId(name),
          name,
          "",
          Cloud.GLOBAL,
          tenant.initialDomain(),
          new Environment.App("Rollcall", tenant.clientId(), "certificate", 4));
    }
  }

  /** What one organisation gives to another. */
  private final class Feed {

    private final Office from;
    private final Policy policy;
    private final ServiceSync sync;

    Feed(Office from, Office to) {
      this.from = from;
      this.policy = policy(from.name, to.name);
      AddressList list =
          new AddressList(
              to.exchange, policy.environment(), policy.id(), 15, Optional.empty(), false);
      this.sync =
          new ServiceSync(
              new MailContactTarget(any -> list, () -> Neighbour.MAKER),
              from.environment(),
              policy,
              Neighbour.TARGET,
              Neighbour.rules(false),
              clock);
    }

    SourceReading read() {
      Source directory =
          new DirectorySource(any -> from.graph, new AdminRecipients(any -> from.exchange));
      return new SourceByPolicy(
              directory, directory, directory, directory, directory, directory, directory)
          .read(from.environment(), policy);
    }

    ServiceSync.Report run() {
      SourceReading reading = read();
      assertTrue(reading.completeness().isComplete());
      List<DesiredRecord> desired =
          Desired.assemble(new GalMapping(policy), reading.records(), Map.of()).records();
      assertFalse(desired.isEmpty());
      return sync.run(desired);
    }
  }

  private static Policy policy(String from, String to) {
    String document =
        """
        {
          "id": "%1$s-to-%2$s", "name": "Mesh", "type": "gal", "environment": "%1$s",
          "source": {
            "kind": "directory",
            "select": [{ "query": "*", "recipientTypes": ["user", "mailContact"] }]
          },
          "target": { "kind": "mailcontact", "environment": "%2$s", "suffix": " (%1$s)" }
        }
        """
            .formatted(from, to);
    return PolicyDocuments.policy(document.getBytes(StandardCharsets.UTF_8))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.toString());
            });
  }
}
