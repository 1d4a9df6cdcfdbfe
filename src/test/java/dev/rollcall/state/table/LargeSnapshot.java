package dev.rollcall.state.table;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableServiceClientBuilder;
import dev.rollcall.contract.Samples;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a snapshot of 100,000 records, stores it, reads it back and compares the two, as the main
 * class of a process whose heap the test bounds.
 */
final class LargeSnapshot {

  private static final int RECORDS = 100_000;

  private LargeSnapshot() {}

  public static void main(String[] arguments) {
    TableState state =
        new TableState(
            new TableServiceClientBuilder()
                .connectionString(arguments[0])
                .httpClient(new JdkHttpClientProvider().createInstance())
                .buildClient(),
            arguments[1]);
    Snapshot built = built();

    state.snapshots().put(built);
    Snapshot read = state.snapshots().get(built.id()).orElseThrow();

    int differing = 0;
    for (int i = 0; i < RECORDS; i++) {
      differing += built.records().get(i).equals(read.records().get(i)) ? 0 : 1;
    }
    if (differing > 0 || read.records().size() != RECORDS) {
      throw new IllegalStateException(differing + " records differ");
    }
  }

  private static Snapshot built() {
    Samples samples = new Samples(100);
    List<DesiredRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(
          new DesiredRecord(
              new RecordKey("user:" + String.format("%08x", i * 2654435761L)),
              samples.content(),
              Optional.empty()));
    }
    return Snapshot.of(records);
  }
}
