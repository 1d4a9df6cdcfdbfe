package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import dev.rollcall.contract.Samples;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R10")
final class CheckpointCrashTest {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final TargetId TARGET = new TargetId("3f2c9a1e-0b7d-4c55-8a61-2d9f00aa11bb");
  private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");

  /** Large enough for two rows. */
  private static final Ledger OLD = new Samples(1).ledger(7_000);

  private static final Ledger NEW = new Samples(2).ledger(7_500);

  @Test
  void killedAtAnyWriteOfASaveTheHeadPointsToOneWholeLedger() {
    for (boolean lastAnswerIsLost : new boolean[] {false, true}) {
      boolean interrupted = true;
      for (int writes = 0; interrupted; writes++) {
        TestStorage storage = TestStorage.fresh();
        Versioned<CheckpointHead> read = saved(storage.state().checkpoints(), OLD);
        Faults.Death death = new Faults.Death(writes, lastAnswerIsLost && writes > 0);

        boolean heard = isSaved(storage.through(death).state().checkpoints(), read);

        interrupted = death.came();
        Checkpoints afterwards = storage.state().checkpoints();
        CheckpointHead head = afterwards.list(POLICY).get(0);
        Ledger found = afterwards.loadLedger(POLICY, head);
        assertTrue(found.equals(OLD) || found.equals(NEW), "after " + writes + " writes");
        assertTrue(!heard || found.equals(NEW), "after " + writes + " writes");
        assertTheNextSaveCleansUp(storage, afterwards);
      }
    }
  }

  @Test
  void killedWithinADeletionTheCheckpointIsThereOrGone() {
    boolean interrupted = true;
    for (int writes = 0; interrupted; writes++) {
      TestStorage storage = TestStorage.fresh();
      Versioned<CheckpointHead> read = saved(storage.state().checkpoints(), OLD);
      Faults.Death death = new Faults.Death(writes, false);
      Checkpoints dying = storage.through(death).state().checkpoints();
      if (writes < 2) {
        assertThrows(StateUnavailable.class, () -> dying.delete(POLICY, read));
      } else {
        assertTrue(dying.delete(POLICY, read));
      }
      interrupted = death.came();

      Checkpoints afterwards = storage.state().checkpoints();
      for (CheckpointHead head : afterwards.list(POLICY)) {
        assertEquals(OLD, afterwards.loadLedger(POLICY, head));
      }
      assertTheNextSaveCleansUp(storage, afterwards);
    }
  }

  private static void assertTheNextSaveCleansUp(TestStorage storage, Checkpoints checkpoints) {
    Versioned<CheckpointHead> read = claimed(checkpoints);
    Ledger last = new Samples(3).ledger(10);
    // A number that a dead writer left behind is skipped; the save after it has passed them all.
    var first = checkpoints.save(POLICY, read, read.value(), last).orElseThrow();
    var second = checkpoints.save(POLICY, first, first.value(), last).orElseThrow();

    assertEquals(last, checkpoints.loadLedger(POLICY, second.value()));
    TableClient table = storage.table("Checkpoints");
    assertEquals(2, table.listEntities().stream().count());
  }

  private static boolean isSaved(Checkpoints checkpoints, Versioned<CheckpointHead> read) {
    try {
      return checkpoints.save(POLICY, read, read.value(), NEW).isPresent();
    } catch (StateUnavailable e) {
      return false;
    }
  }

  private static Versioned<CheckpointHead> saved(Checkpoints checkpoints, Ledger ledger) {
    Versioned<CheckpointHead> read = claimed(checkpoints);
    return checkpoints.save(POLICY, read, read.value(), ledger).orElseThrow();
  }

  private static Versioned<CheckpointHead> claimed(Checkpoints checkpoints) {
    CheckpointHead.Claim claim = new CheckpointHead.Claim("us", NOW.plusSeconds(300));
    return Optional.ofNullable(checkpoints.claim(POLICY, List.of(TARGET), claim, NOW).get(TARGET))
        .orElseThrow();
  }
}
