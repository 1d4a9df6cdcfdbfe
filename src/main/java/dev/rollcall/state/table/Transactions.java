package dev.rollcall.state.table;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes gathered into as few requests as the service's limits allow: 100 entities, 4 MiB, one
 * partition.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions">Entity
 *     group transactions</a> (documented, read 2026-11-21)
 */
final class Transactions {

  private static final int MAX_ENTITIES = 100;

  /** Of 4 MiB; the rest is for what frames the parts. */
  private static final int MAX_BYTES = 3_900_000;

  private Transactions() {}

  /**
   * The rows, each written whatever was there; of two with one key the later.
   *
   * @throws IllegalArgumentException if they are of several partitions, which the service refuses
   *     and the emulator does not
   */
  static List<List<TableTransactionAction>> upserting(Collection<NewRow> rows) {
    Map<String, TableEntity> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.put(row.entity().getRowKey(), row.entity()));
    checkOnePartition(rows.stream().map(NewRow::entity).toList());
    List<List<TableTransactionAction>> transactions = new ArrayList<>();
    List<TableTransactionAction> current = new ArrayList<>();
    int bytes = 0;
    for (TableEntity entity : byKey.values()) {
      int size = EntitySize.sent(entity);
      if (current.size() == MAX_ENTITIES || (bytes + size > MAX_BYTES && !current.isEmpty())) {
        transactions.add(current);
        current = new ArrayList<>();
        bytes = 0;
      }
      bytes += size;
      current.add(new TableTransactionAction(TableTransactionActionType.UPSERT_REPLACE, entity));
    }
    if (!current.isEmpty()) {
      transactions.add(current);
    }
    return transactions;
  }

  /**
   * The rows, each deleted at the version that was read.
   *
   * @throws IllegalArgumentException if they are of several partitions
   */
  static List<List<TableTransactionAction>> deleting(List<Row> rows) {
    checkOnePartition(rows.stream().map(Row::entity).toList());
    List<List<TableTransactionAction>> transactions = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += MAX_ENTITIES) {
      transactions.add(
          rows.subList(i, Math.min(rows.size(), i + MAX_ENTITIES)).stream()
              .map(
                  row ->
                      new TableTransactionAction(
                          TableTransactionActionType.DELETE, row.entity(), true))
              .toList());
    }
    return transactions;
  }

  private static void checkOnePartition(List<TableEntity> entities) {
    if (entities.stream().map(TableEntity::getPartitionKey).distinct().count() > 1) {
      throw new IllegalArgumentException("the rows of a transaction are of one partition");
    }
  }
}
