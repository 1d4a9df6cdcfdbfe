package dev.rollcall.state.table;

import dev.rollcall.state.RunChange;
import java.util.List;

/** A change as a row; its fields as JSON in the column {@code Fields}. */
final class ChangeColumns {

  private static final String KIND = "Kind";
  private static final String RECORD = "Record";
  private static final String SHOWN = "Shown";
  private static final String REASON = "Reason";
  private static final String DETAIL = "Detail";
  private static final String OUTCOME = "Outcome";
  private static final String FIELDS = "Fields";

  /** So many letters fit a row however badly they pack. */
  private static final int MAX_JSON = 200_000;

  /** To this much each value is cut if the fields do not fit: more than a preview shows. */
  private static final int CUT = 1_000;

  private ChangeColumns() {}

  static String key(String target, int sequence) {
    return Keys.escape(target) + Keys.BREAK + String.format("%010d", sequence);
  }

  static NewRow write(RunChange change, NewRow row) {
    row.text(KIND, change.kind())
        .text(RECORD, change.key())
        .text(SHOWN, change.shown())
        .text(REASON, change.reason())
        .text(DETAIL, change.detail())
        .text(OUTCOME, change.outcome());
    String json = RowJson.write(change.fields());
    if (json.length() > MAX_JSON) {
      json = RowJson.write(change.fields().stream().map(ChangeColumns::cut).toList());
    }
    return row.json(FIELDS, json);
  }

  static RunChange read(Row row) {
    int end = row.key().lastIndexOf(Keys.BREAK);
    if (end < 0) {
      throw row.unreadable("its key is not one that this program makes", null);
    }
    try {
      return new RunChange(
          row.id(row.key().substring(0, end)),
          Integer.parseInt(row.key().substring(end + Keys.BREAK.length())),
          row.text(KIND),
          row.text(RECORD),
          row.text(SHOWN),
          List.of(row.json(FIELDS, RunChange.Field[].class)),
          row.text(REASON),
          row.text(DETAIL),
          row.text(OUTCOME));
    } catch (NumberFormatException e) {
      throw row.unreadable("its key is not one that this program makes", null);
    }
  }

  private static RunChange.Field cut(RunChange.Field field) {
    return new RunChange.Field(field.name(), cut(field.before()), cut(field.after()));
  }

  private static String cut(String value) {
    return value.length() <= CUT ? value : value.substring(0, CUT) + "…";
  }
}
