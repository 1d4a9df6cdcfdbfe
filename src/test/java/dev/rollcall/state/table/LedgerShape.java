package dev.rollcall.state.table;

import dev.rollcall.model.FieldPrints;
import dev.rollcall.plan.LedgerEntry;
import java.util.ArrayList;
import java.util.List;

/** An entry's field hashes, which its own equality does not look at. */
record LedgerShape(List<Integer> sent, List<Integer> answered) {

  static LedgerShape of(LedgerEntry entry) {
    return new LedgerShape(shape(entry.sent()), shape(entry.answered()));
  }

  private static List<Integer> shape(FieldPrints prints) {
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < prints.size(); i++) {
      shape.add(prints.codeAt(i));
      shape.add(prints.hashAt(i));
    }
    return shape;
  }
}
