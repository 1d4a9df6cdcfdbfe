package dev.rollcall.source;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Mailbox;
import dev.rollcall.policy.Environment;
import java.util.List;
import java.util.Set;

/**
 * Tells where mailboxes live, in an organisation that has them in both places. Safe for several
 * threads; asking changes nothing.
 */
@FunctionalInterface
public interface MailboxLocations {

  /**
   * Which of these mailboxes are on the organisation's own servers.
   *
   * @param mailboxes the mailboxes, by their addresses
   * @param meter counts the requests
   * @return their addresses, lower-case; all others are in Exchange Online
   * @throws SourceUnavailable if that cannot be told; a mailbox must not be looked for in the wrong
   *     place
   */
  Set<String> onPremises(Environment environment, List<Mailbox> mailboxes, CallMeter meter);
}
