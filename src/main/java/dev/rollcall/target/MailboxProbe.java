package dev.rollcall.target;

import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one mailbox, to see whether a run could write there: for the connection test. Safe for
 * several threads; looking changes nothing.
 */
public interface MailboxProbe {

  /**
   * Looks for a policy's folder, and into it if it is there.
   *
   * @param app the app to look with
   * @param folder the folder's path under the Contacts folder; empty means that folder itself
   */
  Sight look(Environment environment, Environment.App app, Mailbox mailbox, List<String> folder);

  /**
   * What was seen.
   *
   * @param denied the mailbox does not let the app in, others may
   * @param folderExists whether the folder is there
   * @param problem why the look failed; empty if it did not
   */
  record Sight(boolean denied, boolean folderExists, Optional<Problem> problem) {}
}
