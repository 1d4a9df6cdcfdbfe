package dev.rollcall.bench;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Reconciler;
import dev.rollcall.plan.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How many records a second one core reconciles: a target of 100,000, unchanged or with one record
 * in a hundred changed. Keys and prints are objects of their own on both sides, as they are when a
 * snapshot and a ledger have been read from storage.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReconcilerBench {

  private static final int RECORDS = 100_000;

  /** One record in so many is changed; 0 changes none. */
  @Param({"0", "100"})
  public int changedOneIn;

  private List<DesiredRecord> desired = List.of();
  private Ledger ledger = Ledger.empty();

  @Setup
  public void readSnapshotAndLedger() {
    List<DesiredRecord> records = new ArrayList<>(RECORDS);
    List<LedgerEntry> entries = new ArrayList<>(RECORDS);
    for (int i = 0; i < RECORDS; i++) {
      boolean changed = changedOneIn > 0 && i % changedOneIn == 0;
      records.add(new DesiredRecord(key(i), contact(i, changed), Optional.empty()));
      entries.add(
          LedgerEntry.present(
              key(i),
              "AAMkAGI2-" + i,
              contact(i, false).prints(),
              contact(i, false).prints(),
              Optional.empty()));
    }
    desired = Snapshot.of(records).records();
    ledger = Ledger.of(entries);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public Plan recordsPerSecond() {
    return Reconciler.reconcile(
        desired,
        true,
        ledger,
        new Observed.NotRead(),
        Rules.defaults(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** Runs this benchmark alone and prints its figures. */
  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(ReconcilerBench.class.getName()).build()).run();
  }

  private static RecordKey key(int i) {
    return new RecordKey("user:" + new UUID(0x9E3779B97F4A7C15L * (i + 1), i));
  }

  private static Content contact(int i, boolean changed) {
    return new Content.Builder()
        .text(RecordField.DISPLAY_NAME, "Name " + i)
        .text(RecordField.GIVEN_NAME, "Given " + i)
        .text(RecordField.SURNAME, "Surname " + i)
        .text(RecordField.JOB_TITLE, changed ? "Lead" : "Engineer")
        .text(RecordField.DEPARTMENT, "Department " + i % 50)
        .text(RecordField.COMPANY_NAME, "Contoso")
        .text(RecordField.MOBILE_PHONE, "+49171" + i)
        .texts(RecordField.BUSINESS_PHONES, List.of("+4930" + i))
        .build();
  }
}
