package dev.rollcall.mapping;

import dev.rollcall.model.Content;
import java.util.List;
import java.util.Optional;

/**
 * Makes what a target shall hold of a source record. The same record always gives the same content.
 * For several threads.
 */
public interface RecordMapping {

  /** What this record becomes. */
  Mapped map(SourceRecord record);

  /**
   * What became of a record.
   *
   * @param content what the target shall hold; empty if nothing can be made of the record
   * @param warnings why not, or what was left out or could not be brought into form
   */
  record Mapped(Optional<Content> content, List<Dropped> warnings) {
    public Mapped {
      warnings = List.copyOf(warnings);
    }
  }
}
