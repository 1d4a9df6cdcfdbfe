package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.contract.Samples;
import dev.rollcall.contract.memory.InMemoryCheckpoints;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever several invocations do in whatever order, tables and memory answer alike. */
@Tag("R10")
final class CheckpointModelTest {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final List<TargetId> TARGETS =
      IntStream.range(0, 4).mapToObj(i -> new TargetId("target " + i)).toList();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theTablesDoWhatTheModelDoes(long seed) {
    Random random = new Random(seed);
    TestStorage storage = TestStorage.fresh();
    Side tables = new Side(storage.through(Faults.losingAnswers(seed)).state().checkpoints());
    Side memory = new Side(new InMemoryCheckpoints());

    Instant now = Instant.parse("2026-11-21T08:30:00Z");
    for (int step = 0; step < 60; step++) {
      now = now.plusSeconds(random.nextInt(120));
      long stepSeed = random.nextLong();
      String where = "seed " + seed + ", step " + step;

      assertEquals(
          memory.step(new Random(stepSeed), now), tables.step(new Random(stepSeed), now), where);
      assertEquals(memory.shown(), tables.shown(), where);
    }
  }

  /** One store with every version that was ever read of it, so that stale ones are tried too. */
  private static final class Side {

    private final Checkpoints checkpoints;
    private final List<Versioned<CheckpointHead>> read = new ArrayList<>();

    Side(Checkpoints checkpoints) {
      this.checkpoints = checkpoints;
    }

    /** Does something and answers what came of it, versions and generations aside. */
    String step(Random random, Instant now) {
      int kind = read.isEmpty() ? 0 : random.nextInt(10);
      if (kind < 3) {
        List<TargetId> targets = TARGETS.stream().filter(target -> random.nextBoolean()).toList();
        CheckpointHead.Claim claim =
            new CheckpointHead.Claim(
                "worker " + random.nextInt(3), now.plusSeconds(random.nextInt(300)));
        Map<TargetId, Versioned<CheckpointHead>> claimed =
            checkpoints.claim(POLICY, targets, claim, now);
        read.addAll(claimed.values());
        return "claimed " + claimed.values().stream().map(Side::shown).toList();
      }
      Versioned<CheckpointHead> base =
          read.get(random.nextInt(3) > 0 ? read.size() - 1 : random.nextInt(read.size()));
      if (kind == 9) {
        return "deleted " + checkpoints.delete(POLICY, base);
      }
      CheckpointHead head = base.value().withOpen(random.nextBoolean());
      Optional<Versioned<CheckpointHead>> written =
          kind < 6
              ? checkpoints.update(POLICY, base, head)
              : checkpoints.save(
                  POLICY, base, head, new Samples(random.nextLong()).ledger(random.nextInt(5)));
      written.ifPresent(read::add);
      return "wrote " + written.map(Side::shown);
    }

    /** All there is. */
    List<String> shown() {
      List<String> all = new ArrayList<>();
      for (CheckpointHead head : checkpoints.list(POLICY)) {
        Ledger ledger = checkpoints.loadLedger(POLICY, head);
        all.add(shown(new Versioned<>(head, "")) + " " + ledger.entries());
      }
      return all;
    }

    private static String shown(Versioned<CheckpointHead> head) {
      return head.value().target()
          + " "
          + head.value().open()
          + " "
          + head.value().claim()
          + " "
          + (head.value().generation() == 0);
    }
  }
}
