package dev.rollcall.bench;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import dev.rollcall.app.Settings;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.model.Content;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.Versioned;
import dev.rollcall.state.table.TableState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The ledger of a mailbox that holds very many contacts. */
final class LargeLedger implements Measurement {

  private static final int ENTRIES = 50_000;
  private static final PolicyId POLICY = new PolicyId("staff");
  private static final TargetId TARGET = new TargetId("mailbox");

  /** An entity's and a property's limit: 1 MiB and 64 KiB. */
  private static final int MAX_ROW_KIB = 1024;

  private static final int MAX_PROPERTY_KIB = 64;

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String title() {
    return "Ledger of " + ENTRIES + " entries";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx512m");
  }

  @Override
  public Stage stage() {
    return new Stage(Map.of(Settings.STORAGE, Azurite.shared().freshAccount()), () -> {});
  }

  @Override
  public List<Figure> measure(Map<String, String> given) {
    TableState state = new TableState(AppProcess.tables(given.get(Settings.STORAGE)));
    Checkpoints checkpoints = state.checkpoints();
    Ledger ledger = ledger();
    Versioned<CheckpointHead> claimed =
        checkpoints
            .claim(
                POLICY,
                List.of(TARGET),
                new CheckpointHead.Claim("bench", Instant.now().plusSeconds(600)),
                Instant.now())
            .get(TARGET);

    long began = System.nanoTime();
    CheckpointHead saved =
        checkpoints.save(POLICY, claimed, claimed.value(), ledger).orElseThrow().value();
    double writing = Usage.secondsSince(began);

    began = System.nanoTime();
    Ledger read = checkpoints.loadLedger(POLICY, saved);
    double reading = Usage.secondsSince(began);

    int rows = 0;
    long bytes = 0;
    long largestRow = 0;
    long largestProperty = 0;
    TableClient table =
        AppProcess.tables(given.get(Settings.STORAGE)).getTableClient("Checkpoints");
    for (TableEntity entity : table.listEntities()) {
      long row = 0;
      for (Object value : entity.getProperties().values()) {
        if (value instanceof byte[] data) {
          row += data.length;
          largestProperty = Math.max(largestProperty, data.length);
        }
      }
      rows += row > 0 ? 1 : 0;
      bytes += row;
      largestRow = Math.max(largestRow, row);
    }
    return List.of(
        Figure.of("written", "%.2f s", writing),
        Figure.of("read", "%.2f s", reading),
        Figure.of("entries read", "%d", read.entries().size())
            .wanted("all of them, equal", read.equals(ledger)),
        Figure.of("rows, bytes an entry", "%d, %d", rows, Math.round((double) bytes / ENTRIES)),
        Figure.of("largest row", "%d KiB", largestRow / 1024)
            .wanted("<= " + MAX_ROW_KIB + " KiB", largestRow <= MAX_ROW_KIB * 1024L),
        Figure.of("largest property", "%d KiB", largestProperty / 1024)
            .wanted(
                "<= " + MAX_PROPERTY_KIB + " KiB", largestProperty <= MAX_PROPERTY_KIB * 1024L));
  }

  private static Ledger ledger() {
    SplittableRandom random = new SplittableRandom(20261121L);
    List<LedgerEntry> entries = new ArrayList<>(ENTRIES);
    for (int i = 0; i < ENTRIES; i++) {
      Content contact = Company.contact(i, false);
      entries.add(
          LedgerEntry.present(
              Company.key(i),
              // As long and as little alike as Exchange's ids.
              "AAMkAGI2NGVhZTVlLTI1OGMtNDI4My1iZmE5LTA5OGJiZGEzMTc0YQBGAAAAAADUuTJK"
                  + Long.toHexString(random.nextLong())
                  + Long.toHexString(random.nextLong()),
              contact.prints(),
              contact.prints(),
              Optional.empty()));
    }
    return Ledger.of(entries);
  }
}
