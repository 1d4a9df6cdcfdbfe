package dev.rollcall.bench;

import dev.rollcall.app.Settings;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import dev.rollcall.run.Differences;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.table.TableState;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A snapshot as large as they come, through all that happens to one. */
final class LargeSnapshot implements Measurement {

  private static final int RECORDS = 100_000;
  private static final int PROMOTED_ONE_IN = 100;
  private static final int MAX_HEAP_MIB = 512;

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public String title() {
    return "Snapshot of " + RECORDS + " records";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx" + MAX_HEAP_MIB + "m");
  }

  @Override
  public Stage stage() {
    return new Stage(Map.of(Settings.STORAGE, Azurite.shared().freshAccount()), () -> {});
  }

  @Override
  public List<Figure> measure(Map<String, String> given) {
    LongSupplier heap = Usage.watchHeap();
    Snapshots snapshots =
        new TableState(AppProcess.tables(given.get(Settings.STORAGE))).snapshots();
    long began = System.nanoTime();
    Snapshot built = Company.snapshot(RECORDS, 0);
    double building = Usage.secondsSince(began);

    began = System.nanoTime();
    snapshots.put(built);
    double storing = Usage.secondsSince(began);
    Fingerprint id = built.id();

    began = System.nanoTime();
    Snapshot read = snapshots.get(id).orElseThrow();
    double reading = Usage.secondsSince(began);

    Snapshot next = Company.snapshot(RECORDS, PROMOTED_ONE_IN);
    began = System.nanoTime();
    int same = Differences.between(read, built);
    int differing = Differences.between(read, next);
    double comparing = Usage.secondsSince(began);

    boolean right = same == 0 && differing == RECORDS / PROMOTED_ONE_IN;
    return List.of(
        Figure.of("built", "%.2f s", building),
        Figure.of("stored", "%.2f s", storing),
        Figure.of("read back", "%.2f s", reading),
        Figure.of("compared with itself and the next", "%.2f s", comparing),
        Figure.of("records that differ", "%d, %d", same, differing)
            .wanted("= 0, " + RECORDS / PROMOTED_ONE_IN, right),
        Figure.of("most heap in use, garbage included", "%d MiB", heap.getAsLong())
            .wanted("< " + MAX_HEAP_MIB + " MiB", heap.getAsLong() < MAX_HEAP_MIB));
  }
}
