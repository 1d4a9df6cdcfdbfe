package dev.rollcall.state.table;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One look at all content of {@link TableSnapshots}.
 *
 * <p>A manifest that nobody refers to is condemned, and goes when the notice is over; its pieces go
 * right behind it. Pieces without a manifest that names them are of a writer, or of a sweep, that
 * is at work or was killed: nobody can tell, so they are condemned too, and a writer at work has
 * written its manifest long before the notice is over.
 */
final class SnapshotSweep {

  private static final List<String> COLUMNS =
      List.of(TableSnapshots.ATTEMPT, TableSnapshots.CONDEMNED, TableSnapshots.CONDEMNED_AT);

  private final Table table;
  private final Snapshots.References references;
  private final Instant now;
  private final Instant noticedBy;
  private int deleted;
  private int condemned;
  private int unreadable;

  SnapshotSweep(Table table, Snapshots.References references, Instant now, Duration notice) {
    this.table = table;
    this.references = references;
    this.now = now;
    this.noticedBy = now.minus(notice);
  }

  Snapshots.Swept sweep(BooleanSupplier goOn) {
    Iterator<Row> rows = table.rows(COLUMNS);
    Optional<Row> next = next(rows);
    boolean complete = true;
    while (next.isPresent() && complete) {
      String partition = next.get().partition();
      List<Row> content = new ArrayList<>();
      while (next.filter(row -> row.partition().equals(partition)).isPresent()) {
        content.add(next.get());
        next = next(rows);
      }
      complete = goOn.getAsBoolean();
      if (complete) {
        judge(partition, content);
      }
    }
    return new Snapshots.Swept(deleted, condemned, unreadable, complete);
  }

  private void judge(String partition, List<Row> content) {
    try {
      Optional<Row> manifest =
          content.stream().filter(row -> row.key().equals(TableSnapshots.MANIFEST)).findFirst();
      String attempt = manifest.map(row -> row.text(TableSnapshots.ATTEMPT) + "-").orElse("-");
      List<Row> pieces =
          content.stream().filter(row -> !row.key().equals(TableSnapshots.MANIFEST)).toList();
      List<Row> strays = pieces.stream().filter(row -> !row.key().startsWith(attempt)).toList();
      if (manifest.isPresent() && !isReferredTo(partition)) {
        judgeManifest(
            manifest.get(), pieces.stream().filter(row -> row.key().startsWith(attempt)).toList());
      }
      judgeStrays(strays);
    } catch (StateUnreadable e) {
      // Perhaps of a newer version: not ours to delete.
      unreadable++;
    }
  }

  private void judgeManifest(Row manifest, List<Row> pieces) {
    if (isDue(manifest)) {
      if (table.delete(manifest.partition(), manifest.key(), manifest.etag())) {
        table.deleteAll(pieces);
        deleted++;
      }
    } else if (condemn(manifest)) {
      condemned++;
    }
  }

  private void judgeStrays(List<Row> strays) {
    table.deleteAll(strays.stream().filter(this::isDue).toList());
    strays.stream().filter(row -> !isDue(row)).forEach(this::condemn);
  }

  /** Whether it was condemned a notice ago or longer. */
  private boolean isDue(Row row) {
    return isCondemned(row) && !row.time(TableSnapshots.CONDEMNED_AT).isAfter(noticedBy);
  }

  private static boolean isCondemned(Row row) {
    return row.optionalFlag(TableSnapshots.CONDEMNED).orElse(false);
  }

  private boolean condemn(Row row) {
    return !isCondemned(row)
        && table
            .merge(
                table
                    .row(row.partition(), row.key())
                    .flag(TableSnapshots.CONDEMNED, true)
                    .time(TableSnapshots.CONDEMNED_AT, now),
                row.etag())
            .isPresent();
  }

  /** Content of a kind that this version does not know is taken to be referred to. */
  private boolean isReferredTo(String partition) {
    try {
      for (Snapshots.Kind kind : Snapshots.Kind.values()) {
        String prefix = TableSnapshots.name(kind) + "-";
        if (partition.startsWith(prefix)) {
          return references.toContent(
              kind, Fingerprint.parse(partition.substring(prefix.length())));
        }
      }
      return references.toSnapshot(Fingerprint.parse(partition));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static Optional<Row> next(Iterator<Row> rows) {
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }
}
