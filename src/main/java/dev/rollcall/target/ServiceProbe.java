package dev.rollcall.target;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Policy;
import java.util.Optional;

/**
 * Looks at the downstream service of a policy, to see whether a run could write there: for the
 * connection test. Safe for several threads; looking changes nothing, and sends no record.
 */
@FunctionalInterface
public interface ServiceProbe {

  /**
   * Asks the service for as little as shows that it is there and takes the key. A service that
   * cannot be asked without being written to is connected to only.
   *
   * @param policy one that writes to a service
   * @param mailbox the address of one of the organisation's mailboxes, for services that try a key
   *     on one
   * @return what stands in the way; empty if nothing does
   */
  Optional<Problem> look(Policy policy, String mailbox);
}
