package dev.rollcall.source;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What a source answered.
 *
 * @param records the records, each key once
 * @param dropped what was named and not taken
 * @param completeness the proof
 * @param hints what an administrator should know and nothing has to be stopped for, such as "hidden
 *     recipients are not known here"
 */
public record SourceReading(
    List<SourceRecord> records,
    List<Dropped> dropped,
    Completeness completeness,
    List<String> hints) {

  public SourceReading {
    records = List.copyOf(records);
    dropped = List.copyOf(dropped);
    hints = List.copyOf(hints);
  }

  /**
   * The same reading with what was made of it, which took so many further requests.
   *
   * @param more further hints, after those that there were
   */
  public SourceReading made(
      List<SourceRecord> newRecords, List<Dropped> newDropped, List<String> more, long calls) {
    List<String> all = new ArrayList<>(hints);
    all.addAll(more);
    return new SourceReading(
        newRecords,
        newDropped,
        completeness.and(new Completeness(0, 0, Math.toIntExact(calls), List.of())),
        all);
  }
}
