package dev.rollcall.source;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Map;

/**
 * Resolves a policy's target selection into mailboxes. Safe for several threads; reading changes
 * nothing.
 */
public interface MailboxSelection {

  /**
   * The mailboxes the policy writes to, each once, ascending by id.
   *
   * @throws SourceUnavailable if the selection could not be resolved at all
   */
  MailboxReading read(Environment environment, Policy policy);

  /**
   * Where mailboxes live now that a policy selected once, and does no more.
   *
   * @param left the mailboxes, each where it was and by the address it had there, which may be
   *     empty
   * @return the same ones where they are, as far as anybody knows them still
   * @throws SourceUnavailable if that cannot be told; a mailbox must not be looked for in the wrong
   *     place
   */
  default List<Mailbox> whereNow(Environment environment, List<Mailbox> left) {
    return left;
  }

  /**
   * @param mailboxes the mailboxes
   * @param dropped members that are no mailbox, with the reason
   * @param completeness the proof; unless complete, no mailbox counts as having left the policy
   * @param anchors by mailbox: what the synchronisation with a tenant knows it by, if it is of a
   *     directory that is synchronised
   */
  record MailboxReading(
      List<Mailbox> mailboxes,
      List<Dropped> dropped,
      Completeness completeness,
      Map<TargetId, String> anchors) {
    public MailboxReading {
      mailboxes = List.copyOf(mailboxes);
      dropped = List.copyOf(dropped);
      anchors = Map.copyOf(anchors);
    }

    /** Mailboxes that the tenant itself named. */
    public MailboxReading(
        List<Mailbox> mailboxes, List<Dropped> dropped, Completeness completeness) {
      this(mailboxes, dropped, completeness, Map.of());
    }
  }
}
