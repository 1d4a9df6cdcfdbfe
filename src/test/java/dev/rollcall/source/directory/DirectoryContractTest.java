package dev.rollcall.source.directory;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.contract.SourceContract;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.Source;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** The tenant's directory keeps to what every source keeps to. */
@Tag("S1")
class DirectoryContractTest extends SourceContract {

  private static final String SECRET = "contract~source~secret";

  private static final Incident REFUSED =
      Incident.refused(403, "Authorization_RequestDenied", "Insufficient privileges.");

  @Override
  protected Setup open() {
    Organisation people = new Organisation("Contoso", "contoso.example");
    LocalTenant tenant = LocalTenant.start(people, LocalTenantOptions.defaults());
    tenant.app().addSecret(SECRET, Instant.now().plus(Duration.ofDays(1)));
    GraphClient graph =
        new GraphClient(
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
    return new Setup() {
      @Override
      public Source source() {
        return new DirectorySource(any -> graph);
      }

      @Override
      public Environment environment() {
        return document(
            PolicyDocuments.environment(
                """
                { "id": "contoso", "name": "Contoso", "kind": "exchangeOnline",
                  "tenant": "contoso.onmicrosoft.com",
                  "apps": [ { "name": "Rollcall", "clientId": "2653598a-91f0-4a44-8a05-0d5d1a4a5d3f",
                              "credential": { "certificate": "rollcall" } } ] }
                """
                    .getBytes(StandardCharsets.UTF_8)));
      }

      @Override
      public Policy policy() {
        return document(
            PolicyDocuments.policy(
                """
                { "id": "all", "name": "All", "type": "contacts", "environment": "contoso",
                  "source": { "kind": "directory", "select": [ { "query": "*" } ] },
                  "target": { "kind": "mailboxes", "select": [ { "group": "a@b.example" } ] } }
                """
                    .getBytes(StandardCharsets.UTF_8)));
      }

      @Override
      public void add(int from, int to) {
        for (int i = from; i < to; i++) {
          people.join("p" + i, "Person " + i, "p" + i);
        }
      }

      @Override
      public void remove(int number) {
        people.leave(Organisation.idOf("USER:p" + number));
      }

      @Override
      public void promote(int number, String jobTitle) {
        people.change(Organisation.idOf("USER:p" + number), "jobTitle", jobTitle);
      }

      @Override
      public void refuse() {
        tenant.hostility().onRequest(any -> true, Moment.BEFORE, REFUSED);
      }

      @Override
      public void breakOff() {
        AtomicInteger pages = new AtomicInteger();
        tenant
            .hostility()
            .onRequest(
                request -> request.operation().equals("GET /users"),
                Moment.BEFORE,
                request -> pages.incrementAndGet() > 1 ? REFUSED : Incident.NONE);
      }

      @Override
      public void close() {
        tenant.close();
      }
    };
  }

  private static <T> T document(Parsed<T> parsed) {
    return parsed.match(
        valid -> valid.value(),
        invalid -> {
          throw new IllegalArgumentException(invalid.problems().toString());
        });
  }
}
