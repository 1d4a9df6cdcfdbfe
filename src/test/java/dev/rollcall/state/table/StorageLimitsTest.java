package dev.rollcall.state.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.contract.Samples;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The service's limits, checked on the requests that were really sent: the emulator does not know
 * them all.
 */
@Tag("R10")
final class StorageLimitsTest {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final TargetId TARGET = new TargetId("3f2c9a1e-0b7d-4c55-8a61-2d9f00aa11bb");
  private static final RunId RUN = new RunId("20261121t083000123z-4f7a9c");

  private final TestStorage storage = TestStorage.fresh();
  private final Watch watch = new Watch();
  private final TableState state = storage.through(watch).state();

  @Test
  void ledgersOfFiveThousandAndFiftyThousandEntriesKeepToThem() {
    for (int size : new int[] {5_000, 50_000}) {
      Ledger ledger = new Samples(size).ledger(size);
      Checkpoints checkpoints = state.checkpoints();
      Instant now = Instant.parse("2026-11-21T08:30:00Z");
      Versioned<CheckpointHead> read =
          Optional.ofNullable(
                  checkpoints
                      .claim(
                          POLICY,
                          List.of(TARGET),
                          new CheckpointHead.Claim("us", now.plusSeconds(300)),
                          now)
                      .get(TARGET))
              .orElseThrow();

      var saved = checkpoints.save(POLICY, read, read.value(), ledger).orElseThrow();

      assertEquals(ledger, checkpoints.loadLedger(POLICY, saved.value()));
    }
    assertTrue(watch.entities.get() >= 10, "the largest takes several rows");
  }

  @Test
  void theLargestContentKeepsToThem() {
    byte[] content = new byte[64 * 1024 * 1024];
    new Random(1).nextBytes(content);

    Fingerprint hash = state.snapshots().put(Snapshots.Kind.TARGETS, content);

    assertEquals(
        hash, Fingerprint.of(state.snapshots().get(Snapshots.Kind.TARGETS, hash).orElseThrow()));
  }

  @Test
  void aSnapshotIsNotStoredTwice() {
    Snapshot snapshot = new Samples(2).snapshot(2_000);
    state.snapshots().put(snapshot);
    int written = watch.entities.get();

    state.snapshots().put(snapshot);

    assertEquals(written, watch.entities.get());
  }

  @Test
  void changesWithLongNotesKeepToThem() {
    StringBuilder notes = new StringBuilder();
    new Random(3).ints(30_000, 0x20, 0x2fff).forEach(notes::appendCodePoint);
    List<RunChange> changes =
        IntStream.range(0, 250)
            .mapToObj(
                i ->
                    new RunChange(
                        "mailbox",
                        i,
                        "update",
                        "user:" + i,
                        "Zoë",
                        List.of(
                            new RunChange.Field(
                                "personalNotes",
                                i % 5 == 0 ? notes.toString() : "",
                                i % 50 == 0 ? notes.reverse().toString() : "new")),
                        "",
                        "",
                        "done"))
            .toList();

    state.runs().putChanges(RUN, changes);

    assertEquals(changes, state.runs().changes(RUN, Optional.empty(), Optional.empty(), 1_000));
    assertTrue(watch.transactions.get() >= 3);
  }

  @Test
  void valuesTooLongForARowAreCutRatherThanLost() {
    String endless = "x".repeat(3_000_000);
    RunChange change =
        new RunChange(
            "mailbox",
            0,
            "update",
            "user:1",
            endless,
            List.of(new RunChange.Field("personalNotes", endless, "short")),
            "",
            "",
            "done");

    state.runs().putChanges(RUN, List.of(change));

    RunChange read = state.runs().changes(RUN, Optional.empty(), Optional.empty(), 1).get(0);
    assertEquals("short", read.fields().get(0).after());
    assertTrue(read.fields().get(0).before().endsWith("…"));
    assertTrue(read.shown().endsWith("…"));
  }

  @Test
  void aTransactionOverTwoPartitionsIsRefusedBeforeItIsSent() {
    Table table = storage.adapterTable("Things");

    assertThrows(
        IllegalArgumentException.class,
        () -> table.upsertAll(List.of(table.row("p1", "r"), table.row("p2", "r"))));
  }

  @Test
  void aRowThatIsTooLargeIsRefusedBeforeItIsSent() {
    Table table = storage.adapterTable("Things");
    NewRow row = table.row("p", "r").token("Token", "x".repeat(600_000));

    assertThrows(IllegalArgumentException.class, () -> table.upsert(row));
  }

  /** Looks at every request's body. */
  private static final class Watch extends HttpPipelineSyncPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("PartitionKey='([^']*)'");
    private static final Pattern ENTITY = Pattern.compile("(?m)^\\{.*}\\r?$");

    private final AtomicInteger entities = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
      var request = context.getHttpRequest();
      if (request.getHttpMethod() == HttpMethod.GET || request.getBodyAsBinaryData() == null) {
        return;
      }
      String body = request.getBodyAsBinaryData().toString();
      if (request.getUrl().getPath().endsWith("$batch")) {
        checkTransaction(body);
      } else if (body.startsWith("{")) {
        checkEntity(body);
      }
    }

    private void checkTransaction(String body) {
      transactions.incrementAndGet();
      assertTrue(body.getBytes(UTF_8).length <= 4 * 1024 * 1024);
      Set<String> partitions = new HashSet<>();
      Matcher address = ADDRESS.matcher(body);
      while (address.find()) {
        partitions.add(address.group(1));
      }
      assertEquals(1, partitions.size());
      List<String> parts = new ArrayList<>();
      Matcher entity = ENTITY.matcher(body);
      while (entity.find()) {
        parts.add(entity.group());
      }
      assertTrue(parts.size() <= 100);
      parts.forEach(this::checkEntity);
    }

    private void checkEntity(String body) {
      entities.incrementAndGet();
      long stored = 4;
      JsonNode row = parsed(body);
      for (Map.Entry<String, JsonNode> property : row.properties()) {
        String name = property.getKey();
        if (name.contains("odata")) {
          continue;
        }
        JsonNode value = property.getValue();
        boolean binary = row.path(name + "@odata.type").asText().equals("Edm.Binary");
        long size =
            binary
                ? Base64.getDecoder().decode(value.asText()).length
                : 2L * value.asText().length();
        assertTrue(size <= 64 * 1024, name + " has " + size + " bytes");
        stored += 8 + 2L * name.length() + 4 + size;
      }
      assertTrue(stored <= 1024 * 1024, "an entity of " + stored + " bytes");
    }

    private static JsonNode parsed(String body) {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("the client sends JSON", e);
      }
    }
  }
}
