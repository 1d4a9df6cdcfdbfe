package dev.rollcall.state.table;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableTransactionAction;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.state.StateUnreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One table, with what all adapters need of it. A lost race is an empty answer; whatever else goes
 * wrong is {@link StateUnavailable}. Safe for several threads.
 */
final class Table {

  /** The service answers at most so many entities in one page. */
  static final int MAX_PAGE = 1_000;

  private static final String ETAG = "odata.etag";

  private final TableServiceClient service;
  private final TableClient table;
  private final String remedy;
  private final StorageCalls calls;

  /**
   * @param remedy what an administrator does about a row of this table that cannot be read
   */
  Table(TableServiceClient service, String name, String remedy) {
    this.service = service;
    this.table = service.getTableClient(name);
    this.remedy = remedy;
    this.calls = new StorageCalls(name);
  }

  /** A row to be written. */
  NewRow row(String partition, String key) {
    return new NewRow(partition, key, UUID.randomUUID().toString().replace("-", ""));
  }

  /** The row, or empty if there is none. */
  Optional<Row> get(String partition, String key) {
    return fetch(partition, key, null);
  }

  /** The row with these columns alone. */
  Optional<Row> get(String partition, String key, List<String> columns) {
    return fetch(partition, key, selected(columns));
  }

  /** The rows of a range, ascending by key; read page by page while they are asked for. */
  Iterator<Row> rows(Range range, int pageSize) {
    return query(new ListEntitiesOptions().setFilter(range.filter()).setTop(pageSize));
  }

  /** The rows of a range with these columns alone. */
  Iterator<Row> rows(Range range, List<String> columns) {
    return query(
        new ListEntitiesOptions()
            .setFilter(range.filter())
            .setTop(MAX_PAGE)
            .setSelect(selected(columns)));
  }

  /** All rows of the table with these columns alone, ascending by partition and key. */
  Iterator<Row> rows(List<String> columns) {
    return query(new ListEntitiesOptions().setTop(MAX_PAGE).setSelect(selected(columns)));
  }

  /**
   * The keys of all partitions, ascending. Takes a request for each: it goes from one to the next
   * without reading what they hold.
   */
  List<String> partitions() {
    List<String> partitions = new ArrayList<>();
    Optional<String> next = partitionAfter(Optional.empty());
    while (next.isPresent()) {
      partitions.add(next.get());
      next = partitionAfter(next);
    }
    return partitions;
  }

  /** Creates the row; answers its version, or empty if there is one already. */
  Optional<String> create(NewRow row) {
    checkSize(row);
    return conditional(
        row,
        TableErrorCode.ENTITY_ALREADY_EXISTS,
        () -> table.createEntityWithResponse(row.entity(), null, Context.NONE));
  }

  /** Replaces the row; answers its new version, or empty if it has not the version expected. */
  Optional<String> update(NewRow row, String etag) {
    checkSize(row);
    row.entity().addProperty(ETAG, etag);
    return conditional(
        row,
        TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED,
        () ->
            table.updateEntityWithResponse(
                row.entity(), TableEntityUpdateMode.REPLACE, true, null, Context.NONE));
  }

  /**
   * Writes the columns given into a row and leaves its others; answers its new version, or empty if
   * it has not the version expected.
   */
  Optional<String> merge(NewRow columns, String etag) {
    columns.entity().addProperty(ETAG, etag);
    return conditional(
        columns,
        TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED,
        () ->
            table.updateEntityWithResponse(
                columns.entity(), TableEntityUpdateMode.MERGE, true, null, Context.NONE));
  }

  /** Writes the row, whatever was there. */
  void upsert(NewRow row) {
    checkSize(row);
    calls.call(() -> creatingTable(() -> upsertRequest(row.entity())));
  }

  /**
   * Writes rows of one partition, whatever was there, in as few requests as the service's limits
   * allow. Of two rows with one key the later counts. Not atomic.
   *
   * @throws IllegalArgumentException if they are of several partitions
   */
  void upsertAll(Collection<NewRow> rows) {
    rows.forEach(Table::checkSize);
    for (List<TableTransactionAction> actions : Transactions.upserting(rows)) {
      if (actions.size() == 1) {
        TableEntity entity = actions.get(0).getEntity();
        calls.call(() -> creatingTable(() -> upsertRequest(entity)));
      } else {
        calls.call(() -> creatingTable(() -> table.submitTransaction(actions)));
      }
    }
  }

  /** Deletes the row if it has this version; answers false if it has another. Gone is deleted. */
  boolean delete(String partition, String key, String etag) {
    return delete(new TableEntity(partition, key).addProperty(ETAG, etag));
  }

  /**
   * Deletes rows of one partition as they were read; those that were changed since stay.
   *
   * @throws IllegalArgumentException if they are of several partitions
   */
  void deleteAll(List<Row> rows) {
    for (List<TableTransactionAction> actions : Transactions.deleting(rows)) {
      if (actions.size() == 1 || !deletedTogether(actions)) {
        actions.forEach(action -> delete(action.getEntity()));
      }
    }
  }

