package dev.rollcall.model;

/**
 * What makes a source record the same record from run to run: the kind of thing and its immutable
 * id at the source, such as {@code user:3f2c…}. Never a name or an address: those change.
 *
 * <p>Lower-case, because the service compares the stamp that carries it without regard to case. At
 * most 200 characters.
 */
public record RecordKey(String value) implements Comparable<RecordKey> {

  /**
   * @throws IllegalArgumentException if the value is blank, longer than 200 characters, not
   *     lower-case or has control characters
   */
  public RecordKey {
    Text.bounded("record key", value, 200);
    for (int i = 0; i < value.length(); i++) {
      if (Character.isUpperCase(value.charAt(i))) {
        throw new IllegalArgumentException("record key must be lower-case at position " + i);
      }
    }
  }

  @Override
  public int compareTo(RecordKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
