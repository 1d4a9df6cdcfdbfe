package dev.rollcall.mapping;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a policy's targets shall hold, and what was noticed on the way there.
 *
 * @param records the records, each key once, ascending by key
 * @param dropped what was left out, altered or is doubtful, ascending by key
 */
public record Desired(List<DesiredRecord> records, List<Dropped> dropped) {

  /** The order in which doubles of a key are told apart: never the order they were read in. */
  private static final Comparator<SourceRecord> STEADY =
      Comparator.comparing(SourceRecord::key)
          .thenComparing(record -> record.selection().length())
          .thenComparing(SourceRecord::selection)
          .thenComparing(SourceRecord::recipientType)
          .thenComparing(record -> new TreeMap<>(record.attributes()).toString());

  public Desired {
    records = List.copyOf(records);
    dropped = List.copyOf(dropped);
  }

  /**
   * Maps all records of a reading. The order in which they come does not matter.
   *
   * <p>Doubles are reported, never resolved by guessing: of records with one key the first by
   * selection is taken; records with one mail address are all taken, and each reported. Where an
   * address can be known only once, nothing is made of any of them.
   *
   * @param photos the photo of each record that has one
   */
  public static Desired assemble(
      RecordMapping mapping, List<SourceRecord> read, Map<RecordKey, DesiredRecord.Photo> photos) {
    List<DesiredRecord> records = new ArrayList<>(read.size());
    List<Dropped> dropped = new ArrayList<>();
    List<SourceRecord> taken = distinct(read, dropped);
    Map<RecordKey, RecordMapping.Mapped> mappings = new HashMap<>();
    Set<RecordKey> clashing =
        mapping.sharesAddresses() ? Set.of() : clashing(taken, mapping, mappings);
    for (SourceRecord record : taken) {
      RecordMapping.Mapped mapped =
          mappings.containsKey(record.key()) ? mappings.get(record.key()) : mapping.map(record);
      dropped.addAll(mapped.warnings());
      mapped
          .content()
          .ifPresent(
              content ->
                  records.add(
                      doubted(
                          new DesiredRecord(record.key(), content, photoOf(record, photos)),
                          clashing.contains(record.key())
                              ? Optional.of(SkipReason.ADDRESS_NOT_ITS_OWN)
                              : mapped.doubt())));
    }
    if (mapping.sharesAddresses()) {
      reportSharedAddresses(taken, dropped);
    }
    dropped.sort(Comparator.comparing(Dropped::key).thenComparing(Dropped::reason));
    return new Desired(records, dropped);
  }

  private static DesiredRecord doubted(DesiredRecord record, Optional<SkipReason> doubt) {
    return doubt.map(record::doubted).orElse(record);
  }

  /** The records whose primary address another record has too. */
  private static Set<RecordKey> clashing(
      List<SourceRecord> taken,
      RecordMapping mapping,
      Map<RecordKey, RecordMapping.Mapped> mappings) {
    Map<String, RecordKey> first = new HashMap<>();
    Set<RecordKey> clashing = new HashSet<>();
    for (SourceRecord record : taken) {
      RecordMapping.Mapped mapped = mapping.map(record);
      mappings.put(record.key(), mapped);
      String mail = mapped.content().map(content -> content.text(RecordField.MAIL)).orElse("");
      if (!mail.isEmpty()) {
        RecordKey other = first.putIfAbsent(mail, record.key());
        if (other != null) {
          clashing.add(other);
          clashing.add(record.key());
        }
      }
    }
    return clashing;
  }

  private static Optional<DesiredRecord.Photo> photoOf(
      SourceRecord record, Map<RecordKey, DesiredRecord.Photo> photos) {
    return Optional.ofNullable(photos.get(record.key()));
  }

  private static List<SourceRecord> distinct(List<SourceRecord> read, List<Dropped> dropped) {
    List<SourceRecord> sorted = new ArrayList<>(read);
    sorted.sort(STEADY);
    List<SourceRecord> distinct = new ArrayList<>(sorted.size());
    for (SourceRecord record : sorted) {
      boolean isFirst =
          distinct.isEmpty() || !distinct.get(distinct.size() - 1).key().equals(record.key());
      if (isFirst) {
        distinct.add(record);
      } else {
        dropped.add(
            new Dropped(record.key().value(), record.selection(), SkipReason.DUPLICATE_KEY, ""));
      }
    }
    return distinct;
  }

  private static void reportSharedAddresses(List<SourceRecord> taken, List<Dropped> dropped) {
    Map<String, List<SourceRecord>> byAddress = new HashMap<>();
    for (SourceRecord record : taken) {
      String mail = new Values(record).mail().toLowerCase(Locale.ROOT);
      if (!mail.isEmpty()) {
        byAddress.computeIfAbsent(mail, address -> new ArrayList<>(1)).add(record);
      }
    }
    byAddress
        .values()
        .forEach(
            sharing -> {
              if (sharing.size() > 1) {
                sharing.forEach(record -> dropped.add(shared(record, sharing)));
              }
            });
  }

  private static Dropped shared(SourceRecord record, List<SourceRecord> sharing) {
    SourceRecord other = sharing.get(0) == record ? sharing.get(1) : sharing.get(0);
    int more = sharing.size() - 2;
    return new Dropped(
        record.key().value(),
        record.selection(),
        SkipReason.DUPLICATE_ADDRESS,
        "mail: also that of " + other.key() + (more == 0 ? "" : " and " + more + " more"));
  }
}
