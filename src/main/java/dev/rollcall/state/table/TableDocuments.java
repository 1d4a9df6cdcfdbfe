package dev.rollcall.state.table;

import dev.rollcall.state.Documents;
import dev.rollcall.state.Versioned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Documents in the tables {@code Environments} and {@code Policies}: partition the kind, row the
 * id.
 *
 * <p>A document's version is its row's mark, not its ETag: whatever a caller sends as the version
 * it expects can then only be equal or not.
 */
final class TableDocuments implements Documents {

  private static final int MAX_BYTES = 512 * 1024;

  private final Table environments;
  private final Table policies;

  TableDocuments(Table environments, Table policies) {
    this.environments = environments;
    this.policies = policies;
  }

  @Override
  public Optional<Versioned<byte[]>> get(Kind kind, String id) {
    return table(kind).get(partition(kind), Keys.escape(id)).map(TableDocuments::document);
  }

  @Override
  public List<Stored> list(Kind kind) {
    List<Stored> all = new ArrayList<>();
    Iterator<Row> rows = table(kind).rows(Range.partition(partition(kind)), Table.MAX_PAGE);
    while (rows.hasNext()) {
      Row row = rows.next();
      all.add(new Stored(row.id(), document(row)));
    }
    all.sort(Comparator.comparing(Stored::id));
    return List.copyOf(all);
  }

  @Override
  public Optional<String> put(Kind kind, String id, byte[] json, Optional<String> expected) {
    if (json.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a document has at most " + MAX_BYTES + " bytes, not " + json.length);
    }
    NewRow row = table(kind).row(partition(kind), Keys.escape(id)).number("Bytes", json.length);
    row.data(PackedBytes.pack(json));
    Optional<String> etag =
        expected.isEmpty()
            ? table(kind).create(row)
            : etagOf(kind, id, expected.get()).flatMap(read -> table(kind).update(row, read));
    return etag.map(written -> row.mark());
  }

  @Override
  public boolean delete(Kind kind, String id, String expected) {
    Optional<Row> row = mark(kind, id);
    if (row.isEmpty()) {
      return true;
    }
    return row.get().mark().equals(expected)
        && table(kind).delete(partition(kind), Keys.escape(id), row.get().etag());
  }

  private Optional<String> etagOf(Kind kind, String id, String expected) {
    return mark(kind, id).filter(row -> row.mark().equals(expected)).map(Row::etag);
  }

  private Optional<Row> mark(Kind kind, String id) {
    return table(kind).get(partition(kind), Keys.escape(id), List.of(NewRow.MARK_COLUMN));
  }

  private Table table(Kind kind) {
    return switch (kind) {
      case ENVIRONMENT, DISCONNECTION -> environments;
      case POLICY -> policies;
    };
  }

  private static String partition(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Versioned<byte[]> document(Row row) {
    try {
      return new Versioned<>(PackedBytes.unpack(List.of(row.data()), MAX_BYTES), row.mark());
    } catch (IOException e) {
      throw row.unreadable(String.valueOf(e.getMessage()), e);
    }
  }
}
