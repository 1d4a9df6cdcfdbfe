package dev.rollcall.mapping;

import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.AddressFilter;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Filter;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes the records that pass a policy's filters, and says which filter left out the others. */
public final class RecordFilter {

  private final Optional<Filter> where;
  private final Optional<Filter> address;
  private final String addressPointer;

  /**
   * @throws IllegalArgumentException if a filter cannot be read; documents with such are refused
   *     before they get here
   */
  public RecordFilter(Policy.Filters filters) {
    where = filters.where().map(Filter::parse);
    address = filters.address().map(AddressFilter::condition);
    addressPointer =
        "/source/addressFilter"
            + filters
                .address()
                .map(filter -> "/" + filter.mode().name().toLowerCase(Locale.ROOT))
                .orElse("");
  }

  /**
   * What became of records.
   *
   * @param records those that pass, in the order they came
   * @param dropped the others, each with the first filter that left it out
   */
  public record Filtered(List<SourceRecord> records, List<Dropped> dropped) {
    public Filtered {
      records = List.copyOf(records);
      dropped = List.copyOf(dropped);
    }
  }

  /** Looks at all records of a reading. */
  public Filtered filter(List<SourceRecord> read) {
    List<SourceRecord> kept = new ArrayList<>(read.size());
    List<Dropped> dropped = new ArrayList<>();
    for (SourceRecord record : read) {
      if (where.isPresent() && !where.get().fits(attribute -> values(record, attribute))) {
        dropped.add(drop(record, SkipReason.OUTSIDE_WHERE, "/source/where"));
      } else if (address.isPresent() && !address.get().fits(attribute -> mail(record))) {
        dropped.add(drop(record, SkipReason.OUTSIDE_ADDRESS_FILTER, addressPointer));
      } else {
        kept.add(record);
      }
    }
    return new Filtered(kept, dropped);
  }

  /** The values that a filter sees of an attribute. */
  static List<String> values(SourceRecord record, String attribute) {
    if (attribute.equals(FilterAttributes.RECIPIENT_TYPE)) {
      return List.of(record.recipientType());
    }
    return attribute.equals(Attribute.MAIL.document())
        ? mail(record)
        : record.attributes().getOrDefault(attribute, List.of());
  }

  /** The primary address, or nothing. */
  private static List<String> mail(SourceRecord record) {
    return List.of(new Values(record).mail());
  }

  private static Dropped drop(SourceRecord record, SkipReason reason, String pointer) {
    return new Dropped(record.key().value(), record.selection(), reason, pointer);
  }
}
