package dev.rollcall.state;

import java.util.List;

/**
 * One change, or skip, as history shows it. Holds personal data; purged with its run.
 *
 * @param target the target's id, or {@link #SOURCE} for what was dropped before any target
 * @param sequence its place among the target's changes, from 0
 * @param kind {@code create}, {@code update}, {@code delete} or {@code skip}
 * @param key the record
 * @param shown the record as people call it: its display name, where known
 * @param fields the fields with their values before and after
 * @param reason of a skip, its fixed name; of a failure, the problem's code; of what was done
 *     otherwise than asked, the remark's
 * @param detail the reason in plain words; may be empty
 * @param outcome {@code planned}, {@code done}, {@code gone}, {@code failed} or {@code skipped}
 */
public record RunChange(
    String target,
    int sequence,
    String kind,
    String key,
    String shown,
    List<Field> fields,
    String reason,
    String detail,
    String outcome) {

  /** Stands in the place of a target for records dropped when the source was read. */
  public static final String SOURCE = "~source";

  public RunChange {
    fields = List.copyOf(fields);
  }

  /** A field's values; {@code before} is empty where it was not known. */
  public record Field(String name, String before, String after) {}
}
