package dev.rollcall.state;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import java.util.Optional;

/**
 * Which run a policy belongs to at the moment: one at a time. A lease has no end; it is the run's
 * end that frees it.
 */
public interface Leases {

  /** Who holds the policy's lease. */
  Optional<Versioned<RunId>> holder(PolicyId policy);

  /**
   * Takes the lease.
   *
   * @param replaced the holder that is known to be over, with the version read; empty if there was
   *     none
   * @return whether {@code run} holds it now; false if somebody else was faster
   */
  boolean take(PolicyId policy, RunId run, Optional<Versioned<RunId>> replaced);

  /** Frees the lease if {@code run} holds it; otherwise does nothing. */
  void release(PolicyId policy, RunId run);
}
