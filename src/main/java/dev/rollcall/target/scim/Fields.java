package dev.rollcall.target.scim;

import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;

/** Contents put together field by field. */
final class Fields {

  private Fields() {}

  /**
   * What an account holds after some fields were written.
   *
   * @param before what it held
   * @param written whose fields are written; those that are absent there go
   * @param fields bits by field code
   */
  static Content merged(Content before, Content written, long fields) {
    Content.Builder merged = before.toBuilder();
    for (RecordField field : RecordField.values()) {
      if (Scope.has(fields, field)) {
        written
            .get(field)
            .ifPresentOrElse(value -> merged.put(field, value), () -> merged.remove(field));
      }
    }
    return merged.build();
  }
}