  /** What is, or should be, in this row cannot be understood. */
  StateUnreadable unreadable(String partition, String key, String why, Throwable cause) {
    return new Row(table.getTableName(), remedy, new TableEntity(partition, key))
        .unreadable(why, cause);
  }

  private Optional<String> partitionAfter(Optional<String> partition) {
    ListEntitiesOptions options =
        new ListEntitiesOptions().setTop(1).setSelect(selected(List.of()));
    partition.ifPresent(key -> options.setFilter(Range.afterPartition(key)));
    Iterator<Row> rows = query(options);
    return rows.hasNext() ? Optional.of(rows.next().partition()) : Optional.empty();
  }

  private Optional<Row> fetch(String partition, String key, @Nullable List<String> columns) {
    return calls.call(
        () -> {
          try {
            TableEntity entity =
                table.getEntityWithResponse(partition, key, columns, null, Context.NONE).getValue();
            return Optional.of(new Row(table.getTableName(), remedy, entity));
          } catch (HttpResponseException e) {
            if (StorageCalls.isAbsent(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private Iterator<Row> query(ListEntitiesOptions options) {
    Supplier<Iterator<TableEntity>> request =
        () -> table.listEntities(options, null, Context.NONE).iterator();
    Iterator<TableEntity> entities = endingIfAbsent(request, Collections.emptyIterator());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return endingIfAbsent(entities::hasNext, false);
      }

      @Override
      public Row next() {
        return new Row(table.getTableName(), remedy, calls.call(entities::next));
      }
    };
  }

  private <T> T endingIfAbsent(Supplier<T> request, T end) {
    return calls.call(
        () -> {
          try {
            return request.get();
          } catch (HttpResponseException e) {
            if (StorageCalls.isAbsent(e)) {
              return end;
            }
            throw e;
          }
        });
  }

  /**
   * A conditional write. The client repeats a write whose answer was lost, and the service refuses
   * the repetition because the first one succeeded: then the row there is the one of this write.
   */
  private Optional<String> conditional(
      NewRow row, TableErrorCode refusal, Supplier<Response<Void>> request) {
    Optional<Response<Void>> answer =
        calls.call(
            () -> {
              try {
                return Optional.of(creatingTable(request));
              } catch (HttpResponseException e) {
                if (StorageCalls.is(e, refusal) || StorageCalls.isAbsent(e)) {
                  return Optional.empty();
                }
                throw e;
              }
            });
    return answer.isPresent() ? answer.map(Table::etag) : ownEtag(row);
  }

  private Optional<String> ownEtag(NewRow row) {
    TableEntity entity = row.entity();
    List<String> mark = List.of(NewRow.MARK_COLUMN);
    return get(entity.getPartitionKey(), entity.getRowKey(), mark)
        .filter(stored -> stored.mark().equals(row.mark()))
        .map(Row::etag);
  }

  private boolean delete(TableEntity entity) {
    return calls.call(
        () -> {
          try {
            table.deleteEntityWithResponse(entity, true, null, Context.NONE);
            return true;
          } catch (HttpResponseException e) {
            if (StorageCalls.is(e, TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED)) {
              return false;
            }
            if (StorageCalls.isAbsent(e)) {
              return true;
            }
            throw e;
          }
        });
  }

  private boolean deletedTogether(List<TableTransactionAction> actions) {
    return calls.call(
        () -> {
          try {
            table.submitTransaction(actions);
            return true;
          } catch (HttpResponseException e) {
            if (StorageCalls.is(e, TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED)
                || StorageCalls.isAbsent(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  private Response<Void> upsertRequest(TableEntity entity) {
    return table.upsertEntityWithResponse(
        entity, TableEntityUpdateMode.REPLACE, null, Context.NONE);
  }

  private <T> T creatingTable(Supplier<T> request) {
    try {
      return request.get();
    } catch (HttpResponseException e) {
      if (!StorageCalls.is(e, TableErrorCode.TABLE_NOT_FOUND)) {
        throw e;
      }
      service.createTableIfNotExists(table.getTableName());
      return request.get();
    }
  }

  private static void checkSize(NewRow row) {
    int size = EntitySize.stored(row.entity());
    if (size > EntitySize.MAX_STORED) {
      throw new IllegalArgumentException("a row takes at most 1 MiB, not " + size + " bytes");
    }
  }

  /** An answer's header may lack the closing quote that the version has everywhere else. */
  private static String etag(Response<?> answer) {
    String etag = answer.getHeaders().getValue(HttpHeaderName.ETAG);
    return etag.endsWith("\"") ? etag : etag + "\"";
  }

  private static List<String> selected(List<String> columns) {
    List<String> all = new ArrayList<>(columns);
    all.addAll(List.of("PartitionKey", "RowKey", NewRow.VERSION_COLUMN));
    return all;
  }
}
