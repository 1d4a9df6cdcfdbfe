package dev.rollcall.state.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.rollcall.contract.Samples;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Notice;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is there and cannot be understood is said to be so, and never taken for absent. */
@Tag("R10")
final class DamagedStateTest {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final TargetId TARGET = new TargetId("3f2c9a1e-0b7d-4c55-8a61-2d9f00aa11bb");
  private static final RunId RUN = new RunId("20261121t083000123z-4f7a9c");
  private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");

  private final TestStorage storage = TestStorage.fresh();
  private final TableState state = storage.state();

  @Test
  void aRowOfANewerVersionIsRefusedInEveryTable() {
    fillEveryTable();
    for (String table :
        List.of(
            "Policies",
            "Checkpoints",
            "Leases",
            "Runs",
            "RunLanes",
            "RunTargets",
            "RunChanges",
            "Snapshots",
            "Notices")) {
      change(table, row -> true, row -> row.addProperty("Version", 2));
    }

    for (Executable reading : readings()) {
      StateUnreadable refusal = assertThrows(StateUnreadable.class, reading);
      assertTrue(String.valueOf(refusal.getMessage()).contains("newer version"));
    }
  }

  @Test
  void aRowWithoutOurColumnsIsRefusedInEveryTable() {
    fillEveryTable();
    for (String table :
        List.of(
            "Policies",
            "Checkpoints",
            "Leases",
            "Runs",
            "RunLanes",
            "RunTargets",
            "RunChanges",
            "Snapshots",
            "Notices")) {
      change(
          table,
          row -> true,
          row -> new TableEntity(row.getPartitionKey(), row.getRowKey()).addProperty("Version", 1));
    }

    for (Executable reading : readings()) {
      assertThrows(StateUnreadable.class, reading);
    }
  }

  @Test
  void aRefusalNamesRowTableAndRemedyButNoValue() {
    fillEveryTable();
    change("Runs", row -> true, row -> row.addProperty("Status", "secretive"));

    String message =
        String.valueOf(
            assertThrows(StateUnreadable.class, () -> state.runs().get(POLICY, RUN)).getMessage());

    assertTrue(message.contains(RUN.value()));
    assertTrue(message.contains("Runs'"));
    assertTrue(message.contains("'Status'"));
    assertTrue(message.contains("history"));
    assertFalse(message.contains("secretive"));
  }

  @Test
  void anyByteOfALedgerThatIsWrongIsFound() {
    Versioned<CheckpointHead> saved = savedLedger(new Samples(1).ledger(50));
    Random random = new Random(2);
    for (int i = 0; i < 20; i++) {
      int at = random.nextInt(1_000);
      flip("Checkpoints", at);

      assertThrows(
          StateUnreadable.class, () -> state.checkpoints().loadLedger(POLICY, saved.value()));
      flip("Checkpoints", at);
    }
    assertEquals(new Samples(1).ledger(50), state.checkpoints().loadLedger(POLICY, saved.value()));
  }

  @Test
  void aLedgerWithARowMissingIsFound() {
    Versioned<CheckpointHead> saved = savedLedger(new Samples(1).ledger(12_000));
    delete("Checkpoints", row -> row.getRowKey().endsWith("-00001"));

    assertThrows(
        StateUnreadable.class, () -> state.checkpoints().loadLedger(POLICY, saved.value()));

    delete("Checkpoints", row -> row.getProperty("Data00") != null);
    assertThrows(
        StateUnreadable.class, () -> state.checkpoints().loadLedger(POLICY, saved.value()));
  }

  @Test
  void aSnapshotIsThereWholeOrNotAtAll() {
    Snapshot snapshot = new Samples(3).snapshot(12_000);
    int writes = 0;
    boolean interrupted = true;
    while (interrupted) {
      Faults.Death death = new Faults.Death(writes, false);
      try {
        storage.through(death).state().snapshots().put(snapshot);
      } catch (RuntimeException e) {
        assertTrue(state.snapshots().get(snapshot.id()).isEmpty());
      }
      interrupted = death.came();
      writes++;
    }
    assertTrue(
        storage.table("Snapshots").listEntities().stream()
            .anyMatch(row -> row.getRowKey().endsWith("-00000")),
        "it takes several rows");
    assertEquals(snapshot.records(), state.snapshots().get(snapshot.id()).orElseThrow().records());
  }

