package dev.rollcall.state.table;

import java.util.Optional;

/**
 * A contiguous part of one partition: all that the adapters ever query, since anything else makes
 * the service read rows it does not answer.
 *
 * @param partition the partition key
 * @param from the first row key
 * @param fromIncluded whether a row with that key belongs to it
 * @param to the row key before which it ends
 */
record Range(String partition, Optional<String> from, boolean fromIncluded, Optional<String> to) {

  /** A whole partition. */
  static Range partition(String partition) {
    return new Range(partition, Optional.empty(), true, Optional.empty());
  }

  /** The rows whose key begins with this text, whose last character has a successor. */
  static Range prefix(String partition, String prefix) {
    int last = prefix.length() - 1;
    String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    return new Range(partition, Optional.of(prefix), true, Optional.of(end));
  }

  /** In the service's words: whatever is in the partitions behind this one. */
  static String afterPartition(String partition) {
    return "PartitionKey gt " + quoted(partition);
  }

  /** This range from a key on. */
  Range from(String key) {
    return new Range(partition, Optional.of(key), true, to);
  }

  /** This range from a key on, without that key. */
  Range after(String key) {
    return new Range(partition, Optional.of(key), false, to);
  }

  /** This range up to a key, without that key. */
  Range before(String key) {
    return new Range(partition, from, fromIncluded, Optional.of(key));
  }

  /** The query in the service's words. */
  String filter() {
    StringBuilder filter = new StringBuilder("PartitionKey eq " + quoted(partition));
    from.ifPresent(
        key ->
            filter
                .append(fromIncluded ? " and RowKey ge " : " and RowKey gt ")
                .append(quoted(key)));
    to.ifPresent(key -> filter.append(" and RowKey lt ").append(quoted(key)));
    return filter.toString();
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
