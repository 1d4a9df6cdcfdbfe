package dev.rollcall.state.table;

import dev.rollcall.state.Notice;
import dev.rollcall.state.Notices;
import dev.rollcall.state.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Notices in the table {@code Notices}: partition the topic, row the subject. */
final class TableNotices implements Notices {

  private static final String TOLD = "Told";
  private static final String AT = "At";

  private final Table table;

  TableNotices(Table table) {
    this.table = table;
  }

  @Override
  public Optional<Versioned<Notice>> last(String topic, String subject) {
    return table
        .get(Keys.escape(topic), Keys.escape(subject))
        .map(row -> new Versioned<>(notice(row), row.etag()));
  }

  @Override
  public Map<String, Notice> all(String topic) {
    Map<String, Notice> all = new HashMap<>();
    table
        .rows(Range.partition(Keys.escape(topic)), Table.MAX_PAGE)
        .forEachRemaining(row -> all.put(row.id(), notice(row)));
    return all;
  }

  @Override
  public Optional<String> put(
      String topic, String subject, Notice notice, Optional<String> replaced) {
    NewRow row =
        table
            .row(Keys.escape(topic), Keys.escape(subject))
            .text(TOLD, notice.told())
            .time(AT, notice.at());
    return replaced.isEmpty() ? table.create(row) : table.update(row, replaced.get());
  }

  @Override
  public void forget(String topic, String subject) {
    last(topic, subject)
        .ifPresent(
            notice -> table.delete(Keys.escape(topic), Keys.escape(subject), notice.version()));
  }

  private static Notice notice(Row row) {
    return new Notice(row.text(TOLD), row.time(AT));
  }
}