  @Test
  void damagedContentIsFoundByItsHash() {
    Snapshot snapshot = new Samples(4).snapshot(12_000);
    state.snapshots().put(snapshot);
    Fingerprint photo = state.snapshots().put(Snapshots.Kind.PHOTO, new byte[] {1, 2, 3});
    Fingerprint other = state.snapshots().put(Snapshots.Kind.PHOTO, new byte[] {4, 5, 6});
    Object data = row("Snapshots", "photo-" + other.hex()).getProperty("Data00");
    change(
        "Snapshots",
        row -> row.getPartitionKey().equals("photo-" + photo.hex()),
        row -> row.addProperty("Data00", data));

    assertThrows(StateUnreadable.class, () -> state.snapshots().get(Snapshots.Kind.PHOTO, photo));

    delete("Snapshots", row -> row.getRowKey().endsWith("-00000"));
    assertThrows(StateUnreadable.class, () -> state.snapshots().get(snapshot.id()));
  }

  private List<Executable> readings() {
    Fingerprint snapshot = new Samples(5).snapshot(3).id();
    return List.of(
        () -> state.documents().get(Documents.Kind.POLICY, "employees"),
        () -> state.documents().list(Documents.Kind.POLICY),
        () -> state.checkpoints().list(POLICY),
        () ->
            state
                .checkpoints()
                .claim(POLICY, List.of(TARGET), new CheckpointHead.Claim("us", NOW), NOW),
        () -> state.leases().holder(POLICY),
        () -> state.runs().get(POLICY, RUN),
        () -> state.runs().list(POLICY, Optional.empty(), 10),
        () -> state.runs().lanes(RUN),
        () -> state.runs().lane(RUN, 0),
        () -> state.runs().targets(RUN, List.of(TARGET)),
        () -> state.runs().changes(RUN, Optional.empty(), Optional.empty(), 10),
        () -> state.snapshots().get(snapshot),
        () -> state.notices().last("credential", "contoso"),
        () -> state.notices().all("credential"));
  }

  private void fillEveryTable() {
    state
        .documents()
        .put(Documents.Kind.POLICY, "employees", "{}".getBytes(UTF_8), Optional.empty());
    savedLedger(new Samples(5).ledger(3));
    state.leases().take(POLICY, RUN, Optional.empty());
    state.notices().put("credential", "contoso", new Notice("days7", NOW), Optional.empty());
    state
        .runs()
        .create(
            RunRecord.requested(
                POLICY,
                RUN,
                new RunRecord.Request(
                    RunRecord.Mode.APPLY,
                    RunRecord.Trigger.MANUAL,
                    false,
                    Optional.empty(),
                    false)));
    state.runs().createLanes(RUN, List.of(RunLane.waiting(0, "app", NOW)));
    state.runs().putTargets(RUN, List.of(RunTarget.pending(TARGET)));
    state
        .runs()
        .putChanges(
            RUN, List.of(new RunChange("t", 0, "create", "k", "", List.of(), "", "", "done")));
    state.snapshots().put(new Samples(5).snapshot(3));
  }

  private Versioned<CheckpointHead> savedLedger(Ledger ledger) {
    CheckpointHead.Claim claim = new CheckpointHead.Claim("us", NOW.plusSeconds(300));
    Versioned<CheckpointHead> read =
        Optional.ofNullable(
                state.checkpoints().claim(POLICY, List.of(TARGET), claim, NOW).get(TARGET))
            .orElseThrow();
    return state.checkpoints().save(POLICY, read, read.value(), ledger).orElseThrow();
  }

  private void flip(String table, int at) {
    change(
        table,
        row -> row.getProperty("Data00") != null,
        row -> {
          byte[] data = ((byte[]) row.getProperty("Data00")).clone();
          data[at % data.length] ^= 0x40;
          return row.addProperty("Data00", data);
        });
  }

  private TableEntity row(String table, String partition) {
    return storage.table(table).listEntities().stream()
        .filter(row -> row.getPartitionKey().equals(partition))
        .findFirst()
        .orElseThrow();
  }

  private void change(
      String table, Predicate<TableEntity> which, UnaryOperator<TableEntity> change) {
    TableClient client = storage.table(table);
    client.listEntities().stream()
        .filter(which)
        .toList()
        .forEach(row -> client.updateEntity(change.apply(row), TableEntityUpdateMode.REPLACE));
  }

  private void delete(String table, Predicate<TableEntity> which) {
    TableClient client = storage.table(table);
    client.listEntities().stream().filter(which).toList().forEach(client::deleteEntity);
  }
}
