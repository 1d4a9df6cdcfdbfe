package dev.rollcall.plan;

import dev.rollcall.model.RecordField;
import java.time.Duration;

/**
 * What the policy says about changes.
 *
 * @param createAndUpdate whether items are created and updated
 * @param delete whether items are deleted
 * @param userEdits what becomes of fields that a user edited
 * @param userDeletes what becomes of items that a user deleted
 * @param createOnlyFields bits by field code: written when the item is created, left alone
 *     afterwards
 * @param fillOnlyFields bits by field code: updated only while the item's field is empty
 * @param removal the steps in which what is no longer desired goes
 * @param accounts what holds of accounts
 */
public record Rules(
    boolean createAndUpdate,
    boolean delete,
    UserEdits userEdits,
    UserDeletes userDeletes,
    long createOnlyFields,
    long fillOnlyFields,
    Removal removal,
    Accounts accounts) {

  /** Rules for items that nobody but us makes, and that go at once. */
  public Rules(
      boolean createAndUpdate,
      boolean delete,
      UserEdits userEdits,
      UserDeletes userDeletes,
      long createOnlyFields,
      long fillOnlyFields) {
    this(
        createAndUpdate,
        delete,
        userEdits,
        userDeletes,
        createOnlyFields,
        fillOnlyFields,
        Removal.AT_ONCE,
        Accounts.NONE);
  }

  /**
   * The steps in which a record that is no longer desired is removed.
   *
   * @param secondRun whether a later run has to miss it too
   * @param disableFirst whether its account is disabled before it is deleted
   * @param after how long after it was first missed it may be deleted
   * @param deletes whether it is deleted in the end; otherwise disabling is the last step
   */
  public record Removal(boolean secondRun, boolean disableFirst, Duration after, boolean deletes) {

    /** In one step. */
    public static final Removal AT_ONCE = new Removal(false, false, Duration.ZERO, true);
  }

  /**
   * What holds where the items are accounts of a service, which others make too.
   *
   * @param known whether accounts are found by their mail address, and a target is looked at with
   *     every visit
   * @param adopt whether an account that is there already is taken over; otherwise it is left alone
   *     and reported
   * @param neededToCreate bits by field code: without a value in all of these no account is made
   */
  public record Accounts(boolean known, boolean adopt, long neededToCreate) {

    /** The items are no accounts. */
    public static final Accounts NONE = new Accounts(false, false, 0L);
  }

  /** Bits by field code: what disabling an account writes. */
  public static final long DISABLED_FIELDS =
      1L << RecordField.ACTIVE.code() | 1L << RecordField.MEMBERS.code();

  /** What becomes of fields that a user edited. */
  public enum UserEdits {
    /** The source's value is written again. */
    OVERWRITE,
    /** The field is the user's from then on. */
    KEEP
  }

  /** What becomes of items that a user deleted. */
  public enum UserDeletes {
    /** The item is written again. */
    RESTORE,
    /** The item stays deleted. */
    RESPECT
  }

  /**
   * Create, update and delete; users' edits are overwritten, what they delete is restored: the
   * defaults.
   */
  public static Rules defaults() {
    return new Rules(true, true, UserEdits.OVERWRITE, UserDeletes.RESTORE, 0L, 0L);
  }

  /**
   * Whether a plan made without reading the target could overwrite something that these rules
   * protect.
   */
  public boolean needObservation() {
    return userEdits == UserEdits.KEEP || fillOnlyFields != 0 || accounts.known();
  }
}
