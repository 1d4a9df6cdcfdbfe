package dev.rollcall.state.table;

import dev.rollcall.state.RunChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Consecutive changes of one target in one row, under the first one's sequence: a mailbox's changes
 * cost a transaction or two, not one each. Their JSON is in the column {@code Changes}, packed when
 * it is long.
 */
record ChangeBlock(List<RunChange> changes) {

  /** So many changes have a place in a block; a reader starts so many before where it goes on. */
  static final int MAX_CHANGES = 100;

  private static final String CHANGES = "Changes";

  /** So many letters fit a row however badly they pack. */
  private static final int MAX_JSON = 200_000;

  /** To this much each text is cut if a change fills a row: more than a preview shows. */
  private static final int CUT = 1_000;

  /** The changes in blocks, whatever their order; each block as long as the limits allow. */
  static List<ChangeBlock> of(Collection<RunChange> changes) {
    List<ChangeBlock> blocks = new ArrayList<>();
    List<RunChange> open = new ArrayList<>();
    int letters = 0;
    for (RunChange change :
        changes.stream()
            .sorted(Comparator.comparing(RunChange::target).thenComparingInt(RunChange::sequence))
            .map(ChangeBlock::fitting)
            .toList()) {
      int length = RowJson.write(change).length();
      boolean full = open.size() == MAX_CHANGES || letters + length > MAX_JSON;
      if (!open.isEmpty() && (full || !follows(open.get(open.size() - 1), change))) {
        blocks.add(new ChangeBlock(List.copyOf(open)));
        open.clear();
        letters = 0;
      }
      open.add(change);
      letters += length;
    }
    if (!open.isEmpty()) {
      blocks.add(new ChangeBlock(List.copyOf(open)));
    }
    return blocks;
  }

  static ChangeBlock read(Row row) {
    List<RunChange> changes = List.of(row.json(CHANGES, RunChange[].class));
    if (changes.isEmpty() || !key(changes.get(0)).equals(row.key())) {
      throw row.unreadable("its key is not that of its first change", null);
    }
    return new ChangeBlock(changes);
  }

  static String key(String target, int sequence) {
    return Keys.escape(target) + Keys.BREAK + String.format("%010d", sequence);
  }

  String key() {
    return key(changes.get(0));
  }

  NewRow write(NewRow row) {
    return row.json(CHANGES, RowJson.write(changes));
  }

  private static String key(RunChange change) {
    return key(change.target(), change.sequence());
  }

  private static boolean follows(RunChange before, RunChange change) {
    return before.target().equals(change.target()) && before.sequence() + 1 == change.sequence();
  }

  private static RunChange fitting(RunChange change) {
    if (RowJson.write(change).length() <= MAX_JSON) {
      return change;
    }
    return new RunChange(
        change.target(),
        change.sequence(),
        change.kind(),
        change.key(),
        cut(change.shown()),
        change.fields().stream()
            .map(
                field -> new RunChange.Field(field.name(), cut(field.before()), cut(field.after())))
            .toList(),
        change.reason(),
        cut(change.detail()),
        change.outcome());
  }

  private static String cut(String value) {
    return value.length() <= CUT ? value : value.substring(0, CUT) + "…";
  }
}
