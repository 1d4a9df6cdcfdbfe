package dev.rollcall.target;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What to write to one target.
 *
 * @param target the target
 * @param place the folder's id
 * @param changes what to do, {@link Change#writes() writing} changes only
 * @param desired the record behind a key; present for every create and update
 * @param ledger what we know of an item; present for every update and delete of an item that is not
 *     surplus
 * @param photo the bytes of a photo; empty if they are no longer kept
 * @param before what the target was last brought to of a record; empty if that is not known
 * @param budget whether to go on
 */
public record ApplyRequest(
    TargetId target,
    String place,
    List<Change> changes,
    Function<RecordKey, Optional<DesiredRecord>> desired,
    Function<RecordKey, Optional<LedgerEntry>> ledger,
    Function<Fingerprint, Optional<byte[]>> photo,
    Function<RecordKey, Optional<Content>> before,
    Budget budget) {

  /** Of which it is not known what the target was last brought to. */
  public ApplyRequest(
      TargetId target,
      String place,
      List<Change> changes,
      Function<RecordKey, Optional<DesiredRecord>> desired,
      Function<RecordKey, Optional<LedgerEntry>> ledger,
      Function<Fingerprint, Optional<byte[]>> photo,
      Budget budget) {
    this(target, place, changes, desired, ledger, photo, key -> Optional.empty(), budget);
  }

  public ApplyRequest {
    changes = List.copyOf(changes);
  }
}
