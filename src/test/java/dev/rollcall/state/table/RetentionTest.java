package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.data.tables.models.TableServiceException;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Snapshots.Kind;
import dev.rollcall.state.StateUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deleting history and content from the tables: how many requests it takes, and dying at it. */
@Tag("R15")
final class RetentionTest {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final RunId RUN = new RunId("20261121t083000123z-4f7a9c");
  private static final Instant NOW = Instant.parse("2026-11-21T03:47:00Z");
  private static final Duration NOTICE = Duration.ofHours(12);
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<String> TABLES = List.of("RunChanges", "RunTargets", "RunLanes");

  @Test
  void aRunOfThousandsOfRowsTakesARequestForAHundred() {
    TestStorage storage = TestStorage.fresh();
    fill(storage.state().runs(), 3_000);
    Requests requests = new Requests();

    assertTrue(storage.through(requests).state().runs().deleteParts(RUN, () -> true));

    TABLES.forEach(table -> assertEquals(0, rows(storage, table), table));
    // 6,002 rows: 61 transactions, and a look before each ten and at each end.
    assertTrue(requests.made.get() <= 61 + 10, requests.made + " requests");
  }

  @Test
  void policiesAreFoundWithoutReadingTheirRuns() {
    TestStorage storage = TestStorage.fresh();
    Runs runs = storage.state().runs();
    Random random = new Random(1);
    for (String policy : List.of("a", "b", "c")) {
      for (int i = 0; i < 20; i++) {
        runs.create(requested(new PolicyId(policy), RunId.startingAt(NOW.plusSeconds(i), random)));
      }
    }
    Requests requests = new Requests();

    assertEquals(3, storage.through(requests).state().runs().policies().size());
    assertEquals(4, requests.made.get());
  }

  @Test
  void killedAtAnyWriteADeletedRunIsStillFoundUntilAllOfItIsGone() {
    boolean interrupted = true;
    for (int writes = 0; interrupted; writes++) {
      for (boolean lost : new boolean[] {false, true}) {
        TestStorage storage = TestStorage.fresh();
        fill(storage.state().runs(), 120);
        Faults.Death death = new Faults.Death(writes, lost && writes > 0);

        deleteAll(storage.through(death).state().runs());

        interrupted = death.came();
        Runs afterwards = storage.state().runs();
        int left = TABLES.stream().mapToInt(table -> rows(storage, table)).sum();
        assertTrue(left == 0 || afterwards.get(POLICY, RUN).isPresent(), "after " + writes);
        deleteAll(afterwards);
        assertEquals(0, TABLES.stream().mapToInt(table -> rows(storage, table)).sum());
        assertTrue(afterwards.get(POLICY, RUN).isEmpty());
      }
    }
  }

  @Test
  void killedAtAnyWriteOfASweepContentIsThereInWholeOrNotAtAllAndGoesInTheEnd() {
    byte[] large = large(9);
    boolean interrupted = true;
    for (int writes = 0; interrupted; writes++) {
      for (boolean lost : new boolean[] {false, true}) {
        TestStorage storage = TestStorage.fresh();
        Snapshots snapshots = storage.state().snapshots();
        Fingerprint kept = snapshots.put(Kind.POLICY, new byte[] {1, 2, 3});
        Fingerprint old = snapshots.put(Kind.TARGETS, large);
        for (int i = 0; i < 3; i++) {
          snapshots.put(Kind.PHOTO, new byte[] {(byte) i});
        }
        sweep(snapshots, kept, NOW);
        Faults.Death death = new Faults.Death(writes, lost && writes > 0);

        try {
          sweep(storage.through(death).state().snapshots(), kept, NOW.plus(DAY));
        } catch (StateUnavailable e) {
          // As if the process had died.
        }

        interrupted = death.came();
        snapshots.get(Kind.TARGETS, old).ifPresent(content -> assertArrayEquals(large, content));
        Fingerprint again = snapshots.put(Kind.TARGETS, large);
        assertArrayEquals(large, snapshots.get(Kind.TARGETS, again).orElseThrow());
        for (int day = 2; day < 6; day++) {
          sweep(snapshots, kept, NOW.plus(DAY.multipliedBy(day)));
        }
        assertEquals(1, rows(storage, "Snapshots"));
        assertTrue(snapshots.get(Kind.POLICY, kept).isPresent());
      }
    }
  }

