package dev.rollcall.plan;

import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What we know of one record at one target.
 *
 * @param key the record
 * @param standing whether the item exists there, as far as we know
 * @param itemId the service's id of the item; empty unless {@code standing} is {@link
 *     Standing#PRESENT}
 * @param sent what we sent last; a desired record with equal prints needs no write
 * @param answered what the service made of it (it may normalise); an item that still has these
 *     prints was not touched by its user
 * @param photo the photo we wrote last
 * @param keptFields bits by field code: fields that their user edited and that the policy leaves to
 *     them
 * @param setback how often in a row the last change of this record failed, and when it may be tried
 *     again
 * @param leaving how far the removal of a record that is no longer desired has come
 */
public record LedgerEntry(
    RecordKey key,
    Standing standing,
    String itemId,
    FieldPrints sent,
    FieldPrints answered,
    Optional<Fingerprint> photo,
    long keptFields,
    Optional<Setback> setback,
    Optional<Leaving> leaving) {

  /** An entry that is not on its way out. */
  public LedgerEntry(
      RecordKey key,
      Standing standing,
      String itemId,
      FieldPrints sent,
      FieldPrints answered,
      Optional<Fingerprint> photo,
      long keptFields,
      Optional<Setback> setback) {
    this(key, standing, itemId, sent, answered, photo, keptFields, setback, Optional.empty());
  }

  /** Whether the item exists at the target. */
  public enum Standing {
    /** We wrote it and have not seen it go. */
    PRESENT,
    /**
     * We wrote it, and no look at the target has shown it yet. A drift that begins before our write
     * must name it; if it does not, its user deleted it: a service need not mention what came and
     * went between two looks.
     */
    WRITTEN,
    /** Its user deleted it and the policy respects that: it is not written again. */
    DELETED_BY_USER,
    /** It was never written: its creation keeps failing. */
    NOT_CREATED
  }

  /**
   * Bits by field code: what nobody edits to have it otherwise. The mark says that it is ours, and
   * an account's address says whose it is.
   */
  private static final long NOBODYS =
      1L << RecordField.DIRECTORY_ID.code() | 1L << RecordField.MAIL.code();

  /**
   * A record whose change keeps failing.
   *
   * @param failures how many times in a row, at least 1
   * @param notBefore before this it is not tried again
   */
  public record Setback(int failures, Instant notBefore) {

    public Setback {
      if (failures < 1) {
        throw new IllegalArgumentException("a setback has at least one failure, not " + failures);
      }
    }
  }

  /**
   * A record that is no longer desired and is removed in steps.
   *
   * @param since the start of the run that missed it first
   * @param disabledAt when its account was disabled
   * @param nextStep when the next step is due; empty if there is none
   */
  public record Leaving(Instant since, Optional<Instant> disabledAt, Optional<Instant> nextStep) {}

  /**
   * @throws IllegalArgumentException if a present item has no id, or an absent one has
   */
  public LedgerEntry {
    boolean there = standing == Standing.PRESENT || standing == Standing.WRITTEN;
    if (there == itemId.isEmpty()) {
      throw new IllegalArgumentException("an entry has an item id exactly if the item is present");
    }
  }

  /** An item just written or found, untouched by its user. */
  public static LedgerEntry present(
      RecordKey key,
      String itemId,
      FieldPrints sent,
      FieldPrints answered,
      Optional<Fingerprint> photo) {
    return new LedgerEntry(
        key, Standing.PRESENT, itemId, sent, answered, photo, 0L, Optional.empty());
  }

  /** An item just written, which no look has shown yet. */
  public static LedgerEntry written(
      RecordKey key,
      String itemId,
      FieldPrints sent,
      FieldPrints answered,
      Optional<Fingerprint> photo) {
    return new LedgerEntry(
        key, Standing.WRITTEN, itemId, sent, answered, photo, 0L, Optional.empty());
  }

  /** The mark that the user deleted this record and is respected. */
  public static LedgerEntry deletedByUser(RecordKey key) {
    return new LedgerEntry(
        key,
        Standing.DELETED_BY_USER,
        "",
        FieldPrints.EMPTY,
        FieldPrints.EMPTY,
        Optional.empty(),
        0L,
        Optional.empty());
  }

  /** The mark that this record's creation failed. */
  public static LedgerEntry notCreated(RecordKey key, Setback setback) {
    return new LedgerEntry(
        key,
        Standing.NOT_CREATED,
        "",
        FieldPrints.EMPTY,
        FieldPrints.EMPTY,
        Optional.empty(),
        0L,
        Optional.of(setback));
  }

  /** Whether this entry stands for an item at the target. */
  public boolean isPresent() {
    return standing == Standing.PRESENT || standing == Standing.WRITTEN;
  }

  /** Whether the item was written and no look has shown it yet. */
  public boolean isUnseen() {
    return standing == Standing.WRITTEN;
  }

  /** This entry after a look that showed its item. */
  public LedgerEntry shown() {
    return new LedgerEntry(
        key, Standing.PRESENT, itemId, sent, answered, photo, keptFields, setback, leaving);
  }

  /**
   * This entry after its item was seen. What differs from the last answer is its user's doing,
   * unless it is what we want anyway: an update of ours whose answer was lost looks like that.
   * Fields that neither we wrote nor the source has are the user's own and no concern of ours.
   *
   * @param seen what the item holds
   * @param desired what it shall hold; what we sent last if that is not known
   * @param keepEdits whether edited fields are left to the user; otherwise they show as differing
   *     from what is desired until they are written again
   */
  public LedgerEntry seenAs(FieldPrints seen, FieldPrints desired, boolean keepEdits) {
    long edited = seen.differing(answered);
    long theirs = keepEdits ? edited & seen.differing(desired) & ~NOBODYS : 0L;
    long ours = edited & ~theirs & (sent.fields() | desired.fields());
    return new LedgerEntry(
        key,
        standing,
        itemId,
        sent.replaced(ours, seen),
        seen,
        photo,
        keptFields | theirs,
        setback,
        leaving);
  }

  /** This entry after the policy stopped leaving edited fields to their user. */
  public LedgerEntry takenBack(FieldPrints desired) {
    long ours = keptFields & (sent.fields() | desired.fields());
    return new LedgerEntry(
        key,
        standing,
        itemId,
        sent.replaced(ours, answered),
        answered,
        photo,
        0L,
        setback,
        leaving);
  }

  /** This entry when the item is seen to need no write for what is desired. */
  public LedgerEntry upToDate(FieldPrints desired) {
    return withPrints(agreedOn(desired), answered).withSetback(Optional.empty());
  }

  /**
   * This entry after an update. An edit by its user that shows only in the answer, in a field that
   * was not written, is treated as if it had been seen before.
   *
   * @param desired what the item shall hold
   * @param written bits by field code: the fields the update was about
   * @param response what the service says the item holds now
   * @param newPhoto the photo the item has from us now
   * @param keepEdits as in {@link #seenAs}
   */
  public LedgerEntry updated(
      FieldPrints desired,
      long written,
      FieldPrints response,
      Optional<Fingerprint> newPhoto,
      boolean keepEdits) {
    return withPrints(agreedOn(desired), answered.replaced(written, response))
        .seenAs(response, desired, keepEdits)
        .withPhoto(newPhoto)
        .withSetback(Optional.empty());
  }

  /** This entry after its item came to another place, where it has another id. */
  public LedgerEntry at(String newItemId) {
    return new LedgerEntry(
        key, Standing.PRESENT, newItemId, sent, answered, photo, keptFields, setback, leaving);
  }

  /** This entry with other content fingerprints. */
  public LedgerEntry withPrints(FieldPrints newSent, FieldPrints newAnswered) {
    return new LedgerEntry(
        key, standing, itemId, newSent, newAnswered, photo, keptFields, setback, leaving);
  }

  /** This entry with another photo. */
  public LedgerEntry withPhoto(Optional<Fingerprint> newPhoto) {
    return new LedgerEntry(
        key, standing, itemId, sent, answered, newPhoto, keptFields, setback, leaving);
  }

  /** This entry with these fields left to the user. */
  public LedgerEntry withKeptFields(long newKeptFields) {
    return new LedgerEntry(
        key, standing, itemId, sent, answered, photo, newKeptFields, setback, leaving);
  }

  /** This entry after another failure, or freed of its failures. */
  public LedgerEntry withSetback(Optional<Setback> newSetback) {
    return new LedgerEntry(
        key, standing, itemId, sent, answered, photo, keptFields, newSetback, leaving);
  }

  /** This entry with its removal as far as this, or no longer on its way out. */
  public LedgerEntry withLeaving(Optional<Leaving> newLeaving) {
    return new LedgerEntry(
        key, standing, itemId, sent, answered, photo, keptFields, setback, newLeaving);
  }

  /**
   * This entry after its account was disabled.
   *
   * @param fields bits by field code: what disabling wrote
   * @param response what the service says the account holds now; these fields differ from what is
   *     desired if the record comes back, and are written then
   */
  public LedgerEntry disabled(long fields, FieldPrints response, Leaving left) {
    return withPrints(sent.replaced(fields, response), answered.replaced(fields, response))
        .withSetback(Optional.empty())
        .withLeaving(Optional.of(left));
  }

  /**
   * What counts as sent when the item is as desired. Of fields left to their user we remember what
   * we really sent, in case the policy takes them back.
   */
  private FieldPrints agreedOn(FieldPrints desired) {
    return desired.replaced(keptFields, sent);
  }
}
