package dev.rollcall.mapping;

import dev.rollcall.model.Content;
import dev.rollcall.model.SkipReason;
import java.util.List;
import java.util.Optional;

/**
 * Makes what a target shall hold of a source record. The same record always gives the same content.
 * For several threads.
 */
public interface RecordMapping {

  /** What this record becomes. */
  Mapped map(SourceRecord record);

  /** Whether several records may have one primary address. */
  default boolean sharesAddresses() {
    return true;
  }

  /**
   * What became of a record.
   *
   * @param content what the target shall hold; empty if nothing can be made of the record
   * @param warnings why not, or what was left out or could not be brought into form
   * @param doubt why nothing is to be made of it now; what a target has of it stays
   */
  record Mapped(Optional<Content> content, List<Dropped> warnings, Optional<SkipReason> doubt) {
    public Mapped {
      warnings = List.copyOf(warnings);
    }

    /** A record that nothing is doubtful about. */
    public Mapped(Optional<Content> content, List<Dropped> warnings) {
      this(content, warnings, Optional.empty());
    }
  }
}
