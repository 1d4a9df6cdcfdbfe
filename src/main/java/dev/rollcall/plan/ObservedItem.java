package dev.rollcall.plan;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordKey;
import java.time.Instant;
import java.util.Optional;

/**
 * One item as the target holds it now.
 *
 * @param itemId the service's id
 * @param key the record whose stamp, of this policy, the item carries; empty if the read does not
 *     tell (a delta) or the item is not ours
 * @param content what the item says, in our form
 * @param prints the prints of {@code content}
 * @param createdAt when the service created it; decides which of two items with one stamp is the
 *     original
 * @param unread whether it is there and the service could not show it, so that nothing but its id,
 *     and perhaps its stamp, is known
 * @param origin who made it, as far as the stamp tells
 */
public record ObservedItem(
    String itemId,
    Optional<RecordKey> key,
    Content content,
    FieldPrints prints,
    Instant createdAt,
    boolean unread,
    Origin origin) {

  /** One that was read, and whose stamp tells nothing but the record. */
  public ObservedItem(
      String itemId,
      Optional<RecordKey> key,
      Content content,
      FieldPrints prints,
      Instant createdAt) {
    this(itemId, key, content, prints, createdAt, false, Origin.UNTOLD);
  }

  /** One that is there and cannot be read. */
  public static ObservedItem unread(String itemId, Optional<RecordKey> key) {
    return new ObservedItem(
        itemId, key, Content.empty(), FieldPrints.EMPTY, Instant.EPOCH, true, Origin.UNTOLD);
  }

  /** The same, made by whom its stamp tells. */
  public ObservedItem by(Origin maker) {
    return new ObservedItem(itemId, key, content, prints, createdAt, unread, maker);
  }

  /** Who made an account, as far as its stamp tells. */
  public enum Origin {
    /** The stamp names the record alone, or there is none: any policy may have made it. */
    UNTOLD,
    /**
     * A policy of the same name: that of another installation, or this one before its state was
     * lost.
     */
    NAMESAKE,
    /** This policy of this installation, whether or not the ledger knows it. */
    OURS
  }
}
