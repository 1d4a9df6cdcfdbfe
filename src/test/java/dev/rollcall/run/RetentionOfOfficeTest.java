package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** History that is over its time, in real tables, purged by the timer. */
@Tag("R15")
final class RetentionOfOfficeTest {

  @Test
  void afterNinetyDaysSomebodyWhoLeftIsInNoTableAnyMore() {
    ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    Organisation organisation = SmallOffice.organisation(6, 2);
    try (SmallOffice office =
        SmallOffice.open(
            organisation, "", RunLimits.defaults(), LocalTenantOptions.defaults(), clock)) {
      JsonNode preview = office.preview();
      JsonNode first = office.apply();
      organisation.leave(SmallOffice.person(5));
      clock.advance(Duration.ofHours(1));
      JsonNode second = office.apply();
      String withLeaver = first.path("work").path("snapshot").asText();
      String without = second.path("work").path("snapshot").asText();
      assertEquals("finished", second.path("status").asText());
      assertFalse(withLeaver.equals(without));

      clock.advance(Duration.ofDays(90).minusHours(1));
      office.cloud().host().fireTimer("HistoryPurge");
      assertEquals(3, office.api().all("/api/policies/office/runs").size());

      for (int day = 0; day < 2; day++) {
        clock.advance(Duration.ofDays(1));
        office.cloud().host().fireTimer("HistoryPurge");
      }

      // The schedule asks whether this content was previewed: the bare row says so.
      assertEquals(
          preview.path("id"), office.api().all("/api/policies/office/runs").get(0).path("id"));
      JsonNode bare = office.api().get(SmallOffice.address(preview)).json();
      assertTrue(bare.has("purgedAt"));
      assertFalse(bare.has("source"));
      assertEquals(404, office.api().get(SmallOffice.address(first)).status());
      assertEquals(409, office.api().post(SmallOffice.address(preview) + "/apply", "").status());
      Set<String> contents = partitions(office, "Snapshots");
      assertEquals(Set.of(without), contents);
      assertEquals(Set.of(), partitions(office, "RunChanges"));
      assertEquals(Set.of(), partitions(office, "RunTargets"));
      assertEquals(Set.of(), partitions(office, "RunLanes"));

      JsonNode again = office.apply();
      assertEquals("finished", again.path("status").asText());
      assertEquals(0, again.path("counts").path("created").asInt());
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(0));
    }
  }

  private static Set<String> partitions(SmallOffice office, String table) {
    TableServiceClient tables =
        new TableServiceClientBuilder()
            .connectionString(office.cloud().storage())
            .httpClient(new JdkHttpClientProvider().createInstance())
            .buildClient();
    ListEntitiesOptions keys = new ListEntitiesOptions();
    return tables.getTableClient(table).listEntities(keys, null, null).stream()
        .map(entity -> entity.getPartitionKey())
        .collect(Collectors.toSet());
  }
}
