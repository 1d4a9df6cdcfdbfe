package dev.rollcall.state.table;

import com.azure.data.tables.TableServiceClient;
import dev.rollcall.model.PolicyId;
import dev.rollcall.state.CheckpointHead;
import java.util.Collection;

/**
 * Puts many checkpoints' heads into a table at once, where saving them one by one would take too
 * long. Their ledgers stay unwritten: for what reads no ledger.
 */
public final class CheckpointSeed {

  private CheckpointSeed() {}

  /**
   * @param prefix of the tables' names, as given to {@link TableState}
   */
  public static void put(
      TableServiceClient account,
      String prefix,
      PolicyId policy,
      Collection<CheckpointHead> heads) {
    Table table = new Table(account, prefix + "Checkpoints", "Seed it again.");
    table.upsertAll(
        heads.stream()
            .map(
                head ->
                    HeadColumns.write(
                        head, table.row(policy.value(), Keys.escape(head.target().value()))))
            .toList());
  }
}
