package dev.rollcall.state.table;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import dev.rollcall.state.Snapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Content in the table {@code Snapshots}: partition its hash (of other kinds than snapshots, the
 * kind and its hash), rows of packed bytes, and a manifest that is written last and holds the last
 * piece itself, so that small content is one row.
 *
 * <p>The keys of the other rows begin with a text that is unique to the attempt to store it, and
 * that the manifest names: two attempts at the same content never mix.
 *
 * <p>Content is deleted manifest first, by the version that was read, and whoever stores it again
 * takes the condemnation off that same row: of the two one loses, and looks again.
 */
final class TableSnapshots implements Snapshots {

  private static final int MAX_CONTENT = 64 * 1024 * 1024;

  static final String MANIFEST = "manifest";
  static final String ATTEMPT = "Attempt";

  /** Whether the row goes when the notice is over; a manifest's can be taken back. */
  static final String CONDEMNED = "Condemned";

  static final String CONDEMNED_AT = "CondemnedAt";

  private static final String KIND = "Kind";
  private static final String ROWS = "Rows";
  private static final String PACKED = "PackedBytes";
  private static final String SIZE = "Size";

  /** Rows as large as these are read a few at a time. */
  private static final int PAGE = 3;

  private final Table table;

  TableSnapshots(Table table) {
    this.table = table;
  }

  @Override
  public void put(Snapshot snapshot) {
    String partition = snapshot.id().hex();
    store(
        partition,
        "snapshot",
        snapshot.records().size(),
        out -> SnapshotCodec.write(snapshot, out));
  }

  @Override
  public Optional<Snapshot> get(Fingerprint id) {
    return load(
        id.hex(),
        pieces -> {
          Snapshot snapshot = SnapshotCodec.read(pieces);
          if (!snapshot.id().equals(id)) {
            throw new Packed.Unreadable("its content is not what its hash stands for");
          }
          return snapshot;
        });
  }

  @Override
  public Fingerprint put(Kind kind, byte[] content) {
    if (content.length > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "content has at most " + MAX_CONTENT + " bytes, not " + content.length);
    }
    Fingerprint hash = Fingerprint.of(content);
    store(
        partition(kind, hash), name(kind), content.length, out -> PackedBytes.write(content, out));
    return hash;
  }

  @Override
  public Optional<byte[]> get(Kind kind, Fingerprint id) {
    return load(
        partition(kind, id),
        pieces -> {
          byte[] content = PackedBytes.unpack(pieces, MAX_CONTENT);
          if (!Fingerprint.of(content).equals(id)) {
            throw new Packed.Unreadable("its content is not what its hash stands for");
          }
          return content;
        });
  }

  @Override
  public Swept sweep(References references, Instant now, Duration notice, BooleanSupplier goOn) {
    return new SnapshotSweep(table, references, now, notice).sweep(goOn);
  }

  private void store(String partition, String kind, int size, Content content) {
    if (isKept(partition)) {
      return;
    }
    NewRow manifest = table.row(partition, MANIFEST);
    AtomicInteger rows = new AtomicInteger();
    Pieces pieces =
        new Pieces(
            piece -> {
              String key = pieceKey(manifest.mark(), rows.getAndIncrement());
              table.upsert(table.row(partition, key).data(piece));
            });
    try {
      content.write(pieces);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    manifest
        .text(KIND, kind)
        .number(SIZE, size)
        .text(ATTEMPT, manifest.mark())
        .number(ROWS, rows.get())
        .number(PACKED, pieces.total())
        .data(pieces.last());
    if (table.create(manifest).isEmpty()) {
      drop(partition, manifest.mark());
    }
  }

  /**
   * Whether the content is there, and not about to go. Whoever changed its manifest between the
   * look and the acquittal either acquitted it too or deleted it: the next look tells.
   */
  private boolean isKept(String partition) {
    while (true) {
      Optional<Row> manifest = table.get(partition, MANIFEST, List.of(CONDEMNED));
      if (manifest.isEmpty()) {
        return false;
      }
      boolean kept =
          !manifest.get().optionalFlag(CONDEMNED).orElse(false)
              || table
                  .merge(
                      table.row(partition, MANIFEST).flag(CONDEMNED, false), manifest.get().etag())
                  .isPresent();
      if (kept) {
        return true;
      }
    }
  }

  private <T> Optional<T> load(String partition, Decoder<T> decoder) {
    Optional<Row> manifest = table.get(partition, MANIFEST);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    List<byte[]> pieces = new ArrayList<>();
    if (manifest.get().number(ROWS) > 0) {
      Iterator<Row> rows =
          table.rows(Range.prefix(partition, manifest.get().text(ATTEMPT) + "-"), PAGE);
      rows.forEachRemaining(row -> pieces.add(row.data()));
    }
    if (pieces.size() != manifest.get().number(ROWS)) {
      Optional<Row> now = table.get(partition, MANIFEST, List.of(ATTEMPT));
      if (now.filter(row -> row.text(ATTEMPT).equals(manifest.get().text(ATTEMPT))).isEmpty()) {
        // It was deleted while it was read, and perhaps stored again.
        return now.isEmpty() ? Optional.empty() : load(partition, decoder);
      }
      throw manifest.get().unreadable("rows of its content are missing", null);
    }
    pieces.add(manifest.get().data());
    try {
      return Optional.of(decoder.read(pieces));
    } catch (IOException e) {
      throw manifest.get().unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  /** The rows of an attempt that came second. */
  private void drop(String partition, String attempt) {
    List<Row> rows = new ArrayList<>();
    table.rows(Range.prefix(partition, attempt + "-"), List.of()).forEachRemaining(rows::add);
    table.deleteAll(rows);
  }

  private static String pieceKey(String attempt, int number) {
    return String.format("%s-%05d", attempt, number);
  }

  static String partition(Kind kind, Fingerprint hash) {
    return name(kind) + "-" + hash.hex();
  }

  static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private interface Decoder<T> {
    T read(List<byte[]> pieces) throws IOException;
  }
}
