package dev.rollcall.infra.kql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that has a value.
 *
 * @param kind the type of its values
 * @param value its value over a group of rows: one row, unless rows are being summarized
 * @param aggregate whether it looks at the whole group
 */
record Expression(Kind kind, Value value, boolean aggregate) {

  /** How a value comes about. */
  @FunctionalInterface
  interface Value {
    @Nullable Object of(List<Map<String, @Nullable Object>> rows);
  }

  static Expression of(Kind kind, Value value) {
    return new Expression(kind, value, false);
  }

  static Expression constant(Kind kind, Object constant) {
    return of(kind, rows -> constant);
  }

  static Expression column(String name, Kind kind) {
    return of(kind, rows -> rows.get(0).get(name));
  }

  /** Its value for one row. */
  @Nullable Object in(Map<String, @Nullable Object> row) {
    return value.of(List.of(row));
  }

  /** Whether it holds; unknown is no. */
  boolean holds(Map<String, @Nullable Object> row) {
    return Boolean.TRUE.equals(in(row));
  }
}
