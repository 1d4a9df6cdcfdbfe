package dev.rollcall.source;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every kind of source there is: each policy reads the one it names.
 *
 * @param directory recipients of the tenant's directory
 * @param mailboxes the tenant's shared mailboxes with the people behind them
 * @param activeDirectory recipients of Active Directory, and its shared mailboxes with the people
 *     behind them
 * @param sharedMailbox contacts of a shared mailbox
 * @param publicFolder contacts of a public folder
 * @param spreadsheet rows of a stored file
 * @param offer what another installation offers
 */
public record SourceByPolicy(
    Source directory,
    Source mailboxes,
    Source activeDirectory,
    Source sharedMailbox,
    Source publicFolder,
    Source spreadsheet,
    Source offer)
    implements Source {

  private static final int CUSTOM_ATTRIBUTES = 15;

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    SourceReading reading = of(policy).read(environment, policy);
    return policy.type() == Policy.Type.GAL ? withoutCopies(reading) : reading;
  }

  /** What went from one address list to another goes no further, and never back. */
  private static SourceReading withoutCopies(SourceReading reading) {
    List<SourceRecord> records = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>(reading.dropped());
    for (SourceRecord record : reading.records()) {
      copied(record)
          .ifPresentOrElse(
              reason ->
                  dropped.add(new Dropped(record.key().value(), record.selection(), reason, "")),
              () -> records.add(record));
    }
    return new SourceReading(records, dropped, reading.completeness(), reading.hints());
  }

  /** By whom it was brought from another list; Rollcall sets the mark of other tools as well. */
  private static Optional<SkipReason> copied(SourceRecord record) {
    if (isOurs(record)) {
      return Optional.of(SkipReason.MADE_BY_ROLLCALL);
    }
    return record.first(Mark.ORIGIN).isEmpty()
        ? Optional.empty()
        : Optional.of(SkipReason.MADE_BY_ANOTHER_TOOL);
  }

  private static boolean isOurs(SourceRecord record) {
    return Mark.isAlias(record.first(Attribute.MAIL_NICKNAME.document()))
        || IntStream.rangeClosed(1, CUSTOM_ATTRIBUTES)
            .mapToObj(number -> record.first("extensionAttribute" + number))
            .anyMatch(Mark::isStamp);
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    return of(policy).readPhotos(environment, policy, keys, known);
  }

  private Source of(Policy policy) {
    return switch (policy.reading().kind()) {
      case DIRECTORY -> policy.type().hasMembers() ? mailboxes : directory;
      case ACTIVE_DIRECTORY -> activeDirectory;
      case SHARED_MAILBOX -> sharedMailbox;
      case PUBLIC_FOLDER -> publicFolder;
      case SPREADSHEET -> spreadsheet;
      case OFFER -> offer;
    };
  }
}