  @Test
  void whatAKilledWriterLeftBehindGoesToo() {
    TestStorage storage = TestStorage.fresh();
    Snapshots snapshots = storage.state().snapshots();
    Fingerprint kept = snapshots.put(Kind.POLICY, new byte[] {1});
    diesStoring(storage, large(10));
    assertEquals(1 + 2, rows(storage, "Snapshots"));

    sweep(snapshots, kept, NOW);
    sweep(snapshots, kept, NOW.plus(NOTICE).minusSeconds(1));
    assertEquals(1 + 2, rows(storage, "Snapshots"), "a writer at work has its time");
    sweep(snapshots, kept, NOW.plus(NOTICE));

    assertEquals(1, rows(storage, "Snapshots"));
  }

  @Test
  void whatAKilledWriterLeftBehindGoesAndContentStoredBesideItStays() {
    byte[] content = large(11);
    TestStorage storage = TestStorage.fresh();
    Snapshots snapshots = storage.state().snapshots();
    Fingerprint kept = snapshots.put(Kind.POLICY, new byte[] {1});
    diesStoring(storage, content);
    sweep(snapshots, kept, NOW);
    Fingerprint hash = snapshots.put(Kind.TARGETS, content);
    assertEquals(1 + 2 + 4, rows(storage, "Snapshots"));

    snapshots.sweep(everything(), NOW.plus(DAY), NOTICE, () -> true);

    assertArrayEquals(content, snapshots.get(Kind.TARGETS, hash).orElseThrow());
    assertEquals(1 + 4, rows(storage, "Snapshots"));
  }

  private static byte[] large(long seed) {
    byte[] content = new byte[2_500_000];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static void diesStoring(TestStorage storage, byte[] content) {
    Snapshots dying = storage.through(new Faults.Death(2, false)).state().snapshots();
    assertThrows(StateUnavailable.class, () -> dying.put(Kind.TARGETS, content));
  }

  private static void deleteAll(Runs runs) {
    try {
      if (runs.deleteParts(RUN, () -> true)) {
        runs.get(POLICY, RUN).ifPresent(runs::delete);
      }
    } catch (StateUnavailable e) {
      // As if the process had died.
    }
  }

  private static void fill(Runs runs, int targets) {
    runs.create(requested(POLICY, RUN));
    List<RunTarget> rows = new ArrayList<>();
    List<RunChange> changes = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      rows.add(RunTarget.pending(new TargetId("t" + i)));
      changes.add(new RunChange("t" + i, 0, "create", "user:1", "Ann", List.of(), "", "", "done"));
    }
    runs.createLanes(
        RUN,
        List.of(
            RunLane.waiting(0, "app-1", NOW).advanced(0, true, NOW, 0),
            RunLane.waiting(1, "app-1", NOW).advanced(0, true, NOW, 0)));
    runs.putTargets(RUN, rows);
    runs.putChanges(RUN, changes);
  }

  private static RunRecord requested(PolicyId policy, RunId run) {
    return RunRecord.requested(
        policy,
        run,
        new RunRecord.Request(
            RunRecord.Mode.APPLY, RunRecord.Trigger.MANUAL, false, Optional.empty(), false));
  }

  private static void sweep(Snapshots snapshots, Fingerprint kept, Instant now) {
    snapshots.sweep(only(Set.of(kept)), now, NOTICE, () -> true);
  }

  private static Snapshots.References only(Set<Fingerprint> policies) {
    return new Snapshots.References() {
      @Override
      public boolean toSnapshot(Fingerprint id) {
        return false;
      }

      @Override
      public boolean toContent(Kind kind, Fingerprint id) {
        return kind == Kind.POLICY && policies.contains(id);
      }
    };
  }

  private static Snapshots.References everything() {
    return new Snapshots.References() {
      @Override
      public boolean toSnapshot(Fingerprint id) {
        return true;
      }

      @Override
      public boolean toContent(Kind kind, Fingerprint id) {
        return true;
      }
    };
  }

  private static int rows(TestStorage storage, String table) {
    try {
      return (int) storage.table(table).listEntities().stream().count();
    } catch (TableServiceException absent) {
      return 0;
    }
  }

  /** Counts what goes to storage. */
  private static final class Requests extends HttpPipelineSyncPolicy {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
      made.incrementAndGet();
    }
  }
}
