package dev.rollcall.source;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Map;

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
 */
public record SourceByPolicy(
    Source directory,
    Source mailboxes,
    Source activeDirectory,
    Source sharedMailbox,
    Source publicFolder,
    Source spreadsheet)
    implements Source {

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    return of(policy).read(environment, policy);
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
    };
  }
}
