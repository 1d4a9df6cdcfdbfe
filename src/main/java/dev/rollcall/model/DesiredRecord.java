package dev.rollcall.model;

import java.util.Objects;
import java.util.Optional;

/**
 * One record as a target should hold it: its key, its content and, where the policy wants photos,
 * the fingerprint of the photo's bytes.
 *
 * <p>The prints are worked out once, when the record is made.
 */
public final class DesiredRecord implements Comparable<DesiredRecord> {

  private final RecordKey key;
  private final Content content;
  private final Optional<Photo> photo;
  private final Optional<SkipReason> doubt;
  private final FieldPrints prints;

  /**
   * A record with this content; {@code photo} is empty if the person has none or the policy wants
   * none.
   */
  public DesiredRecord(RecordKey key, Content content, Optional<Photo> photo) {
    this(key, content, photo, Optional.empty());
  }

  private DesiredRecord(
      RecordKey key, Content content, Optional<Photo> photo, Optional<SkipReason> doubt) {
    this.key = key;
    this.content = content;
    this.photo = photo;
    this.doubt = doubt;
    this.prints = content.prints();
  }

  /** The same record, of which nothing is to be made now: a target keeps what it has of it. */
  public DesiredRecord doubted(SkipReason why) {
    return new DesiredRecord(key, content, photo, Optional.of(why));
  }

  /** Why nothing is to be made of it now, such as a part that could not be read; usually empty. */
  public Optional<SkipReason> doubt() {
    return doubt;
  }

  public RecordKey key() {
    return key;
  }

  public Content content() {
    return content;
  }

  public Optional<Photo> photo() {
    return photo;
  }

  public FieldPrints prints() {
    return prints;
  }

  @Override
  public int compareTo(DesiredRecord other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DesiredRecord desired
        && key.equals(desired.key)
        && content.equals(desired.content)
        && photo.equals(desired.photo)
        && doubt.equals(desired.doubt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, prints);
  }

  @Override
  public String toString() {
    return "DesiredRecord[" + key + "]";
  }

  /**
   * A photo at the source.
   *
   * @param tag what the source says of the photo's version, opaque; lets the next run see without a
   *     download that it is the same
   * @param content fingerprint of the bytes, under which they are stored
   */
  public record Photo(String tag, Fingerprint content) {}
}
