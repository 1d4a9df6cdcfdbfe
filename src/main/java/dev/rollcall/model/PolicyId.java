package dev.rollcall.model;

/**
 * The id of a policy: lower-case, chosen by the administrator; part of every stamp we leave on a
 * contact.
 */
public record PolicyId(String value) implements Comparable<PolicyId> {

  /**
   * @throws IllegalArgumentException if the value is not 1 to 63 of {@code a-z}, {@code 0-9} and
   *     {@code -}
   */
  public PolicyId {
    Text.documentId("policy id", value);
  }

  @Override
  public int compareTo(PolicyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
