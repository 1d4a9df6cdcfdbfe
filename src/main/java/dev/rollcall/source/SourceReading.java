package dev.rollcall.source;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
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
}
