package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run did, for people. Its numbers are the run's own, which the table, the API and the
 * events show as well.
 *
 * @param run the run, over or held
 * @param standing what it means for the policy
 * @param mailboxes what became of single mailboxes: those that need care first, then those that
 *     changed most
 * @param moreMailboxes how many further mailboxes the run visited
 * @param troubles what went wrong, by kind; the most frequent first
 * @param next when the policy runs next by itself; empty if it does not
 */
public record RunSummary(
    RunRecord run,
    Standing standing,
    List<MailboxLine> mailboxes,
    int moreMailboxes,
    List<Trouble> troubles,
    Optional<Instant> next) {

  public RunSummary {
    mailboxes = List.copyOf(mailboxes);
    troubles = List.copyOf(troubles);
  }

  /** What a run means for its policy. */
  public enum Standing {
    /** Everything is in the wanted state. */
    WORKS,
    /** Everything is in the wanted state, after a time in which it was not. */
    WORKS_AGAIN,
    /** Something could not be done. */
    FAILS,
    /** It waits for an approval. */
    WAITS,
    /** Somebody cancelled it: nothing is known of the rest. */
    CANCELLED
  }

  /**
   * One mailbox.
   *
   * @param address its address; empty if it left the policy
   * @param contacts how many of our contacts it holds now
   * @param target what became of it
   */
  public record MailboxLine(String address, int contacts, RunTarget target) {}

  /**
   * One kind of failure.
   *
   * @param problem its cause and remedy, and what the service said once
   * @param mailboxes how many mailboxes it concerns; 0 if it concerns the whole run
   * @param contacts how many single contacts it concerns, in mailboxes that are otherwise fine
   */
  public record Trouble(Problem problem, int mailboxes, int contacts) {}
}
