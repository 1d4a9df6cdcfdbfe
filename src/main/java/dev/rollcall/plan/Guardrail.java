package dev.rollcall.plan;

import java.util.Optional;

/**
 * The limits on what one run may delete without being asked.
 *
 * <p>Measured against what a target holds, so that the first run of a policy is guarded like every
 * other.
 *
 * @param maxDeletes how many items of one target may go; 0 asks for approval of any deletion
 * @param maxDeletePercent which share of what one target holds may go, rounded up to whole items so
 *     that one of a few may always go; 0 asks for approval of any deletion, 100 allows any share
 * @param items what people call what a target holds
 */
public record Guardrail(int maxDeletes, int maxDeletePercent, String items) {

  /** The limits of a policy for contacts. */
  public Guardrail(int maxDeletes, int maxDeletePercent) {
    this(maxDeletes, maxDeletePercent, "contacts");
  }

  /**
   * @throws IllegalArgumentException if a limit is negative or the share is over 100
   */
  public Guardrail {
    if (maxDeletes < 0) {
      throw new IllegalArgumentException("maxDeletes must be at least 0, not " + maxDeletes);
    }
    if (maxDeletePercent < 0 || maxDeletePercent > 100) {
      throw new IllegalArgumentException(
          "maxDeletePercent must be 0 to 100, not " + maxDeletePercent);
    }
  }

  /** What made a run stop and ask. */
  public enum Cause {
    /** The source answered with nothing at all, and targets hold something. */
    SOURCE_EMPTY,
    /** The source's answer was not proved complete. */
    SOURCE_INCOMPLETE,
    /** More items of a target would go than may. */
    TOO_MANY_DELETES,
    /** A larger share of a target would go than may. */
    TOO_LARGE_A_SHARE,
    /** More mailboxes leave the policy, with all they hold, than may. */
    TOO_MANY_MAILBOXES_LEAVE
  }

  /**
   * A limit that was exceeded.
   *
   * @param cause which limit
   * @param found how many would go
   * @param held of how many
   * @param limit how many may
   * @param items what people call them
   */
  public record Tripped(Cause cause, int found, int held, int limit, String items) {

    /** A limit on contacts. */
    public Tripped(Cause cause, int found, int held, int limit) {
      this(cause, found, held, limit, "contacts");
    }

    /** What happened, in one sentence. */
    public String sentence() {
      return switch (cause) {
        case SOURCE_EMPTY ->
            "The source answered with no record at all, while a target holds " + held + ".";
        case SOURCE_INCOMPLETE ->
            "The source could not be read completely: " + found + " of " + held + " records came.";
        case TOO_MANY_DELETES ->
            found
                + " of "
                + held
                + " "
                + items
                + " would be deleted; the policy allows "
                + limit
                + ".";
        case TOO_LARGE_A_SHARE ->
            found
                + " of "
                + held
                + " "
                + items
                + " would be deleted; the policy's share allows "
                + limit
                + ".";
        case TOO_MANY_MAILBOXES_LEAVE ->
            found
                + " of "
                + held
                + " mailboxes would lose all their contacts because they left the policy; its"
                + " limits allow "
                + limit
                + ".";
      };
    }
  }

  /**
   * Judges the deletions planned for one target.
   *
   * @param deletes how many items would go
   * @param held how many it holds
   */
  public Optional<Tripped> judgeTarget(int deletes, int held) {
    if (deletes > maxDeletes) {
      return Optional.of(new Tripped(Cause.TOO_MANY_DELETES, deletes, held, maxDeletes, items));
    }
    int share = shareOf(held);
    return deletes > share
        ? Optional.of(new Tripped(Cause.TOO_LARGE_A_SHARE, deletes, held, share, items))
        : Optional.empty();
  }

  /**
   * Judges the mailboxes that left the policy and would lose what they hold.
   *
   * @param leaving how many
   * @param targets how many mailboxes hold something by this policy
   */
  public Optional<Tripped> judgeLeaving(int leaving, int targets) {
    int limit = Math.min(maxDeletes, shareOf(targets));
    return leaving > limit
        ? Optional.of(new Tripped(Cause.TOO_MANY_MAILBOXES_LEAVE, leaving, targets, limit))
        : Optional.empty();
  }

  private int shareOf(int held) {
    return (int) ((held * (long) maxDeletePercent + 99) / 100);
  }
}
