package dev.rollcall.model;

/** The id of an environment: lower-case, chosen by the administrator. */
public record EnvironmentId(String value) implements Comparable<EnvironmentId> {

  /**
   * @throws IllegalArgumentException if the value is not 1 to 63 of {@code a-z}, {@code 0-9} and
   *     {@code -}
   */
  public EnvironmentId {
    Text.documentId("environment id", value);
  }

  @Override
  public int compareTo(EnvironmentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
