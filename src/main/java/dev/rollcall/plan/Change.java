package dev.rollcall.plan;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import java.util.Optional;
import java.util.function.Function;

/** One thing a plan does, or says it does not do, to one item of one target. */
public sealed interface Change {

  /**
   * The record gets a new item.
   *
   * @param key the record
   * @param restores whether we wrote it before and its user deleted it
   */
  record Create(RecordKey key, boolean restores) implements Change {
    @Override
    public <T> T match(
        Function<Create, T> create,
        Function<Update, T> update,
        Function<Disable, T> disable,
        Function<Delete, T> delete,
        Function<Skip, T> skip) {
      return create.apply(this);
    }
  }

  /**
   * Some fields of the record's item are written; its id stays.
   *
   * @param key the record
   * @param itemId the item
   * @param fields bits by field code: the fields to write, or to clear where the record has no
   *     value
   * @param photo the photo to write; empty if it stays as it is
   */
  record Update(RecordKey key, String itemId, long fields, Optional<Fingerprint> photo)
      implements Change {

    /**
     * @throws IllegalArgumentException if neither a field nor the photo is to be written
     */
    public Update {
      if (fields == 0 && photo.isEmpty()) {
        throw new IllegalArgumentException("an update writes at least one field or the photo");
      }
    }

    @Override
    public <T> T match(
        Function<Create, T> create,
        Function<Update, T> update,
        Function<Disable, T> disable,
        Function<Delete, T> delete,
        Function<Skip, T> skip) {
      return update.apply(this);
    }
  }

  /**
   * An account of ours may not be used any more, and stays: the step before it is deleted. A
   * functional account, which cannot be disabled, loses its members.
   *
   * @param key the record it was made from
   * @param itemId the item
   */
  record Disable(RecordKey key, String itemId) implements Change {
    @Override
    public <T> T match(
        Function<Create, T> create,
        Function<Update, T> update,
        Function<Disable, T> disable,
        Function<Delete, T> delete,
        Function<Skip, T> skip) {
      return disable.apply(this);
    }
  }

  /**
   * An item of ours goes.
   *
   * @param key the record it was made from
   * @param itemId the item
   * @param surplus whether the record has another item that stays: a crash left two
   */
  record Delete(RecordKey key, String itemId, boolean surplus) implements Change {
    @Override
    public <T> T match(
        Function<Create, T> create,
        Function<Update, T> update,
        Function<Disable, T> disable,
        Function<Delete, T> delete,
        Function<Skip, T> skip) {
      return delete.apply(this);
    }
  }

  /**
   * Something is not done, and why.
   *
   * @param key the record
   * @param reason the reason
   * @param fields bits by field code the reason is about; 0 if about the whole record
   */
  record Skip(RecordKey key, SkipReason reason, long fields) implements Change {
    @Override
    public <T> T match(
        Function<Create, T> create,
        Function<Update, T> update,
        Function<Disable, T> disable,
        Function<Delete, T> delete,
        Function<Skip, T> skip) {
      return skip.apply(this);
    }
  }

  /** The record the change is about. */
  RecordKey key();

  /** One behaviour per case; a new case breaks the build wherever one is missing. */
  <T> T match(
      Function<Create, T> create,
      Function<Update, T> update,
      Function<Disable, T> disable,
      Function<Delete, T> delete,
      Function<Skip, T> skip);

  /** Whether carrying this out writes to the target. */
  default boolean writes() {
    return match(create -> true, update -> true, disable -> true, delete -> true, skip -> false);
  }
}
