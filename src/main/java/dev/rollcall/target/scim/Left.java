package dev.rollcall.target.scim;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Members who were left out because the service does not know them yet.
 *
 * <p>What is remembered of the account then is not what the service holds: so the next look finds a
 * difference, and the members are tried again until all of them are known. A write that would
 * change nothing is not sent.
 */
final class Left {

  private Left() {}

  /** What to tell of it; empty if nobody was left out. */
  static Optional<Problem> remark(Content content, List<String> wanted) {
    return Wire.members(content).containsAll(wanted)
        ? Optional.empty()
        : Optional.of(Problems.leftOut());
  }

  /**
   * The prints to remember.
   *
   * @param content what the account holds
   * @param wanted the addresses of all members it should hold
   */
  static FieldPrints out(Scope scope, Content content, List<String> wanted) {
    List<String> there = Wire.members(content);
    // Where edits are kept, a difference would be taken for one.
    if (there.containsAll(wanted) || scope.keepsEdits()) {
      return content.prints();
    }
    List<String> marked = new ArrayList<>(there);
    // No address: no service can ever show it.
    marked.add("?");
    Content.Builder builder = content.toBuilder().remove(RecordField.MEMBERS);
    Wire.putMembers(builder, marked);
    return builder.build().prints();
  }
}
