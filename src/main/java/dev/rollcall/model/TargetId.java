package dev.rollcall.model;

/**
 * The stable id of one thing a policy writes to: a mailbox's directory object id, or the name of a
 * downstream service. At most 200 characters, no control characters.
 */
public record TargetId(String value) implements Comparable<TargetId> {

  /**
   * @throws IllegalArgumentException if the value is blank, longer than 200 characters or has
   *     control characters
   */
  public TargetId {
    Text.bounded("target id", value, 200);
  }

  @Override
  public int compareTo(TargetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
