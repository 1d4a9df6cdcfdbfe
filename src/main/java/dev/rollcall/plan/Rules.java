package dev.rollcall.plan;

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
 */
public record Rules(
    boolean createAndUpdate,
    boolean delete,
    UserEdits userEdits,
    UserDeletes userDeletes,
    long createOnlyFields,
    long fillOnlyFields) {

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
    return userEdits == UserEdits.KEEP || fillOnlyFields != 0;
  }
}
