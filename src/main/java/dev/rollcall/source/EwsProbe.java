package dev.rollcall.source;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.Optional;

/**
 * Asks Exchange Web Services small questions, to see whether a run could: for the connection test.
 * Safe for several threads; asking changes nothing.
 */
public interface EwsProbe {

  /**
   * Opens the Contacts of a mailbox on the organisation's own Exchange Server, acting for it.
   *
   * @param mailbox its address
   * @return why that is not possible; empty if it is
   */
  Optional<Problem> openContacts(Environment environment, String mailbox);

  /**
   * Looks for a policy's public folder, along both of its routes.
   *
   * @return why it cannot be read; empty if it can
   */
  Optional<Problem> openPublicFolder(Environment environment, Policy.Folder folder);
}
