package dev.rollcall.target.scim;

import dev.rollcall.model.FieldPrints;
import java.util.Optional;

/** What an account holds after a write that the service answered without showing it. */
final class Expected {

  private Expected() {}

  /**
   * @param before what it was seen to hold before; empty if it was never seen
   * @param fields bits by field code: what was written
   * @param sent what it was to hold
   */
  static FieldPrints of(Optional<FieldPrints> before, long fields, FieldPrints sent) {
    return before.map(known -> known.replaced(fields, sent)).orElse(sent);
  }
}
