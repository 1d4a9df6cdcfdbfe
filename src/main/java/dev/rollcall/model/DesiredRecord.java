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
  private final Contact contact;
  private final Optional<Photo> photo;
  private final FieldPrints prints;

  /**
   * A record with this content; {@code photo} is empty if the person has none or the policy wants
   * none.
   */
  public DesiredRecord(RecordKey key, Contact contact, Optional<Photo> photo) {
    this.key = key;
    this.contact = contact;
    this.photo = photo;
    this.prints = contact.prints();
  }

  public RecordKey key() {
    return key;
  }

  public Contact contact() {
    return contact;
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
        && contact.equals(desired.contact)
        && photo.equals(desired.photo);
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
