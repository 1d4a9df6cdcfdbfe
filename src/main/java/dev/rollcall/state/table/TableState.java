package dev.rollcall.state.table;

import com.azure.data.tables.TableServiceClient;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Leases;
import dev.rollcall.state.Notices;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Snapshots;

/**
 * All state of one installation, in the tables of one storage account. Makes no request before it
 * is asked for something; safe for several threads; meant to be kept.
 */
public final class TableState {

  private final TableDocuments documents;
  private final TableCheckpoints checkpoints;
  private final TableSnapshots snapshots;
  private final TableLeases leases;
  private final TableRuns runs;
  private final TableNotices notices;

  /** State in the tables {@code Policies}, {@code Runs} and so on. */
  public TableState(TableServiceClient account) {
    this(account, "");
  }

  /**
   * State in tables whose names begin with a prefix, so that several may share an account.
   *
   * @param prefix letters and digits, beginning with a letter; empty for none
   */
  public TableState(TableServiceClient account, String prefix) {
    String history = "It is history alone: delete it, and the run is shown without it.";
    this.documents =
        new TableDocuments(
            new Table(
                account,
                prefix + "Environments",
                "Store the environment again: delete the row, then PUT its document."),
            new Table(
                account,
                prefix + "Policies",
                "Store the policy again: delete the row, then PUT its document."));
    this.checkpoints =
        new TableCheckpoints(
            new Table(
                account,
                prefix + "Checkpoints",
                "So was the target. If this is a row of its ledger, the next slice looks at every"
                    + " item there and writes the ledger anew. If it is the checkpoint itself,"
                    + " delete the row: the next run looks at every item before it writes one."));
    this.snapshots =
        new TableSnapshots(
            new Table(
                account,
                prefix + "Snapshots",
                "Delete all rows of the partition: the next run stores its content again."));
    this.leases =
        new TableLeases(
            new Table(
                account,
                prefix + "Leases",
                "Delete it if no run of the policy is under way: the next run takes the lease."));
    this.runs =
        new TableRuns(
            new Table(account, prefix + "Runs", history),
            new Table(
                account, prefix + "RunLanes", "Cancel the run, or delete it, and start a new one."),
            new Table(account, prefix + "RunTargets", history),
            new Table(account, prefix + "RunChanges", history));
    this.notices =
        new TableNotices(
            new Table(account, prefix + "Notices", "Delete it: the warning is sent once more."));
  }

  /** Policies and environments. */
  public Documents documents() {
    return documents;
  }

  /** Checkpoints and ledgers. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Snapshots and other content under its hash. */
  public Snapshots snapshots() {
    return snapshots;
  }

  /** Which run a policy belongs to. */
  public Leases leases() {
    return leases;
  }

  /** What people were told already. */
  public Notices notices() {
    return notices;
  }

  /** Runs with their lanes, targets and changes. */
  public Runs runs() {
    return runs;
  }
}
