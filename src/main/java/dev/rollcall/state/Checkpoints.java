package dev.rollcall.state;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoints of a policy's targets: a head each, and the ledger it points to. */
public interface Checkpoints {

  /** The policies that have checkpoints, ascending; also those whose document is gone. */
  List<PolicyId> policies();

  /** All heads of a policy, ascending by target. Reads no ledger. */
  List<CheckpointHead> list(PolicyId policy);

  /**
   * Claims targets for one invocation. A target without a checkpoint gets an empty one. A claim of
   * the same owner is renewed.
   *
   * @param now claims that ended before this are void
   * @return the heads that are now claimed; a target missing from it is claimed by somebody else
   */
  Map<TargetId, Versioned<CheckpointHead>> claim(
      PolicyId policy, Collection<TargetId> targets, CheckpointHead.Claim claim, Instant now);

  /**
   * The ledger a head points to; empty for generation 0.
   *
   * @throws StateUnreadable if it is damaged or incomplete
   */
  Ledger loadLedger(PolicyId policy, CheckpointHead head);

  /**
   * Replaces a head alone, such as to set its open mark or release its claim; its generation stays.
   *
   * @return the new version, or empty if it was changed by somebody else
   */
  Optional<Versioned<CheckpointHead>> update(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head);

  /**
   * Writes a ledger as the next generation, then switches the head to it, then drops the old
   * generation. Killed in between, the head points to one whole generation, old or new.
   *
   * @param head what the head becomes; its generation is set here
   * @return the new version, or empty if the head was changed by somebody else, with the new
   *     generation's rows dropped again
   */
  Optional<Versioned<CheckpointHead>> save(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head, Ledger ledger);

  /** Deletes a checkpoint with its ledger; returns false if it was changed by somebody else. */
  boolean delete(PolicyId policy, Versioned<CheckpointHead> read);
}
